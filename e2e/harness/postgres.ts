/**
 * A real PostgreSQL for tests: started by the first test of a run that asks, shared by all, ended with the run.
 * Every test file takes a database of its own.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export interface PostgresServer {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

export interface PostgresDatabase extends PostgresServer {
  readonly dbname: string
  readonly url: string
  /** An `outputs:` entry of profiles.yml, as one line of YAML. */
  output(more?: Readonly<Record<string, unknown>>): string
  /** The rows of a statement, as the driver gives them. */
  query(sql: string): Promise<Record<string, unknown>[]>
  drop(): Promise<void>
}

/** `embedded` is the newest release; `system` the one installed on the machine, an older one as a rule. */
export type Which = 'embedded' | 'system'

const starter = resolve(dirname(fileURLToPath(import.meta.url)), 'start-postgres.mjs')
/** The test run that owns the server; vitest.config.ts names it. */
const run = process.env.SLUICE_TEST_RUN ?? String(process.pid)
const shared = join(tmpdir(), `sluice-test-run-${run}`)

/** A new, empty database on the server of this test run. */
export async function postgresDatabase(which: Which = 'embedded'): Promise<PostgresDatabase> {
  const server = await postgresServer(which)
  const dbname = `sluice_${randomBytes(5).toString('hex')}`
  await once(server, 'postgres', `create database ${dbname} template template0`)
  const { host, port, user, password } = server
  return {
    ...server,
    dbname,
    url: `postgresql://${user}:${password}@${host}:${port}/${dbname}`,
    output: (more = {}) => JSON.stringify({ type: 'postgres', host, port, user, password, dbname, schema: 'public', threads: 2, ...more }),
    query: async (sql) => await once(server, dbname, sql),
    drop: async () => void (await once(server, 'postgres', `drop database if exists ${dbname} with (force)`)),
  }
}

/** Why there is no server of that kind here, or undefined where there is one: for `describe.skipIf`. */
export function whyNoSystemPostgres(): string | undefined {
  const known = ['/usr/lib/postgresql', '/usr/local/bin/initdb', '/usr/bin/initdb', '/opt/homebrew/bin/initdb']
  return known.some((path) => existsSync(path)) ? undefined : 'no PostgreSQL is installed on this machine'
}

export async function postgresServer(which: Which = 'embedded'): Promise<PostgresServer> {
  mkdirSync(shared, { recursive: true })
  const state = join(shared, `${which}.json`)
  if (isFirst(join(shared, `${which}.lock`))) {
    const args = ['--state', state, '--watch', run, ...(which === 'system' ? ['--system'] : [])]
    spawn(process.execPath, [starter, ...args], { detached: true, stdio: 'ignore' }).unref()
  }
  for (let waited = 0; !existsSync(state); waited += 50) {
    if (waited > 110_000) throw new TypeError('PostgreSQL did not start within two minutes')
    await new Promise((done) => setTimeout(done, 50))
  }
  const answer = JSON.parse(readFileSync(state, 'utf8')) as PostgresServer & { readonly error?: string }
  if (answer.error !== undefined) throw new TypeError(answer.error)
  return answer
}

function isFirst(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'))
    return true
  } catch {
    return false
  }
}

async function once(server: PostgresServer, database: string, sql: string): Promise<Record<string, unknown>[]> {
  const { host, port, user, password } = server
  const client = new pg.Client({ host, port, user, password, database })
  await client.connect()
  try {
    const result = (await client.query(sql)) as pg.QueryResult | pg.QueryResult[]
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? []
  } finally {
    await client.end()
  }
}
