import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readManifest } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import type { Manifest } from '../core/manifest.js'
import { createGraph, type Graph } from './graph.js'
import { buildGraph, graphSummary, manifestMaps, withTestEdges } from './index.js'

type NodeOptions = { readonly code?: string; readonly type?: string }

/** A manifest of models `name → names it refers to`; a name starting with `test_` is a data test. */
function manifestOf(parents: Readonly<Record<string, readonly string[]>>, options: Readonly<Record<string, NodeOptions>> = {}): Manifest {
  const id = (name: string) => `${name.startsWith('test_') ? 'test' : 'model'}.shop.${name}`
  const nodes = Object.entries(parents).map(([name, above]) => ({
    resource_type: name.startsWith('test_') ? 'test' : 'model',
    unique_id: id(name),
    name,
    original_file_path: `models/${name}.sql`,
    raw_code: options[name]?.code ?? '',
    depends_on: { macros: [], nodes: above.map(id) },
  }))
  const empty = {
    sources: {},
    unit_tests: {},
    exposures: {},
    metrics: {},
    semantic_models: {},
    saved_queries: {},
    functions: {},
    groups: {},
  }
  const byId = Object.fromEntries(nodes.map((node) => [node.unique_id, node]))
  const locations = new Map(nodes.map((node) => [node.unique_id, { file: node.original_file_path, line: 1, column: 1 }]))
  return { ...empty, nodes: byId, locations } as unknown as Manifest
}

const names = (ids: Iterable<string>) => [...ids].map((id) => id.split('.').slice(2).join('.'))
const model = (name: string) => `model.shop.${name}`
/** a → b → c → e, a → d → e */
const diamond = manifestOf({ e: ['c', 'd'], d: ['a'], c: ['b'], b: ['a'], a: [] })

describe('walks', () => {
  const graph = buildGraph(diamond)
  test.each([
    ['parents of e', graph.parents(model('e')), 'c d'],
    ['children of a', graph.children(model('a')), 'd b'],
    ['all above e', graph.ancestors(model('e')), 'c d b a'],
    ['one step above e', graph.ancestors(model('e'), 1), 'c d'],
    ['no step', graph.ancestors(model('e'), 0), ''],
    ['two steps below a', graph.descendants(model('a'), 2), 'd b e c'],
    ['below two starts, one below the other', graph.descendants([model('a'), model('b')], 1), 'd b c'],
    ['of an unknown id', graph.descendants('model.shop.x'), ''],
    ['in order', graph.nodes(), 'a b c d e'],
    ['some, in order', graph.order([model('e'), model('b'), 'model.shop.x', model('d'), model('b')]), 'b d e'],
  ])('%s', (_, ids, expected) => {
    expect(names(ids).join(' ')).toBe(expected)
  })

  test('a subset keeps the paths through what is left out', () => {
    const subset = graph.subset([model('a'), model('e'), model('d')])
    expect(names(subset.nodes())).toEqual(['a', 'd', 'e'])
    expect(names(subset.parents(model('e')))).toEqual(['d'])
    expect(names(graph.subset([model('a'), model('e')]).parents(model('e')))).toEqual(['a'])
  })
})

describe('cycles', () => {
  test('the path and the places of the references', () => {
    const manifest = manifestOf(
      { z: ['a'], a: ['c'], b: ['a'], c: ['b'] },
      {
        a: { code: "-- first\nselect * from {{ ref('c') }}" },
        b: { code: 'select * from {{ ref(\'shop\', "a") }}' },
        c: { code: '{# built #}' },
      },
    )
    expect(failure(() => buildGraph(manifest))).toMatchObject({
      code: 'GRAPH_CYCLE',
      fields: {
        message: 'these resources depend on each other: a → c → b → a',
        location: { file: 'models/a.sql', line: 2, column: 22 },
        related: [
          { message: 'c refers to b', location: { file: 'models/c.sql', line: 1, column: 1 } },
          { message: 'b refers to a', location: { file: 'models/b.sql', line: 1, column: 30 } },
        ],
      },
    })
  })

  test('a model that reads itself', () => {
    expect(failure(() => buildGraph(manifestOf({ a: ['a'] })))).toMatchObject({
      fields: { message: 'these resources depend on each other: a → a', related: [] },
    })
  })

  test('the shortest of several', () => {
    const manifest = manifestOf({ a: ['e'], b: ['a'], c: ['b'], d: ['c'], e: ['d', 'f'], f: ['e'], g: ['f'] })
    expect(failure(() => buildGraph(manifest)).message).toBe('these resources depend on each other: e → f → e')
  })

  test('a dependency that does not exist', () => {
    expect(failure(() => buildGraph(manifestOf({ a: ['nope'] })))).toMatchObject({
      code: 'GRAPH_DEPENDENCY_MISSING',
      fields: { nodeId: 'model.shop.a' },
    })
  })
})

describe('test edges', () => {
  test.each([
    ['a test of one model holds back its children', { a: [], b: ['a'], c: ['b'], test_a: ['a'] }, ['test_a b']],
    ['tests do not wait for tests', { a: [], test_a: ['a'], test_b: ['a'] }, []],
    [
      'a test of two holds back only what reads both',
      { a: [], b: ['a'], c: ['a'], d: ['b', 'c'], e: ['d'], test_x: ['b', 'c'] },
      ['test_x d'],
    ],
    ['and nothing where that would be a circle', { a: [], b: ['a'], c: ['b'], test_x: ['a', 'c'] }, []],
    ['a test of model and parent', { a: [], b: ['a'], c: ['b'], d: ['c'], test_x: ['a', 'b'] }, ['test_x c']],
  ])('%s', (_, parents, expected) => {
    const manifest = manifestOf(parents)
    const plain = buildGraph(manifest)
    const built = withTestEdges(plain, manifest)
    const added = plain.nodes().flatMap((id) =>
      built
        .children(id)
        .filter((child) => !plain.children(id).includes(child))
        .map((child) => names([id, child]).join(' ')),
    )
    expect(added).toEqual(expected)
    expect(built.nodes()).toHaveLength(plain.size)
  })
})

test("the order of build is that of dbt's own graph", async () => {
  const folder = join(import.meta.dirname, '../select/testdata')
  const manifest = await readManifest(join(folder, 'manifest.json'))
  const summary = JSON.parse(readFileSync(join(folder, 'graph-summary.json'), 'utf8')) as Record<string, ReturnType<typeof graphSummary>>
  const plain = buildGraph(manifest)
  for (const [name, ours] of [['linked', plain] as const, ['with_test_edges', withTestEdges(plain, manifest)] as const]) {
    const theirs = fromSummary(summary[name] ?? {})
    const reachable = (graph: Graph) => Object.fromEntries(graph.nodes().map((id) => [id, [...graph.descendants(id)].sort()]))
    expect(reachable(ours)).toEqual({ ...reachable(ours), ...reachable(theirs) })
  }
})

test('maps and summary as dbt writes them', async () => {
  const fixture = join(import.meta.dirname, '../select/testdata/manifest.json')
  const manifest = await readManifest(fixture)
  const written = JSON.parse(readFileSync(fixture, 'utf8'))
  expect(manifestMaps(manifest)).toEqual({ parent_map: written.parent_map, child_map: written.child_map, group_map: written.group_map })
  expect(graphSummary(buildGraph(diamond), diamond)).toMatchObject({
    0: { name: 'model.shop.a', type: 'model', succ: [3, 1] },
    4: { name: 'model.shop.e' },
  })
})

test('10,000 nodes, deep and wide: no stack and no square of edges', () => {
  const count = 10_000
  const ids = Array.from({ length: count }, (_, index) => `model.shop.m${index}`)
  const edges = ids.flatMap((id, index): [string, string][] =>
    [index - 1, index >> 1, index - 100].filter((parent) => parent >= 0 && parent < index).map((parent) => [ids[parent] ?? '', id]),
  )
  const graph = createGraph(ids, edges)
  expect(graph.nodes()).toEqual(ids)
  expect(graph.ancestors(ids.at(-1) ?? '').size).toBe(count - 1)
  expect(graph.descendants(ids).size).toBe(count - 1)
  const subset = graph.subset(ids.filter((_, index) => index % 2 === 0))
  expect(subset.size).toBe(count / 2)
  expect(subset.nodes().reduce((sum, id) => sum + subset.parents(id).length, 0)).toBeLessThan(4 * count)
})

function fromSummary(summary: ReturnType<typeof graphSummary>): Graph {
  const nodes = Object.values(summary)
  const edges = nodes.flatMap((node) => (node.succ ?? []).map((at): [string, string] => [node.name, summary[at]?.name ?? '']))
  return createGraph(
    nodes.map((node) => node.name),
    edges,
  )
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
