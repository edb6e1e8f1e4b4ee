import { expect, test } from 'vitest'
import type { Manifest } from '../../core/manifest.js'
import type { SiteInput } from '../input.js'
import { prepareSite } from '../making.js'
import { siteDetails } from './details.js'
import { glossaryBlock } from './glossary.js'
import { governanceBlock } from './governance.js'
import { macrosBlock } from './macros.js'

const macro = (id: string, calls: readonly string[] = [], more: object = {}) => {
  const [, package_name = '', name = ''] = id.split('.')
  return {
    [id]: {
      unique_id: id,
      name,
      package_name,
      original_file_path: `macros/${name}.sql`,
      macro_sql: `{% macro ${name}() %}${name}{% endmacro %}`,
      depends_on: { macros: calls },
      description: '',
      arguments: [],
      ...more,
    },
  }
}

const node = (name: string, macros: readonly string[], more: object = {}) => ({
  [`model.p.${name}`]: {
    resource_type: 'model',
    unique_id: `model.p.${name}`,
    name,
    package_name: 'p',
    path: `${name}.sql`,
    original_file_path: `models/${name}.sql`,
    depends_on: { macros, nodes: [] },
    config: { materialized: 'table' },
    columns: {},
    tags: [],
    description: '',
    raw_code: 'select 1',
    ...more,
  },
})

const manifest = {
  metadata: { project_name: 'p', adapter_type: 'duckdb' },
  nodes: {
    ...node('a', ['macro.p.outer', 'macro.dbt.is_incremental'], {
      doc_blocks: ['doc.p.term', 'doc.p.term'],
      columns: {
        mail: { name: 'Mail', description: 'x', tags: ['late'], meta: { pii: true }, doc_blocks: ['doc.p.term'] },
        id: { name: 'id', description: '', tags: [] },
      },
    }),
    ...node('b', ['macro.p.inner']),
    'test.p.t': {
      ...Object.values(node('t', ['macro.p.test_ok', 'macro.p.inner']))[0],
      resource_type: 'test',
      unique_id: 'test.p.t',
      attached_node: 'model.p.a',
    },
  },
  macros: {
    ...macro('macro.dbt.is_incremental'),
    ...macro('macro.dbt_duckdb.merge'),
    ...macro('macro.dbt_utils.used'),
    ...macro('macro.dbt_utils.unused'),
    ...macro('macro.p.outer', ['macro.p.inner', 'macro.dbt_utils.used', 'macro.dbt.is_incremental'], {
      description: 'Says it.',
      arguments: [{ name: 'x', type: 'string', description: null }],
    }),
    ...macro('macro.p.inner'),
    ...macro('macro.p.test_ok'),
  },
  docs: Object.fromEntries(
    ['p.term', 'p.__overview__', 'dbt.__overview__', 'dbt_utils.alone'].map((path) => {
      const [package_name, name] = path.split('.')
      const id = `doc.${path}`
      return [id, { unique_id: id, name, package_name, block_contents: `Text of ${path}`, original_file_path: 'docs.md' }]
    }),
  ),
  sources: {},
  unit_tests: {},
  exposures: {},
  metrics: {},
  semantic_models: {},
  saved_queries: {},
  functions: {},
  groups: {},
  selectors: {},
  disabled: {},
} as unknown as Manifest

const input: SiteInput = {
  manifest,
  results: [],
  catalog: null,
  run: null,
  target: 'dev',
  toolVersion: '1',
  generatedAt: '2026-01-01T00:00:00Z',
}

test('macros of the project come first, with who calls them; built-in ones are counted, unused ones of packages come without SQL', () => {
  const { macros, builtin } = macrosBlock(prepareSite(input))
  expect(builtin).toEqual([
    ['dbt', 1],
    ['dbt_duckdb', 1],
  ])
  expect(macros.map(({ package: from, name, users, tests }) => [from, name, users, tests])).toEqual([
    ['p', 'inner', [1], 1],
    ['p', 'outer', [0], 0],
    ['p', 'test_ok', [], 1],
    ['dbt_utils', 'unused', [], 0],
    ['dbt_utils', 'used', [], 0],
  ])
  const [, outer, , unused, used] = macros
  expect(outer).toMatchObject({ description: 'Says it.', arguments: [{ name: 'x', type: 'string', description: '' }] })
  expect(outer?.calls).toEqual(['macro.dbt.is_incremental', 'macro.dbt_utils.used', 'macro.p.inner'])
  expect(unused?.sql).toBe('')
  expect(used?.sql).toContain('macro used')
  const without = macrosBlock(prepareSite({ ...input, options: { excludeSql: true } }))
  expect(without.macros.every(({ sql }) => sql === '')).toBe(true)
})

test('terms know the nodes and columns they describe; what is for the front page is none', () => {
  const { terms } = glossaryBlock(prepareSite(input))
  expect(terms.map(({ name, users, columns }) => [name, users, columns])).toEqual([
    ['term', [0], [[0, 'Mail']]],
    ['alone', [], []],
  ])
})

test('findings point at places, and tags say whether they are the own ones', async () => {
  const finding = { rule: 'r', severity: 'error', message: 'm', file: 'f', line: 1, hint: '' }
  const governed = async (governance: SiteInput['governance']) => {
    const making = prepareSite({ ...input, ...(governance && { governance }) })
    return governanceBlock(making, await siteDetails(making))
  }
  const found = ['model.p.b', null, 'gone'].map((id) => ({ ...finding, id }))
  const { findings, tagged } = await governed({ findings: found, coverage: [] })
  expect(findings?.map(({ node }) => node)).toEqual([1, -1, -1])
  expect(tagged).toEqual([[0, 'Mail', ['late'], 0]])
  expect((await governed(null)).findings).toBeNull()
})
