/** agate's join of two tables by equal values: left outer, inner or full outer; every match gives a row. */
import type { TableData } from './table-data.js'
import type { Cell, Row } from './table-row.js'

export const joinParams = ['right_table', 'left_key?', 'right_key?', 'inner?', 'full_outer?', 'require_match?', 'columns?']

type Key = string | readonly string[]

export interface JoinOptions {
  readonly leftKey: Key
  readonly rightKey: Key
  readonly inner: boolean
  readonly fullOuter: boolean
  /** Those of the right table to take; all but its key by default. */
  readonly columns: readonly string[] | null
}

export function join(left: TableData, right: TableData, { leftKey, rightKey, inner, fullOuter, columns }: JoinOptions): TableData {
  const [leftKeys, rightKeys] = [listOf(leftKey), listOf(rightKey)]
  const wanted = right.columnNames.map((name, index) => ({ name, index })).filter(({ name }) => isTaken(name))
  function isTaken(name: string): boolean {
    return columns ? columns.includes(name) : fullOuter || !rightKeys.includes(name)
  }
  const matches = new Map<string, Row[]>()
  for (const row of right.rows) matches.set(keyOf(row, rightKeys), [...(matches.get(keyOf(row, rightKeys)) ?? []), row])
  const taken = new Set<string>()
  const rightCells = (row: Row | undefined): Cell[] => wanted.map(({ index }) => row?.cells[index] ?? null)
  const rows: Cell[][] = []
  for (const row of left.rows) {
    const key = keyOf(row, leftKeys)
    taken.add(key)
    const found = matches.get(key)
    if (found) rows.push(...found.map((match) => [...row.cells, ...rightCells(match)]))
    else if (!inner) rows.push([...row.cells, ...rightCells(undefined)])
  }
  if (fullOuter)
    for (const row of right.rows)
      if (!taken.has(keyOf(row, rightKeys))) rows.push([...left.columnNames.map(() => null), ...rightCells(row)])
  const names = [...left.columnNames, ...wanted.map(({ name }) => (left.columnNames.includes(name) ? `${name}2` : name))]
  return left.derive(names, [...left.columnTypes, ...wanted.map(({ index }) => right.columnTypes[index] ?? '')], rows)
}

function listOf(key: Key): readonly string[] {
  return typeof key === 'string' ? [key] : key
}

function keyOf(row: Row, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => String(row.get(name))))
}
