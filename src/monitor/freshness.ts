/** How long nothing came: partitions without rows after the newest, against those there usually are between two with rows. */
import type { Anomaly, MonitorSeries } from '../core/monitor-report.js'
import { partitionName, partitions, periodText, seasons } from './calendar.js'
import { type Figures, rowsOf } from './figures.js'
import type { Judging } from './judging.js'
import type { CheckSpec } from './spec.js'

export function judgeFreshness(judging: Judging, figures: Figures, check: CheckSpec): { series: MonitorSeries[]; anomalies: Anomaly[] } {
  const { spec, year, complete } = judging
  const { last } = figures
  const rows = rowsOf(figures.whole, figures)
  const known = rows.filter((count) => count > 0).length
  const empty = complete - 1 - last
  if (known < check.min_history || empty <= 0) return { series: [], anomalies: [] }
  const usual = usualGap(rows, figures, seasons(spec.grain)[0] ?? 1)
  if (empty <= usual) return { series: [], anomalies: [] }
  const expected = usual === 0 ? 'none' : `at most ${partitions(usual, spec.grain)}`
  const until = figures.newest === null || Number.isNaN(figures.newest) ? '' : timeOf(figures.newest)
  const words = `nothing since ${partitionName(last, spec.grain, year)}${until}: ${partitions(empty, spec.grain)} without rows, usual ${usual === 1 ? 'is' : 'are'} ${expected}`
  const anomaly = {
    check: check.kind,
    label: 'newest row',
    segment: null,
    period: periodText(complete - 1, spec.grain),
    severity: check.severity,
    value: `${partitions(empty, spec.grain)} without rows`,
    expected,
    score: 1 + empty / (usual + 1),
    words,
  }
  return { series: [], anomalies: [anomaly] }
}

/** The longest gap but one, so that one outage is no rule; and where rounds are known, those after the same weekday. */
function usualGap(rows: readonly number[], { first, last }: Figures, season: number): number {
  const gaps: number[] = []
  const alike: number[] = []
  let before = 0
  for (let index = 1; index < rows.length; index++) {
    if (rows[index] === 0) continue
    const gap = index - before - 1
    gaps.push(gap)
    if ((first + before) % season === last % season) alike.push(gap)
    before = index
  }
  const sorted = gaps.sort((a, b) => b - a)
  return Math.max(alike.length >= 3 ? 0 : (sorted[1] ?? 0), ...(alike.length >= 3 ? [alike.sort((a, b) => b - a)[1] ?? 0] : []))
}

/** Of a column that has no time of day, nothing. */
function timeOf(moment: number): string {
  const text = new Date(moment).toISOString().slice(11, 16)
  return text === '00:00' ? '' : ` ${text}`
}
