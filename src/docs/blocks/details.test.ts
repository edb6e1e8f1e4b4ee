// What a node's own page gets: columns with who describes them, facts of each kind of resource, settings with their origin.
import { expect, test } from 'vitest'
import type { Manifest } from '../../core/manifest.js'
import type { NodeColumn, NodeSql, ProjectSql } from '../../lineage/index.js'
import type { SiteInput } from '../input.js'
import { prepareSite } from '../making.js'
import type { SiteDetail } from '../model/index.js'
import { siteDetails } from './details.js'

const column = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  description: '',
  meta: {},
  data_type: null,
  constraints: [],
  config: {},
  tags: [],
  ...more,
})

const base = (type: string, name: string, parents: string[], more: Record<string, unknown>) => ({
  resource_type: type,
  unique_id: `${type}.p.${name}`,
  name,
  package_name: 'p',
  path: `${name}.sql`,
  original_file_path: `models/${name}.sql`,
  patch_path: 'p://models/_models.yml',
  depends_on: { macros: [], nodes: parents },
  config: { materialized: 'table', tags: [] },
  unrendered_config: {},
  config_call_dict: {},
  columns: {},
  tags: [],
  description: '',
  raw_code: 'select 1',
  ...more,
})

const nodes = [
  base('model', 'a', ['source.p.raw.feed'], {
    config: {
      materialized: 'table',
      unique_key: ['id', 'day'],
      'post-hook': ['x'],
      grants: { select: ['reader'] },
      meta: { owner: { team: 'us' } },
    },
    unrendered_config: { materialized: 'table', unique_key: '{{ key }}', 'post-hook': ['x'] },
    config_call_dict: { unique_key: ['id', 'day'] },
    columns: { ID: column('ID', { constraints: [{ type: 'not_null' }] }), amount: column('amount') },
    constraints: [{ type: 'primary_key', columns: ['ID'], name: 'pk', expression: null }],
    latest_version: 2,
    version: 1,
  }),
  base('model', 'b', ['model.p.a'], { primary_key: ['id'], config: { unique_key: 'other' } }),
  base('function', 'f', [], {
    arguments: [{ name: 'x', data_type: 'int', description: 'a number' }],
    returns: { data_type: 'text' },
    language: 'sql',
  }),
]

const source = {
  ...base('source', 'feed', [], { description: '' }),
  unique_id: 'source.p.raw.feed',
  source_name: 'raw',
  source_description: 'The feed.',
  loader: 'ftp',
  loaded_at_field: 'at',
  loaded_at_query: null,
  freshness: { warn_after: { count: 12, period: 'hour' }, error_after: { count: 1, period: 'day' }, filter: null },
  columns: { amount: column('amount', { description: 'What it costs.', tags: ['money'], meta: { pii: true } }) },
}

const metric = {
  ...base('metric', 'total', ['model.p.b'], {}),
  label: 'Total',
  type: 'ratio',
  type_params: { numerator: { name: 'n' }, denominator: { name: 'd' }, window: { count: 7, granularity: 'day' }, measure: null },
  filter: { where_filters: [{ where_sql_template: 'x > 1' }, { where_sql_template: 'y' }] },
}

const exposure = {
  ...base('exposure', 'board', ['model.p.b'], {}),
  type: 'dashboard',
  label: null,
  maturity: 'high',
  owner: { name: 'Ann', email: 'ann@example.com' },
  url: 'javascript:alert(1)',
}

const test1 = {
  ...base('test', 't', ['model.p.a'], { config: { severity: 'warn', warn_if: '> 3', error_if: '!= 0' } }),
  attached_node: 'model.p.a',
  column_name: 'AMOUNT',
  test_metadata: { name: 'not_null', kwargs: {}, namespace: null },
}

const byId = (list: readonly { readonly unique_id: string }[]) => Object.fromEntries(list.map((each) => [each.unique_id, each]))

const manifest = {
  metadata: { project_name: 'p', adapter_type: 'duckdb' },
  nodes: byId([...nodes, test1]),
  sources: byId([source]),
  unit_tests: {},
  exposures: byId([exposure]),
  metrics: byId([metric]),
  semantic_models: {},
  saved_queries: {},
  functions: {},
  groups: {},
  docs: {},
  locations: new Map([['model.p.a', { file: 'models/a.sql', line: 4, column: 1 }]]),
} as unknown as Manifest

const made = (
  name: string,
  from: readonly [string, string, NodeColumn['upstream'][number]['kind']][],
  type: string | null = null,
): NodeColumn => ({
  name,
  type,
  upstream: from.map(([node, of, kind]) => ({ node, column: of, kind })),
  steps: [],
  valueHash: null,
  location: null,
})

const known = (id: string, columns: readonly NodeColumn[]): [string, NodeSql] => [
  id,
  { id, depth: 'column', reason: null, columns, complete: true, reads: [], rows: [], rowsHash: null, findings: [] },
]

const sql = {
  dialect: 'duckdb',
  nodes: new Map([
    known('source.p.raw.feed', [made('amount', [])]),
    known('model.p.a', [made('id', []), made('amount', [['source.p.raw.feed', 'amount', 'passthrough']], 'DECIMAL')]),
    known('model.p.b', [made('cost', [['model.p.a', 'amount', 'rename']]), made('twice', [['model.p.a', 'amount', 'derive']])]),
  ]),
  findings: [],
  effort: { compile: 0, resolve: 0, types: 0, cached: 0 },
} as ProjectSql

const catalog = {
  nodes: {
    'model.p.a': {
      columns: {
        id: { name: 'id', type: 'BIGINT', index: 1 },
        late: { name: 'late', type: 'DATE', index: 2, comment: 'told by the warehouse' },
      },
      stats: { n: { label: 'Rows', value: 7, include: true }, o: { label: 'Other', value: 1, include: false } },
    },
  },
  sources: {},
}

const input: SiteInput = { manifest, sql, catalog, results: [], run: null, target: 'dev', toolVersion: '', generatedAt: '' }

async function detailsOf(more: Partial<SiteInput> = {}): Promise<(id: string) => SiteDetail> {
  const making = prepareSite({ ...input, ...more })
  const details = await siteDetails(making)
  return (id) => details[making.place.get(id) ?? -1] as SiteDetail
}

test('columns come from files, SQL and warehouse, each once, with inherited words and tags and where they are from', async () => {
  const detail = await detailsOf()
  const a = detail('model.p.a')
  expect(a.columns.map(({ name, type, constraints }) => [name, type, constraints])).toEqual([
    ['ID', 'BIGINT', ['not_null']],
    ['amount', 'DECIMAL', []],
    ['late', 'DATE', []],
  ])
  const place = prepareSite(input).place.get('source.p.raw.feed')
  expect(a.columns[1]).toMatchObject({
    description: 'What it costs.',
    from: { node: place, column: 'amount' },
    tags: ['pii', 'money'],
    tests: ['test.p.t'],
  })
  expect(a.columns[2]).toMatchObject({ description: 'told by the warehouse', from: null })
  const b = detail('model.p.b')
  expect(b.columns.map(({ name, description, from }) => [name, description, from?.column ?? null])).toEqual([
    ['cost', 'What it costs.', 'amount'],
    ['twice', '', null],
  ])
  expect(detail('source.p.raw.feed').columns[0]?.from).toBeNull()
})

test('settings tell where they are made; places, grain, grants, constraints and statistics are told', async () => {
  const detail = await detailsOf()
  const a = detail('model.p.a')
  expect(a.configFrom).toEqual({ materialized: 'properties', unique_key: 'file', post_hook: 'properties' })
  expect([a.line, a.file, a.properties, a.latest]).toEqual([4, 'models/a.sql', 'models/_models.yml', '2'])
  expect(a.grain).toEqual(['id', 'day'])
  expect(detail('model.p.b').grain).toEqual(['id'])
  expect(a.grants).toEqual([['select', ['reader']]])
  expect(a.meta).toEqual([['owner.team', 'us']])
  expect(detail('model.p.b').meta).toEqual([])
  expect(a.constraints).toEqual([{ kind: 'primary_key', columns: ['ID'], text: 'pk' }])
  expect(a.stats).toEqual([['Rows', '7']])
  expect(a.tests).toMatchObject([{ severity: 'warn', threshold: 'warn_if > 3', status: 'none' }])
})

test('each kind of resource has its own facts, and no address that runs code', async () => {
  const detail = await detailsOf()
  expect(detail('source.p.raw.feed').facts).toEqual([
    ['Source', 'raw'],
    ['About the source', 'The feed.'],
    ['Loader', 'ftp'],
    ['Loaded at', 'at'],
    ['Warn after', '12 hours'],
    ['Error after', '1 day'],
  ])
  expect(detail('metric.p.total').facts).toEqual([
    ['Label', 'Total'],
    ['Kind', 'ratio'],
    ['Numerator', 'n'],
    ['Denominator', 'd'],
    ['Window', '7 days'],
    ['Filter', 'x > 1 and y'],
  ])
  expect(detail('function.p.f').facts).toEqual([
    ['Argument x', 'int: a number'],
    ['Gives', 'text'],
    ['Language', 'sql'],
  ])
  expect(detail('exposure.p.board')).toMatchObject({
    url: '',
    ownerText: 'Ann · ann@example.com',
    facts: [
      ['Kind', 'dashboard'],
      ['Maturity', 'high'],
    ],
  })
  expect(detail('model.p.a').facts).toEqual([])
})

test('without SQL, catalog and results there are still the columns of the files', async () => {
  const detail = await detailsOf({ sql: null, catalog: null, options: { excludeSql: true } })
  const a = detail('model.p.a')
  expect(a.columns.map(({ name, description }) => [name, description])).toEqual([
    ['ID', ''],
    ['amount', ''],
  ])
  expect([a.rawCode, a.compiledCode, a.tests[0]?.sql]).toEqual(['', '', ''])
})
