/**
 * What selectors read of every resource, each text and configuration once: the page makes a manifest of it again and asks it
 * with the code of the commands. What `state:` values come to is worked out here, where both manifests are at hand.
 */
import { SluiceError } from '../../core/error.js'
import { allResources, type Manifest } from '../../core/manifest.js'
import type { Resource, UniqueId } from '../../core/node.js'
import { buildGraph } from '../../graph/index.js'
import { selectNodes, stateValues } from '../../select/index.js'
import type { SiteMaking } from '../making.js'
import type { SelectBlock, SelectMore, SelectRow } from '../model/index.js'

export function selectBlock({ input, shown, place }: SiteMaking): SelectBlock {
  const { manifest } = input
  const all = [...shown, ...[...allResources(manifest)].filter(({ unique_id }) => !place.has(unique_id))]
  const rows = new Map(all.map(({ unique_id }, row) => [unique_id, row]))
  const lists = { texts: new Interned<string>(), tags: new Interned<unknown>(), configs: new Interned<unknown>(), folders: new Interned() }
  const resources = all.map((resource) => rowOf(resource, lists, rows, input.options?.redact === true))
  const results = input.results.flatMap(({ unique_id, status }) => {
    const row = rows.get(unique_id)
    return row === undefined ? [] : [[row, status] as const]
  })
  return {
    project: manifest.metadata.project_name,
    resources,
    texts: lists.texts.values as string[],
    tags: lists.tags.values,
    configs: lists.configs.values,
    folders: lists.folders.values as string[][],
    files: otherFiles(manifest, all),
    selectors: manifest.selectors ?? {},
    results: input.run ? results : null,
    sources: input.freshness?.map(({ unique_id, status }) => [rows.get(unique_id) ?? -1, status] as const) ?? null,
    state: input.before ? stateAnswers(manifest, input.before.manifest, rows) : null,
  }
}

/** Values that are there once, by what they are as JSON. */
class Interned<T> {
  readonly values: T[] = []
  readonly #places = new Map<string, number>()

  at(value: T): number {
    const key = JSON.stringify(value) ?? 'null'
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.#places.set(key, this.values.length)
    return this.values.push(value) - 1
  }
}

interface Lists {
  readonly texts: Interned<string>
  readonly tags: Interned<unknown>
  readonly configs: Interned<unknown>
  readonly folders: Interned<unknown>
}

type Fields = Readonly<Record<string, unknown>>

function rowOf(resource: Resource, lists: Lists, rows: ReadonlyMap<UniqueId, number>, redact: boolean): SelectRow {
  const fields = resource as unknown as Fields
  const fqn = fields.fqn as readonly string[]
  const parents = (fields.depends_on as { readonly nodes?: readonly UniqueId[] } | undefined)?.nodes ?? []
  return [
    shortId(resource),
    lists.texts.at(resource.resource_type),
    resource.name,
    lists.texts.at(resource.package_name),
    lists.texts.at(resource.original_file_path),
    typeof fields.patch_path === 'string' ? lists.texts.at(fields.patch_path) : -1,
    lists.folders.at(fqn.slice(0, -1)),
    lists.tags.at(fields.tags ?? null),
    lists.configs.at(configOf(fields.config, redact)),
    parents.flatMap((id) => rows.get(id) ?? []),
    ...moreOf(resource, fields, fqn.at(-1)),
  ] as SelectRow
}

/** Without what the kind, the package and the name already say. */
function shortId({ unique_id, resource_type, package_name, name }: Resource): string {
  const usual = `${resource_type}.${package_name}.${name}`
  return unique_id.startsWith(usual) ? `~${unique_id.slice(usual.length)}` : unique_id
}

function moreOf(resource: Resource, fields: Fields, leaf: string | undefined): [] | [SelectMore] {
  const more: Record<string, unknown> = {}
  if (leaf !== resource.name) more.leaf = leaf
  for (const key of ['version', 'latest_version', 'access', 'source_name'])
    if (fields[key] !== null && fields[key] !== undefined) more[key] = fields[key]
  const test = (fields.test_metadata as { readonly name?: unknown } | undefined)?.name
  if (test !== undefined) more.test = test
  return Object.keys(more).length > 0 ? [more as SelectMore] : []
}

/** Lists of settings, such as hooks, match no selection: they need not be told. */
function configOf(config: unknown, redact: boolean): unknown {
  const entries = Object.entries((config ?? {}) as Fields).filter(([key]) => !redact || key !== 'meta')
  return Object.fromEntries(entries.map(([key, value]) => [key, selectable(value)]))
}

function selectable(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((member) => member === null || typeof member !== 'object')
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Number || value instanceof Boolean || value instanceof String) return value.valueOf()
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, selectable(inner)]))
}

/** Files of the project that hold no resource, by which a path can match as well. */
function otherFiles(manifest: Manifest, all: readonly Resource[]): string[] {
  const root = manifest.metadata.project_name
  const known = new Set(all.map(({ original_file_path }) => original_file_path))
  const others = [...Object.values(manifest.disabled ?? {}).flat(), ...Object.values(manifest.macros), ...Object.values(manifest.docs)]
  const files = others.flatMap(({ package_name, original_file_path }) => (package_name === root ? [original_file_path] : []))
  return [...new Set(files)].filter((file) => !known.has(file))
}

function stateAnswers(manifest: Manifest, previousManifest: Manifest, rows: ReadonlyMap<UniqueId, number>): SelectBlock['state'] {
  const graph = buildGraph(manifest)
  return Object.fromEntries(
    stateValues.map((value) => {
      try {
        const ids = selectNodes({
          manifest,
          graph,
          previousManifest,
          select: [`state:${value}`],
          indirectSelection: 'empty',
          includeEmpty: true,
        })
        return [value, [...ids].flatMap((id) => rows.get(id) ?? [])]
      } catch (error) {
        if (error instanceof SluiceError) return [value, error.toJSON()]
        throw error
      }
    }),
  )
}
