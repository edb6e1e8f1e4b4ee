/** Rows of a monitor's query → what each partition of the table, and of its parts, counted. */

import type { Manifest } from '../core/manifest.js'
import type { Grain } from '../core/monitor-report.js'
import type { TestNode } from '../core/node.js'
import type { Table } from '../core/table.js'
import { partitionOf } from './calendar.js'
import { kindOf } from './kinds.js'
import type { CheckSpec, MonitorSpec } from './spec.js'

/** A row by lower-case column: part, period, segment_column, segment, item, row_count, newest, m0_0 … */
export type MonitorRow = Readonly<Record<string, unknown>>

export function monitorRows(table: Table): readonly MonitorRow[] {
  const names = table.columnNames.map((name) => name.toLowerCase())
  return table.rows.map(({ cells }) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null])))
}

/** For people: `tickets`, `carrier_feed.ticket_changes`. */
export function watchedTable(test: TestNode, { sources }: Pick<Manifest, 'sources'>): string {
  const id = test.attached_node ?? test.depends_on.nodes[0] ?? test.name
  const source = sources[id]
  return source ? `${source.source_name}.${source.name}` : (id.split('.')[2] ?? id)
}

export interface Cell {
  readonly rows: number
  readonly measures: Readonly<Record<string, number | null>>
}

export interface Part {
  readonly segment: readonly [column: string, value: string] | null
  readonly cells: ReadonlyMap<number, Cell>
}

export interface Figures {
  readonly first: number
  readonly last: number
  /** The newest moment of the time column, milliseconds since 1970; null of a table without rows. */
  readonly newest: number | null
  readonly whole: Part
  readonly parts: readonly Part[]
  /** Of a check `mix` by its place: rows by category and partition. */
  readonly mixes: ReadonlyMap<number, ReadonlyMap<string, ReadonlyMap<number, number>>>
}

export function readFigures(rows: readonly MonitorRow[], grain: Grain): Figures | undefined {
  const parts = new Map<string, { segment: Part['segment']; cells: Map<number, Cell> }>()
  const mixes = new Map<number, Map<string, Map<number, number>>>()
  let newest: number | null = null
  for (const row of rows) {
    const period = partitionOf(String(row.period), grain)
    if (period === undefined) continue
    if (row.part !== 'all') {
      noteItem(mixes, Number(String(row.part).slice(3)), String(row.item), period, Number(row.row_count))
      continue
    }
    const segment = row.segment_column === null ? null : ([String(row.segment_column), String(row.segment)] as const)
    const key = segment === null ? '' : JSON.stringify(segment)
    const part = parts.get(key) ?? { segment, cells: new Map<number, Cell>() }
    parts.set(key, part)
    part.cells.set(period, cellOf(row))
    if (segment === null) newest = Math.max(newest ?? Number.NEGATIVE_INFINITY, momentOf(row.newest))
  }
  const whole = parts.get('')
  if (!whole) return undefined
  parts.delete('')
  const periods = [...whole.cells.keys()]
  return {
    first: Math.min(...periods),
    last: Math.max(...periods),
    newest,
    whole,
    parts: [...parts.keys()].sort().flatMap((key) => parts.get(key) ?? []),
    mixes,
  }
}

function noteItem(mixes: Map<number, Map<string, Map<number, number>>>, check: number, item: string, period: number, rows: number): void {
  const mix = mixes.get(check) ?? new Map<string, Map<number, number>>()
  mixes.set(check, mix)
  const counts = mix.get(item) ?? new Map<number, number>()
  mix.set(item, counts)
  counts.set(period, rows)
}

function cellOf(row: MonitorRow): Cell {
  const measures: Record<string, number | null> = {}
  for (const [key, value] of Object.entries(row)) if (/^m\d+_\d+$/.test(key)) measures[key] = value === null ? null : Number(value)
  return { rows: Number(row.row_count), measures }
}

function momentOf(text: unknown): number {
  return Date.parse(`${String(text).replace(' ', 'T')}Z`)
}

/** A value of each partition from the first to the last; gaps have no rows. */
export function rowsOf({ cells }: Part, { first, last }: Figures): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => cells.get(first + index)?.rows ?? 0)
}

/** Null where a partition has no rows. `place`: of the check in the monitor. */
export function valuesOf(part: Part, figures: Figures, check: CheckSpec, place: number, figure: string): readonly (number | null)[] {
  const rows = rowsOf(part, figures)
  if (check.kind === 'volume') return rows
  const { unit, figures: measured } = kindOf(check.kind)
  const name = `m${place}_${measured.indexOf(figure)}`
  return rows.map((count, index) => {
    const value = part.cells.get(figures.first + index)?.measures[name] ?? null
    return value === null || count === 0 ? null : unit === 'share' ? value / count : value
  })
}

export function checksWithPlace({ checks }: MonitorSpec): readonly (readonly [CheckSpec, number])[] {
  return checks.map((check, place) => [check, place] as const)
}
