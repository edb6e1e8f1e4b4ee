/** Relations on their way to and from a Python model, with their exact types. */
import { SluiceError } from '../../../core/error.js'
import type { Connection } from '../../adapter.js'
import { quoteText } from '../relation-style.js'

/** A column's name and type, as DuckDB writes types. */
type TypedColumn = readonly [name: string, type: string]

export interface MadeTable {
  readonly database: string
  readonly schema: string
  readonly name: string
  readonly temporary: boolean
  readonly columns: readonly TypedColumn[]
  readonly file: string
}

/** `file` is null where there is no such relation. */
export interface Exported {
  readonly file: string | null
  readonly columns?: readonly TypedColumn[]
}

/** Parquet keeps these as something else, so they travel as text. */
const asText = /\b(HUGEINT|UHUGEINT|TIME WITH TIME ZONE|BIT|BIGNUM|INTERVAL|UNION)\b/

export async function exportRelation(connection: Connection, name: string, file: string): Promise<Exported> {
  const columns = await describe(connection, name)
  if (!columns) return { file: null }
  const picked = columns.map(([column, type]) => (asText.test(type) ? `${quoted(column)}::varchar as ${quoted(column)}` : quoted(column)))
  await connection.execute(`copy (select ${picked.join(', ')} from ${name}) to ${quoteText(file)} (format parquet)`)
  return { file, columns }
}

async function describe(connection: Connection, name: string): Promise<readonly TypedColumn[] | undefined> {
  try {
    const { table } = await connection.execute(`describe select * from ${name}`, { fetch: true })
    return table.rows.map((row) => [String(row.cells[0]), String(row.cells[1])] as const)
  } catch (error) {
    // A name of the model's own: a variable, a table it made in its session.
    if (error instanceof SluiceError && ['SQL_UNKNOWN_TABLE', 'SQL_SYNTAX', 'DB_QUERY_FAILED'].includes(error.code)) return undefined
    throw error
  }
}

export function importTable({ database, schema, name, temporary, columns, file }: MadeTable): string {
  const relation = (temporary ? [name] : [database, schema, name]).map(quoted).join('.')
  const casts = columns.map(([column, type]) => `cast(${quoted(column)} as ${type}) as ${quoted(column)}`)
  return `create ${temporary ? 'temporary ' : ''}table ${relation} as select ${casts.join(', ')} from read_parquet(${quoteText(file)})`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
