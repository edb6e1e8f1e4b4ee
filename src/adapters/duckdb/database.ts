/**
 * One open DuckDB database: the instance with extensions, secrets and attached databases applied once, and sessions of
 * it with the profile's settings. N.B. always `fromCache`: a second `create` of the same path in one process opens an
 * independent instance that neither sees the first's tables nor keeps its lock.
 */
import { createRequire } from 'node:module'
import { isAbsolute, join } from 'node:path'
import type * as node from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Invocation } from '../../core/invocation.js'
import type { Plain } from '../../core/node.js'
import type { Credentials } from '../adapter.js'
import { type Attachment, attachStatement, parseAttachments } from './attach.js'
import { connectFailed, driverMissing, exceptionName, setupFailed } from './errors.js'
import { quoteText } from './relation-style.js'
import { secretStatement } from './secrets.js'

export type Driver = typeof node

export interface Database {
  readonly driver: Driver
  readonly version: string
  readonly attachments: readonly Attachment[]
  session(): Promise<DuckDBConnection>
  close(): void
}

export async function openDatabase(credentials: Credentials, invocation: Invocation): Promise<Database> {
  const driver = loadDriver()
  const { raw } = credentials
  const attachments = parseAttachments(raw.attach, { file: 'profiles.yml', line: 1, column: 1 })
  const instance = await openInstance(driver, raw, invocation)
  try {
    const first = await instance.connect()
    for (const [what, sql] of setupStatements(raw, attachments, invocation)) await apply(first, what, sql)
    first.closeSync()
  } catch (error) {
    instance.closeSync()
    throw error
  }
  const settings = Object.entries((raw.settings ?? {}) as Plain)
  return {
    driver,
    version: driver.version().replace(/^v/, ''),
    attachments,
    async session() {
      const session = await instance.connect()
      for (const [name, value] of settings) await apply(session, `setting ${name}`, `SET ${name} = ${quoteText(String(value))}`)
      return session
    },
    close: () => instance.closeSync(),
  }
}

/** Required, not imported: the driver is CommonJS, and looking through its files for what they export is a tenth of a short run. */
function loadDriver(): Driver {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as Driver
  } catch (error) {
    throw driverMissing(error)
  }
}

async function openInstance(driver: Driver, raw: Plain, invocation: Invocation): Promise<DuckDBInstance> {
  const path = databasePath(String(raw.path), invocation.projectDir)
  const config = Object.fromEntries(Object.entries((raw.config_options ?? {}) as Plain).map(([key, value]) => [key, String(value)]))
  const retries = retriesOf(raw)
  for (let attempt = 1; ; attempt++) {
    try {
      return await driver.DuckDBInstance.fromCache(path, config)
    } catch (error) {
      const again = attempt < retries.connectAttempts && retries.exceptions.includes(exceptionName(error)) && !invocation.signal.aborted
      if (!again) throw connectFailed(error, path)
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** (attempt - 1)))
    }
  }
}

/** Relative paths lie below the project folder, wherever the tool was started. */
function databasePath(path: string, projectDir: string): string {
  const asIs = path === ':memory:' || isAbsolute(path) || path.startsWith('~') || /^[A-Za-z][\w+.-]+:/.test(path)
  return asIs ? path : join(projectDir, path)
}

export interface Retries {
  readonly connectAttempts: number
  readonly queryAttempts: number
  /** Python's names, e.g. `IOException`. */
  readonly exceptions: readonly string[]
}

export function retriesOf(raw: Plain): Retries {
  const given = (raw.retries ?? {}) as Plain
  return {
    connectAttempts: Number(given.connect_attempts ?? 1),
    queryAttempts: Number(given.query_attempts ?? 1),
    exceptions: (given.retryable_exceptions as string[] | undefined) ?? ['IOException'],
  }
}

function* setupStatements(
  raw: Plain,
  attachments: readonly Attachment[],
  invocation: Invocation,
): Generator<readonly [what: string, sql: string]> {
  // Readers of relative files must find them from any working folder; DuckDB falls back to the working folder itself.
  // The list is split at commas, without a way to quote one.
  if (!invocation.projectDir.includes(','))
    yield ['setting file_search_path', `SET GLOBAL file_search_path = ${quoteText(invocation.projectDir)}`]
  for (const extension of (raw.extensions ?? []) as (string | Plain)[]) {
    const [name, from] = typeof extension === 'string' ? [extension, ''] : [String(extension.name), ` FROM ${String(extension.repo)}`]
    yield [`loading extension ${name}`, `INSTALL ${name}${from}; LOAD ${name}`]
  }
  const secrets = [...((raw.secrets ?? []) as Plain[])]
  if (raw.use_credential_provider === 'aws') secrets.push({ type: 's3', provider: 'credential_chain' })
  for (const [index, secret] of secrets.entries()) yield ['creating a secret', secretStatement(secret, index)]
  for (const attachment of attachments) yield [`attaching ${attachment.path}`, attachStatement(attachment, invocation.projectDir)]
}

/** What a session of another process needs to read what this one reads; databases are attached here alone. */
export function* sessionSetup(raw: Plain, invocation: Invocation): Generator<readonly [what: string, sql: string]> {
  yield* setupStatements(raw, [], invocation)
  for (const [name, value] of Object.entries((raw.settings ?? {}) as Plain))
    yield [`setting ${name}`, `SET ${name} = ${quoteText(String(value))}`]
}

async function apply(session: DuckDBConnection, what: string, sql: string): Promise<void> {
  try {
    await session.run(sql)
  } catch (error) {
    throw setupFailed(error, what)
  }
}
