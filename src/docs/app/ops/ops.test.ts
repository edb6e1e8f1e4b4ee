import { expect, test } from 'vitest'
import type { HistoryBlock, RunEntry, RunsBlock, SiteNode } from '../../model/index.js'
import { ageShare, limitShares } from '../charts/age.js'
import { ganttLanes, ticks } from '../charts/gantt-layout.js'
import type { Site } from '../site.js'
import { brokenNodes, countsOf } from './attention.js'
import { costGroups, figureOf, neverRead } from './cost-groups.js'
import { compareRuns, flakyTests, passRates } from './past.js'
import { scoreOf, scores } from './quality.js'
import { trustOf } from './reach.js'
import { runFigures } from './run-figures.js'
import { formatSpan } from './span.js'

const none = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }

const node = (name: string, more: Partial<SiteNode> = {}): SiteNode =>
  ({
    ...({
      id: `model.p.${name}`,
      type: 'model',
      name,
      folder: '',
      materialized: 'table',
      summary: '',
      tags: [],
      group: '',
      owner: '',
    } as object),
    ...({
      access: 'protected',
      contract: false,
      columns: 0,
      described: 0,
      status: 'ok',
      freshness: 'none',
      deprecated: '',
      tests: none,
    } as object),
    ...more,
  }) as SiteNode

function siteOf(nodes: readonly SiteNode[], edges: readonly (readonly [number, number])[]): Site {
  const parents: number[][] = nodes.map(() => [])
  const children: number[][] = nodes.map(() => [])
  for (const [from, to] of edges) {
    parents[to]?.push(from)
    children[from]?.push(to)
  }
  const index = {
    nodes,
    edges,
    generatedAt: '2026-01-02T00:00:00Z',
    lastRun: null,
    owners: [],
    tests: { ...none, fail: 2 },
  } as unknown as Site['index']
  return { index, position: new Map(nodes.map(({ id }, place) => [id, place])), parents, children }
}

const entry = (name: string, start: number, seconds: number, more: Partial<RunEntry> = {}): RunEntry => ({
  id: `model.p.${name}`,
  node: -1,
  about: -1,
  name,
  type: 'model',
  status: 'ok',
  start,
  seconds,
  thread: 'Thread-1',
  message: '',
  rows: null,
  bytes: null,
  cost: null,
  query: '',
  batches: null,
  ...more,
})

const runs = (last: readonly RunEntry[], more: Partial<RunsBlock> = {}): RunsBlock => ({
  runs: [],
  last,
  criticalPath: [],
  waits: [],
  longestChain: [],
  costUnit: '',
  ...more,
})

test('trust: the worst above counts, skipped nodes are named, and nothing known is not well', () => {
  const nodes = [
    node('feed', { type: 'source', status: 'none', freshness: 'fail' }),
    node('stg', { tests: { ...none, warn: 1 } }),
    node('mart', { status: 'skipped' }),
    node('dash', { type: 'exposure', status: 'none' }),
    node('other', { type: 'exposure', status: 'none' }),
  ]
  const site = siteOf(nodes, [
    [0, 1],
    [1, 2],
    [2, 3],
  ])
  const trust = trustOf(site, 3)
  expect([trust.status, trust.above]).toEqual(['fail', 3])
  expect(trust.troubles.map(({ place, why }) => [place, why])).toEqual([
    [0, 'is stale'],
    [2, 'was not built'],
    [1, '1 test warns'],
  ])
  expect(trustOf(site, 4)).toMatchObject({ status: 'none', above: 0 })
  expect(trustOf(siteOf([node('a'), nodes[3] as SiteNode], [[0, 1]]), 1).status).toBe('ok')
})

test('what is broken stands by how far it reaches; what only waits for it is not broken itself', () => {
  const nodes = [
    node('a', { status: 'fail' }),
    node('b', { tests: { ...none, fail: 2 } }),
    node('c', { status: 'skipped' }),
    node('d', { type: 'exposure' }),
  ]
  const site = siteOf(nodes, [
    [1, 2],
    [2, 3],
  ])
  expect(brokenNodes(site, 10).map(({ place, why, below, exposures }) => [place, why, below, exposures])).toEqual([
    [1, '2 tests fail', 2, [3]],
    [0, 'failed', 0, []],
  ])
  expect(countsOf(site)).toMatchObject({ models: 3, failed: 1, skipped: 1, failingTests: 2, sources: 0 })
})

test('the quality score counts only what applies, and a group is the mean of its models', () => {
  const good = node('good', {
    summary: 'x',
    group: 'g',
    tests: { ...none, ok: 1 },
    columns: 4,
    described: 4,
    access: 'public',
    contract: true,
  })
  expect(scoreOf(good, { unit: true })).toBe(100)
  // Without a contract 5 of 100 are missing where it is public, and nothing where it is not.
  expect(scoreOf({ ...good, contract: false }, { unit: true })).toBe(95)
  expect(scoreOf({ ...good, contract: false, access: 'protected' }, { unit: true })).toBe(100)
  // Never run: passing does not apply.
  expect(scoreOf(node('new', { status: 'none' }), { unit: false })).toBe(0)
  expect(scoreOf(node('late', { status: 'none', group: 'g', columns: 2, described: 1 }), { unit: false })).toBeCloseTo((100 * 17.5) / 70)
  const [low, high] = scores([good, node('bad', { status: 'fail' }), { ...good, name: 'two' }], new Set([0, 2]), (each) => each.group)
  expect([low?.name, low?.score, high?.name, high?.models, high?.score, low?.parts.contract]).toEqual(['', 0, 'g', 2, 100, null])
})

test('bars too small to see are one bar with the worst status; skipped nodes have no lane', () => {
  const entries = [
    ...Array.from({ length: 5000 }, (_, place) => entry(`m${place}`, place / 1000, 0.0009, place === 77 ? { status: 'fail' } : {})),
    entry('long', 5, 5),
    entry('other', 5, 5, { thread: 'Thread-10' }),
    entry('two', 5, 5, { thread: 'Thread-2' }),
    entry('skipped', 5, 0, { thread: '', status: 'skipped' }),
  ]
  const lanes = ganttLanes(entries, new Set([5000]), { from: 0, to: 10 }, 1000)
  expect(lanes.map(({ thread }) => thread)).toEqual(['Thread-1', 'Thread-2', 'Thread-10'])
  const bars = lanes[0]?.bars ?? []
  expect(bars.length).toBeLessThan(600)
  expect(bars.reduce((sum, bar) => sum + bar.places.length, 0)).toBe(5001)
  expect(bars.find((bar) => bar.places.includes(77))?.status).toBe('fail')
  expect(bars.filter((bar) => bar.critical).flatMap((bar) => bar.places)).toContain(5000)
  const zoomed = ganttLanes(entries, new Set(), { from: 0.07, to: 0.09 }, 1000)
  expect(zoomed[0]?.bars.find((bar) => bar.places.includes(77))?.places).toEqual([77])
  expect(ticks({ from: 0, to: 10 }, 5)).toEqual([0, 2, 4, 6, 8, 10])
  expect(ticks({ from: 0.07, to: 0.09 }, 4)).toEqual([0.07, 0.075, 0.08, 0.085, 0.09])
})

test('a run adds up: threads of hooks alone are not idle ones', () => {
  const last = [entry('hook', 0, 1, { type: 'operation', thread: 'main' }), entry('a', 1, 3), entry('b', 1, 1, { thread: 'Thread-2' })]
  const figures = runFigures(runs(last, { longestChain: [0, 1] }))
  expect(figures).toMatchObject({ length: 4, work: 5, bound: 4, idle: 4 })
  expect(figures.threads.map(({ thread }) => thread)).toEqual(['Thread-1', 'Thread-2'])
})

test('cost stands under owner and tag, tests apart, in the unit of the warehouse where it tells one', () => {
  const site = siteOf([node('a', { group: 'g', tags: ['x', 'y'] }), node('b')], [[0, 1]])
  const last = [
    entry('a', 0, 2, { node: 0, about: 0, cost: 10 }),
    entry('t', 2, 1, { type: 'test', about: 0, cost: 1 }),
    entry('b', 2, 4, { node: 1, about: 1 }),
    entry('h', 0, 0.5, { type: 'operation' }),
  ]
  const groups = (block: RunsBlock, by: Parameters<typeof costGroups>[2]) =>
    costGroups(block, site, by).map(({ key, own, tests }) => [key, own, tests])
  expect(groups(runs(last), 'owner')).toEqual([
    ['(no owner)', 4, 0],
    ['g', 2, 1],
    ['(hooks)', 0.5, 0],
  ])
  expect(groups(runs(last, { costUnit: 'credits' }), 'tag')).toEqual([
    ['x', 10, 1],
    ['y', 10, 1],
  ])
  expect(figureOf(runs(last)).unit).toBe('s')
  expect(neverRead(runs(last), site)).toEqual([{ place: 1, cost: 4 }])
})

test('tests that turn more than once are flaky; two runs are compared by the greatest difference', () => {
  const history: HistoryBlock = {
    runs: [],
    ids: ['test.p.t', 'model.p.a', 'test.p.u', 'model.p.gone'],
    outcomes: [
      [
        [0, 'ok', 1, 0],
        [1, 'ok', 9, null],
        [2, 'fail', 1, 3],
      ],
      [
        [0, 'fail', 1, 2],
        [1, 'ok', 2, null],
        [2, 'ok', 1, 0],
        [3, 'ok', 1, null],
      ],
      [
        [0, 'ok', 1, 0],
        [2, 'ok', 1, 0],
      ],
    ],
  }
  expect(flakyTests(history)).toEqual([{ id: 'test.p.t', statuses: ['ok', 'fail', 'ok'], changes: 2 }])
  expect(
    compareRuns(history, 1, 0)
      .map(({ id, before, after }) => [id, before, after])
      .slice(0, 2),
  ).toEqual([
    ['model.p.a', 2, 9],
    ['model.p.gone', 1, null],
  ])
  expect(passRates(history)).toEqual([1, 0.5, 0.5])
})

test('an age has its place between the limits, whichever there are', () => {
  expect(limitShares(10, 20)).toEqual([0.4, 0.7])
  expect(ageShare(5, 10, 20)).toBeCloseTo(0.2)
  expect(ageShare(15, 10, 20)).toBeCloseTo(0.55)
  expect(ageShare(40, 10, 20)).toBeCloseTo(0.85)
  expect(ageShare(1e9, 10, 20)).toBeLessThanOrEqual(1)
  expect(ageShare(30, null, 20)).toBeGreaterThan(limitShares(null, 20)[1])
  expect(ageShare(30, 20, null)).toBeGreaterThan(limitShares(20, null)[0])
  expect(ageShare(5, null, null)).toBe(0)
  expect([0, 59, 3600, 90_061].map(formatSpan)).toEqual(['0 s', '59 s', '1 h', '1 d 1 h'])
})
