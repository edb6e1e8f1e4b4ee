// The bench project of testdata/ built in a temporary folder, and what it made in the words of dbt-answers.json.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Project, projectAt, root } from '../harness/project.js'
import { type Cells, type Query, withDatabase } from './warehouse.js'

export interface Relation {
  readonly kind?: string
  readonly columns?: readonly string[]
  readonly rows: readonly string[]
}

export interface Build {
  readonly vars: Readonly<Record<string, unknown>>
  readonly flags: readonly string[]
  readonly statuses: Readonly<Record<string, string>>
  readonly relations: Readonly<Record<string, Relation>>
  readonly compiled?: Readonly<Record<string, string>>
}

interface Answers {
  readonly signatures: Readonly<Record<string, readonly string[]>>
  readonly calls: Readonly<Record<string, string>>
  readonly builds: Readonly<Record<string, Build>>
  readonly catalog: Readonly<Record<string, readonly string[]>>
  readonly freshness: Readonly<Record<string, string>>
}

const testdata = join(root, 'e2e', 'macros', 'testdata')
export const answers = JSON.parse(readFileSync(join(testdata, 'dbt-answers.json'), 'utf8')) as Answers

export function benchProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-macros-'))
  cpSync(join(testdata, 'project'), folder, { recursive: true })
  mkdirSync(join(folder, 'db'))
  return projectAt(folder)
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

export function statuses(project: Project): Record<string, string> {
  const { results } = project.json<{ results: { unique_id: string; status: string; failures: number | null }[] }>('target/run_results.json')
  return Object.fromEntries(results.map(({ unique_id, status, failures }) => [unique_id, failures ? `${status} ${failures}` : status]))
}

interface CatalogTable {
  readonly metadata: Readonly<Record<string, string | null>>
  readonly columns: Readonly<
    Record<string, { readonly index: number; readonly name: string; readonly type: string; readonly comment: string | null }>
  >
}

export function catalog(project: Project): Record<string, string[]> {
  const { nodes, sources } = project.json<Record<'nodes' | 'sources', Record<string, CatalogTable>>>('target/catalog.json')
  const own = Object.entries({ ...nodes, ...sources }).filter(([id]) => !id.startsWith('test.'))
  return Object.fromEntries(own.map(([id, table]) => [id, described(table)]))
}

// As Python writes it: an absent comment is None.
function described({ metadata, columns }: CatalogTable): string[] {
  const sorted = Object.values(columns).sort((a, b) => a.index - b.index)
  const lines = sorted.map(({ index, name, type, comment }) => `${index} ${name} ${type} ${comment ?? 'None'}`)
  return [`${metadata.type} ${metadata.schema}.${metadata.name} ${metadata.comment ?? 'None'}`, ...lines]
}

export function freshness(project: Project): Record<string, string> {
  const { results } = project.json<{ results: { unique_id: string; status: string; max_loaded_at: string }[] }>('target/sources.json')
  return Object.fromEntries(results.map((result) => [result.unique_id, `${result.status} ${result.max_loaded_at.slice(0, 19)}`]))
}

export function compiled(project: Project): Record<string, string> {
  const base = join(project.folder, 'target', 'compiled', 'bench')
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sql'))
  return Object.fromEntries(files.map((path) => [path, oneLine(readFileSync(join(base, path), 'utf8'))]))
}

export async function relations(project: Project): Promise<Record<string, Relation>> {
  return await withDatabase(project.folder, 'db/bench.duckdb', async (query) => {
    const found: Record<string, Relation> = {}
    for (const [schema, name, kind] of await query(
      'select table_schema, table_name, table_type from information_schema.tables order by 1, 2',
    )) {
      const columns = await query(`select column_name, column_type from (describe "${schema}"."${name}")`)
      const names = columns.map(([column]) => column ?? '')
      const rows = await query(`select columns(*)::varchar from "${schema}"."${name}"`)
      found[`${schema}.${name}`] = {
        kind: kind === 'VIEW' ? 'view' : 'table',
        columns: columns.map((column) => column.join(' ')),
        rows: rows.map((row) => names.map((column, index) => cell(column, row[index] ?? null, row, names)).join(' | ')).sort(byCodePoint),
      }
    }
    return { ...found, ...(await facts(query)) }
  })
}

const factQueries = {
  comments: `select table_name, comment from duckdb_tables() where comment is not null
    union all select table_name || '.' || column_name, comment from duckdb_columns() where comment is not null order by all`,
  constraints: 'select table_name, constraint_text from duckdb_constraints() order by all',
  indexes: 'select table_name, is_unique::varchar, expressions from duckdb_indexes() order by all',
}

async function facts(query: Query): Promise<Record<string, Relation>> {
  const entries = Object.entries(factQueries).map(
    async ([name, sql]) => [name, { rows: (await query(sql)).map((row) => row.join(' | ')) }] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

const now = /^20(2[5-9]|[3-9]\d)-/

/** Values made of the clock differ from run to run. */
function cell(name: string, value: string | null, row: Cells, names: readonly string[]): string {
  if (value === null) return 'null'
  if (now.test(value)) return '<now>'
  const stamped = row[names.indexOf('dbt_updated_at')]
  return name === 'dbt_scd_id' && stamped && now.test(stamped) ? '<hash>' : value
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
