/** A table as CSV and JSON, as agate writes them. */
import { Float } from './float.js'
import type { TableData } from './table-data.js'
import { type TemplateObject, text } from './template-object.js'

export function csvText(table: TableData): string {
  const rows = [table.columnNames, ...table.rows.map((row) => row.cells.map((cell) => (cell === null ? '' : plainText(cell))))]
  return rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('')
}

export interface JsonOptions {
  readonly newline?: boolean
  readonly indent?: number | null
}

/** A list of rows, or a row a line. */
export function jsonText(table: TableData, { newline = false, indent = null }: JsonOptions = {}): string {
  const rows = table.rows.map((row) => Object.fromEntries(table.columnNames.map((name, index) => [name, jsonCell(row.cells[index])])))
  if (newline) return rows.map((row) => `${spaced(row)}\n`).join('')
  return indent === null ? `[${rows.map(spaced).join(', ')}]` : JSON.stringify(rows, null, indent)
}

function spaced(row: Readonly<Record<string, unknown>>): string {
  return `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(', ')}}`
}

function jsonCell(cell: unknown): unknown {
  if (cell === null || cell === undefined || typeof cell === 'boolean' || typeof cell === 'number') return cell ?? null
  return cell instanceof Float ? Number(cell) : plainText(cell)
}

/** Moments in ISO form, True as Python says it. */
function plainText(cell: unknown): string {
  if (typeof cell === 'boolean') return cell ? 'True' : 'False'
  const iso = (cell as { isoformat?(): string }).isoformat
  return typeof iso === 'function' ? iso.call(cell) : ((cell as TemplateObject)[text]?.() ?? String(cell))
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
