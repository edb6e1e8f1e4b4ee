import { expect, test } from 'vitest'
import type { Manifest } from '../../core/manifest.js'
import type { RunStatus } from '../../core/result.js'
import type { SiteInput, SiteResult } from '../input.js'
import { prepareSite } from '../making.js'
import { criticalPath, longestChain } from './critical-path.js'
import { siteDetails } from './details.js'
import { exposuresBlock } from './exposures.js'
import { historyBlock } from './history.js'
import { metricsBlock } from './metrics.js'
import { runsBlock } from './runs.js'
import { sourcesBlock } from './sources.js'
import { testsBlock } from './tests.js'

const day = '2026-03-01T'
const at = (seconds: number) => `${day}00:00:${seconds.toFixed(3).padStart(6, '0')}000Z`

const node = (id: string, parents: readonly string[] = [], more: Record<string, unknown> = {}) => {
  const [type = '', , name = ''] = id.split('.')
  return {
    resource_type: type,
    unique_id: id,
    name,
    package_name: 'p',
    fqn: ['p', name],
    path: `${name}.sql`,
    original_file_path: `models/${name}.sql`,
    depends_on: { macros: [], nodes: parents },
    config: { materialized: 'table', tags: [] },
    columns: {},
    tags: [],
    description: '',
    raw_code: '',
    ...more,
  }
}

function result(id: string, thread: number, from: number, to: number, more: Partial<SiteResult> = {}): SiteResult {
  const timing = [{ name: 'execute' as const, started_at: at(from), completed_at: at(to) }]
  return {
    unique_id: id,
    status: 'success',
    execution_time: to - from,
    message: null,
    failures: null,
    timing,
    thread_id: `Thread-${thread}`,
    ...more,
  }
}

const notNull = (name: string, on: string, column: string) =>
  node(`test.p.${name}`, [on], { attached_node: on, column_name: column, test_metadata: { name: 'not_null', kwargs: {}, namespace: null } })

const limits = { warn_after: { count: 1, period: 'hour' }, error_after: { count: 1, period: 'day' }, filter: null }

function input(more: Partial<SiteInput> = {}): SiteInput {
  const nodes = [
    node('model.p.stg', ['source.p.raw.feed']),
    node('model.p.hidden', ['model.p.stg'], { config: { materialized: 'ephemeral', tags: [] } }),
    node('model.p.wide'),
    node('model.p.mart', ['model.p.hidden'], {
      config: { materialized: 'table', tags: [], unique_key: ['day', 'shop'] },
    }),
    node('model.p.orders', ['model.p.wide'], { columns: { order_id: { name: 'order_id', description: '', tags: [] } } }),
    notNull('t', 'model.p.stg', 'id'),
    notNull('day', 'model.p.mart', 'day'),
    node('operation.p.end'),
  ]
  const source = {
    ...node('source.p.raw.feed'),
    source_name: 'raw',
    name: 'feed',
    loader: 'airbyte',
    loaded_at_field: 'loaded_at',
    freshness: limits,
  }
  const quiet = { ...node('source.p.raw.quiet'), source_name: 'raw', name: 'quiet', freshness: { warn_after: {}, error_after: {} } }
  const dash = node('exposure.p.dash', ['model.p.mart'], { type: 'dashboard', owner: { name: 'Ann' }, url: 'javascript:alert(1)' })
  const metric = node('metric.p.revenue', ['model.p.mart'], {
    type: 'simple',
    label: 'Revenue',
    type_params: { measure: { name: 'amount', filter: null }, expr: null },
    filter: { where_filters: [{ where_sql_template: 'paid' }] },
  })
  return {
    manifest: {
      metadata: { project_name: 'p', adapter_type: 'duckdb' },
      nodes: Object.fromEntries(nodes.map((each) => [each.unique_id, each])),
      sources: { [source.unique_id]: source, [quiet.unique_id]: quiet },
      exposures: { [dash.unique_id]: dash },
      metrics: { [metric.unique_id]: metric },
      unit_tests: {},
      semantic_models: {},
      saved_queries: {},
      functions: {},
      groups: {},
      docs: {},
    } as unknown as Manifest,
    results: [
      result('model.p.stg', 1, 0, 2),
      result('model.p.wide', 2, 0, 1),
      result('test.p.t', 1, 2, 5),
      result('model.p.mart', 1, 5, 6, { adapter_response: { bytes_billed: 2 ** 41, bytes_processed: 7, rows_affected: 3, job_id: 'j1' } }),
      { ...result('model.p.orders', 2, 1, 1), status: 'skipped' as RunStatus, timing: [], execution_time: 0 },
      result('operation.p.end', 3, 6.1, 6.2),
    ],
    catalog: null,
    run: { command: 'build', finishedAt: at(7), elapsed: 7 },
    target: 'dev',
    toolVersion: '0',
    generatedAt: at(8),
    ...more,
  }
}

/** The blocks these tests are about, and the names of the nodes by place. */
async function siteData(given: SiteInput) {
  const making = prepareSite(given)
  const details = await siteDetails(making)
  const blocks = {
    exposures: exposuresBlock(making),
    history: historyBlock(making),
    metrics: metricsBlock(making),
    runs: runsBlock(making),
    sources: sourcesBlock(making),
    tests: testsBlock(making, details),
  }
  return { blocks, index: { nodes: making.shown } }
}

test('a run is told by time of start, with rows, bytes, cost and query of the warehouse', async () => {
  const { blocks, index } = await siteData(input())
  const runs = blocks.runs
  expect(runs?.last.map((entry) => [entry.name, entry.thread, entry.start, entry.seconds])).toEqual([
    ['wide', 'Thread-2', 0, 1],
    ['stg', 'Thread-1', 0, 2],
    ['orders', '', 1, 0],
    ['t', 'Thread-1', 2, 3],
    ['mart', 'Thread-1', 5, 1],
    ['end', 'Thread-3', 6.1, 0.1],
  ])
  const mart = runs?.last.find(({ name }) => name === 'mart')
  expect(mart).toMatchObject({ rows: 3, bytes: 7, cost: 2, query: 'j1' })
  expect(runs?.costUnit).toBe('TiB billed')
  expect(runs?.runs[0]).toMatchObject({ startedAt: '2026-03-01T00:00:00.000Z', cost: 2, counts: { ok: 5, skipped: 1 } })
  // A test has no page, but stands for the node it looks at.
  expect(index.nodes[runs?.last.find(({ name }) => name === 't')?.about ?? -1]?.name).toBe('stg')
})

test('the critical path goes through ephemeral models, tests that come first and the hooks of the end', async () => {
  const { blocks } = await siteData(input())
  const names = (places: readonly number[] = []) => places.map((place) => blocks.runs?.last[place]?.name)
  expect(names(blocks.runs?.criticalPath)).toEqual(['stg', 't', 'mart', 'end'])
  expect(blocks.runs?.waits).toEqual(['start', 'dependency', 'dependency', 'dependency'])
  expect(names(blocks.runs?.longestChain)).toEqual(['stg', 't', 'mart', 'end'])
})

test('a node that waits for a thread is followed along the thread, and the longest chain does not count it', () => {
  const turn = (id: string, thread: string, start: number, end: number) => ({ id, thread, start, end, ran: true })
  // c needs a, which was over at 1; its thread was busy with b until 4.
  const turns = [turn('a', '1', 0, 1), turn('b', '2', 0, 4), turn('c', '2', 4, 6)]
  const parents = [[], [], [0]]
  expect(criticalPath(turns, parents)).toEqual({ path: [1, 2], waits: ['start', 'thread'] })
  expect(longestChain(turns, parents)).toEqual([1])
  expect(longestChain([...turns, turn('d', '1', 6, 8)], [...parents, [2]])).toEqual([0, 2, 3])
  // A turn without length that ends as its test begins: clocks of threads let each seem to come after the other.
  const close = [turn('a', '1', 0, 1), turn('exposure', '2', 1, 1), turn('test', '2', 1, 1.01), turn('b', '1', 1.02, 2)]
  expect(criticalPath(close, [[], [0, 2], [0], [2]]).path).toEqual([0, 2, 3])
  // Circles, which only broken artifacts have, end.
  expect(longestChain(turns, [[2], [], [0]])).toEqual([1])
  expect(criticalPath([], [])).toEqual({ path: [], waits: [] })
})

test('ten thousand nodes in one chain are no matter of depth', () => {
  const turns = Array.from({ length: 10_000 }, (_, place) => ({ id: `m${place}`, thread: '1', start: place, end: place + 1, ran: true }))
  const parents = turns.map((_, place) => (place === 0 ? [] : [place - 1]))
  expect(criticalPath(turns, parents).path.length).toBe(10_000)
  expect(longestChain(turns, parents).length).toBe(10_000)
})

test('a site that never ran has no runs, and says of sources what their rules are', async () => {
  const { blocks } = await siteData(input({ run: null, results: [] }))
  expect(blocks.runs).toBeUndefined()
  expect(blocks.history).toBeUndefined()
  const [feed, quiet] = blocks.sources?.sources ?? []
  expect(feed).toMatchObject({ status: 'none', warnAfter: 3600, errorAfter: 86_400, ruled: true, consumers: 5, loader: 'airbyte' })
  expect(feed?.exposures.length).toBe(1)
  expect(quiet).toMatchObject({ ruled: false, warnAfter: null, consumers: 0 })
})

test('a check that failed keeps its message; one that succeeded joins the timeline of earlier ones', async () => {
  const id = 'source.p.raw.feed'
  const failed = await siteData(input({ freshness: [{ unique_id: id, error: 'no such column', status: 'runtime error' }] }))
  expect(failed.blocks.sources?.sources[0]).toMatchObject({ status: 'fail', message: 'no such column', age: null, loadedAt: '' })
  const check = {
    unique_id: id,
    max_loaded_at: at(1),
    snapshotted_at: at(9),
    max_loaded_at_time_ago_in_s: 8,
    status: 'warn' as const,
    criteria: { ...limits, warn_after: { count: 2, period: 'minute' } },
    adapter_response: {},
    timing: [],
    thread_id: '',
    execution_time: 0,
  }
  const summary = { command: 'source freshness', elapsed: 1, target: 'dev', counts: { ok: 1, warn: 0, fail: 0, skipped: 0, none: 0 } }
  const past = [
    { ...summary, id: 'b', startedAt: at(5), outcomes: { [id]: { status: 'ok' as const, seconds: 1, age: 4 } } },
    { ...summary, id: 'a', startedAt: at(2), outcomes: { [id]: { status: 'ok' as const, seconds: 1, age: 1 } } },
  ]
  const { blocks } = await siteData(input({ freshness: [check], history: past }))
  expect(blocks.sources?.sources[0]).toMatchObject({ status: 'warn', age: 8, warnAfter: 120 })
  expect(blocks.sources?.sources[0]?.timeline.map(([, age]) => age)).toEqual([1, 4, 8])
  const { ids = [], outcomes = [], runs = [] } = blocks.history ?? {}
  expect(runs.map(({ id: run }) => run)).toEqual(['', 'b', 'a'])
  expect(outcomes[1]?.map(([place, status]) => [ids[place], status])).toEqual([[id, 'ok']])
  expect(outcomes[0]?.length).toBe(6)
})

test('keys without tests: of several columns by unique_key, of one by its name', async () => {
  const { blocks, index } = await siteData(input())
  const gaps = blocks.tests?.keyGaps.map(({ node: place, ...gap }) => [index.nodes[place]?.name, gap])
  expect(gaps).toEqual([
    ['mart', { columns: ['day', 'shop'], because: 'unique_key', missing: ['unique', 'not_null'] }],
    ['orders', { columns: ['order_id'], because: 'name', missing: ['unique', 'not_null'] }],
  ])
})

test('metrics carry their definition, exposures only an address that is safe to follow', async () => {
  const { blocks } = await siteData(input())
  expect(blocks.metrics?.metrics[0]).toMatchObject({
    label: 'Revenue',
    kind: 'simple',
    definition: [
      ['Measure', 'amount'],
      ['Filter', 'paid'],
    ],
  })
  expect(blocks.exposures?.exposures[0]?.url).toBe('')
})
