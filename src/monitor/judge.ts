/** The rows of a monitor's query → its series, what was expected of them, and what is anomalous. */
import type { Anomaly, MonitorReport, MonitorSeries } from '../core/monitor-report.js'
import { partitionAt, partitionName, periodText } from './calendar.js'
import { checksWithPlace, type Figures, type MonitorRow, type Part, readFigures, rowsOf, valuesOf } from './figures.js'
import { judgeFreshness } from './freshness.js'
import type { Judging } from './judging.js'
import { kindOf } from './kinds.js'
import { judgeMix, pointsOf } from './mix.js'
import type { CheckSpec, MonitorSpec } from './spec.js'
import { median } from './stats.js'
import { type Step, walk } from './walk.js'
import { labelOf, likeText, rangeText, sentence, valueText } from './words.js'

export interface MonitorInput {
  readonly id: string
  readonly table: string
  readonly spec: MonitorSpec
  readonly rows: readonly MonitorRow[]
  readonly now: Date
}

interface Judged {
  readonly series: readonly MonitorSeries[]
  readonly anomalies: readonly Anomaly[]
}

export function judge({ id, table, spec, rows, now }: MonitorInput): MonitorReport {
  const at = spec.as_of === null ? now : new Date(spec.as_of)
  const head = { unique_id: id, table, timeColumn: spec.time_column, grain: spec.grain, judgedAt: now.toISOString() }
  const least = Math.min(...spec.checks.map((check) => check.min_history))
  const figures = readFigures(rows, spec.grain)
  if (!figures) return { ...head, series: [], anomalies: [], past: [], judged: 0, partitions: 0, learning: least }
  const judging = {
    spec,
    now: at.getTime(),
    complete: partitionAt(new Date(at.getTime() - spec.complete_after * 1000), spec.grain),
    year: at.getUTCFullYear(),
  }
  const judged = checksWithPlace(spec).map(([check, place]) => judgeCheck(judging, figures, check, place))
  const series = judged.flatMap((each) => each.series)
  const past = judged
    .flatMap((each) => each.anomalies)
    .sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : b.score - a.score))
  const since = spec.check_last === 0 ? '' : periodText(Math.min(figures.last, judging.complete - 1) - spec.check_last + 1, spec.grain)
  const partitions = [...figures.whole.cells.keys()].filter((each) => each < judging.complete).length
  return {
    ...head,
    series,
    anomalies: past.filter(({ period }) => period >= since).sort((a, b) => b.score - a.score),
    past,
    judged: new Set(
      series.flatMap(({ points }) => points.flatMap(({ state, period }) => (state === 'ok' || state === 'anomaly' ? [period] : []))),
    ).size,
    partitions,
    learning: partitions <= least ? least : null,
  }
}

function judgeCheck(judging: Judging, figures: Figures, check: CheckSpec, place: number): Judged {
  if (check.kind === 'mix') return judgeMix(judging, figures, check, place)
  if (check.kind === 'freshness') return judgeFreshness(judging, figures, check)
  const parts = figures.parts.filter(({ segment }) => segment !== null && check.by.includes(segment[0]))
  const judged = [figures.whole, ...parts].map((part) => judgePart({ judging, figures, check, place, part, among: parts.length }))
  return { series: judged.flatMap((each) => each.series), anomalies: judged.flatMap((each) => each.anomalies) }
}

interface Asking {
  readonly judging: Judging
  readonly figures: Figures
  readonly check: CheckSpec
  readonly place: number
  readonly part: Part
  /** How many parts are watched: the more, the likelier one is out by chance. */
  readonly among: number
}

/** Parts of fewer rows than these, in the middle, are noise. */
const leastRows = 20

function judgePart(asking: Asking): Judged {
  const { judging, figures, check, place, part, among } = asking
  const counts = rowsOf(part, figures)
  if (part.segment !== null && median(counts) < leastRows) return { series: [], anomalies: [] }
  const { unit, judged: always } = kindOf(check.kind)
  const width = Math.sqrt(check.sensitivity ** 2 + 2 * Math.log(1 + (part.segment === null ? 0 : among)))
  const all: { readonly series: MonitorSeries; readonly found: readonly Anomaly[] }[] = []
  for (const figure of check.figures.length > 0 ? check.figures : always) {
    const values = valuesOf(part, figures, check, place, figure)
    const steps = walk({
      grain: judging.spec.grain,
      unit,
      first: figures.first,
      values,
      rows: counts.map((count) => count * judging.spec.sample),
      direction: check.direction,
      width,
      least: check.min_history,
      complete: judging.complete - figures.first,
    })
    const label = labelOf(check.kind, check.columns, figure)
    const points = pointsOf(judging, figures.first, values, steps)
    const found = steps.flatMap((step, index) =>
      step.state === 'anomaly'
        ? [anomalyOf(asking, { figure, label, step, period: figures.first + index, value: values[index] as number })]
        : [],
    )
    all.push({ series: { check: check.kind, label, segment: part.segment, unit, points }, found })
  }
  return { series: all.map((each) => each.series), anomalies: worstOfEach(all.flatMap((each) => each.found)) }
}

/** Median, tenth and ninetieth of a hundred tell one thing. */
function worstOfEach(found: readonly Anomaly[]): readonly Anomaly[] {
  const worst = new Map<string, Anomaly>()
  for (const each of found) if (each.score > (worst.get(each.period)?.score ?? 0)) worst.set(each.period, each)
  return [...worst.values()]
}

interface OnePoint {
  readonly figure: string
  readonly label: string
  readonly step: Step
  readonly period: number
  readonly value: number
}

function anomalyOf({ judging, check, part }: Asking, { figure, label, step, period, value }: OnePoint): Anomaly {
  const { spec, year } = judging
  const { unit } = kindOf(check.kind)
  const where = part.segment === null ? '' : ` in ${part.segment[0]} '${part.segment[1]}'`
  const upward = check.direction === 'up'
  const like = likeText(step, period, spec.grain)
  const words = sentence({
    when: partitionName(period, spec.grain, year),
    ...{ check: check.kind, columns: check.columns, label, figure, where, value, unit, step, like, upward },
  })
  return {
    check: check.kind,
    label,
    segment: part.segment,
    period: periodText(period, spec.grain),
    severity: check.severity,
    value: valueText(value, unit),
    expected: step.low === null || step.high === null ? '' : rangeText(upward ? 0 : step.low, step.high, unit),
    score: step.score,
    words,
  }
}
