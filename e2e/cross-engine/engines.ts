// The example project on one warehouse each: its raw table loaded, built, and its relations read as text with their types.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { postgresDatabase } from '../harness/postgres.js'
import { snowflakeDatabase } from '../harness/snowflake.js'
import { execute, type Outcome, ROOT, type Row, TOOL, ticketsProject } from '../tickets/project.js'

/** Columns with one name for a type on all warehouses, and the rows in one order. */
export interface Relation {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

export interface Engine {
  readonly name: string
  /** Of `npm run tickets`. */
  load(...args: string[]): Promise<Outcome>
  build(...args: string[]): Promise<Outcome>
  read(relation: string): Promise<Relation>
  readonly compiled: (path: string) => string
  close(): Promise<void>
}

interface Reader {
  /** Columns in order: name, type, precision, scale. */
  columns(relation: string): Promise<readonly (readonly [name: string, type: string, precision: number | null, scale: number | null])[]>
  rows(sql: string): Promise<readonly (readonly unknown[])[]>
}

const GENERATOR = join(ROOT, 'scripts', 'tickets', 'generate.mjs')
const SCHEMA = 'carrier_tickets'

interface Setting {
  readonly name: string
  readonly env?: Record<string, string>
  readonly profiles?: string
  readonly reader: (query: (sql: string) => Promise<Row[]>) => Reader
  readonly close?: () => Promise<unknown>
}

function engine({ name, env = {}, profiles, reader, close }: Setting): Engine {
  const project = ticketsProject({ data: false })
  if (profiles !== undefined) writeFileSync(join(project.dir, 'profiles.yml'), profiles)
  const { columns, rows } = reader(project.sql)
  return {
    name,
    load: (...args) => execute(GENERATOR, ['--target', name, ...args], project.dir, env),
    build: (...args) => execute(TOOL, ['build', '--target', name, '--no-docs', ...args], project.dir, env),
    read: async (relation) => {
      const found = await columns(relation)
      const texts = found.map(([column]) => `cast(${column} as varchar)`).join(', ')
      const lines = await rows(`select ${texts} from ${SCHEMA}.${relation}`)
      return {
        columns: found.map(([column, type, precision, scale]) => `${column.toLowerCase()} ${typeName(type, precision, scale)}`),
        rows: lines.map((cells) => JSON.stringify(cells)).sort(),
      }
    },
    compiled: (path) => join(project.dir, 'target', path),
    close: async () => {
      project.remove()
      await close?.()
    },
  }
}

/** One name for what warehouses call otherwise; whole numbers are of one kind, since Snowflake knows no other. */
function typeName(type: string, precision: number | null, scale: number | null): string {
  const name = type.toLowerCase().replace(/\(.*$/, '')
  if (/^(varchar|text|character varying)$/.test(name)) return 'text'
  if (/^(tinyint|smallint|integer|bigint|hugeint|int)$/.test(name)) return 'integer'
  if (/^(decimal|numeric|number)$/.test(name)) return scale === 0 ? 'integer' : `decimal(${precision},${scale})`
  return /^timestamp(_ntz| without time zone)?$/.test(name) ? 'timestamp' : name
}

const number = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))
const cellsOf = (rows: readonly Row[]) => rows.map((row) => Object.values(row))

/** The catalog every warehouse has; names as it stores them. */
const informationSchema = (fold: (name: string) => string, rows: Reader['rows']): Reader => ({
  rows,
  columns: async (relation) =>
    (
      await rows(
        `select column_name, data_type, numeric_precision, numeric_scale from information_schema.columns
         where table_schema = '${fold(SCHEMA)}' and table_name = '${fold(relation)}' order by ordinal_position`,
      )
    ).map(([name, type, precision, scale]) => [String(name), String(type), number(precision), number(scale)] as const),
})

export function duckdb(): Engine {
  return engine({
    name: 'duckdb',
    reader: (query) => {
      // Two columns cast alike have one name: rows come as arrays by numbering them.
      const rows = async (sql: string) => cellsOf(await query(sql.replace(/^select (.*) from/s, numbered)))
      return informationSchema((name) => name, rows)
    },
  })
}

const numbered = (_text: string, list: string): string =>
  `select ${list
    .split(/,\s*(?![^(]*\))/)
    .map((item, index) => `${item} as c${index}`)
    .join(', ')} from`

export async function postgres(): Promise<Engine> {
  const database = await postgresDatabase()
  const { host, port, user, password, dbname } = database
  const env = {
    ...{ TICKETS_PG_HOST: host, TICKETS_PG_PORT: String(port), TICKETS_PG_USER: user },
    ...{ TICKETS_PG_PASSWORD: password, TICKETS_PG_DATABASE: dbname },
  }
  const rows = async (sql: string) => cellsOf(await database.query(sql.replace(/^select (.*) from/s, numbered)))
  return engine({ name: 'postgres', env, reader: () => informationSchema((name) => name, rows), close: () => database.drop() })
}

interface Driver {
  configure(options: object): void
  createConnection(options: object): DriverConnection
}

interface DriverConnection {
  connect(done: (error: Error | undefined) => void): void
  execute(options: { sqlText: string; rowMode: 'array'; complete(error: Error | undefined, _: unknown, rows?: unknown[][]): void }): void
  destroy(done: () => void): void
}

export async function snowflake(): Promise<Engine> {
  const database = await snowflakeDatabase()
  const output = database.output({ schema: SCHEMA, threads: 2 })
  const driver = createRequire(import.meta.url)('snowflake-sdk') as Driver
  driver.configure({ logLevel: 'OFF', additionalLogToConsole: false })
  const { account, user: username, password } = database.fields()
  const accessUrl = `http://${database.host}:${database.port}`
  const connection = driver.createConnection({ account, username, password, accessUrl, database: database.database })
  await new Promise<void>((done, fail) => connection.connect((error) => (error ? fail(error) : done())))
  const rows = (sqlText: string) =>
    new Promise<unknown[][]>((done, fail) =>
      connection.execute({ sqlText, rowMode: 'array', complete: (error, _, found) => (error ? fail(error) : done(found ?? [])) }),
    )
  return engine({
    name: 'snowflake',
    profiles: `carrier_tickets:\n  target: snowflake\n  outputs:\n    snowflake: ${output}\n`,
    reader: () => informationSchema((name) => name.toUpperCase(), rows),
    close: () => new Promise<void>((done) => connection.destroy(() => done())),
  })
}
