/** What dbt-snowflake tells of a statement: its query id, and rows by kind where the warehouse counts them. */
import type { RowStatement } from 'snowflake-sdk'
import type { Cell } from '../../core/table.js'
import type { AdapterResponse } from '../adapter.js'
import type { ColumnFacts } from './values.js'

/** DML answers with one row, whose columns say what they count. */
const counts: Readonly<Record<string, string>> = {
  'number of rows inserted': 'rows_inserted',
  'number of rows updated': 'rows_updated',
  'number of rows deleted': 'rows_deleted',
  'number of multi-joined rows updated': 'rows_duplicates',
}

export function readResponse(
  statement: RowStatement,
  columns: readonly ColumnFacts[],
  firstRow: readonly Cell[] | undefined,
): AdapterResponse {
  const kinds = columns.flatMap((column, index): [string, number][] => {
    const kind = counts[column.name.toLowerCase()]
    return kind === undefined ? [] : [[kind, Number(firstRow?.[index] ?? 0)]]
  })
  const changed = statement.getNumUpdatedRows()
  const rows = kinds.length > 0 && changed !== undefined && changed >= 0 ? changed : (statement.getNumRows() ?? 0)
  return {
    message: `SUCCESS ${rows}`,
    code: 'SUCCESS',
    rowsAffected: rows,
    queryId: statement.getQueryId(),
    ...(kinds.length > 0 ? { extra: Object.fromEntries(kinds) } : {}),
  }
}

/** True for an answer that only counts, which no `fetch` asks for but every response needs. */
export function isCount(columns: readonly ColumnFacts[]): boolean {
  return columns.length > 0 && columns.every((column) => Object.hasOwn(counts, column.name.toLowerCase()))
}
