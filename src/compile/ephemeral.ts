/** Ephemeral models as common table expressions; each is compiled once per invocation. */
import type { Connection } from '../adapters/index.js'
import { cteName, isEphemeral, type Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import { cteText, injectCtes } from './inject.js'
import type { MappedText } from './mapped-text.js'
import { addAll, type Cte, fill, renderNode } from './render-node.js'
import { transformed } from './transform.js'
import type { CompileOptions } from './types.js'

interface Ephemeral {
  readonly own: MappedText
  readonly before: readonly Cte[]
}

/** Already compiled or being compiled, by runtime. */
const compiled = new WeakMap<Runtime, Map<UniqueId, Promise<Ephemeral>>>()

export interface EphemeralRequest {
  readonly runtime: Runtime
  readonly connection: Connection
  readonly options: CompileOptions
}

/** The model's query and, before it, those it reads itself. `path`: who is being compiled, against cycles. */
export async function ephemeralCtes(request: EphemeralRequest, id: UniqueId, path: readonly UniqueId[]): Promise<readonly Cte[]> {
  const { runtime } = request
  const node = runtime.manifest.nodes[id]
  if (!node || !isEphemeral(node) || path.includes(id)) return []
  const known = compiled.get(runtime) ?? new Map<UniqueId, Promise<Ephemeral>>()
  compiled.set(runtime, known)
  const making = known.get(id) ?? named(node, compileEphemeral(request, node, [...path, id]))
  known.set(id, making)
  making.catch(() => known.delete(id))
  const { own, before } = await making
  return [...before, { id, text: cteText({ id, name: cteName(node.alias), query: own }) }]
}

/** Its errors are its own, not those of the node that reads it. */
async function named(node: ManifestNode, compiling: Promise<Ephemeral>): Promise<Ephemeral> {
  try {
    return await compiling
  } catch (error) {
    throw error instanceof SluiceError ? error.with({ nodeId: node.unique_id }) : error
  }
}

async function compileEphemeral(request: EphemeralRequest, node: ManifestNode, path: readonly UniqueId[]): Promise<Ephemeral> {
  const { runtime, connection, options } = request
  // What belongs to the one node that asked stays with it.
  const {
    batch: _batch,
    globals: _globals,
    overrides: _overrides,
    nodeInfo: _info,
    candidates: _candidates,
    onCommit: _held,
    ...shared
  } = options
  const scope = runtime.nodeScope(node, connection, shared)
  const rendered = await renderNode(runtime, node, scope)
  const before: Cte[] = []
  for (const id of scope.ctes) addAll(before, await ephemeralCtes(request, id, path))
  const own = await transformed(node, scope, rendered, before)
  const texts = before.map((cte) => cte.text)
  fill(node, injectCtes(own, texts).text, before)
  return { own, before }
}
