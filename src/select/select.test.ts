import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readManifest, readSourcesIfAny } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Manifest } from '../core/manifest.js'
import type { Plain } from '../core/node.js'
import { buildGraph } from '../graph/index.js'
import { commandTypes, listNodes, resolveResourceTypes, type SelectionRequest, selectNodes } from './index.js'
import { pythonJson } from './listing.js'
import { fnmatch } from './pattern.js'

const folder = join(import.meta.dirname, 'testdata')
const manifest = await readManifest(join(folder, 'manifest.json'))
const graph = buildGraph(manifest)

function select(options: Partial<SelectionRequest>): string[] {
  return [...selectNodes({ manifest, graph, ...options })]
}

function failure(act: () => unknown): SluiceError {
  try {
    act()
  } catch (error) {
    if (error instanceof SluiceError) return error
    throw error
  }
  return expect.fail('it did not fail')
}

describe('bad selections say what was meant', () => {
  test.each([
    ['tga:nightly', 'SELECTION_METHOD_UNKNOWN', 'did you mean tag:nightly?'],
    ['resource_tpe:model', 'SELECTION_METHOD_UNKNOWN', 'did you mean resource_type:model?'],
    ['state:modifed', 'SELECTION_VALUE_INVALID', 'did you mean state:modified?'],
    ['resource_type:modell', 'SELECTION_VALUE_INVALID', 'did you mean resource_type:model?'],
    ['test_type:singlar', 'SELECTION_VALUE_INVALID', 'did you mean test_type:singular?'],
    ['version:lastest', 'SELECTION_VALUE_INVALID', 'did you mean version:latest?'],
    ['selector:nigthly', 'SELECTOR_NOT_FOUND', 'did you mean nightly?'],
    ['@deliveries+', 'SELECTION_SYNTAX', undefined],
    ['source:a.b.c.d', 'SELECTION_VALUE_INVALID', undefined],
    ['path:/tmp/x', 'SELECTION_VALUE_INVALID', undefined],
    ['result:error', 'SELECTION_STATE_MISSING', 'give --state the target folder of an earlier run'],
  ])('%s', (word, code, hint) => {
    const options = { select: [word], selectors: { nightly: { definition: 'tag:nightly' } } }
    const previousManifest = word.startsWith('state:') ? manifest : undefined
    const { code: found, fields } = failure(() => select({ ...options, previousManifest }))
    expect([found, fields.hint]).toEqual([code, hint])
  })

  test('state without an earlier manifest', () => {
    expect(failure(() => select({ select: ['state:new'] })).message).toBe(
      'the selection method state compares with an earlier manifest.json, and there is none',
    )
  })
})

describe('selectors.yml', () => {
  const broken: readonly (readonly [string, unknown, RegExp])[] = [
    ['two keys at the top', { union: [], method: 'tag' }, /beside union or intersection/],
    ['two excludes', { union: ['a', { exclude: ['b'] }, { exclude: ['c'] }] }, /has 2 excludes/],
    ['no list', { intersection: 'tag:a' }, /intersection is "tag:a"/],
    ['a list of values', { tag: ['a', 'b'] }, /value of tag is a list/],
    ['no value', { method: 'tag', values: 'a' }, /has the keys method, values/],
    ['unknown method', { method: 'tags', value: 'a' }, /"tags" in "tags:a" is not a selection method/],
    ['unknown mode', { method: 'tag', value: 'a', indirect_selection: 'all' }, /indirect_selection is "all"/],
    ['both directions', { method: 'tag', value: 'a', children: true, childrens_parents: true }, /both children and childrens_parents/],
    ['a number', 7, /a definition is "7"/],
    ['a later selector', { method: 'selector', value: 'later' }, /no selector named "later"/],
  ]
  test.each(broken)('%s', (_, definition, message) => {
    const selectors = { odd: { definition }, later: { definition: 'tag:x' } } as Readonly<Record<string, Plain>>
    expect(failure(() => select({ selectors })).message).toMatch(message)
  })

  const selectors = { staging: { definition: 'tag:staging' }, nightly: { default: true, definition: { method: 'fqn', value: 'routes' } } }
  test.each([
    ['the default where nothing is asked for', {}, ['model.depot.routes']],
    ['not where something is', { select: ['stg_vans'] }, ['model.depot.stg_vans']],
    ['not where something is left out', { exclude: ['package:depot'] }, ['model.helper.raw_days', 'model.helper.calendar']],
    [
      'by name, whatever --select says',
      { selector: 'staging', select: ['routes'] },
      ['model.depot.stg_clients', 'model.depot.stg_parcels', 'model.depot.stg_vans'],
    ],
    [
      'as a method, with graph operators',
      { select: ['selector:staging,+selector:nightly'] },
      ['model.depot.stg_parcels', 'model.depot.stg_vans'],
    ],
  ])('%s', (_, options, expected) => {
    expect(select({ selectors, resourceTypes: ['model'], ...options }).sort()).toEqual([...expected].sort())
  })

  test('one default only', () => {
    const two = { a: { default: true, definition: 'x' }, b: { default: true, definition: 'y' } }
    expect(failure(() => select({ selectors: two })).message).toMatch(/default: true, and so is "a"/)
  })
})

describe('resource types', () => {
  test.each([
    ['run takes models only', 'run', undefined, undefined, 'model'],
    ['test: one of the two', 'test', ['unit_test'], undefined, 'unit_test'],
    ['test: data_test is test', 'test', ['data_test'], undefined, 'test'],
    ['test takes no models', 'test', ['model', 'test'], undefined, 'test'],
    ['all, less one', 'clone', ['all'], ['seed'], 'model snapshot'],
    ['build', 'build', undefined, ['test', 'unit_test'], 'model snapshot seed saved_query exposure function'],
  ] as const)('%s', (_, command, wanted, unwanted, expected) => {
    expect([...resolveResourceTypes(commandTypes[command], wanted, unwanted)].join(' ')).toBe(expected)
  })

  test('unknown', () => {
    expect(failure(() => resolveResourceTypes(commandTypes.list, ['modle'], []))).toMatchObject({
      fields: { hint: 'did you mean resource type:model?' },
    })
  })

  test('nodes without code are listed, and nothing else is done with them', () => {
    expect(select({ select: ['empty'] })).toEqual([])
    expect(select({ select: ['empty'], includeEmpty: true })).toEqual(['model.depot.empty'])
  })
})

describe('contracts in state', () => {
  type Changes = Readonly<Record<string, unknown>>
  const revenue = 'model.depot.revenue'
  const contract = { enforced: true, alias_types: true }
  const columns = {
    id: { name: 'id', data_type: 'numeric(10,2)', constraints: [{ type: 'not_null' }] },
    day: { name: 'day', data_type: 'date', constraints: [] },
  }
  const was: Changes = {
    contract: { ...contract, checksum: 'a' },
    columns,
    config: { ...manifest.nodes[revenue]?.config, materialized: 'table' },
  }

  function withModel(changes: Changes): Manifest {
    return { ...manifest, nodes: { ...manifest.nodes, [revenue]: { ...manifest.nodes[revenue], ...changes } } } as unknown as Manifest
  }
  function warnings(now: Manifest, before: Manifest): string[] {
    const found: string[] = []
    const request = { manifest: now, graph, previousManifest: before, constraintSupport: { not_null: 'enforced', check: 'not_enforced' } }
    selectNodes({
      ...request,
      select: ['state:modified.contract'],
      emit: (name, data) => void (name === 'Warning' && found.push((data as { message: string }).message)),
    })
    return found
  }

  test.each([
    ['nothing changed', {}, []],
    ['a wider type', { columns: { ...columns, id: { ...columns.id, data_type: 'NUMERIC(12, 2)' } } }, []],
    ['a column more', { columns: { ...columns, more: { name: 'more', data_type: 'int', constraints: [] } } }, []],
    [
      'another type',
      { columns: { ...columns, id: { ...columns.id, data_type: 'text' } } },
      ['the type of column id went from numeric(10,2) to text'],
    ],
    ['a column less', { columns: { id: columns.id } }, ['column day was removed']],
    [
      'an enforced constraint less',
      { columns: { ...columns, id: { ...columns.id, constraints: [] } } },
      ['the not_null constraint on column id was removed'],
    ],
    ['no contract any more', { contract: { ...contract, enforced: false, checksum: null } }, ['its contract is no longer enforced']],
    [
      'a view now',
      { config: { ...(was.config as Plain), materialized: 'view' } },
      ['its materialization went from table to view, which enforces no constraints'],
    ],
  ])('%s', (_, changes, expected) => {
    const now = withModel({ ...was, contract: { ...contract, checksum: 'b' }, ...changes })
    expect(warnings(now, withModel(was))).toEqual(expected.map((change) => `${revenue} breaks its contract: ${change}`))
  })

  test('breaking a versioned model is an error', () => {
    const now = withModel({ ...was, version: 1, columns: {}, contract: { ...contract, checksum: 'b' } })
    expect(failure(() => warnings(now, withModel(was)))).toMatchObject({ code: 'CONTRACT_BREAKING_CHANGE', fields: { nodeId: revenue } })
  })

  test('a model that is gone', () => {
    const { [revenue]: _gone, ...nodes } = manifest.nodes
    expect(warnings({ ...manifest, nodes }, withModel(was))).toEqual([`${revenue} breaks its contract: it was deleted or renamed`])
    const past = { ...was, deprecation_date: '2020-01-01T00:00:00+00:00' }
    const request = { manifest: { ...manifest, nodes }, graph, previousManifest: withModel(past), now: () => new Date('2024-01-01') }
    const found: unknown[] = []
    selectNodes({ ...request, select: ['state:modified'], emit: (_, data) => found.push(data) })
    expect(found).toEqual([{ spec_raw: 'state:modified' }])
  })
})

describe('state', () => {
  test("another tool's built-in macros are no modification", () => {
    const macros = { ...manifest.macros, 'macro.dbt.is_incremental': { macro_sql: 'other' } }
    expect(select({ previousManifest: { ...manifest, macros }, select: ['state:modified'] })).toEqual([])
  })

  test('sources by freshness status', async () => {
    const current = (await readSourcesIfAny(join(folder, 'state/sources-current.json')))?.results
    expect(select({ previousSources: [], currentSources: current, select: ['source_status:warn'], indirectSelection: 'empty' })).toEqual([
      'source.depot.crm.clients',
    ])
  })
})

test.each([
  ['abc', 'a*', true],
  ['abc', 'A*', false],
  ['a.b/c', 'a*c', true],
  ['abc', 'a[!b]c', false],
  ['a]c', 'a[]]c', true],
  ['a[c', 'a[c', true],
  ['a+c', 'a+?', true],
  ['a-c', 'a[+--]c', true],
])('fnmatch %s %s', (text, pattern, expected) => {
  expect(fnmatch(text, pattern)).toBe(expected)
})

test('JSON lines are spelt as Python spells them', () => {
  expect(pythonJson({ a: [1, 'é"\u{1F600}'], b: { c: null, d: true } })).toBe(
    '{"a": [1, "\\u00e9\\"\\ud83d\\ude00"], "b": {"c": null, "d": true}}',
  )
  expect(
    listNodes(manifest, ['model.depot.clients.v2'], { output: 'json', outputKeys: ['name', 'version', 'config.access', 'config.nope'] }),
  ).toEqual(['{"name": "clients", "version": 2, "config.access": "public"}'])
})

test('thousands of names against 10,000 models', () => {
  const sample = manifest.nodes['model.depot.stg_vans']
  const ids = Array.from({ length: 10_000 }, (_, index) => `model.depot.m${index}`)
  const nodes = Object.fromEntries(
    ids.map((id, index) => [
      id,
      {
        ...sample,
        unique_id: id,
        name: `m${index}`,
        fqn: ['depot', `folder${index % 50}`, `m${index}`],
        depends_on: { macros: [], nodes: index > 1 ? [ids[index >> 1] ?? ''] : [] },
      },
    ]),
  )
  const large = {
    ...manifest,
    nodes,
    unit_tests: {},
    exposures: {},
    metrics: {},
    semantic_models: {},
    saved_queries: {},
    functions: {},
  } as unknown as Manifest
  const largeGraph = buildGraph(large)
  const words = Array.from({ length: 1000 }, (_, index) => `m${index * 7}`)
  expect(selectNodes({ manifest: large, graph: largeGraph, select: [words.join(' ')] }).size).toBe(1000)
  expect(selectNodes({ manifest: large, graph: largeGraph, select: ['folder7+', 'tag:staging,m1*'] }).size).toBeGreaterThan(1000)
})
