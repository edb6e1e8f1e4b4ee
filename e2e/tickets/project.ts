// The example project in a folder of its own, driven as its users drive it: through the command line, and by looking into the database.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
const PARTS = ['dbt_project.yml', 'profiles.yml', 'selectors.yml', 'models', 'macros', 'seeds', 'snapshots', 'tests', 'analyses']
const GENERATOR = join(ROOT, 'scripts', 'tickets', 'generate.mjs')
const OUTPUT_LIMIT = 64 * 1024 * 1024

/** The tool under test: the built command line, or whatever SLUICE_BIN names. */
export const TOOL = process.env.SLUICE_BIN ?? join(ROOT, 'dist', 'bin.js')

export interface Outcome {
  readonly code: number
  readonly output: string
}

export type Row = Readonly<Record<string, unknown>>

export interface NodeResult {
  readonly unique_id: string
  readonly status: string
  readonly message: string | null
  readonly failures: number | null
  readonly compiled_code: string | null
  readonly adapter_response: Readonly<Record<string, unknown>>
}

export interface TicketsProject {
  readonly dir: string
  /** The folder of the day=… folders. */
  readonly raw: string
  /** `build --select tickets+` with the tool under test. */
  readonly build: (...args: string[]) => Promise<Outcome>
  /** `npm run tickets` in this project. */
  readonly generate: (...args: string[]) => Promise<Outcome>
  readonly sql: (text: string) => Promise<Row[]>
  /** The first column of the first row. */
  readonly value: (text: string) => Promise<unknown>
  /** What the last command left in target/. */
  readonly artifact: (name: string) => Record<string, Record<string, Row>>
  readonly results: () => NodeResult[]
  readonly remove: () => void
}

/** A real dbt to compare with: SLUICE_DBT, or the one on PATH; undefined when there is none. */
export function realDbt(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'dbt'))
  return process.env.SLUICE_DBT ?? onPath.find((file) => existsSync(file))
}

export function execute(command: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): Promise<Outcome> {
  const [file, rest] = /\.[cm]?js$/.test(command) ? [process.execPath, [command, ...args]] : [command, [...args]]
  const options = {
    cwd,
    maxBuffer: OUTPUT_LIMIT,
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', NO_COLOR: '1', ...env },
  }
  return new Promise((done) => {
    execFile(file, rest, options, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, output: stdout + stderr })
    })
  })
}

async function query(database: string, folder: string, text: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(database)
  try {
    const connection = await instance.connect()
    await connection.run(`set file_search_path = '${folder}'`)
    const rows = (await connection.runAndReadAll(text)).getRowObjectsJson()
    connection.closeSync()
    return rows
  } finally {
    instance.closeSync()
  }
}

/** A copy of the example project; without its raw data when the test makes its own. */
export function ticketsProject({ data = true, tool = TOOL }: { readonly data?: boolean; readonly tool?: string } = {}): TicketsProject {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-tickets-'))
  for (const part of data ? [...PARTS, 'data'] : PARTS) cpSync(join(ROOT, part), join(dir, part), { recursive: true })
  const raw = join(dir, 'data', 'raw', 'tickets')
  mkdirSync(raw, { recursive: true })
  const sql = (text: string) => query(join(dir, 'tickets.duckdb'), dir, text)
  const artifact = (name: string) => JSON.parse(readFileSync(join(dir, 'target', `${name}.json`), 'utf8'))
  return {
    dir,
    raw,
    build: (...args) => execute(tool, ['build', '--select', 'tickets+', ...args], dir),
    generate: (...args) => execute(GENERATOR, args, dir),
    sql,
    value: async (text) => Object.values((await sql(text))[0] ?? {})[0],
    artifact,
    results: () => artifact('run_results').results as unknown as NodeResult[],
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

const relationsOf = async (project: TicketsProject, schemas: readonly string[]): Promise<string[]> => {
  const list = schemas.map((schema) => `'${schema}'`).join(', ')
  const rows = await project.sql(
    `select distinct table_name as name from information_schema.tables where table_schema in (${list}) order by 1`,
  )
  return rows.map(({ name }) => String(name))
}

/** Every relation of a schema: its columns with their types, the number of its rows, and a hash of them whatever their order. */
export async function fingerprint(project: TicketsProject, schema: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of await relationsOf(project, [schema])) {
    const columns = await project.sql(`select column_name as c, column_type as t from (describe ${schema}.${name})`)
    const rows = await project.value(
      `select count(*) || ' rows ' || coalesce(md5(string_agg(line, chr(10) order by line)), '')
       from (select cast(r as varchar) as line from ${schema}.${name} as r)`,
    )
    found[name] = `${columns.map(({ c, t }) => `${c} ${t}`).join(', ')}: ${rows}`
  }
  return found
}

/** How many rows either schema has that the other has not, by relation; empty when they agree. */
export async function differences(project: TicketsProject, left: string, right: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  const surplus = (one: string, other: string) => `(select count(*) from (from ${one} except all from ${other}))`
  for (const name of await relationsOf(project, [left, right])) {
    const [one, other] = [`${left}.${name}`, `${right}.${name}`]
    const counts = await project.value(`select ${surplus(one, other)} || ' / ' || ${surplus(other, one)}`)
    if (counts !== '0 / 0') found[name] = counts
  }
  return found
}

/** How many results have each status, as dbt's last line has it. */
export function tally(project: TicketsProject): { readonly warn: number; readonly error: number; readonly skip: number } {
  const results = project.results()
  const count = (...wanted: string[]) => results.filter(({ status }) => wanted.includes(status)).length
  return { warn: count('warn'), error: count('error', 'fail', 'runtime error'), skip: count('skipped') }
}

export const statuses = (project: TicketsProject): Record<string, string> =>
  Object.fromEntries(project.results().map(({ unique_id, status }) => [unique_id, status]))
