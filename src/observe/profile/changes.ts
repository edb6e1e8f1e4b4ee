/** What changed between two profiles of a table, in words. */
import type { ColumnProfile, Profile } from './model.js'

/** Smaller changes of a figure are not told: shares by points, others relatively. */
const points = 0.01
const relative = 0.1

export function profileChanges(before: Profile, after: Profile): readonly string[] {
  const known = new Map(before.columns.map((column) => [column.name, column]))
  const names = new Set(after.columns.map(({ name }) => name))
  const sampled = before.sample !== null || after.sample !== null
  return [
    ...(before.rows !== after.rows && !sampled ? [`rows: ${before.rows} → ${after.rows}${percent(before.rows, after.rows)}`] : []),
    ...before.columns.flatMap(({ name }) => (names.has(name) ? [] : [`${name}: gone`])),
    ...after.columns.flatMap((column) => {
      const was = known.get(column.name)
      return was
        ? columnChanges(was, column, [before.rows, after.rows], sampled).map((change) => `${column.name}: ${change}`)
        : [`${column.name}: new`]
    }),
  ]
}

/** Of samples the ends and the count of distinct values are those of the sample. */
function columnChanges(
  was: ColumnProfile,
  is: ColumnProfile,
  [rowsBefore, rowsAfter]: readonly [number, number],
  sampled: boolean,
): readonly string[] {
  const share = (nulls: number, rows: number) => (rows === 0 ? 0 : nulls / rows)
  const [before, after] = [share(was.nulls, rowsBefore), share(is.nulls, rowsAfter)]
  const values = was.hidden || is.hidden || sampled ? [] : valueChanges(was, is)
  return [
    ...(was.type === is.type ? [] : [`type ${was.type} → ${is.type}`]),
    ...(Math.abs(after - before) >= points || (before === 0) !== (after === 0) ? [`nulls ${shareText(before)} → ${shareText(after)}`] : []),
    ...(!sampled && moved(was.distinct, is.distinct) ? [`distinct values ${was.distinct} → ${is.distinct}`] : []),
    ...values,
  ]
}

function valueChanges(was: ColumnProfile, is: ColumnProfile): readonly string[] {
  const isNumber = (text: string | null) => text !== null && Number.isFinite(Number(text))
  const mean = isNumber(was.mean) && isNumber(is.mean) && moved(Number(was.mean), Number(is.mean))
  const known = new Set(was.top.map(({ value }) => value))
  // Where all values are among the most frequent ones, one that was not is new.
  const all = (column: ColumnProfile) => column.distinct !== null && column.top.length > 0 && column.distinct <= column.top.length
  const fresh = all(was) && all(is) ? is.top.filter(({ value }) => !known.has(value)).map(({ value }) => value) : []
  return [
    ...(was.min !== is.min && was.min !== null ? [`least ${was.min} → ${is.min}`] : []),
    ...(was.max !== is.max && was.max !== null ? [`greatest ${was.max} → ${is.max}`] : []),
    ...(mean ? [`mean ${was.mean} → ${is.mean}`] : []),
    ...(fresh.length > 0 ? [`new values: ${fresh.join(', ')}`] : []),
  ]
}

function moved(before: number | null, after: number | null): boolean {
  if (before === null || after === null) return false
  return Math.abs(after - before) > relative * Math.max(Math.abs(before), Math.abs(after))
}

function percent(before: number, after: number): string {
  if (before === 0) return ''
  const change = ((after - before) / before) * 100
  return ` (${change >= 0 ? '+' : ''}${change.toFixed(1)} %)`
}

function shareText(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}
