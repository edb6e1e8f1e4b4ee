import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createInvocation } from '../../core/invocation.js'
import type { Manifest } from '../../core/manifest.js'
import type { RunResult } from '../../core/result.js'
import { HistoryBoth, HistoryFiles, isFlaky, type NodeRecord, type RunHead, recordOf, type Trend, trendOf } from './index.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'history-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const manifest = {
  metadata: { project_name: 'p', adapter_type: 'duckdb' },
  nodes: {
    'model.p.a': { unique_id: 'model.p.a', name: 'a', resource_type: 'model', config: { materialized: 'table' }, group: 'finance' },
    'test.p.t': {
      unique_id: 'test.p.t',
      name: 't',
      resource_type: 'test',
      config: { materialized: 'test' },
      attached_node: 'model.p.a',
      column_name: 'id',
      test_metadata: { name: 'not_null' },
    },
  },
  sources: {},
  unit_tests: {},
  exposures: {},
  metrics: {},
  semantic_models: {},
  saved_queries: {},
  functions: {},
  groups: { 'group.p.finance': { name: 'finance', owner: { name: 'Finance' } } },
} as unknown as Manifest

const result = (unique_id: string, more: Partial<RunResult>): RunResult => ({
  unique_id,
  status: 'success',
  timing: [{ name: 'execute', started_at: '2026-11-20T08:00:01.000000Z', completed_at: '2026-11-20T08:00:02.000000Z' }],
  thread_id: 'Thread-1',
  execution_time: 1,
  message: 'OK',
  failures: null,
  adapter_response: {},
  compiled: true,
  compiled_code: 'select 1',
  relation_name: null,
  batch_results: null,
  ...more,
})

function recorded(day: number, env: Record<string, string> = {}, message = 'OK') {
  const now = () => new Date(`2026-11-${day}T08:00:00Z`)
  const invocation = createInvocation({ cwd: root, env, now, flags: { which: 'build', select: ['a+'] } as never })
  const results = [
    result('model.p.a', { rows: { inserted: 3, updated: 1 }, message }),
    result('test.p.t', { status: 'pass', failures: 0, adapter_response: { rows_affected: -1 } }),
  ]
  return recordOf({ manifest, results, elapsed: 2.5, cancelled: false, target: 'dev' }, invocation)
}

test('a run is kept whole and read back, the newest first', async () => {
  const history = new HistoryFiles(root)
  for (const day of [18, 20, 19]) await history.write(recorded(day))
  const runs = await history.runs()
  const [newest] = runs
  expect(runs.map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(['20', '19', '18'])
  expect(newest).toMatchObject({ command: 'build', select: ['a+'], elapsed: 2.5, counts: { success: 1, pass: 1 }, adapter: 'duckdb' })
  expect(await history.nodes(newest as RunHead)).toMatchObject([
    { id: 'model.p.a', kind: 'table', owner: 'Finance', rows: 4, startedAt: '2026-11-20T08:00:01.000000Z' },
    { id: 'test.p.t', kind: 'not_null', node: 'model.p.a', column: 'id', failures: 0, rows: null },
  ])
})

test('secrets are not kept', async () => {
  await new HistoryFiles(root).write(recorded(20, { DBT_ENV_SECRET_KEY: 'hunter22' }, 'no such role: hunter22'))
  const folder = join(root, '.sluice', 'history', '2026-11')
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  expect(text).toContain('no such role: *****')
  expect(text).not.toContain('hunter22')
})

test('files that were damaged or belong to something else are passed over', async () => {
  const history = new HistoryFiles(root)
  await history.write(recorded(20))
  const folder = join(root, '.sluice', 'history', '2026-11')
  const [name = ''] = readdirSync(folder)
  const strange = { '20261121T080000000Z-x.ndjson': '{"run":{"ver', '20261122T-y.ndjson': '', 'notes.txt': 'mine' }
  for (const [other, text] of Object.entries(strange)) writeFileSync(join(folder, other), text)
  const runs = await history.runs()
  expect(runs).toHaveLength(1)
  const path = join(folder, name)
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -30))
  expect((await history.nodes(runs[0] as RunHead)).map(({ id }) => id)).toEqual(['model.p.a'])
})

test('old runs are pruned, newer ones and foreign files stay', async () => {
  const history = new HistoryFiles(root)
  for (const day of [18, 19, 20]) await history.write(recorded(day))
  expect(await history.prune(new Date('2026-11-20T00:00:00Z'))).toBe(2)
  expect(await history.runs()).toHaveLength(1)
})

test('very many selectors do not hide a run', async () => {
  const history = new HistoryFiles(root)
  const record = recorded(20)
  await history.write({ ...record, head: { ...record.head, select: Array.from({ length: 5_000 }, (_, index) => `model_${index}`) } })
  expect((await history.runs())[0]?.select).toHaveLength(5_000)
})

const occasion = (status: NodeRecord['status'], seconds: number) => ({
  run: { id: status } as RunHead,
  node: { ...(recorded(20).nodes[0] as NodeRecord), status, seconds },
})

test('a trend tells how often it failed, how long it takes and what changed', () => {
  const trend = trendOf([
    occasion('success', 9),
    occasion('skipped', 0),
    occasion('success', 3),
    occasion('error', 1),
    occasion('success', 2),
    occasion('success', 4),
  ])
  expect(trend).toMatchObject({ runs: 5, failed: 1, turns: 2, median: 3.5, slower: 3 })
  expect(isFlaky(trend as Trend)).toBe(true)
  expect(trendOf([occasion('success', 9), occasion('success', 3)])).toMatchObject({ slower: null, turns: 0 })
  expect(trendOf([occasion('skipped', 0)])).toBeUndefined()
})

test('runs that wait to be sent are read with those of the tables, each once', async () => {
  const [tables, waiting] = [new HistoryFiles(root), new HistoryFiles(root, 'history-waiting')]
  for (const day of [10, 12]) await tables.write(recorded(day))
  for (const day of [12, 13])
    await waiting.write(day === 12 ? { ...recorded(12), head: (await tables.runs(1))[0] as RunHead } : recorded(day))
  const both = new HistoryBoth(tables, waiting)
  expect((await both.runs()).map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(['13', '12', '10'])
  expect((await both.runs(2)).map(({ startedAt }) => startedAt.slice(8, 10))).toEqual(['13', '12'])
  const records = await both.records({ since: new Date('2026-11-11T00:00:00Z') })
  expect(records.map(({ nodes }) => nodes.length)).toEqual([2, 2])
  expect(await both.nodes((await both.runs(1))[0] as RunHead)).toHaveLength(2)
})

test('only the first who asks on a day prunes', async () => {
  const store = new HistoryFiles(root)
  const at = (text: string) => store.claimPruning(new Date(text))
  expect([await at('2026-11-20T08:00:00Z'), await at('2026-11-21T07:59:00Z'), await at('2026-11-21T08:00:00Z')]).toEqual([
    true,
    false,
    true,
  ])
  expect(await store.runs()).toEqual([])
})
