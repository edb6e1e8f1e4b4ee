import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Manifest } from '../core/manifest.js'
import { packed } from './pack.js'
import { renderPage } from './page.js'
import { statusOf } from './resources.js'
import { siteData } from './site-data.js'

const hostile = '</script><img src=x onerror=alert(1)> \u202Eevil 😈'

const model = (name: string, parents: string[], more: Record<string, unknown> = {}) => ({
  resource_type: 'model',
  unique_id: `model.p.${name}`,
  name,
  package_name: 'p',
  fqn: ['p', 'marts', name],
  path: `marts/${name}.sql`,
  original_file_path: `models/marts/${name}.sql`,
  depends_on: { macros: [], nodes: parents },
  config: { materialized: 'table', enabled: true, tags: [] },
  columns: {},
  tags: [],
  description: '',
  raw_code: 'select 1',
  ...more,
})

const manifest = {
  metadata: { project_name: hostile, adapter_type: 'duckdb' },
  nodes: {
    'model.p.a': model('a', [], {
      description: `First. Second ${hostile}`,
      columns: { id: { name: 'id', description: hostile, tags: [] } },
    }),
    'model.p.b': model('b', ['model.p.a']),
    'test.p.t': {
      ...model('t', ['model.p.a']),
      resource_type: 'test',
      unique_id: 'test.p.t',
      attached_node: 'model.p.a',
      column_name: 'id',
      test_metadata: { name: 'not_null', kwargs: {}, namespace: null },
    },
  },
  sources: {},
  unit_tests: {},
  exposures: {},
  metrics: {},
  semantic_models: {},
  saved_queries: {},
  functions: {},
  groups: {},
  docs: {},
  macros: {},
  disabled: {},
} as unknown as Manifest

const input = {
  manifest,
  results: [
    { unique_id: 'model.p.a', status: 'success', execution_time: 0.5, message: 'OK', failures: null },
    { unique_id: 'test.p.t', status: 'fail', execution_time: 0.1, message: 'Got 2 results', failures: 2 },
  ] as const,
  catalog: {
    nodes: {
      'model.p.a': {
        columns: { ID: { name: 'ID', type: 'BIGINT', index: 1 }, extra: { name: 'extra', type: 'DATE', index: 2 } },
        stats: {},
      },
    },
    sources: {},
  },
  run: { command: 'build', finishedAt: '2026-01-01T00:00:00Z', elapsed: 1 },
  target: 'dev',
  toolVersion: '0.1.0',
  generatedAt: '2026-01-01T00:00:00Z',
}

test('index and detail carry edges, statuses, column types and tests', async () => {
  const { index, shards } = await siteData(input)
  const details = shards.detail ?? []
  expect(index.nodes.map((node) => [node.name, node.status, node.tests.fail, node.summary])).toEqual([
    ['a', 'ok', 1, 'First.'],
    ['b', 'none', 0, ''],
  ])
  expect(index.edges).toEqual([[0, 1]])
  expect(details[0]?.columns.map((column) => [column.name, column.type, column.tests])).toEqual([
    ['id', 'BIGINT', ['test.p.t']],
    ['extra', 'DATE', []],
  ])
  expect(index.lastRun?.counts).toEqual({ ok: 1, warn: 0, fail: 1, skipped: 0, none: 0 })
})

test('user text can neither end a script nor become markup, and reads back whole', async () => {
  const data = await siteData(input)
  const app = { script: 'const close = "</script>"', style: 'a{}' }
  const page = renderPage({ title: data.index.project, data: await packed(data), app })
  expect(page.split('</script').length - 1).toBe(page.split('<script').length - 1)
  expect(page).not.toContain('<img')
  const block = /id="data-detail-0">([^<]*)</.exec(page)?.[1] ?? ''
  expect(JSON.parse(inflateRawSync(Buffer.from(block, 'base64')).toString('utf8'))).toEqual(data.shards.detail)
})

test('the policy names exactly the script and the style of the page', () => {
  const page = renderPage({ title: 'p', data: [], app: { script: 'run("</script>")', style: 'a{}' } })
  const hash = (text: string) => createHash('sha256').update(text).digest('base64')
  expect(page).toContain(`script-src 'sha256-${hash('run("<\\/script>")')}'`)
  expect(page).toContain(`style-src 'sha256-${hash('a{}')}'`)
  expect(page).toContain("default-src 'none'")
})

test('every run status has a place on the page', () => {
  expect((['success', 'pass', 'warn', 'error', 'fail', 'skipped', undefined] as const).map(statusOf)).toEqual([
    'ok',
    'ok',
    'warn',
    'fail',
    'fail',
    'skipped',
    'none',
  ])
})
