/** Every node's SQL without a warehouse: what a template asks of the catalog is answered from what is understood so far. */
import {
  type Adapter,
  type AdapterModule,
  documentedColumns,
  type OfflineEngine,
  offlineAdapter,
  type RecordingConnection,
} from '../adapters/index.js'
import { type CompiledNode, compileNode } from '../compile/index.js'
import { isEphemeral, type Runtime, type ScopeOverrides } from '../context/index.js'
import { Column } from '../core/column.js'
import { SluiceError } from '../core/error.js'
import type { Manifest } from '../core/manifest.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import type { KnownRelation } from './catalog.js'

/** `known`: columns of the relation of this name, once its node is understood. */
export type ColumnsSoFar = (relation: Relation) => KnownRelation | undefined

export function understandingAdapter(
  module: AdapterModule,
  engine: OfflineEngine | undefined,
  manifest: Manifest,
  known: ColumnsSoFar,
): Adapter {
  // A source has the name it is declared by, whatever its engine reads in its place.
  const { sourceText: _files, ...rest } = module
  // Views are dropped with what they read only where there is a warehouse to ask for them.
  const named = { ...rest, capabilities: new Set([...module.capabilities].filter((each) => each !== 'cascading-drop')) }
  const documented = documentedColumns(module, manifest)
  return offlineAdapter(named, engine, (of, at) => {
    const columns = typeof of === 'string' ? undefined : known(of)?.columns
    if (!columns) return documented(of, at)
    const unknown = module.seedType('Text', { decimals: false })
    return columns.map(({ name, type }) => new Column(module.types, { name, dtype: module.types.translate(type ?? unknown) }))
  })
}

export interface Compiled {
  readonly compiled: CompiledNode
  readonly code: string
  /** Aliases of the ephemeral models put before it. */
  readonly ephemeral: readonly string[]
  /** What its template asked of a warehouse, which nobody answered: the text is not what will run. */
  readonly guessed: string | null
}

export type Compilation = Compiled | { readonly error: SluiceError; readonly guessed: string | null }

/** The node's compiled fields are left as they were: this text is for reading, not for a warehouse. */
export async function compileForReading(
  runtime: Runtime,
  node: ManifestNode,
  connection: RecordingConnection,
  overrides?: ScopeOverrides,
): Promise<Compilation> {
  const kept = keep(node)
  connection.take()
  try {
    const compiled = await compileNode(runtime, node, connection, { threadId: 'check', ...(overrides && { overrides }) })
    const ephemeral = (compiled.node.extra_ctes ?? []).flatMap(({ id }) => aliasOf(runtime, id))
    return { compiled, code: compiled.code, ephemeral, guessed: guess(connection) }
  } catch (error) {
    if (!(error instanceof SluiceError) || error.code === 'INTERNAL') throw error
    return { error, guessed: guess(connection) }
  } finally {
    Object.assign(node, kept)
  }
}

function keep(node: ManifestNode) {
  const { compiled, compiled_code, extra_ctes, extra_ctes_injected } = node
  return { compiled, compiled_code, extra_ctes, extra_ctes_injected } as Partial<ManifestNode>
}

function aliasOf({ manifest }: Runtime, id: UniqueId): string[] {
  const node = manifest.nodes[id]
  return node && isEphemeral(node) ? [node.alias] : []
}

function guess(connection: RecordingConnection): string | null {
  if (connection.rowsMissed) return 'its template reads rows of the warehouse'
  return connection.columnsMissed ? 'its template asks for columns that nobody knows' : null
}
