/**
 * Before the first node: schemas that are missing are made, one after the other, and what exists is read once per schema.
 * All of it through the `adapter` object of templates, so that a project's own macros of these names are honoured.
 */
import type { Connection, ConnectionPool } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import type { SluiceError } from '../core/error.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import { attribute, call, type TemplateFunction, type TemplateObject } from '../core/template-object.js'
import { needsOwnSchema } from './node-kinds.js'

/** N.B. serially: DuckDB refuses all but one of several `create schema` of the same name at a time. */
export async function createSchemas(runtime: Runtime, selected: ReadonlySet<UniqueId>, connection: Connection): Promise<void> {
  const nodes = [...selected].map((id) => runtime.manifest.nodes[id] ?? runtime.manifest.functions[id])
  for (const schema of schemasOf(runtime, nodes)) {
    const read = async () => (await adapterCall<readonly string[]>(runtime, connection, 'list_schemas', schema.database)).map(String)
    const existing = await runtime.cache.schemas(schema.database, read)
    if (existing.has(runtime.module.relationStyle.fold(schema.schema ?? ''))) continue
    await adapterCall(runtime, connection, 'create_schema', schema)
    await runtime.cache.addSchema(schema)
  }
}

/** Reads the schemas of all nodes, or of the selected ones (`--cache-selected-only`), spread over the lanes. */
export async function fillCache(
  runtime: Runtime,
  selected: ReadonlySet<UniqueId>,
  pool: ConnectionPool,
  lanes: readonly string[],
): Promise<void> {
  const { flags } = runtime.invocation
  if (flags.populateCache === false) return
  const all = Object.values(runtime.manifest.nodes)
  const nodes = flags.cacheSelectedOnly === true ? all.filter((node) => selected.has(node.unique_id)) : all
  const left = schemasOf(runtime, nodes)
  const work = async (lane: string): Promise<void> => {
    for (let schema = left.shift(); schema; schema = left.shift()) {
      const { database, schema: name } = schema
      await pool.use(lane, (connection) => adapterCall(runtime, connection, 'list_relations', database, name))
    }
  }
  await Promise.all(lanes.slice(0, Math.max(1, left.length)).map(work))
}

/** What the warehouse cannot build, by its own account. */
export async function refusals(
  runtime: Runtime,
  selected: ReadonlySet<UniqueId>,
  connection: Connection,
): Promise<ReadonlyMap<UniqueId, SluiceError>> {
  const nodes = [...selected].sort().flatMap((id) => runtime.manifest.nodes[id] ?? [])
  return (await runtime.adapter.refusals?.(nodes, connection)) ?? new Map()
}

/** Each schema the nodes build into once, as a relation without identifier. */
function schemasOf(runtime: Runtime, nodes: Iterable<ManifestNode | undefined>): Relation[] {
  const schemas = new Map<string, Relation>()
  for (const node of nodes) {
    if (!node || !needsOwnSchema(node, runtime.invocation.flags)) continue
    const relation = runtime.relationOf(node).with({ identifier: null, type: null })
    if (relation.schema && !schemas.has(relation.key)) schemas.set(relation.key, relation)
  }
  return [...schemas.values()]
}

export async function adapterCall<T>(runtime: Runtime, connection: Connection, name: string, ...args: readonly unknown[]): Promise<T> {
  const adapter = runtime.operationScope(connection).lookup('adapter') as TemplateObject
  const method = adapter[attribute]?.(name) as TemplateFunction
  return (await method[call](args, {})) as T
}
