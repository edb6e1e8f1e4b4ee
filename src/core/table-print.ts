/** A table as Markdown-like text, laid out as agate's `print_table` does it: 20 rows, 6 columns, 20 characters a cell. */
import { Float } from './float.js'

export interface PrintOptions {
  readonly maxRows?: number | null | undefined
  readonly maxColumns?: number | null | undefined
  readonly maxColumnWidth?: number | null | undefined
  readonly maxPrecision?: number | null | undefined
}

type Cells = readonly unknown[]

export function printTable(names: readonly string[], rows: readonly Cells[], options: PrintOptions = {}): string {
  const rowLimit = options.maxRows === null ? rows.length : (options.maxRows ?? 20)
  const columnLimit = options.maxColumns === null ? names.length : (options.maxColumns ?? 6)
  const width = options.maxColumnWidth === null ? Number.POSITIVE_INFINITY : (options.maxColumnWidth ?? 20)
  const precision = options.maxPrecision === null ? Number.POSITIVE_INFINITY : (options.maxPrecision ?? 3)
  const shown = rows.slice(0, rowLimit)
  const columns = names.slice(0, columnLimit).map((name, index) => {
    const cells = shown.map((row) => row[index])
    return layColumn(shortened(name, width), formatted(cells, precision), width, isText(rows.map((row) => row[index])))
  })
  if (names.length > columnLimit)
    columns.push(
      layColumn(
        '...',
        shown.map(() => '...'),
        width,
        false,
      ),
    )
  const line = (at: number): string => `| ${columns.map((column) => column.cells[at]).join(' | ')} |`
  const divider = `| ${columns.map((column) => '-'.repeat(column.width)).join(' | ')} |`
  const lines = shown.map((_row, index) => line(index + 1))
  const more = rows.length > rowLimit ? [`| ${columns.map((column) => '...'.padEnd(column.width)).join(' | ')} |`] : []
  return [line(0), divider, ...lines, ...more].join('\n')
}

interface Column {
  readonly width: number
  /** Head first. */
  readonly cells: readonly string[]
}

function layColumn(head: string, texts: readonly string[], maxWidth: number, left: boolean): Column {
  const cells = [head, ...texts.map((text) => shortened(text, maxWidth))]
  const width = Math.max(...cells.map((cell) => cell.length))
  return { width, cells: cells.map((cell) => (left ? cell.padEnd(width) : cell.padStart(width))) }
}

function shortened(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 3)}...` : text
}

function isText(cells: Cells): boolean {
  return cells.some((cell) => typeof cell === 'string')
}

function isDecimal(cell: unknown): boolean {
  return cell instanceof Float || (typeof cell === 'number' && !Number.isInteger(cell))
}

/** Columns with fractions show as many places as their most exact cell, at most `precision`. */
function formatted(cells: Cells, precision: number): string[] {
  const places = cells.some(isDecimal) && !isText(cells) ? Math.max(0, ...cells.map(placesOf)) : undefined
  return cells.map((cell) => {
    if (cell === null || cell === undefined) return ''
    if (places === undefined || !isNumber(cell) || !Number.isFinite(Number(cell))) return plainText(cell)
    const kept = Math.min(places, precision)
    const text = Number(cell).toLocaleString('en-US', { minimumFractionDigits: kept, maximumFractionDigits: kept })
    return places > precision ? `${text}...` : text
  })
}

function isNumber(cell: unknown): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint' || cell instanceof Float
}

function placesOf(cell: unknown): number {
  const fraction = /\.(\d*?)0*$/.exec(cell === null || cell === undefined ? '' : String(cell))?.[1]
  return fraction?.length ?? 0
}

function plainText(cell: unknown): string {
  return typeof cell === 'boolean' ? (cell ? 'True' : 'False') : String(cell)
}
