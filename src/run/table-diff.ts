/**
 * What differs between expected and actual rows, in the layout dbt prints: changed cells read `expected→actual`, `+++` are
 * rows only in actual, `---` only in expected, and of the rows that agree those next to a difference are shown.
 */
import type { Cell, Table } from '../core/table.js'

type Line = readonly string[]

/** Undefined where the tables hold the same rows, in whatever order. */
export function diffTables(expected: Table, actual: Table): string | undefined {
  const columns = [...expected.columnNames, ...actual.columnNames.filter((name) => !expected.columnNames.includes(name))]
  const wanted = texts(expected, columns)
  const found = texts(actual, columns)
  const matches = matched(wanted, found)
  const lines = merged(wanted, found, matches)
  const differentColumns = expected.columnNames.length !== actual.columnNames.length
  if (lines.every(({ mark }) => mark === '') && !differentColumns) return undefined
  return align([['@@', ...columns], ...inContext(lines).map(({ mark, cells }) => [mark, ...cells])])
}

/** Rows as text in the columns' order, sorted as dbt sorts: nulls last. */
function texts(table: Table, columns: readonly string[]): string[][] {
  const rows = [...table.rows].sort((a, b) => compareRows(a.cells, b.cells))
  return rows.map((row) => columns.map((name) => (table.columnNames.includes(name) ? shown(row.get(name)) : '')))
}

function compareRows(a: readonly Cell[], b: readonly Cell[]): number {
  for (let index = 0; index < a.length; index++) {
    const order = compareCells(a[index], b[index])
    if (order !== 0) return order
  }
  return 0
}

function compareCells(a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const [left, right] = [a, b].map((cell) => (typeof cell === 'object' ? Number(cell) : cell)) as [number | string, number | string]
  return left < right ? -1 : left > right ? 1 : 0
}

function shown(cell: Cell): string {
  if (cell === null || cell === undefined) return 'NULL'
  return typeof cell === 'boolean' ? (cell ? 'True' : 'False') : String(cell)
}

/** Index in `found` by index in `wanted`: equal rows, one for one, then those most alike. */
function matched(wanted: readonly Line[], found: readonly Line[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>()
  const places = new Map<string, number[]>()
  for (const [index, row] of found.entries()) places.set(rowKey(row), [...(places.get(rowKey(row)) ?? []), index])
  for (const [index, row] of wanted.entries()) {
    const place = places.get(rowKey(row))?.shift()
    if (place !== undefined) matches.set(index, place)
  }
  const left = new Set([...places.values()].flat())
  for (const [index, row] of wanted.entries()) {
    if (matches.has(index)) continue
    const best = mostAlike(row, found, left)
    if (best === undefined) continue
    matches.set(index, best)
    left.delete(best)
  }
  return matches
}

/** At least half of their cells agree; with one column, any. */
function mostAlike(row: Line, found: readonly Line[], left: ReadonlySet<number>): number | undefined {
  let best: number | undefined
  let likeness = row.length === 1 ? -1 : row.length / 2 - 0.1
  for (const index of left) {
    const alike = row.filter((cell, column) => cell === found[index]?.[column]).length
    if (alike > likeness) [best, likeness] = [index, alike]
  }
  return best
}

function rowKey(row: Line): string {
  return JSON.stringify(row)
}

interface Marked {
  readonly mark: string
  readonly cells: Line
}

/** In the order of the actual rows; a missing one stands before the next expected row that is there. */
function merged(wanted: readonly Line[], found: readonly Line[], matches: ReadonlyMap<number, number>): Marked[] {
  const origin = new Map([...matches].map(([before, after]) => [after, before]))
  const missing = wanted.flatMap((cells, index) => (matches.has(index) ? [] : [{ index, cells }]))
  const lines: Marked[] = []
  const tellMissing = (below: number): void => {
    while (missing[0] && missing[0].index < below) lines.push({ mark: '---', cells: missing.shift()?.cells ?? [] })
  }
  for (const [index, after] of found.entries()) {
    const place = origin.get(index)
    if (place === undefined) lines.push({ mark: '+++', cells: after })
    else {
      tellMissing(place)
      lines.push(compared(wanted[place] as Line, after))
    }
  }
  tellMissing(wanted.length)
  return lines
}

function compared(before: Line, after: Line): Marked {
  if (rowKey(before) === rowKey(after)) return { mark: '', cells: after }
  return { mark: '→', cells: before.map((cell, index) => (cell === after[index] ? cell : `${cell}→${after[index] ?? ''}`)) }
}

/** One agreeing row on either side of a difference; more of them are dots. */
function inContext(lines: readonly Marked[]): Marked[] {
  const differs = (index: number) => (lines[index]?.mark ?? '') !== ''
  return lines.flatMap((line, index) => {
    if (differs(index - 1) || differs(index) || differs(index + 1)) return [line]
    const opens = index === 0 || differs(index - 2)
    return opens ? [{ mark: '...', cells: line.cells.map(() => '...') }] : []
  })
}

function align(lines: readonly Line[]): string {
  const last = (lines[0]?.length ?? 0) - 1
  const widths = Array.from({ length: last }, (_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)))
  return lines.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(',')).join('\n')
}
