/**
 * A Snowflake emulator for tests: started by the first test of a run that asks, shared by all, ended with the run.
 * Every test file takes a database of its own. Needs Python with fakesnow (`e2e/harness/snowflake/requirements.txt`),
 * named by SLUICE_FAKESNOW_PYTHON; tests that lack it are skipped and say so.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a client sent, as the emulator saw it. */
export interface SentStatement {
  readonly sql: string
  readonly id: string
  readonly session: number
  /** The one the session was opened for. */
  readonly database: string
  readonly role: string
  readonly warehouse: string
  readonly query_tag: string
  readonly async: boolean
  readonly binds: number
  readonly describe: boolean
}

/** The next statements that hold `like` fail with `code`. */
export interface Fault {
  readonly like: string
  readonly code: string
  readonly times?: number
  readonly message?: string
}

export interface SnowflakeDatabase {
  readonly host: string
  readonly port: number
  readonly database: string
  /** Fields of an output in profiles.yml. */
  fields(more?: Readonly<Record<string, unknown>>): Record<string, unknown>
  /** The same as one line of YAML. */
  output(more?: Readonly<Record<string, unknown>>): string
  /** Statements of sessions opened for this database, in order. */
  log(): Promise<SentStatement[]>
  /** True where a client has posted telemetry. */
  hasTelemetry(): Promise<boolean>
  /** Lets `user` log in with the private half of this public key. */
  trustKey(user: string, publicKey: string): Promise<void>
  openSessions(): Promise<number>
  fail(fault: Fault): Promise<void>
}

const folder = resolve(dirname(fileURLToPath(import.meta.url)), 'snowflake')
/** The test run that owns the emulator; vitest.config.ts names it. */
const run = process.env.SLUICE_TEST_RUN ?? String(process.pid)
const shared = join(tmpdir(), `sluice-test-run-${run}`)

/** Why there is no emulator here, or undefined where there is one: for `describe.skipIf`, and to be shown in its name. */
export function whyNoSnowflake(): string | undefined {
  const python = process.env.SLUICE_FAKESNOW_PYTHON
  if (python === undefined || python === '') return 'skipped: SLUICE_FAKESNOW_PYTHON names no Python with fakesnow'
  return existsSync(python) ? undefined : `skipped: SLUICE_FAKESNOW_PYTHON is ${python}, which does not exist`
}

/** A database name nobody else uses, on the emulator of this test run. */
export async function snowflakeDatabase(): Promise<SnowflakeDatabase> {
  const port = await emulatorPort()
  const url = `http://127.0.0.1:${port}/emulator`
  const database = `SLUICE_${randomBytes(4).toString('hex').toUpperCase()}`
  const all = async () => (await (await fetch(`${url}/log`)).json()) as (SentStatement & { readonly telemetry?: unknown })[]
  const account = { type: 'snowflake', account: 'emulated', user: 'tester', password: 'right', role: 'transformer', warehouse: 'wh' }
  const fields = (more: Readonly<Record<string, unknown>> = {}) => ({
    ...account,
    ...{ host: '127.0.0.1', port, protocol: 'http', database, schema: 'main', threads: 2 },
    ...more,
  })
  return {
    host: '127.0.0.1',
    port,
    database,
    fields,
    output: (more = {}) => JSON.stringify(fields(more)),
    log: async () => (await all()).filter((entry) => entry.database === database),
    hasTelemetry: async () => (await all()).some((entry) => entry.telemetry !== undefined),
    trustKey: async (user, key) => await post(`${url}/key`, { user, key }),
    fail: async (fault) => await post(`${url}/fault`, fault),
    openSessions: async () => (await (await fetch(`${url}/sessions?database=${database}`)).json()) as number,
  }
}

async function post(url: string, body: unknown): Promise<void> {
  await fetch(url, { method: 'POST', body: JSON.stringify(body) })
}

async function emulatorPort(): Promise<number> {
  mkdirSync(shared, { recursive: true })
  const state = join(shared, 'snowflake.json')
  if (isFirst(join(shared, 'snowflake.lock'))) {
    const log = openSync(join(shared, 'snowflake.log'), 'a')
    const args = [join(folder, 'server.py'), '--state', state, '--watch', run]
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }
    spawn(process.env.SLUICE_FAKESNOW_PYTHON ?? 'python3', args, { detached: true, stdio: ['ignore', log, log], env }).unref()
    closeSync(log)
  }
  for (let waited = 0; !existsSync(state); waited += 50) {
    if (waited > 60_000)
      throw new TypeError(`the Snowflake emulator did not start: ${readFileSync(join(shared, 'snowflake.log'), 'utf8').slice(-2000)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  return (JSON.parse(readFileSync(state, 'utf8')) as { readonly port: number }).port
}

function isFirst(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'))
    return true
  } catch {
    return false
  }
}
