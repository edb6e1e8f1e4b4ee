/** Rows as text: a table of pipes with numbers to the right, as `show` prints, or plain JSON objects. */
import { Decimal } from '../core/decimal.js'
import type { Cell, Table } from '../core/table.js'
import { toPlain, toText } from '../jinja/index.js'

const numeric = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

export function tableText(table: Table): string {
  const rows = table.rows.map((row) => row.cells.map(cellText))
  const right = table.columnNames.map(
    (_name, index) => rows.some((row) => row[index] !== '') && rows.every((row) => row[index] === '' || numeric.test(row[index] ?? '')),
  )
  const widths = table.columnNames.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[], alignRight = right) =>
    `| ${cells.map((cell, index) => (alignRight[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join(' | ')} |`
  const rule = widths.map((width) => '-'.repeat(width))
  return [line(table.columnNames), line(rule), ...rows.map((row) => line(row))].join('\n')
}

function cellText(cell: Cell): string {
  return cell === null || cell === undefined ? '' : toText(cell).replaceAll('\n', ' ')
}

export function jsonRows(table: Table): readonly Readonly<Record<string, unknown>>[] {
  return table.rows.map((row) => Object.fromEntries(table.columnNames.map((name, index) => [name, jsonCell(row.cells[index])])))
}

/** Numbers stay numbers where JSON can hold them, times are ISO 8601 text, the rest reads as in a template. */
function jsonCell(cell: Cell): unknown {
  if (cell instanceof Decimal) return cell.digits.replace(/\D/g, '').length <= 15 ? Number(cell.digits) : cell.digits
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell)
  const plain = toPlain(cell)
  if (typeof cell === 'object' && typeof plain === 'string') return plain.replace(/^(\d{4}-\d\d-\d\d) (\d\d:)/, '$1T$2')
  return plain
}
