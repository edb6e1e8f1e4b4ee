/**
 * `fqn`: the dotted name, from the package or from the folder below it. The last part alone is enough, so is any folder;
 * with wildcards the rest of the name must match. This is what a bare word means: `tickets` is a model or a folder.
 */
import type { Resource, UniqueId } from '../../core/node.js'
import type { SelectionEnv } from '../environment.js'
import { fnmatch } from '../pattern.js'
import { textMethod } from './method.js'

interface QualifiedName {
  readonly parts: readonly string[]
  /** Dots inside a name separate too. */
  readonly flat: readonly string[]
  /** The last part is a version. */
  readonly versioned: boolean
}

interface Wanted {
  readonly text: string
  readonly parts: readonly string[]
  /** Index of the first part with a wildcard, or -1. */
  readonly wildcard: number
}

export const fqn = textMethod('dotted name of a resource or of a folder', (value, env) => {
  const parts = value.split('.')
  const wanted = { text: value, parts, wildcard: parts.findIndex((part) => /[*?[\]]/.test(part)) }
  const index = wanted.wildcard < 0 ? literalIndex(env) : undefined
  return (
    index?.find(wanted) ??
    ((resource) => resource.resource_type !== 'source' && qualifiedNames(resource).some((name) => matches(name, wanted)))
  )
})

const names = new WeakMap<Resource, readonly [QualifiedName, QualifiedName]>()

/** With the package in front and without. */
function qualifiedNames(resource: Resource): readonly [QualifiedName, QualifiedName] {
  let pair = names.get(resource)
  if (!pair) {
    const versioned = resource.resource_type === 'model' && resource.version !== null && resource.version !== undefined
    const name = (parts: readonly string[]) => ({ parts, flat: parts.flatMap((part) => part.split('.')), versioned })
    pair = [name(resource.fqn), name(resource.fqn.slice(1))]
    names.set(resource, pair)
  }
  return pair
}

interface LiteralIndex {
  find(wanted: Wanted): ReadonlySet<UniqueId>
}

const indexes = new WeakMap<SelectionEnv, { uses: number; index?: LiteralIndex }>()

/** Orchestrators name thousands of models at once: from the second name on they are looked up, not searched for. */
function literalIndex(env: SelectionEnv): LiteralIndex | undefined {
  const entry = indexes.get(env) ?? { uses: 0 }
  indexes.set(env, entry)
  entry.uses++
  if (entry.uses > 1) entry.index ??= buildIndex(env.resources)
  return entry.index
}

function buildIndex(resources: readonly Resource[]): LiteralIndex {
  const byText = new Map<string, UniqueId[]>()
  const byVersion = new Map<string, UniqueId[]>()
  for (const resource of resources) {
    if (resource.resource_type === 'source') continue
    for (const { parts, flat, versioned } of qualifiedNames(resource)) {
      const texts = [parts.at(versioned ? -2 : -1) ?? '', ...flat.map((_, index) => flat.slice(0, index + 1).join('.'))]
      for (const text of texts) put(byText, text, resource.unique_id)
      if (versioned) put(byVersion, parts.slice(-2).join('_'), resource.unique_id)
    }
  }
  return { find: ({ text, parts }) => new Set([...(byText.get(text) ?? []), ...(byVersion.get(parts.slice(-2).join('_')) ?? [])]) }
}

function put(map: Map<string, UniqueId[]>, key: string, id: UniqueId): void {
  const ids = map.get(key)
  if (ids) ids.push(id)
  else map.set(key, [id])
}

function matches(name: QualifiedName, wanted: Wanted): boolean {
  if (isLeaf(name, wanted)) return true
  if (name.flat.length < wanted.parts.length) return false
  const literal = wanted.wildcard < 0 ? wanted.parts.length : wanted.wildcard
  for (let index = 0; index < literal; index++) if (name.flat[index] !== wanted.parts[index]) return false
  return wanted.wildcard < 0 || matchesWildcard(name, wanted)
}

/** A versioned model answers to its name, to `name.v1` and to `name_v1`. */
function isLeaf({ parts, versioned }: QualifiedName, wanted: Wanted): boolean {
  if (!versioned) return parts.at(-1) === wanted.text
  return parts.at(-2) === wanted.text || parts.slice(-2).join('_') === wanted.parts.slice(-2).join('_')
}

function matchesWildcard({ parts, flat, versioned }: QualifiedName, { text, parts: wanted, wildcard }: Wanted): boolean {
  if (fnmatch(flat.slice(wildcard).join('.'), wanted.slice(wildcard).join('.'))) return true
  return wanted.length === 1 && fnmatch(parts.at(versioned ? -2 : -1) ?? '', text)
}
