/** Topological order, stable by id: among the nodes that could come next, the one whose id sorts first does. */
import type { UniqueId } from '../core/node.js'

type Neighbours = ReadonlyMap<UniqueId, readonly UniqueId[]>

/** Nodes on a cycle, and below one, are left out: `findCycle` tells which. */
export function topologicalOrder(ids: readonly UniqueId[], parents: Neighbours, children: Neighbours): UniqueId[] {
  const waiting = new Map(ids.map((id) => [id, parents.get(id)?.length ?? 0]))
  const ready = new Heap()
  for (const id of ids) if (waiting.get(id) === 0) ready.push(id)
  const order: UniqueId[] = []
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id)
    for (const child of children.get(id) ?? []) {
      const left = (waiting.get(child) ?? 0) - 1
      waiting.set(child, left)
      if (left === 0) ready.push(child)
    }
  }
  return order
}

/** Binary min-heap of ids. */
class Heap {
  readonly #items: UniqueId[] = []

  push(id: UniqueId): void {
    const items = this.#items
    let at = items.push(id) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if ((items[above] as UniqueId) <= id) break
      items[at] = items[above] as UniqueId
      at = above
    }
    items[at] = id
  }

  pop(): UniqueId | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (items.length > 0 && last !== undefined) this.#sink(last)
    return top
  }

  #sink(id: UniqueId): void {
    const items = this.#items
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= items.length) break
      if (below + 1 < items.length && (items[below + 1] as UniqueId) < (items[below] as UniqueId)) below++
      if ((items[below] as UniqueId) >= id) break
      items[at] = items[below] as UniqueId
      at = below
    }
    items[at] = id
  }
}
