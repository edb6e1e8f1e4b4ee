/** The front door to warehouses: the registry of engines, and what every engine shares. */
import type { AdapterModule } from './adapter.js'
import { unknownAdapter } from './errors.js'

export type * from './adapter.js'
export { ConnectionPool } from './pool.js'
export { RelationCache } from './relation-cache.js'

/** `type:` of a profile output → its engine. Light to load: drivers come with `create`. */
const adapters = {
  duckdb: async () => (await import('./duckdb/index.js')).duckdb,
} satisfies Record<string, () => Promise<AdapterModule>>

export const adapterTypes: readonly string[] = Object.keys(adapters)

export async function adapterModule(type: string): Promise<AdapterModule> {
  if (!Object.hasOwn(adapters, type)) throw unknownAdapter(type, adapterTypes)
  return await adapters[type as keyof typeof adapters]()
}
