/**
 * When two resources count as the same, per kind. Descriptions and metadata are no change unless they are written to the
 * warehouse; configuration compares as written, before rendering, so that another target is no change either.
 */
import { samePlain } from './same-plain.js'

export type Compared = Readonly<Record<string, unknown>>
type Same = (now: Compared, before: Compared) => boolean

/** Aspects that `state:modified.<aspect>` names. */
export type Aspect = 'body' | 'configs' | 'persisted_descriptions' | 'relation'

const testConfigKeys = ['severity', 'where', 'limit', 'fail_calc', 'warn_if', 'error_if', 'store_failures', 'store_failures_as']
const ignoredConfigKeys: Readonly<Record<string, readonly string[]>> = {
  source: [],
  exposure: [],
  metric: ['group'],
}
const ignoredNodeKeys = ['alias', 'schema', 'database', 'tags', 'group']

export function same(...keys: readonly string[]): Same {
  return (now, before) => keys.every((key) => samePlain(now[key], before[key]))
}

export function sameConfig(now: Compared, before: Compared): boolean {
  const type = String(now.resource_type)
  if (type === 'semantic_model' || type === 'saved_query') return samePlain(now.config, before.config)
  const [mine, theirs] = [record(now.unrendered_config), record(before.unrendered_config)]
  if (type === 'test') return testConfigKeys.every((key) => sameKey(mine, theirs, key))
  const ignored = ignoredConfigKeys[type] ?? ignoredNodeKeys
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  return [...keys].every((key) => ignored.includes(key) || sameKey(mine, theirs, key))
}

function sameKey(a: Compared, b: Compared, key: string): boolean {
  return Object.hasOwn(a, key) === Object.hasOwn(b, key) && samePlain(a[key], b[key])
}

/** Seeds compare by file content. */
export function sameBody(now: Compared, before: Compared): boolean {
  return now.resource_type === 'seed' ? samePlain(now.checksum, before.checksum) : now.raw_code === before.raw_code
}

/** The names as configured; what a target makes of them is no change. */
export function sameRelation(now: Compared, before: Compared): boolean {
  return same('database', 'schema', 'alias')(record(now.unrendered_config), record(before.unrendered_config))
}

export function sourceRelation(compareUnrendered: boolean): Same {
  return compareUnrendered ? same('unrendered_database', 'unrendered_schema', 'identifier') : same('database', 'schema', 'identifier')
}

export function samePersistedDescription(now: Compared, before: Compared): boolean {
  const persisted = record(record(now.config).persist_docs)
  if (persisted.relation && now.description !== before.description) return false
  return !persisted.columns || samePlain(columnDescriptions(now), columnDescriptions(before))
}

function columnDescriptions(node: Compared): Compared {
  return Object.fromEntries(Object.entries(record(node.columns)).map(([name, column]) => [name, record(column).description]))
}

const sameNode: Same = (now, before) =>
  sameBody(now, before) &&
  sameConfig(now, before) &&
  samePersistedDescription(now, before) &&
  same('fqn')(now, before) &&
  sameRelation(now, before)

/** N.B. a new source, exposure, metric, semantic model or saved query is not "modified" to dbt, a new node or unit test is. */
export const newIsModified = (type: unknown): boolean =>
  !['source', 'exposure', 'metric', 'semantic_model', 'saved_query'].includes(String(type))

export const contents: Readonly<Record<string, (compareUnrendered: boolean) => Same>> = {
  model: () => (now, before) =>
    sameNode(now, before) && same('latest_version', 'access')(now, before) && sameDate(now.deprecation_date, before.deprecation_date),
  test: () => (now, before) => (now.test_metadata ? sameConfig(now, before) && same('fqn')(now, before) : sameNode(now, before)),
  function: () => (now, before) => sameNode(now, before) && same('arguments', 'returns')(now, before),
  source: (compareUnrendered) => (now, before) =>
    sourceRelation(compareUnrendered)(now, before) &&
    sameConfig(now, before) &&
    same('fqn', 'quoting', 'freshness', 'loaded_at_field', 'external')(now, before),
  exposure: () => (now, before) =>
    same('fqn', 'type', 'owner', 'maturity', 'url', 'description', 'label')(now, before) &&
    sameSet(record(now.depends_on).nodes, record(before.depends_on).nodes) &&
    sameConfig(now, before),
  metric: () => (now, before) => same('type', 'description', 'label')(now, before) && sameConfig(now, before),
  semantic_model: () => same('model', 'description', 'defaults', 'entities', 'dimensions', 'measures', 'config', 'primary_entity', 'group'),
  saved_query: () => (now, before) =>
    same('description', 'label', 'config', 'group', 'tags')(now, before) &&
    same('metrics', 'group_by', 'where')(record(now.query_params), record(before.query_params)) &&
    sameExports(now.exports, before.exports),
  unit_test: () => same('checksum'),
  node: () => sameNode,
}

function sameExports(now: unknown, before: unknown): boolean {
  const [mine, theirs] = [list(now), list(before)]
  const keys = same('export_as', 'schema', 'alias')
  return (
    mine.length === theirs.length &&
    mine.every((entry, index) => {
      const other = record(theirs[index])
      return record(entry).name === other.name && keys(record(record(entry).unrendered_config), record(other.unrendered_config))
    })
  )
}

/** dbt has written dates with and without a time. */
function sameDate(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'string' && typeof b === 'string' ? Date.parse(a) === Date.parse(b) : samePlain(a, b))
}

function sameSet(a: unknown, b: unknown): boolean {
  const [mine, theirs] = [new Set(list(a)), new Set(list(b))]
  return mine.size === theirs.size && [...mine].every((entry) => theirs.has(entry))
}

export function record(value: unknown): Compared {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Compared) : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
