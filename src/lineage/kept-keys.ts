/** What an answer about a node was made of, as hashes: equal where it would be made of the same again. */
import { hash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isEphemeral, type Runtime } from '../context/index.js'
import { Float } from '../core/float.js'
import type { Invocation } from '../core/invocation.js'
import { isReferable, type ManifestNode, type Plain, type Resource, type UniqueId } from '../core/node.js'
import { canonical } from '../core/plain-data.js'
import type { Project } from '../core/project.js'
import { projectValues, type ReadNames, readValues } from '../core/watch.js'
import type { KnownRelation } from './catalog.js'

export interface Around {
  /** Untouched by any watch. */
  readonly project: Project
  readonly invocation: Invocation
  readonly runtime: Runtime
  /** How SQL is read and types are checked. */
  readonly how: unknown
}

/** What every node's answer depends on. Undefined where it cannot be said. */
export function worldOf({ project, invocation, runtime, how }: Around, reads: ReadNames): string | undefined {
  const [values, read, manner] = [projectValues(project), readValues(project, invocation, reads), canonical(how)]
  if (values === undefined || read === undefined || manner === undefined) return undefined
  const { macros, nodes, sources, functions, locations } = runtime.manifest
  const texts = Object.values(macros).map(({ unique_id: id, macro_sql: text }) => [id, text, locations.get(id)?.line])
  const named = [...Object.values(nodes).filter(isReferable), ...Object.values(sources), ...Object.values(functions)].map(placeOf)
  return hash('sha256', [values, read, manner, JSON.stringify(texts), JSON.stringify(named)].join('\n'), 'base64')
}

function placeOf(node: Resource): unknown {
  const { unique_id: id, relation_name, database, schema, alias, identifier, config } = node as Resource & Plain
  return [id, relation_name, database, schema, alias, identifier, (config as Plain | undefined)?.materialized]
}

export class Keys {
  readonly #runtime: Runtime
  readonly #keys = new Map<UniqueId, string>()
  readonly #faces = new Map<UniqueId, string>()
  readonly #known = new Map<UniqueId, string>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  learn(id: UniqueId, known: KnownRelation): void {
    this.#known.set(id, JSON.stringify(known))
  }

  /** The columns known of a relation so far. */
  known(id: UniqueId): string {
    return hash('sha256', this.#known.get(id) ?? '', 'base64')
  }

  /** Of a node whose parents' columns have been learnt. */
  of(node: ManifestNode): string {
    const found = this.#keys.get(node.unique_id)
    if (found !== undefined) return found
    const parents = node.resource_type === 'seed' ? [] : node.depends_on.nodes.map((id) => this.#face(id))
    const key = hash('sha256', [ownText(node), this.#line(node), ...parents].join('\n'), 'base64')
    this.#keys.set(node.unique_id, key)
    return key
  }

  /** What a template and its SQL see of another node. */
  #face(id: UniqueId): string {
    const found = this.#faces.get(id)
    if (found !== undefined) return found
    const { nodes, sources } = this.#runtime.manifest
    const node = nodes[id]
    const text = node
      ? `${JSON.stringify([placeOf(node), node.config])}${isEphemeral(node) ? this.of(node) : ''}`
      : textOf(sources[id] ?? {})
    const face = `${id} ${hash('sha256', text, 'base64')} ${this.known(id)}`
    this.#faces.set(id, face)
    return face
  }

  /** Places in a file of its own move with its first line; those in YAML are slow to look up, and asked for where they are told. */
  #line(node: ManifestNode): string {
    if (node.resource_type === 'test' && node.test_metadata) return ''
    const { line = 1, column = 1 } = this.#runtime.manifest.locations.get(node.unique_id) ?? {}
    return `${line}:${column}`
  }
}

const made = new Set(['compiled', 'compiled_code', 'compiled_path', 'extra_ctes', 'extra_ctes_injected', 'created_at'])

function ownText(node: ManifestNode): string {
  const own: Record<string, unknown> = {}
  for (const key in node) if (!made.has(key)) own[key] = (node as unknown as Plain)[key]
  return textOf(own) + sizeOf(node)
}

/** JSON does not tell 1 from 1.0. */
function textOf(value: object): string {
  return hasFloat(value) ? (canonical(value) ?? '') : JSON.stringify(value)
}

function hasFloat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Float) return true
  for (const key in value) if (hasFloat((value as Plain)[key])) return true
  return false
}

/** A large seed's checksum is its path. */
function sizeOf(node: ManifestNode): string {
  if (node.resource_type !== 'seed' || node.checksum.name !== 'path') return ''
  const found = statSync(join(node.root_path ?? '', node.original_file_path), { throwIfNoEntry: false, bigint: true })
  return found ? [found.size, found.mtimeNs, found.ctimeNs].join(' ') : 'gone'
}
