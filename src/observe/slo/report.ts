/** The history → how the promises of the project stand at a moment. */
import { durationText } from '../../core/duration.js'
import type { HistoryStore, RunRecord } from '../history/index.js'
import { failedRecordMeasures } from './failed-records.js'
import { isTable, isTest, type Outcome, outcomesOf } from './outcomes.js'
import type { Slo, SloReport } from './report-type.js'
import type { ProcessingPromise, SloSettings } from './settings.js'
import { type Measure, quantile, standingOf } from './tally.js'
import { uptimeMeasures } from './uptime.js'

export interface SloScope {
  /** Only runs on this target; without: all of them. */
  readonly target?: string
  /** Nodes that still are in the project; what was removed stays down for nobody. */
  readonly has?: (id: string) => boolean
  /** Tests whose figure is a number of rows: one with a `fail_calc` of its own may give anything. */
  readonly countsRows?: (id: string) => boolean
}

/** Commands whose results say nothing of what was built. */
const idle = new Set(['clone', 'compile'])

export async function sloReport(store: HistoryStore, settings: SloSettings, now: Date, scope: SloScope = {}): Promise<SloReport> {
  const from = now.getTime() - settings.window * 1000
  // Twice the window: what stood at its beginning was decided before.
  const since = new Date(from - settings.window * 1000)
  const kept = await store.records({ since })
  const ofTarget = kept.filter(({ head }) => !idle.has(head.command) && (scope.target === undefined || head.target === scope.target))
  return reportOf(ofTarget, settings, { from, to: now.getTime(), scope })
}

interface Span {
  readonly from: number
  readonly to: number
  readonly scope: SloScope
}

function reportOf(records: readonly RunRecord[], settings: SloSettings, { from, to, scope }: Span): SloReport {
  const all = outcomesOf(records).filter(({ id, end }) => end <= to && (scope.has?.(id) ?? true))
  const inside = all.filter(({ end }) => end > from)
  const heads = records.map(({ head }) => head).filter((head) => runEnd(head) > from && runEnd(head) <= to)
  const slos: Slo[] = []
  const add = (name: Slo['name'], title: string, unit: string, share: number | null, measures: () => readonly Measure[]) => {
    if (share === null) return
    const direction = name === 'failed_records' ? 'below' : 'above'
    const allowed = direction === 'below' ? share : 1 - share
    slos.push({ name, title, unit, direction, target: share, ...standingOf(measures(), allowed, direction) })
  }
  add('success_rate', 'success rate', 'node runs', settings.successRate, () => inside.filter(isTable).map(measureOf))
  add('pass_rate', 'data-quality pass rate', 'tests', settings.passRate, () => inside.filter(isTest).map(measureOf))
  add('failed_records', 'failed records', 'rows', settings.failedRecords, () => failedRecordMeasures(all, from, scope.countsRows))
  for (const promise of settings.processingTime) slos.push(processing(promise, inside, heads))
  add('uptime', 'uptime', 'seconds', settings.uptime, () => uptimeMeasures(all.filter(isTable), from, to))
  const iso = (time: number) => new Date(time).toISOString()
  return { from: iso(from), to: iso(to), runs: heads.length, target: scope.target ?? null, slos }
}

function runEnd({ startedAt, elapsed }: RunRecord['head']): number {
  return Date.parse(startedAt) + elapsed * 1000
}

function measureOf({ end, good, id, name }: Outcome): Measure {
  return { at: end, good: good ? 1 : 0, bad: good ? 0 : 1, id, name }
}

interface Timed {
  readonly at: number
  readonly seconds: number
  readonly id: string
  readonly name: string
}

function processing(promise: ProcessingPromise, outcomes: readonly Outcome[], heads: readonly RunRecord['head'][]): Slo {
  const { title, within, share } = promise
  const times = (promise.commands ? runTimes(promise, heads) : nodeTimes(promise, outcomes)).sort((a, b) => a.at - b.at)
  const measures = times.map(({ at, seconds, id, name }) => ({
    at,
    id,
    name,
    good: seconds <= within ? 1 : 0,
    bad: seconds <= within ? 0 : 1,
  }))
  const sorted = times.map(({ seconds }) => seconds).sort((a, b) => a - b)
  const last = times.at(-1)?.seconds
  return {
    name: 'processing_time',
    title: `${title} within ${durationText(within)}`,
    unit: promise.commands ? 'runs' : 'node runs',
    direction: 'above',
    target: share,
    ...standingOf(measures, 1 - share, 'above'),
    ...(last === undefined ? {} : { times: { limit: within, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), last } }),
  }
}

/** What was interrupted took as long as somebody let it. */
function runTimes({ commands, select }: ProcessingPromise, heads: readonly RunRecord['head'][]): Timed[] {
  return heads
    .filter((head) => !head.cancelled && commands?.includes(head.command) && (select === undefined || head.select.join(' ') === select))
    .map((head) => ({ at: runEnd(head), seconds: head.elapsed, id: head.id, name: `${head.command} ${head.startedAt.slice(0, 16)}Z` }))
}

/** A full refresh is no incremental run. */
function nodeTimes({ node: asked, materialized }: ProcessingPromise, outcomes: readonly Outcome[]): Timed[] {
  return outcomes
    .filter((outcome) => outcome.good && isTable(outcome))
    .filter(({ id, name, node, run }) =>
      materialized === undefined ? id === asked || name === asked : node.kind === materialized && !run.fullRefresh,
    )
    .map(({ end, node, id, name }) => ({ at: end, seconds: node.seconds, id, name }))
}
