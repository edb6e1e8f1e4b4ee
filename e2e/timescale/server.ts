// The real TimescaleDB that SLUICE_TIMESCALE_URL names (postgresql://user:password@host:port/dbname), in a schema of its own.
import { randomBytes } from 'node:crypto'
import pg from 'pg'

export const url = process.env.SLUICE_TIMESCALE_URL

export interface Server {
  readonly schema: string
  /** profiles.yml of a project named `shop`. */
  readonly profiles: string
  readonly env: Readonly<Record<string, string>>
  /** The rows of a statement, each as its cells joined by `|`, as psql -A shows them; `$schema` is the schema's name. */
  rows(sql: string): Promise<readonly string[]>
  /** The policies of a relation: job id, kind, settings. */
  policies(relation: string): Promise<readonly string[]>
  close(): Promise<void>
}

export async function openServer(): Promise<Server> {
  const at = new URL(url ?? '')
  const schema = `sluice_${randomBytes(4).toString('hex')}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create schema ${schema}`)
  const rows = async (sql: string): Promise<readonly string[]> => {
    const query = { text: sql.replaceAll('$schema', schema), rowMode: 'array' as const, types: { getTypeParser: () => String } }
    const { rows: found } = await client.query<(string | null)[]>(query)
    return found.map((cells) => cells.map((cell) => cell ?? '').join('|'))
  }
  const output = {
    type: 'postgres',
    host: at.hostname,
    port: Number(at.port || 5432),
    user: decodeURIComponent(at.username),
    password: "{{ env_var('SLUICE_TEST_PASSWORD') }}",
    dbname: at.pathname.slice(1),
    schema,
    threads: 2,
  }
  return {
    schema,
    profiles: `shop:\n  target: dev\n  outputs:\n    dev: ${JSON.stringify(output)}\n`,
    env: { SLUICE_TEST_PASSWORD: decodeURIComponent(at.password) },
    rows,
    policies: (relation) =>
      rows(`
        select job_id, replace(proc_name, 'policy_', ''), config - 'hypertable_id' - 'mat_hypertable_id', schedule_interval
        from timescaledb_information.jobs
        where hypertable_schema = '$schema' and hypertable_name = '${relation}'
        order by proc_name`),
    close: async () => {
      await client.query(`drop schema ${schema} cascade`)
      await client.end()
    },
  }
}
