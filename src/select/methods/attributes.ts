/** Methods that look at one plain property of a resource. */
import type { Resource } from '../../core/node.js'
import { isNode } from '../environment.js'
import { valueInvalid } from '../errors.js'
import { fnmatch } from '../pattern.js'
import { textMethod } from './method.js'

export const tag = textMethod('a tag', (value) => (resource) => tagsOf(resource).some((name) => fnmatch(name, value)))

export const group = textMethod('the group a node or metric belongs to', (value) => (resource) => {
  if (!isNode(resource) && resource.resource_type !== 'metric') return false
  const name = resource.config.group
  return typeof name === 'string' && name !== '' && fnmatch(name, value)
})

export const access = textMethod(
  'private, protected or public models',
  (value) => (resource) => resource.resource_type === 'model' && resource.access === value,
)

export const packageName = textMethod('a package; `this` is the root project', (value, { manifest }) => {
  const wanted = value === 'this' ? manifest.metadata.project_name : value
  return (resource) => fnmatch(resource.package_name, wanted)
})

const resourceTypes = [
  'model',
  'seed',
  'snapshot',
  'test',
  'unit_test',
  'source',
  'exposure',
  'metric',
  'semantic_model',
  'saved_query',
  'analysis',
  'function',
  'operation',
  'sql_operation',
]
/** Kinds dbt names that no selectable resource has, and newer names for old kinds. */
const emptyTypes = ['rpc', 'doc', 'macro', 'group', 'fixture']
const renamedTypes: Readonly<Record<string, string>> = { data_test: 'test' }

export const resourceType = textMethod('the kind of resource', (value) => {
  const type = renamedTypes[value] ?? value
  if (!resourceTypes.includes(type) && !emptyTypes.includes(type))
    throw valueInvalid('resource_type', value, [...resourceTypes, 'data_test'])
  return (resource) => resource.resource_type === type
})

const versionKinds: Readonly<Record<string, (version: unknown, latest: unknown) => boolean>> = {
  latest: (version, latest) => isGiven(version) && version === latest,
  prerelease: (version, latest) => isGiven(version) && isGiven(latest) && isEarlier(latest, version),
  old: (version, latest) => isGiven(version) && isGiven(latest) && isEarlier(version, latest),
  none: (version) => version === null || version === undefined,
}

export const version = textMethod('latest, prerelease, old or none', (value, { resources }) => {
  const matches = versionKinds[value]
  if (!matches) {
    if (resources.some((resource) => resource.resource_type === 'model')) throw valueInvalid('version', value, Object.keys(versionKinds))
    return () => false
  }
  return (resource) => resource.resource_type === 'model' && matches(resource.version, resource.latest_version)
})

/** N.B. version 0 and the empty version count as none given, as in dbt. */
function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && value !== 0
}

/** As numbers where both are, else as text. */
function isEarlier(a: unknown, b: unknown): boolean {
  const [left, right] = [Number(a), Number(b)]
  return Number.isNaN(left) || Number.isNaN(right) ? String(a) < String(b) : left < right
}

function tagsOf(resource: Resource): readonly string[] {
  const tags: unknown = resource.resource_type === 'unit_test' ? resource.config.tags : (resource as { readonly tags?: unknown }).tags
  if (typeof tags === 'string') return [tags]
  return Array.isArray(tags) ? tags : []
}
