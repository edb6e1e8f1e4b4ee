/** The front door to warehouses: the registry of engines, and what every engine shares. */
import type { AdapterModule } from './adapter.js'
import { unknownAdapter } from './errors.js'
import type { AdapterSearch } from './third-party.js'

export type * from './adapter.js'
export type { Bench, Case, CaseResult, Day } from './conformance/types.js'
export { offlineAdapter, RecordingConnection } from './offline.js'
export { documentedColumns } from './offline-columns.js'
export { ConnectionPool } from './pool.js'
export { RelationCache } from './relation-cache.js'

/** `type:` of a profile output → its engine. Light to load: drivers come with `create`. */
const adapters = {
  duckdb: async () => (await import('./duckdb/index.js')).duckdb,
  postgres: async () => (await import('./postgres/index.js')).postgres,
  snowflake: async () => (await import('./snowflake/index.js')).snowflake,
} satisfies Record<string, () => Promise<AdapterModule>>

export const adapterTypes: readonly string[] = Object.keys(adapters)

/** `file`: entry of an adapter that is not built in, as `locateAdapter` found it. */
export async function adapterModule(type: string, file?: string | undefined): Promise<AdapterModule> {
  if (file !== undefined) return await (await import('./third-party.js')).loadAdapter(type, file)
  if (!Object.hasOwn(adapters, type)) throw unknownAdapter(type, adapterTypes)
  return await adapters[type as keyof typeof adapters]()
}

/** Entry file of the adapter for a type that is not built in; undefined for those that are. */
export async function locateAdapter(search: Omit<AdapterSearch, 'known'>): Promise<string | undefined> {
  if (search.written === undefined && Object.hasOwn(adapters, search.type)) return undefined
  return (await import('./third-party.js')).findAdapter({ ...search, known: adapterTypes })
}

/** The conformance suite; loaded on demand, since only `debug --conformance` and tests want it. */
export async function conformanceSuite() {
  return await import('./conformance/index.js')
}
