/** What a node's config wants of its session alone, held for the time of its work and undone afterwards. */
import type { Connection } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import type { Resource } from '../core/node.js'

export async function inNodeSession<T>(node: Resource, runtime: Runtime, connection: Connection, work: () => Promise<T>): Promise<T> {
  const leave = await runtime.adapter.enterNode?.(node.config as never, connection)
  try {
    const result = await work()
    await leave?.(false)
    return result
  } catch (error) {
    // The node's own error is the one to tell.
    await leave?.(true).catch(() => undefined)
    throw error
  }
}
