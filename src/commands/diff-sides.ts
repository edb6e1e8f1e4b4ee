/** What is typed for the sides of `diff`: `model`, `target:model`, `source.table`, `schema.table`, `target:database.schema.table`. */
import { join } from 'node:path'
import { type Adapter, type Connection, type Credentials, RelationCache } from '../adapters/index.js'
import { createRuntime, relationOfSource } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import { nearest } from '../core/nearest.js'
import type { ManifestNode, ModelNode, SourceNode } from '../core/node.js'
import type { Target } from '../core/project.js'
import { Relation } from '../core/relation.js'
import { buildGraph } from '../graph/index.js'
import { loadProject, namedTarget, readSettings } from '../load/index.js'
import { type DiffSide, privateColumns } from '../observe/index.js'
import { parseKept } from '../parse/index.js'
import type { OpenProject } from './open-project.js'
import { openAdapter } from './warehouse.js'

export interface Sides {
  readonly a: DiffSide
  readonly b: DiffSide
  /** Columns declared unique together, of the first side that is a node. */
  readonly key: readonly string[]
  readonly hidden: (column: string) => boolean
}

/** Opens what the two need, one connection where they are in one warehouse, and closes it whatever happens. */
export async function withSides<T>(
  opened: OpenProject,
  invocation: Invocation,
  asked: readonly [string, string],
  body: (sides: Sides) => Promise<T>,
): Promise<T> {
  const places = [await placeOf(asked[0], opened, invocation), await placeOf(asked[1], opened, invocation)] as const
  const links = new Map<string, Promise<Link>>()
  const linkOf = (place: Place): Promise<Link> => {
    const key = identity(place.opened.project.target)
    const known = links.get(key) ?? openLink(place.opened, invocation)
    links.set(key, known)
    return known
  }
  try {
    const [a, b] = [await sideOf(places[0], await linkOf(places[0])), await sideOf(places[1], await linkOf(places[1]))]
    const nodes = places.flatMap(({ node }) => node ?? [])
    const marks = nodes.map(privateColumns)
    return await body({ a, b, key: keyOf(nodes), hidden: (column) => marks.some((isPrivate) => isPrivate(column)) })
  } finally {
    for (const link of await Promise.allSettled(links.values()))
      if (link.status === 'fulfilled') {
        await link.value.connection.close()
        await link.value.adapter.close()
      }
  }
}

interface Link {
  readonly adapter: Adapter
  readonly connection: Connection
  readonly runtime: DiffSide['runtime']
}

async function openLink(opened: OpenProject, invocation: Invocation): Promise<Link> {
  const adapter = await openAdapter(opened, invocation)
  try {
    return { adapter, connection: await adapter.connect('diff'), runtime: runtimeOf(opened, invocation, adapter) }
  } catch (error) {
    await adapter.close()
    throw error
  }
}

function runtimeOf({ project, manifest }: OpenProject, invocation: Invocation, adapter: Adapter): DiffSide['runtime'] {
  return createRuntime({ project, manifest, adapter, invocation, cache: new RelationCache(adapter.module.relationStyle) })
}

/** One file or database can be reached by several targets. */
function identity({ type, credentials }: Target): string {
  const { unique, publicFields } = credentials as Credentials
  return [type, unique, publicFields.user, publicFields.role].join('\n')
}

interface Place {
  readonly asked: string
  /** The project as the target of this side sees it. */
  readonly opened: OpenProject
  readonly node: ManifestNode | SourceNode | undefined
  readonly path: readonly string[]
}

async function placeOf(asked: string, own: OpenProject, invocation: Invocation): Promise<Place> {
  const [, target, rest = asked] = /^([^:]+):(.+)$/.exec(asked) ?? []
  const opened = target === undefined ? own : await openTarget(target, own, invocation)
  const words = rest.split('.')
  const node = nodeNamed(rest, opened.manifest) ?? nodeBuilding(words, opened)
  const path = node ? [] : words
  if (!node && (path.length < 2 || path.length > 3 || path.includes(''))) throw unknown(asked, rest, opened.manifest)
  if (node?.resource_type === 'model' && node.config.materialized === 'ephemeral') throw notBuiltAnywhere(asked)
  return { asked, opened, node, path }
}

async function openTarget(name: string, own: OpenProject, invocation: Invocation): Promise<OpenProject> {
  if (name === own.project.target.name) return own
  const names = connectionNames(name, own, invocation)
  const { target } = await namedTarget(own.project, invocation, names)
  const there = { ...invocation, flags: { ...invocation.flags, target: target.name } }
  const project = await loadProject(there, target)
  const manifest = await parseKept(project, there, join(own.targetDir, '.sluice', 'targets', name.replaceAll(/\W/g, '_')))
  return { project, manifest, graph: buildGraph(manifest), targetDir: own.targetDir }
}

/** A name under `connections:` of sluice.yml, or a target of the profile. */
function connectionNames(
  name: string,
  { project }: OpenProject,
  invocation: Invocation,
): { profile: string | null; target: string | null } {
  const entry = readSettings(project, invocation, 'connections')?.at(name)
  if (entry?.value === undefined || entry.value === null) return { profile: null, target: name }
  if (typeof entry.value === 'string') return { profile: null, target: entry.value }
  return { profile: entry.optionalText('profile') ?? null, target: entry.optionalText('target') ?? null }
}

function nodeNamed(name: string, { nodes, sources }: Manifest): ManifestNode | SourceNode | undefined {
  const built = Object.values(nodes).filter(({ resource_type: type }) => type === 'model' || type === 'seed' || type === 'snapshot')
  const version = (node: ManifestNode) => (node as Partial<ModelNode>).version ?? null
  const latest = (node: ManifestNode) => version(node) === null || version(node) === (node as Partial<ModelNode>).latest_version
  return (
    built.find((node) => node.unique_id === name || (node.name === name && latest(node))) ??
    built.find((node) => `${node.name}.v${String(version(node))}` === name) ??
    Object.values(sources).find((source) => source.unique_id === name || `${source.source_name}.${source.name}` === name)
  )
}

/** What is known of a table counts whichever way it is named. */
function nodeBuilding(path: readonly string[], { manifest, project }: OpenProject): ManifestNode | undefined {
  const [identifier, schema, database = project.target.database] = path.toReversed().map((word) => word.toLowerCase())
  if (schema === undefined || path.length > 3) return undefined
  return Object.values(manifest.nodes).find(
    (node) =>
      ['model', 'seed', 'snapshot'].includes(node.resource_type) &&
      [node.alias, node.schema, node.database ?? ''].map((part) => part.toLowerCase()).join('.') ===
        [identifier, schema, (database ?? '').toLowerCase()].join('.'),
  )
}

async function sideOf({ asked, opened, node, path }: Place, { runtime, connection }: Link): Promise<DiffSide> {
  const { target, root } = opened.project
  const [identifier, schema, database = target.database] = path.toReversed()
  const { module } = runtime
  const relation =
    node === undefined
      ? new Relation(module.relationStyle, { database, schema, identifier })
      : node.resource_type === 'source'
        ? relationOfSource(module, root.config.quoting, node)
        : runtime.relationOf(node as never)
  return { asked, relation, target: target.name, runtime, connection }
}

function keyOf(nodes: readonly (ManifestNode | SourceNode)[]): readonly string[] {
  for (const node of nodes) {
    const proved = (node as Partial<ModelNode>).primary_key ?? []
    if (proved.length > 0) return proved
    const { unique_key: named } = (node.config ?? {}) as { readonly unique_key?: unknown }
    if (typeof named === 'string') return [named]
    if (Array.isArray(named) && named.length > 0) return named.map(String)
  }
  return []
}

function unknown(asked: string, name: string, { nodes, sources }: Manifest): SluiceError {
  const known = [
    ...Object.values(nodes).flatMap((node) => (['model', 'seed', 'snapshot'].includes(node.resource_type) ? [node.name] : [])),
    ...Object.values(sources).map((source) => `${source.source_name}.${source.name}`),
  ]
  const near = nearest(name, known)
  return new SluiceError('DIFF_RELATION_NOT_FOUND', {
    message: `${asked} is no model, seed, snapshot or source, and no schema.table`,
    expected: 'a name such as orders, prod:orders, raw.orders or prod:schema.table',
    hint: near === undefined ? 'sluice list prints the names of the project' : `did you mean ${asked.replace(name, near)}?`,
  })
}

function notBuiltAnywhere(asked: string): SluiceError {
  return new SluiceError('DIFF_RELATION_NOT_FOUND', {
    message: `${asked} is ephemeral: there is no relation of it to compare`,
    hint: 'compare a model that reads it',
  })
}
