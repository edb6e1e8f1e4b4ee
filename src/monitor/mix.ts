/** The mix of categories: those that are new, those that are gone, and those whose share is not what it was. */
import type { Anomaly, MonitorPoint, MonitorSeries } from '../core/monitor-report.js'
import { partitionName, periodText } from './calendar.js'
import { type Figures, rowsOf } from './figures.js'
import type { Judging } from './judging.js'
import type { CheckSpec } from './spec.js'
import { type Step, walk } from './walk.js'
import { countText, rangeText, shareText } from './words.js'

/** More categories than these, by rows, are watched for new ones alone. */
const watched = 30

/** That all rows of a category came by chance on this one day is less likely than that. */
const chance = 5e-4

interface Found {
  readonly period: number
  readonly score: number
  readonly text: string
  readonly value: string
  readonly expected: string
}

export interface MixJudged {
  readonly series: readonly MonitorSeries[]
  readonly anomalies: readonly Anomaly[]
}

export function judgeMix(judging: Judging, figures: Figures, check: CheckSpec, place: number): MixJudged {
  const counts = figures.mixes.get(place) ?? new Map<string, ReadonlyMap<number, number>>()
  const rows = rowsOf(figures.whole, figures)
  const items = [...counts].sort(([left, a], [right, b]) => total(b) - total(a) || (left < right ? -1 : 1))
  const [column = ''] = check.columns
  const found: Found[] = check.direction === 'down' ? [] : newOnes({ judging, figures, check, column, rows, items })
  const series: MonitorSeries[] = []
  const width = Math.sqrt(check.sensitivity ** 2 + 2 * Math.log(Math.max(1, Math.min(watched, items.length))))
  for (const [item, by] of items.slice(0, watched)) {
    const values = rows.map((count, index) => (count === 0 ? null : (by.get(figures.first + index) ?? 0) / count))
    const begins = values.findIndex((value) => value !== null && value > 0)
    const steps = walk({
      grain: judging.spec.grain,
      unit: 'share',
      first: figures.first + begins,
      values: values.slice(begins),
      rows: rows.slice(begins),
      direction: check.direction,
      width,
      least: check.min_history,
      complete: judging.complete - figures.first - begins,
    })
    const points = pointsOf(judging, figures.first + begins, values.slice(begins), steps)
    series.push({ check: check.kind, label: `${column} '${item}'`, segment: null, unit: 'share', points })
    for (const [index, step] of steps.entries())
      if (step.state === 'anomaly') found.push(shifted(figures.first + begins + index, item, values[begins + index] as number, step))
  }
  return { series, anomalies: told(judging, check, column, found) }
}

function total(by: ReadonlyMap<number, number>): number {
  let sum = 0
  for (const each of by.values()) sum += each
  return sum
}

interface NewOnes {
  readonly judging: Judging
  readonly figures: Figures
  readonly check: CheckSpec
  readonly column: string
  readonly rows: readonly number[]
  readonly items: readonly (readonly [string, ReadonlyMap<number, number>])[]
}

/** First seen after the history was long enough, in so many rows that chance would have shown some before. */
function newOnes({ figures, check, rows, items }: NewOnes): Found[] {
  const before: number[] = [0]
  for (const [index, count] of rows.entries()) before.push((before[index] as number) + count)
  return items.flatMap(([item, by]) => {
    const period = Math.min(...by.keys())
    const index = period - figures.first
    const seen = rows.slice(0, index).filter((count) => count > 0).length
    const count = by.get(period) ?? 0
    const all = rows[index] ?? 0
    if (seen < check.min_history || all === 0) return []
    const likely = (all / ((before[index] as number) + all)) ** count
    if (likely > (chance * 4) / check.sensitivity) return []
    const share = shareText(count / all)
    return [
      { period, score: 3 + count / all, text: `'${item}' is new: ${countText(count)} rows (${share})`, value: share, expected: 'none' },
    ]
  })
}

function shifted(period: number, item: string, value: number, step: Step): Found {
  const expected = rangeText(step.low ?? 0, step.high ?? 1, 'share')
  const text =
    value === 0 ? `'${item}' has no rows, expected ${expected}` : `'${item}' is ${shareText(value)} of the rows, expected ${expected}`
  return { period, score: step.score, text, value: shareText(value), expected }
}

/** One sentence for each partition: the worst three. */
function told({ spec, year }: Judging, check: CheckSpec, column: string, found: readonly Found[]): Anomaly[] {
  const periods = [...new Set(found.map(({ period }) => period))].sort((a, b) => a - b)
  return periods.map((period) => {
    const here = found.filter((each) => each.period === period).sort((a, b) => b.score - a.score)
    const worst = here[0] as Found
    const more = here.length > 3 ? `; and ${here.length - 3} more` : ''
    const text = here.slice(0, 3).map((each) => each.text)
    return {
      check: check.kind,
      label: column,
      segment: null,
      period: periodText(period, spec.grain),
      severity: check.severity,
      value: worst.value,
      expected: worst.expected,
      score: worst.score,
      words: `${partitionName(period, spec.grain, year)}: ${column} ${text.join('; ')}${more}`,
    }
  })
}

export function pointsOf({ spec }: Judging, first: number, values: readonly (number | null)[], steps: readonly Step[]): MonitorPoint[] {
  return values.map((value, index) => {
    const { low = null, high = null, state = 'ok' } = steps[index] ?? {}
    return { period: periodText(first + index, spec.grain), value, low, high, state }
  })
}
