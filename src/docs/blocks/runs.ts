/** What the last run did, thread by thread, and what decided how long it took. */
import { allResources } from '../../core/manifest.js'
import type { Resource, UniqueId } from '../../core/node.js'
import type { SiteResult } from '../input.js'
import type { SiteMaking } from '../making.js'
import type { NodeStatus, RunEntry, RunSummary, RunsBlock } from '../model/index.js'
import { displayName, parentsOf, statusOf } from '../resources.js'
import { criticalPath, longestChain, type Turn } from './critical-path.js'
import { bytesOf, type CostReader, costReader, queryOf, rowsOf } from './run-cost.js'

export function runsBlock(making: SiteMaking): RunsBlock | undefined {
  const { input } = making
  const summary = lastSummary(making)
  if (!summary) return undefined
  const resources = new Map([...allResources(input.manifest)].map((resource) => [resource.unique_id, resource]))
  const cost = costOf(making)
  const begin = beginOf(making)
  const timed = withTimes(input.results, resources, Number.isFinite(begin) ? begin : 0)
  const last = timed.map(({ result, turn }) => entry(result, turn, resources.get(result.unique_id), making, cost))
  const turns = timed.map(({ turn }) => turn)
  const parents = dependencies(turns, resources)
  const { path, waits } = criticalPath(turns, parents)
  return {
    runs: [summary, ...(input.history ?? []).map(({ outcomes: _outcomes, ...summary }) => summary)],
    last,
    criticalPath: path,
    waits,
    longestChain: longestChain(turns, parents),
    costUnit: cost.unit,
  }
}

/** Milliseconds since 1970; infinite where no result has a time. */
function beginOf({ input }: SiteMaking): number {
  return input.results.map(startOf).reduce((first, start) => (start < first ? start : first), Number.POSITIVE_INFINITY)
}

function costOf({ input }: SiteMaking): CostReader {
  return costReader(input.results.map((result) => result.adapter_response ?? {}))
}

interface Timed {
  readonly result: SiteResult
  readonly turn: Turn
}

/** By time of start. What was skipped has no time: it stands where what it waited for ended. */
function withTimes(results: readonly SiteResult[], resources: ReadonlyMap<UniqueId, Resource>, begin: number): Timed[] {
  const ends = new Map<UniqueId, number>()
  const timed = results.map((result): Timed => {
    const start = startOf(result)
    const ran = Number.isFinite(start) && statusOf(result.status) !== 'skipped'
    const parents = parentsOf(resources.get(result.unique_id) ?? ({} as Resource))
    const from = ran ? (start - begin) / 1000 : Math.max(0, ...parents.map((id) => ends.get(id) ?? 0))
    const end = ran ? Math.max(from, (endOf(result) - begin) / 1000) : from
    ends.set(result.unique_id, end)
    return { result, turn: { id: result.unique_id, start: rounded(from), end: rounded(end), thread: result.thread_id ?? '', ran } }
  })
  return timed.sort((a, b) => a.turn.start - b.turn.start || a.turn.end - b.turn.end)
}

/** Milliseconds since 1970; not a number where it never started. dbt counts what comes before the first step in the whole. */
function startOf({ timing, execution_time }: SiteResult): number {
  const starts = (timing ?? []).map((step) => Date.parse(step.started_at))
  if (starts.length === 0) return Number.NaN
  const end = Math.max(...(timing ?? []).map((step) => Date.parse(step.completed_at)))
  return Math.min(...starts, Number.isFinite(end) ? end - execution_time * 1000 : Number.POSITIVE_INFINITY)
}

function endOf(result: SiteResult): number {
  const ends = (result.timing ?? []).map((step) => Date.parse(step.completed_at)).filter(Number.isFinite)
  return ends.length > 0 ? Math.max(...ends) : startOf(result) + result.execution_time * 1000
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4
}

function entry(result: SiteResult, turn: Turn, resource: Resource | undefined, making: SiteMaking, cost: CostReader): RunEntry {
  const { place } = making
  const fields = result.adapter_response ?? {}
  const node = place.get(result.unique_id) ?? -1
  const batches = result.batch_results
  return {
    id: result.unique_id,
    node,
    about: node >= 0 ? node : tested(resource, place),
    name: resource ? displayName(resource) : (result.unique_id.split('.').slice(2).join('.') ?? result.unique_id),
    type: resource?.resource_type ?? result.unique_id.split('.')[0] ?? '',
    status: statusOf(result.status),
    start: turn.start,
    seconds: turn.ran ? rounded(turn.end - turn.start) : 0,
    thread: turn.ran ? turn.thread : '',
    message: result.message ?? '',
    rows: rowsOf(fields),
    bytes: bytesOf(fields),
    cost: cost.of(fields),
    query: queryOf(fields),
    batches: batches ? [batches.successful.length, batches.failed.length] : null,
  }
}

/** The position of what a test looks at. */
function tested(resource: Resource | undefined, place: ReadonlyMap<UniqueId, number>): number {
  if (!resource) return -1
  const attached =
    resource.resource_type === 'test'
      ? resource.attached_node
      : resource.resource_type === 'unit_test'
        ? resource.tested_node_unique_id
        : undefined
  const id = attached ?? parentsOf(resource)[0]
  return id === undefined ? -1 : (place.get(id) ?? -1)
}

/** Undefined where nothing ran. */
export function lastSummary(making: SiteMaking): RunSummary | undefined {
  const { input } = making
  if (!input.run || input.results.length === 0) return undefined
  const [begin, cost] = [beginOf(making), costOf(making)]
  const counts: Record<NodeStatus, number> = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const result of input.results) counts[statusOf(result.status)] += 1
  const known = input.results.flatMap((result) => cost.of(result.adapter_response ?? {}) ?? [])
  return {
    id: '',
    command: input.run.command,
    startedAt: Number.isFinite(begin) ? new Date(begin).toISOString() : input.run.finishedAt,
    elapsed: input.run.elapsed,
    target: input.target,
    counts,
    cost: known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : null,
  }
}

/** How much later a test may seem to end than what waited for it began: clocks of threads. */
const tolerance = 0.02

/**
 * For each turn the positions of those it waited for: its parents, through what had no turn of its own (ephemeral or not
 * selected); unit tests of itself; tests of its parents that were over when it began (`build` lets them go first, `run` and
 * `test` do not have both); and the hooks of the run's start. A hook waits for all that was over before it.
 */
function dependencies(turns: readonly Turn[], resources: ReadonlyMap<UniqueId, Resource>): number[][] {
  const at = new Map(turns.map((turn, place) => [turn.id, place]))
  const tests = testsOf(turns, resources)
  const hooks = turns.flatMap((turn, place) => (turn.id.startsWith('operation.') ? [place] : []))
  return turns.map((turn, place) => {
    const over = (other: number) => other < place && turns[other]?.ran === true && (turns[other]?.end ?? 0) <= turn.start + tolerance
    if (turn.id.startsWith('operation.')) return latestBefore(turns, place)
    const resource = resources.get(turn.id)
    // A unit test needs what its model reads, and comes before it.
    const from = resource?.resource_type === 'unit_test' ? (resource.tested_node_unique_id ?? turn.id) : turn.id
    const parents = nearest(from, at, resources)
    const isTest = resource?.resource_type === 'test' || resource?.resource_type === 'unit_test'
    const first = isTest ? [] : [turn.id, ...parents.map((parent) => turns[parent]?.id ?? '')].flatMap((id) => tests.get(id) ?? [])
    return [...new Set([...parents, ...first.filter(over), ...hooks.filter(over)])]
  })
}

/** The last one over before a hook began stands for all of them. */
function latestBefore(turns: readonly Turn[], place: number): number[] {
  let found = -1
  for (let other = 0; other < place; other++) {
    const turn = turns[other]
    const better = turn?.ran && turn.end <= (turns[place]?.start ?? 0) + tolerance && turn.end > (turns[found]?.end ?? -1)
    if (better) found = other
  }
  return found < 0 ? [] : [found]
}

function testsOf(turns: readonly Turn[], resources: ReadonlyMap<UniqueId, Resource>): Map<UniqueId, number[]> {
  const tests = new Map<UniqueId, number[]>()
  turns.forEach((turn, place) => {
    const resource = resources.get(turn.id)
    if (resource?.resource_type !== 'test' && resource?.resource_type !== 'unit_test') return
    for (const id of parentsOf(resource)) {
      const list = tests.get(id)
      if (list) list.push(place)
      else tests.set(id, [place])
    }
  })
  return tests
}

function nearest(id: UniqueId, at: ReadonlyMap<UniqueId, number>, resources: ReadonlyMap<UniqueId, Resource>): number[] {
  const found = new Set<number>()
  const seen = new Set([id])
  const open = [id]
  for (const next of open)
    for (const parent of parentsOf(resources.get(next) ?? ({} as Resource))) {
      if (seen.has(parent)) continue
      seen.add(parent)
      const place = at.get(parent)
      if (place === undefined) open.push(parent)
      else found.add(place)
    }
  return [...found]
}
