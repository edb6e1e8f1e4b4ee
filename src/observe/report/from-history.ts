/** What the runs of a period say: how many, which tests passed how often, and what was broken from when to when. */
import type { RunStatus } from '../../core/result.js'
import type { NodeRecord, RunHead } from '../history/record.js'
import type { Period } from './period.js'
import type { ReportIncident, ReportRule, RunsOfPeriod } from './report.js'

export type KeptRun = readonly [RunHead, readonly NodeRecord[]]

const bad = new Set<RunStatus>(['error', 'fail', 'runtime error', 'partial success'])
const idle = new Set<RunStatus>(['skipped', 'no-op', 'reused'])
/** Runs that build or test; a check of freshness says nothing of them. */
const building = new Set(['build', 'run', 'test', 'seed', 'snapshot', 'retry'])

/** Runs that began in it, by UTC. */
export function runsIn(runs: readonly KeptRun[], { from, until }: Period): readonly KeptRun[] {
  return runs.filter(([{ startedAt }]) => startedAt.slice(0, 10) >= from && startedAt.slice(0, 10) < until)
}

export function runFigures(runs: readonly KeptRun[]): RunsOfPeriod {
  const built = runs.filter(([{ command }]) => building.has(command))
  const turns = built.flatMap(([, nodes]) => nodes.filter(({ status }) => !idle.has(status)))
  const tests = turns.filter(({ type }) => isTest(type))
  const nodes = turns.filter(({ type }) => !isTest(type))
  return {
    runs: built.length,
    failed: built.filter(([, all]) => all.some(({ status }) => bad.has(status))).length,
    nodes: nodes.length,
    nodesFailed: nodes.filter(({ status }) => bad.has(status)).length,
    tests: tests.length,
    testsPassed: tests.filter(({ status }) => status === 'pass').length,
    longest: Math.max(0, ...built.map(([{ elapsed }]) => elapsed)),
  }
}

/** The least reliable first. */
export function ruleResults(runs: readonly KeptRun[], before: readonly KeptRun[]): readonly ReportRule[] {
  const earlier = testsOf(before)
  return [...testsOf(runs)]
    .map(([id, results]) => ruleOf(id, results, earlier.get(id) ?? []))
    .sort((a, b) => a.passed / a.runs - b.passed / b.runs || b.failures - a.failures || a.name.localeCompare(b.name))
}

/** By id, the newest first. */
function testsOf(runs: readonly KeptRun[]): Map<string, NodeRecord[]> {
  const found = new Map<string, NodeRecord[]>()
  for (const [, nodes] of newestFirst(runs))
    for (const node of nodes) if (isTest(node.type) && !idle.has(node.status)) found.set(node.id, [...(found.get(node.id) ?? []), node])
  return found
}

function ruleOf(id: string, results: readonly NodeRecord[], before: readonly NodeRecord[]): ReportRule {
  const [last] = results as [NodeRecord]
  const passed = (list: readonly NodeRecord[]) => list.filter(({ status }) => status === 'pass').length
  return {
    id,
    name: last.name,
    table: last.node?.split('.').at(-1) ?? null,
    column: last.column,
    owner: last.owner,
    runs: results.length,
    passed: passed(results),
    failures: results.find(({ status }) => status !== 'pass')?.failures ?? 0,
    last: last.status,
    passRateBefore: before.length === 0 ? null : passed(before) / before.length,
  }
}

/**
 * A node or test that went bad, until it was well again. `runs`: also those before the period, so that what was open then is
 * known by its beginning; told is what was open in the period.
 */
export function incidentsIn(runs: readonly KeptRun[], { from, until }: Period): readonly ReportIncident[] {
  const open = new Map<string, Draft>()
  const closed: Draft[] = []
  for (const [head, nodes] of [...newestFirst(runs)].reverse()) {
    if (head.startedAt.slice(0, 10) >= until) break
    for (const node of nodes) {
      if (idle.has(node.status)) continue
      const draft = open.get(node.id)
      if (bad.has(node.status)) open.set(node.id, worsened(draft, head, node))
      else if (draft) {
        open.delete(node.id)
        closed.push({
          ...draft,
          until: head.startedAt,
          timeline: [...draft.timeline, { at: head.startedAt, what: `well again (${head.command})` }],
        })
      }
    }
  }
  return [...closed, ...open.values()]
    .filter((each) => each.until === null || each.until.slice(0, 10) >= from)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

type Draft = ReportIncident

const mostEvents = 12

function worsened(known: Draft | undefined, head: RunHead, node: NodeRecord): Draft {
  const event = { at: head.startedAt, what: oneLine(node) }
  if (!known)
    return { title: `${node.name}: ${event.what}`, node: node.id, owner: node.owner, from: head.startedAt, until: null, timeline: [event] }
  const same = known.timeline.at(-1)?.what === event.what
  return same || known.timeline.length >= mostEvents ? known : { ...known, timeline: [...known.timeline, event] }
}

function oneLine({ status, message, failures }: NodeRecord): string {
  const text = message?.split('\n')[0]?.trim()
  if (text) return text.length > 200 ? `${text.slice(0, 199)}…` : text
  return failures === null ? status : `${status}, ${failures} rows`
}

function isTest(type: string): boolean {
  return type === 'test' || type === 'unit_test'
}

function newestFirst(runs: readonly KeptRun[]): readonly KeptRun[] {
  return [...runs].sort(([a], [b]) => (a.startedAt < b.startedAt ? 1 : -1))
}
