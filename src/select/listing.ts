/** What `ls` prints for selected resources: selectors, names, paths, or one JSON object per line. */
import { writtenResource } from '../artifacts/index.js'
import { SluiceError } from '../core/error.js'
import { findResource, type Manifest } from '../core/manifest.js'
import type { Plain, Resource, UniqueId } from '../core/node.js'

export type ListOutput = 'selector' | 'name' | 'path' | 'json'

export interface ListOptions {
  readonly output?: ListOutput | undefined
  /** Only for JSON; `config.materialized` reaches inside. */
  readonly outputKeys?: readonly string[] | undefined
  /** Why each is listed: behind the line, or as a key `modified` in JSON. */
  readonly reasons?: ReadonlyMap<UniqueId, readonly string[]> | undefined
}

/** Keys of a JSON line where none are asked for; they come in the manifest's order. */
const standardKeys = new Set([
  'alias',
  'name',
  'package_name',
  'depends_on',
  'tags',
  'config',
  'resource_type',
  'source_name',
  'original_file_path',
  'unique_id',
])

/** Lines in the order of ids. */
export function listNodes(manifest: Manifest, ids: Iterable<UniqueId>, options: ListOptions = {}): string[] {
  const line = lineOf(options)
  return [...ids].sort().flatMap((id) => {
    const resource = findResource(manifest, id)
    return resource ? [line(resource, options.reasons?.get(id))] : []
  })
}

type Line = (resource: Resource, reasons?: readonly string[]) => string

function lineOf(options: ListOptions): Line {
  const line = bareLine(options)
  if (options.output === 'json') return line
  return (resource, reasons) => (reasons && reasons.length > 0 ? `${line(resource)}  ${reasons.join('; ')}` : line(resource))
}

function bareLine({ output = 'selector', outputKeys }: ListOptions): Line {
  switch (output) {
    case 'selector':
      return selectorOf
    case 'name':
      return searchName
    case 'path':
      return (resource) => resource.original_file_path
    case 'json':
      return (resource, modified) => {
        const keys = outputKeys && outputKeys.length > 0 ? picked(resource, outputKeys) : standard(resource)
        return pythonJson(modified ? { ...keys, modified } : keys)
      }
    default:
      throw new SluiceError('USAGE', { message: `unknown output "${output as string}"`, expected: 'selector, name, path or json' })
  }
}

/** The text that selects this resource again. */
export function selectorOf(resource: Resource): string {
  switch (resource.resource_type) {
    case 'source':
      return `source:${resource.package_name}.${resource.source_name}.${resource.name}`
    case 'exposure':
    case 'metric':
    case 'saved_query':
    case 'semantic_model':
      return `${resource.resource_type}:${resource.package_name}.${resource.name}`
    case 'unit_test':
      return `unit_test:${resource.package_name}.${resource.name}${resource.version === null || resource.version === undefined ? '' : `_v${resource.version}`}`
    default:
      return resource.fqn.join('.')
  }
}

/** `source.table`, `model.v2`, else the name. */
export function searchName(resource: Resource): string {
  if (resource.resource_type === 'source') return `${resource.source_name}.${resource.name}`
  const version = resource.resource_type === 'model' ? resource.version : null
  return version === null || version === undefined ? resource.name : `${resource.name}.v${version}`
}

function standard(resource: Resource): Record<string, unknown> {
  const written = writtenResource(resource as unknown as Plain)
  return Object.fromEntries(Object.entries(written).filter(([key]) => standardKeys.has(key)))
}

function picked(resource: Resource, keys: readonly string[]): Record<string, unknown> {
  const node = resource as unknown as Readonly<Record<string, unknown>>
  const found: Record<string, unknown> = {}
  for (const key of keys) {
    if (!key.includes('.')) {
      if (key in node) found[key] = node[key]
      continue
    }
    const value = nested(node, key.split('.'))
    if (value !== undefined && value !== null) found[key] = value
  }
  return found
}

function nested(start: unknown, keys: readonly string[]): unknown {
  let value = start
  for (const key of keys) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}

/** JSON as Python spaces it, ASCII only: scripts compare these lines as text. */
export function pythonJson(value: unknown): string {
  if (value instanceof Number) return value.toString()
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
    return `{${entries.map(([key, entry]) => `${asciiJson(key)}: ${pythonJson(entry)}`).join(', ')}}`
  }
  return asciiJson(value ?? null)
}

function asciiJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
