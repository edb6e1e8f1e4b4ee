/** A table → its profile: one query for all figures, one more for the most frequent values of columns that repeat. */
import { familyOf } from '../diff/family.js'
import { ask, columnsOf, type DiffSide, numberOf, query, shown, sqlOf } from '../diff/side.js'
import { histogramOf } from './histogram.js'
import type { ColumnProfile, Profile, Sample, TopValue } from './model.js'

/** Twenty steps: five of them are told, all of them give the histogram. */
const points = Array.from({ length: 21 }, (_each, index) => index / 20)
const told = [1, 5, 10, 15, 19]
const topValues = 10
/** grouping() takes no more columns on PostgreSQL. */
const columnsAtOnce = 30
/** With more distinct values than this none is frequent enough to count them all. */
const mostDistinct = 100_000

export interface ProfileRequest {
  readonly side: DiffSide
  readonly node: string
  readonly name: string
  readonly sample: Sample | null
  readonly hidden: (column: string) => boolean
  readonly now: Date
}

interface Column {
  readonly name: string
  readonly sql: string
  readonly type: string
  readonly family: string
  readonly hidden: boolean
  readonly comparable: boolean
}

/** A sample is taken once, into a table of the session: two of them would not agree. */
const sampleTable = 'sluice_profile_sample'

export async function profileRelation(request: ProfileRequest): Promise<Profile> {
  const { side, sample } = request
  if (sample === null) return await profileRows(request, side.relation.render())
  try {
    const rows = `select * from ${await sqlOf(side, 'sluice_profile_rows', [side.relation.render(), sample])}`
    await query(side, await sqlOf(side, 'sluice_diff_temporary', [sampleTable, rows]))
    return await profileRows(request, sampleTable)
  } finally {
    await side.connection.execute(`drop table if exists ${sampleTable}`).catch(() => undefined)
  }
}

/** `from`: what is read. */
async function profileRows({ side, node, name, sample, hidden, now }: ProfileRequest, from: string): Promise<Profile> {
  const { module } = side.runtime
  const columns = (await columnsOf(side)).map(({ column, type }): Column => {
    const family = familyOf(type)
    const sql = module.relationStyle.quote(column)
    const comparable = family !== 'other' || module.type === 'duckdb'
    return { name: column, sql, type: type.toLowerCase(), family, hidden: hidden(column), comparable }
  })
  const [rows, figures] = await readFigures(side, from, columns)
  const repeating = columns.filter((column, index) => repeats(column, figures[index] as Figures))
  const { top, scans } = await readTop(side, from, repeating)
  return {
    version: 1,
    node,
    name,
    relation: side.relation.render(),
    target: side.target,
    at: now.toISOString(),
    rows,
    sample,
    scans: sample === null ? 1 + scans : 1,
    estimated: module.type === 'postgres' ? [] : ['distinct', 'quantiles'],
    columns: columns.map((column, index) => columnProfile(column, figures[index] as Figures, rows, top.get(column.name) ?? [])),
  }
}

interface Figures {
  readonly count: number
  readonly distinct: number | null
  readonly min: string | null
  readonly max: string | null
  readonly mean: number | null
  readonly quantiles: readonly number[]
}

async function readFigures(side: DiffSide, relation: string, columns: readonly Column[]): Promise<readonly [number, readonly Figures[]]> {
  const table = await ask(side, 'sluice_profile_figures', [relation, columns, null, points])
  const [rows, ...cells] = table.rows[0]?.cells ?? []
  const figures = columns.map((_column, index): Figures => {
    const [count, distinct, min, max, mean, quantiles] = cells.slice(index * 6, index * 6 + 6)
    return {
      count: numberOf(count),
      distinct: shown(distinct) === null ? null : Math.min(numberOf(distinct), numberOf(count)),
      min: shown(min),
      max: shown(max),
      mean: shown(mean) === null ? null : numberOf(mean),
      quantiles: numbersOf(shown(quantiles)),
    }
  })
  return [numberOf(rows), figures]
}

/** A list as the driver writes it. */
function numbersOf(text: string | null): readonly number[] {
  const words = (text ?? '').replaceAll(/[[\]{}\s]/g, '')
  return words === '' ? [] : words.split(',').map(Number)
}

/** Of what is nearly unique the most frequent values say nothing. */
function repeats({ hidden, comparable, family }: Column, { count, distinct }: Figures): boolean {
  return (
    !hidden &&
    comparable &&
    family !== 'bytes' &&
    distinct !== null &&
    distinct > 0 &&
    distinct <= mostDistinct &&
    (distinct <= 20 || distinct * 2 <= count)
  )
}

async function readTop(side: DiffSide, relation: string, columns: readonly Column[]) {
  const top = new Map<string, readonly TopValue[]>()
  let scans = 0
  for (let start = 0; start < columns.length; start += columnsAtOnce) {
    const some = columns.slice(start, start + columnsAtOnce)
    // One more than asked for, because null is among them.
    const { rows } = await ask(side, 'sluice_profile_top', [relation, some, null, topValues + 1])
    scans++
    for (const [index, { name }] of some.entries()) {
      const mask = 2 ** some.length - 1 - 2 ** (some.length - 1 - index)
      const own = rows.filter(({ cells }) => numberOf(cells[some.length]) === mask)
      const values = own.map(({ cells }) => ({ value: shown(cells[index]), rows: numberOf(cells[some.length + 1]) }))
      top.set(name, values.filter(({ value }) => value !== null).slice(0, topValues))
    }
  }
  return { top, scans }
}

function columnProfile(column: Column, figures: Figures, rows: number, top: readonly TopValue[]): ColumnProfile {
  const { name, type, family, hidden } = column
  const { count, distinct, min, max, mean, quantiles } = figures
  const written = (value: number | null | undefined): string | null => write(value, family)
  return {
    name,
    type,
    hidden,
    nulls: rows - count,
    distinct,
    min,
    max,
    mean: written(mean),
    quantiles: quantiles.length === 0 ? [] : told.map((index) => written(quantiles[index])),
    histogram: histogramOf(quantiles).map(({ from, to, share }) => ({ from: written(from) ?? '', to: written(to) ?? '', share })),
    top,
  }
}

function write(value: number | null | undefined, family: string): string | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null
  if (family === 'number' || family === 'float') return String(Number(value.toPrecision(12)))
  const moment = new Date(value * 1000)
  if (Number.isNaN(moment.getTime())) return null
  return family === 'date' ? moment.toISOString().slice(0, 10) : moment.toISOString().slice(0, 19).replace('T', ' ')
}
