/** agate's type of a column, which dbt finds from its values; a seed's are named as they were read. */
import { DateTime, DateValue } from './datetime.js'
import { Float } from './float.js'
import type { TableData } from './table-data.js'

const agateNames = new Set(['Integer', 'Number', 'Date', 'DateTime', 'ISODateTime', 'Boolean', 'Text'])

export function agateTypeOf(table: TableData, index: number): string {
  const given = table.columnTypes[index] ?? ''
  if (agateNames.has(given)) return given
  const found = new Set(
    table.rows
      .map((row) => row.cells[index])
      .filter((cell) => cell !== null && cell !== undefined)
      .map(typeOfCell),
  )
  if (found.size === 0) return 'Integer'
  if (found.size === 1) return [...found][0] ?? 'Text'
  return [...found].every((type) => type === 'Integer' || type === 'Number') ? 'Number' : 'Text'
}

function typeOfCell(cell: unknown): string {
  if (typeof cell === 'boolean') return 'Boolean'
  if (typeof cell === 'bigint') return 'Integer'
  if (typeof cell === 'number') return Number.isInteger(cell) ? 'Integer' : 'Number'
  if (cell instanceof Float) return 'Number'
  if (cell instanceof DateTime) return 'DateTime'
  return cell instanceof DateValue ? 'Date' : 'Text'
}
