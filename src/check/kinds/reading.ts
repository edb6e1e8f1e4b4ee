/** Who reads whom: sources, layers, what is deprecated, what nobody reads. */
import { findResource } from '../../core/manifest.js'
import type { ModelNode, Resource, SourceNode, UniqueId } from '../../core/node.js'
import { type Facts, labelOf } from '../facts.js'
import type { Layer } from '../options.js'
import type { Draft, Kind } from '../rule.js'
import { nodesOf } from './naming.js'

const readers = ['model', 'snapshot'] as const

/** What a node reads, as its template says; without ids that are no resource. */
function parents(facts: Facts, resource: Resource): readonly Resource[] {
  return facts.graph.parents(resource.unique_id).flatMap((id) => findResource(facts.manifest, id) ?? [])
}

function readingAt(facts: Facts, reader: Resource, read: Resource): Pick<Draft, 'at' | 'end' | 'about'> {
  const { at, end } = facts.places.reading(reader, read)
  return { at, end, about: read.unique_id }
}

export const noDirectSource: Kind = {
  code: 'RULE_NO_DIRECT_SOURCE',
  meaning: 'what is selected reads no source',
  takes: readers,
  options: { allow: { type: 'texts', meaning: 'folders or selections that may, as staging' } },
  *check(rule, facts) {
    const allowed = facts.select(rule.options.texts('allow'))
    for (const resource of nodesOf(rule, facts, noDirectSource)) {
      if (allowed.has(resource.unique_id)) continue
      for (const read of parents(facts, resource)) {
        if (read.resource_type !== 'source') continue
        const message = `${labelOf(resource)} reads ${labelOf(read)} itself`
        yield { node: resource, message, ...readingAt(facts, resource, read), expected: 'a model between them' }
      }
    }
  },
}

/** Where their files lie says nothing of their layer. */
const declared: ReadonlySet<string> = new Set(['source', 'seed'])
const givenLayers: Readonly<Record<string, string>> = { source: 'sources', seed: 'seeds', snapshot: 'snapshots' }

export const layers: Kind = {
  code: 'RULE_LAYERS',
  meaning: 'layers read only those they may; what is in no layer may be read by all',
  takes: readers,
  options: {
    layers: {
      type: 'layers',
      required: true,
      meaning:
        'for each layer its selection (its own name where none is given) and the layers, or sources, seeds and snapshots, it may read',
    },
  },
  *check(rule, facts) {
    const all = rule.options.layers('layers')
    const members = all.map((layer) => [layer, facts.select(layer.select)] as const)
    const layerOf = (resource: Resource): Layer | string | undefined =>
      declared.has(resource.resource_type)
        ? givenLayers[resource.resource_type]
        : (members.find(([, ids]) => ids.has(resource.unique_id))?.[0] ?? givenLayers[resource.resource_type])
    for (const resource of nodesOf(rule, facts, layers)) {
      const layer = layerOf(resource)
      if (layer !== undefined && typeof layer !== 'string') yield* acrossLayers(facts, resource, layer, layerOf)
    }
  },
}

function* acrossLayers(facts: Facts, resource: Resource, layer: Layer, layerOf: (resource: Resource) => Layer | string | undefined) {
  for (const read of parents(facts, resource)) {
    const other = layerOf(read)
    const name = typeof other === 'string' ? other : other?.name
    if (name === undefined || layer.mayRead.includes(name)) continue
    const message = `${labelOf(resource)} of ${layer.name} reads ${labelOf(read)} of ${name}`
    const expected = `${layer.name} reads ${layer.mayRead.length > 0 ? layer.mayRead.join(', ') : 'nothing'}`
    yield { node: resource, message, ...readingAt(facts, resource, read), expected }
  }
}

export const requireParents: Kind = {
  code: 'RULE_REQUIRE_PARENTS',
  meaning: 'models read something by ref or source',
  takes: readers,
  options: {},
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, requireParents))
      if (facts.graph.parents(resource.unique_id).length === 0)
        yield {
          node: resource,
          message: `${labelOf(resource)} reads nothing`,
          at: facts.places.definition(resource),
          expected: 'a ref or source',
        }
  },
}

export const noUnused: Kind = {
  code: 'RULE_NO_UNUSED',
  meaning: 'something reads what is selected; tests do not count',
  takes: ['model', 'seed', 'snapshot', 'source'],
  options: {},
  *check(rule, facts) {
    for (const resource of nodesOf(rule, facts, noUnused)) {
      const types = facts.graph.children(resource.unique_id).map((id) => findResource(facts.manifest, id)?.resource_type)
      if (types.some((type) => type !== 'test' && type !== 'unit_test')) continue
      yield { node: resource, message: `nothing reads ${labelOf(resource)}`, at: facts.places.of(resource) }
    }
  },
}

export const requireExposure: Kind = {
  code: 'RULE_REQUIRE_EXPOSURE',
  meaning: 'an exposure reads what is selected, or with `through: true` something that reads it',
  takes: ['model', 'snapshot'],
  select: ['access:public'],
  options: { through: { type: 'flag', meaning: 'whether an exposure further down counts' } },
  *check(rule, facts) {
    const through = rule.options.flag('through')
    const down = (id: UniqueId) => (through ? facts.graph.descendants(id) : facts.graph.children(id))
    for (const resource of nodesOf(rule, facts, requireExposure)) {
      const read = [...down(resource.unique_id)].some((id) => id in facts.manifest.exposures)
      if (!read)
        yield {
          node: resource,
          message: `no exposure reads ${labelOf(resource)}`,
          at: facts.places.of(resource),
          expected: 'an exposure that depends on it',
        }
    }
  },
}

export const noDeprecated: Kind = {
  code: 'RULE_NO_DEPRECATED',
  meaning: 'no model past its deprecation_date is read; with `ahead: true`, none that has one',
  takes: [...readers, 'exposure'],
  options: { ahead: { type: 'flag', meaning: 'whether a date to come counts' } },
  *check(rule, facts) {
    const ahead = rule.options.flag('ahead')
    for (const resource of nodesOf(rule, facts, noDeprecated))
      for (const read of parents(facts, resource)) {
        const date = (read as Partial<ModelNode>).deprecation_date
        if (!date || (!ahead && Date.parse(date) > facts.now.getTime())) continue
        const message = `${labelOf(resource)} reads ${labelOf(read)}, which is deprecated since ${date.slice(0, 10)}`
        yield { node: resource, message: ahead ? message.replace('since', 'from') : message, ...readingAt(facts, resource, read) }
      }
  },
}

export const duplicateSources: Kind = {
  code: 'RULE_DUPLICATE_SOURCES',
  meaning: 'no two sources are the same table',
  takes: ['source'],
  options: {},
  *check(rule, facts) {
    const first = new Map<string, Resource>()
    for (const resource of nodesOf(rule, facts, duplicateSources)) {
      const { database, schema, identifier } = resource as SourceNode
      const key = [database, schema, identifier].map((part) => (part ?? '').toLowerCase()).join('.')
      const other = first.get(key)
      if (!other) first.set(key, resource)
      else {
        const related = [{ message: 'the other one', location: facts.places.of(other) }]
        yield {
          node: resource,
          message: `${labelOf(resource)} is the same table as ${labelOf(other)}`,
          at: facts.places.of(resource),
          about: other.unique_id,
          related,
        }
      }
    }
  },
}
