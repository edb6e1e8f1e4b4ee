/**
 * What differs between expected and actual rows, as text for people: matched rows are left out but for their number,
 * changed cells read `expected→actual`, `+++` are rows only in actual, `---` only in expected.
 */
import type { Cell, Table } from '../core/table.js'

type Line = readonly string[]

/** Undefined where the tables hold the same rows, in whatever order. */
export function diffTables(expected: Table, actual: Table): string | undefined {
  const columns = [...expected.columnNames, ...actual.columnNames.filter((name) => !expected.columnNames.includes(name))]
  const wanted = texts(expected, columns)
  const found = texts(actual, columns)
  const [missing, surplus, same] = withoutCommon(wanted, found)
  const differentColumns = expected.columnNames.length !== actual.columnNames.length
  if (missing.length === 0 && surplus.length === 0 && !differentColumns) return undefined
  const lines: Line[] = [['@@', ...columns]]
  for (const [before, after] of pairs(missing, surplus)) lines.push(describe(before, after))
  if (same > 0) lines.push(['...', `${same} ${same === 1 ? 'row' : 'rows'} as expected`])
  return align(lines)
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

/** Takes out rows both have, one for one. */
function withoutCommon(wanted: string[][], found: string[][]): [missing: string[][], surplus: string[][], same: number] {
  const counts = new Map<string, number>()
  for (const row of found) counts.set(rowKey(row), (counts.get(rowKey(row)) ?? 0) + 1)
  const missing: string[][] = []
  const common = new Map<string, number>()
  for (const row of wanted) {
    const key = rowKey(row)
    const left = counts.get(key) ?? 0
    if (left === 0) missing.push(row)
    else {
      counts.set(key, left - 1)
      common.set(key, (common.get(key) ?? 0) + 1)
    }
  }
  const surplus = found.filter((row) => {
    const matched = common.get(rowKey(row)) ?? 0
    if (matched > 0) common.set(rowKey(row), matched - 1)
    return matched === 0
  })
  return [missing, surplus, wanted.length - missing.length]
}

function rowKey(row: readonly string[]): string {
  return JSON.stringify(row)
}

type Pair = readonly [before: string[] | undefined, after: string[] | undefined]

/** Each missing row with the surplus row most like it, if at least half of their cells agree. */
function* pairs(missing: string[][], surplus: string[][]): Generator<Pair> {
  const left = [...surplus]
  for (const before of missing) {
    const likeness = left.map((after) => after.filter((cell, index) => cell === before[index]).length)
    const best = Math.max(0, ...likeness)
    const enough = best * 2 >= before.length || (before.length === 1 && left.length > 0)
    yield [before, enough ? left.splice(likeness.indexOf(best), 1)[0] : undefined]
  }
  for (const after of left) yield [undefined, after]
}

function describe(before: string[] | undefined, after: string[] | undefined): Line {
  if (before === undefined) return ['+++', ...(after ?? [])]
  if (after === undefined) return ['---', ...before]
  return ['→', ...before.map((cell, index) => (cell === after[index] ? cell : `${cell}→${after[index] ?? ''}`))]
}

function align(lines: readonly Line[]): string {
  const columns = Math.max(...lines.map((line) => line.length))
  const table = lines.filter((line) => line[0] !== '...')
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...table.map((line) => line[index]?.length ?? 0), index === 0 ? 3 : 0),
  )
  return lines
    .map(([mark = '', ...cells]) => {
      const padded = mark === '...' ? cells : cells.map((cell, index) => cell.padEnd(widths[index + 1] ?? 0))
      return `${mark.padEnd(widths[0] ?? 0)} ${padded.join(' | ')}`.trimEnd()
    })
    .join('\n')
}
