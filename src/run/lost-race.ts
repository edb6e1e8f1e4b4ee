/** What a try that failed leaves behind in the cache, and the try that failed because somebody else was first. */
import type { Connection } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Resource } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import { needsOwnSchema } from './node-kinds.js'
import { adapterCall } from './prepare.js'

/**
 * Runs one try of a node. Where it fails with nothing permanent, the cache says of the node's relation what it said
 * before. Where that was "absent" and the warehouse has it by now, the error becomes `DB_CONFLICT`, which the pool tries again.
 */
export async function knowingRivals<T>(node: Resource, runtime: Runtime, connection: Connection, attempt: () => Promise<T>): Promise<T> {
  const own = ownRelation(node, runtime)
  if (!own?.identifier) return await attempt()
  const { cache, adapter } = runtime
  const wasRead = cache.has(own)
  const before = cache.get({ database: own.database, schema: own.schema, identifier: own.identifier })
  const { committed } = connection
  try {
    return await attempt()
  } catch (error) {
    if (connection.committed !== committed) throw error
    if (wasRead) cache.put(own, before)
    if (before !== undefined || !(error instanceof SluiceError) || adapter.isTaken?.(error) !== true) throw error
    await connection.rollback()
    const found = await inWarehouse(own, runtime, connection)
    if (!found) throw error
    cache.put(own, found)
    throw overtaken(error)
  }
}

function ownRelation(node: Resource, runtime: Runtime): Relation | undefined {
  const nodes = runtime.manifest.nodes
  const known = nodes[node.unique_id]
  return known && needsOwnSchema(known, runtime.invocation.flags) ? runtime.relationOf(known) : undefined
}

/** Undefined too where the warehouse cannot be asked: the first error is the one to tell. */
async function inWarehouse(own: Relation, runtime: Runtime, connection: Connection): Promise<Relation | undefined> {
  try {
    const all = await adapterCall<readonly Relation[]>(runtime, connection, 'list_relations_without_caching', own)
    return all.find((each) => each.key === own.key)
  } catch {
    return undefined
  }
}

function overtaken(error: SluiceError): SluiceError {
  const hint = 'another run made it meanwhile: once that one has ended, `sluice retry` finds it and goes on'
  return new SluiceError('DB_CONFLICT', { ...error.fields, hint, cause: error })
}
