import { expect, it } from 'vitest'
import type { Manifest } from '../core/manifest.js'
import { buildGraph } from '../graph/index.js'
import { planRun } from './plan.js'

type Kind = 'model' | 'ephemeral' | 'test' | 'unit_test'

/** `b<a,c` b reads a and c; a suffix names the kind: `t:test<a`, `e:ephemeral<a`, `u:unit_test<b`. */
function project(text: string): Manifest {
  const nodes: Record<string, unknown> = {}
  const unit_tests: Record<string, unknown> = {}
  for (const entry of text.split(' ')) {
    const [head = '', parents = ''] = entry.split('<')
    const [id = '', kind = 'model'] = head.split(':') as [string, Kind?]
    const depends_on = { nodes: parents.split(',').filter(Boolean), macros: [] }
    const resource_type = kind === 'ephemeral' ? 'model' : kind
    const node = { unique_id: id, resource_type, config: { materialized: kind === 'ephemeral' ? 'ephemeral' : 'table' }, depends_on }
    if (kind === 'unit_test') unit_tests[id] = { ...node, tested_node_unique_id: depends_on.nodes[0] }
    else nodes[id] = node
  }
  const empty = { sources: {}, exposures: {}, metrics: {}, semantic_models: {}, saved_queries: {}, functions: {} }
  return { nodes, unit_tests, ...empty, locations: new Map() } as unknown as Manifest
}

function waits(text: string, selected: string, testsBlock = false): string {
  const manifest = project(text)
  const plan = planRun({ manifest, graph: buildGraph(manifest), selected: new Set(selected.split(' ')), testsBlock })
  return [...plan.nodes.values()].map((node) => `${node.id}<${node.parents.join()}`).join(' ')
}

const cases: [name: string, project: string, selected: string, testsBlock: boolean, plan: string][] = [
  ['parents first', 'a b<a c<b', 'a b c', false, 'a< b<a c<b'],
  ['an unselected node between becomes an edge', 'a b<a c<b', 'a c', false, 'a< c<a'],
  ['an ephemeral model has no turn', 'a e:ephemeral<a c<e', 'a e c', false, 'a< c<a'],
  ['tests wait for their model only', 'a b<a t:test<a', 'a b t', false, 'a< b<a t<a'],
  ['in build, children wait for the tests', 'a b<a t:test<a', 'a b t', true, 'a< t<a b<a,t'],
  ['in build, a test of two models holds back what reads both', 'a b c<a,b t:test<a,b', 'a b c t', true, 'a< b< t<a,b c<a,b,t'],
  ['a unit test goes before its model, after what the model reads', 'a b<a c<b u:unit_test<b', 'a b c u', false, 'a< u<a b<a,u c<b'],
  ['in build, after the tests of what it reads too', 'a b<a t:test<a u:unit_test<b', 'a b t u', true, 'a< t<a u<a,t b<a,t,u'],
  ['a unit test without its model', 'a b<a u:unit_test<b', 'a u', false, 'a< u<a'],
]

it.each(cases)('%s', (_name, text, selected, testsBlock, plan) => expect(waits(text, selected, testsBlock)).toBe(plan))

it('counts the longest way still to go, by durations where they are known', () => {
  const manifest = project('a b<a c<b d')
  const graph = buildGraph(manifest)
  const options = { manifest, graph, selected: new Set(['a', 'b', 'c', 'd']), testsBlock: false }
  const lengths = (durations?: Map<string, number>) =>
    [...planRun({ ...options, ...(durations ? { durations } : {}) }).nodes.values()].map((node) => `${node.id}${node.remaining}`).join(' ')
  expect(lengths()).toBe('a3 d1 b2 c1')
  expect(lengths(new Map([['d', 60]]))).toBe('a3 d60 b2 c1')
})
