/** A database of the test file's own, and sessions on it. */
import { type PostgresDatabase, postgresDatabase } from '../../../e2e/harness/postgres.js'
import { createInvocation } from '../../core/invocation.js'
import type { Adapter, Connection } from '../adapter.js'
import { postgres } from './index.js'

const at = { file: 'profiles.yml', line: 1, column: 1 }
const flags = {
  which: 'run',
  threads: 4,
  target: undefined,
  profile: undefined,
  vars: {},
  fullRefresh: false,
  failFast: false,
  warnError: false,
  empty: false,
}

export interface Bench {
  readonly database: PostgresDatabase
  readonly adapter: Adapter
  readonly session: Connection
  /** Another adapter, with further fields in its profile. */
  connected(more: Readonly<Record<string, unknown>>): Promise<Adapter>
  /** The first row, as texts. */
  cells(sql: string, connection?: Connection): Promise<string[]>
  end(): Promise<void>
}

export async function bench(): Promise<Bench> {
  const database = await postgresDatabase()
  const connected = async (more: Readonly<Record<string, unknown>> = {}): Promise<Adapter> => {
    const output = JSON.parse(database.output()) as Record<string, unknown>
    const credentials = postgres.parseCredentials({ ...output, ...more }, at, '.')
    return await postgres.create(credentials, createInvocation({ cwd: '/tmp', env: {}, flags }))
  }
  const adapter = await connected()
  const session = await adapter.connect('test')
  return {
    database,
    adapter,
    session,
    connected,
    async cells(sql, connection = session) {
      const { table } = await connection.execute(sql, { fetch: true })
      return (table.rows[0]?.cells ?? []).map(String)
    },
    async end() {
      await session.close()
      await adapter.close()
      await database.drop()
    },
  }
}
