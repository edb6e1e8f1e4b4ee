import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Manifest } from '../core/manifest.js'
import { redactorOf } from '../core/redact.js'
import { siteExports } from './exports/index.js'
import type { SiteInput, SiteOptions } from './input.js'
import { packed } from './pack.js'
import { shared } from './redact.js'
import { type SiteData, siteData } from './site-data.js'

// Words that stand for what an option leaves out, planted wherever a project can have them.
const sqlWords = [
  'sqlraw',
  'sqlcompiled',
  'sqltest',
  'sqlmacro',
  'sqlstep',
  'sqlhook',
  'sqlcheck',
  'sqlfilter',
  'sqlloaded',
  'sqlquoted',
  'sqlpredicate',
]
const dataWords = ['datatest', 'datarun', 'datasource', 'datastat']
const privateWords = [
  ...['Ada Lovelace', 'ada@corp.example', 'Grace Hopper', 'grace@corp.example', 'Linus Metaowner', 'metavalue', 'grantee'],
  ...['whdb', 'wh-host.corp.example', 'svc_user', '/home/ada', 'C:\\\\Users', '10.1.2.3', 's3://bucket', 'dash.example', 'queryid'],
]

const base = (type: string, name: string, more: Record<string, unknown> = {}) => ({
  resource_type: type,
  unique_id: `${type}.p.${name}`,
  name,
  package_name: 'p',
  fqn: ['p', name],
  path: `${name}.sql`,
  original_file_path: `models/${name}.sql`,
  database: 'whdb',
  schema: 'mart',
  depends_on: { macros: [], nodes: [] },
  config: { materialized: 'table', enabled: true, tags: [] },
  columns: {},
  tags: [],
  description: '',
  raw_code: 'select 1',
  ...more,
})

const model = base('model', 'orders', {
  description:
    'Orders, by Grace Hopper (grace@corp.example) from /home/ada/orders.csv on wh-host.corp.example and 10.1.2.3; C:\\Users\\ada\\x',
  relation_name: '"whdb"."mart"."orders"',
  raw_code: "select 'sqlraw' from {{ ref('x') }} -- s3://bucket/file",
  compiled_code: 'select sqlcompiled from "whdb"."mart"."x"',
  meta: { owner: 'Linus Metaowner', note: 'metavalue' },
  constraints: [{ type: 'check', name: 'c', expression: 'sqlcheck > 0' }],
  columns: { id: { name: 'id', description: 'Ask Ada Lovelace', tags: [], meta: { why: 'metavalue' } } },
  config: {
    ...{ materialized: 'incremental', enabled: true, tags: [], meta: { owner: 'Linus Metaowner', note: 'metavalue' } },
    ...{ 'pre-hook': ['sqlhook'], incremental_predicates: 'sqlpredicate', grants: { select: ['grantee'] }, database: 'whdb' },
    snowflake_warehouse: 'whdb',
  },
})
const check = base('test', 'no_gap', {
  attached_node: 'model.p.orders',
  column_name: 'id',
  compiled_code: 'sqltest',
  raw_code: 'sqltest',
  depends_on: { macros: [], nodes: ['model.p.orders'] },
})
const source = base('source', 'raw', {
  source_name: 'shop',
  source_description: 'Loaded by Ada Lovelace',
  loader: 'ada@corp.example',
  loaded_at_field: 'sqlloaded::timestamp',
  identifier: 'raw',
  relation_name: '"whdb"."mart"."raw"',
  freshness: { warn_after: { count: 1, period: 'hour' }, filter: 'sqlfilter' },
})
const exposure = base('exposure', 'board', {
  type: 'dashboard',
  url: 'https://dash.example/1',
  owner: { name: 'Grace Hopper', email: 'grace@corp.example' },
})
const macro = { ...base('macro', 'm'), macro_sql: 'sqlmacro', arguments: [], original_file_path: 'macros/m.sql' }

const manifest = {
  metadata: { project_name: 'p', adapter_type: 'duckdb' },
  nodes: { [model.unique_id]: model, [check.unique_id]: check },
  sources: { [source.unique_id]: source },
  exposures: { [exposure.unique_id]: exposure },
  macros: { [macro.unique_id]: macro },
  groups: { g: { name: 'g', owner: { name: 'Ada Lovelace', email: 'ada@corp.example' }, description: 'Led by Ada Lovelace' } },
  docs: {
    d: {
      name: 'd',
      package_name: 'p',
      original_file_path: 'models/d.md',
      block_contents: 'Written by Grace Hopper as svc_user',
      unique_id: 'd',
    },
  },
  ...{ unit_tests: {}, metrics: {}, semantic_models: {}, saved_queries: {}, functions: {}, disabled: {}, selectors: {} },
} as unknown as Manifest

const result = (unique_id: string, status: string, message: string) => ({
  ...{ unique_id, status, message, execution_time: 1, failures: 1, thread_id: 'Thread-1', adapter_response: { query_id: 'queryid' } },
  timing: [{ name: 'execute', started_at: '2026-01-01T00:00:00Z', completed_at: '2026-01-01T00:00:01Z' }],
})

const input = {
  manifest,
  results: [
    result('model.p.orders', 'error', 'datarun at /home/ada/x.sql\nLINE 1: select sqlcompiled'),
    result('test.p.no_gap', 'fail', 'Got datatest'),
  ],
  catalog: {
    nodes: { 'model.p.orders': { columns: {}, stats: { max: { label: 'Latest name', value: 'datastat', include: true } } } },
    sources: {},
  },
  run: { command: 'build', finishedAt: '2026-01-01T00:00:00Z', elapsed: 1 },
  target: 'dev',
  toolVersion: '0.1.0',
  generatedAt: '2026-01-01T00:00:00Z',
  freshness: [{ unique_id: 'source.p.raw', status: 'runtime error', error: 'datasource' }],
  governance: {
    findings: [
      {
        rule: 'r',
        severity: 'error',
        message: 'compares `a = sqlquoted`',
        id: 'model.p.orders',
        file: 'models/orders.sql',
        line: 1,
        hint: '',
      },
    ],
    coverage: [],
  },
  readme: 'Ask ada@corp.example; the database is whdb',
  privateWords: ['wh-host.corp.example', 'svc_user'],
} as unknown as SiteInput

/** All that leaves: the inflated data of the page, and the exports. */
async function textOf(options: Partial<SiteOptions>): Promise<string> {
  const asked = { ...input, options }
  const made = await siteData(asked)
  const steps = { name: 'id', type: '', up: [], down: [], tests: [], steps: [['', 'sqlstep(id)']], line: 1 }
  const lineage = made.shards.detail?.map(() => ({
    known: 'column',
    reason: 'cannot read `sqlquoted (`',
    clear: true,
    columns: [steps],
    rows: [],
  }))
  const data = shared({ ...made, shards: { ...made.shards, lineage } } as unknown as SiteData, asked)
  const packs = await packed(data)
  const inflated = packs.map(({ text }) => inflateRawSync(Buffer.from(text, 'base64')).toString('utf8'))
  return [...inflated, ...[...siteExports(data)].map(({ path, text }) => `${path}\n${[...text].join('')}`)].join('\n')
}

const remaining = (text: string, words: readonly string[]) => words.filter((word) => text.includes(word))

test('everything planted is there where nothing is left out', async () => {
  const text = await textOf({})
  expect(remaining(text, [...sqlWords, ...dataWords, ...privateWords])).toEqual([...sqlWords, ...dataWords, ...privateWords])
})

test('--exclude-sql leaves no SQL, of whichever kind', async () => {
  const text = await textOf({ excludeSql: true })
  expect(remaining(text, sqlWords)).toEqual([])
  expect(remaining(text, ['datarun', 'Ada Lovelace', '"whdb'.replace('"', '')])).toHaveLength(3)
})

test('--no-samples leaves no message and no value of the warehouse; rules still say what they find', async () => {
  const text = await textOf({ noSamples: true })
  expect(remaining(text, dataWords)).toEqual([])
  expect(remaining(text, ['compares', 'sqlraw', 'Grace Hopper'])).toHaveLength(3)
})

test('--redact leaves nobody, no database, no path, no message and no meta; what is documented stays', async () => {
  const text = await textOf({ redact: true })
  expect(remaining(text, [...dataWords, ...privateWords])).toEqual([])
  // Also none of them in other letters.
  expect(text).not.toMatch(/lovelace|hopper|corp\.example/i)
  expect(
    remaining(text, ['sqlraw', 'model.p.orders', 'Orders, by', '\\"mart\\".\\"orders\\"', 'models/orders.sql', 'dashboard']),
  ).toHaveLength(6)
})

test('a word that is also the name of a node stays a name; the database before its schemas goes all the same', async () => {
  const named = JSON.parse(JSON.stringify(manifest).replaceAll('whdb', 'orders')) as Manifest
  const made = await siteData({ ...input, manifest: named, options: { redact: true } })
  const { index, shards } = shared(made, { ...input, manifest: named, options: { redact: true } })
  const node = shards.detail?.find(({ id }) => id === 'model.p.orders')
  expect(index.nodes.map(({ name }) => name)).toContain('orders')
  expect(node?.relation).toBe('"mart"."orders"')
  expect(node?.compiledCode).toBe('select sqlcompiled from "mart"."x"')
})

test('a secret of the environment is in no data, whatever characters it has, and numbers that look like one stay numbers', () => {
  const redactor = redactorOf({ DBT_ENV_SECRET_A: 'p"w\\d', DBT_ENV_SECRET_B: '4711' })
  const value = { list: ['x p"w\\d y', 4711, null], 'key 4711': { deep: '"4711"' } }
  expect(JSON.parse(redactor.json(value))).toEqual({ list: ['x ***** y', 4711, null], 'key *****': { deep: '"*****"' } })
  expect(redactor.inJson(JSON.stringify('say p"w\\d'))).toBe(true)
})
