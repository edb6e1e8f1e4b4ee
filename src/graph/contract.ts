/**
 * Leaving nodes out of a graph: paths through them become edges between the kept ones. Of these only the nearest are
 * made; without that a chain of left-out nodes turns into a square of edges.
 */
import type { UniqueId } from '../core/node.js'

interface Ordered {
  nodes(): readonly UniqueId[]
  parents(id: UniqueId): readonly UniqueId[]
  order(ids: Iterable<UniqueId>): readonly UniqueId[]
}

const none: ReadonlySet<UniqueId> = new Set()

/** Edges between kept nodes, direct ones and those through nodes left out. */
export function* contractedEdges(graph: Ordered, kept: ReadonlySet<UniqueId>): Generator<[UniqueId, UniqueId]> {
  const coverage = new Coverage(graph.order(kept))
  const above = new Map<UniqueId, ReadonlySet<UniqueId>>()
  for (const id of graph.nodes()) {
    const direct = graph.parents(id).filter((parent) => kept.has(parent))
    const through = graph.parents(id).flatMap((parent) => (kept.has(parent) ? [] : [...(above.get(parent) ?? none)]))
    const parents = through.length === 0 ? new Set(direct) : coverage.nearest(direct, through)
    if (!kept.has(id)) above.set(id, parents)
    else {
      coverage.record(id, parents)
      for (const parent of parents) yield [parent, id]
    }
  }
}

/** Who is above whom among the kept nodes, one bit per pair. */
class Coverage {
  readonly #ids: readonly UniqueId[]
  readonly #index: ReadonlyMap<UniqueId, number>
  readonly #ancestors = new Map<UniqueId, Uint32Array>()

  constructor(ids: readonly UniqueId[]) {
    this.#ids = ids
    this.#index = new Map(ids.map((id, index) => [id, index]))
  }

  record(id: UniqueId, parents: Iterable<UniqueId>): void {
    const bits = this.#empty()
    for (const parent of parents) this.#add(bits, parent)
    this.#ancestors.set(id, bits)
  }

  /** All of `direct`, and those of `through` that are above none of the others. */
  nearest(direct: readonly UniqueId[], through: readonly UniqueId[]): ReadonlySet<UniqueId> {
    const covered = this.#empty()
    for (const id of direct) this.#add(covered, id)
    const found = new Set(direct)
    // N.B. latest first: a node can only be covered by one that comes after it.
    for (const id of [...new Set(through)].sort((a, b) => this.#at(b) - this.#at(a))) {
      if (this.#has(covered, id)) continue
      found.add(id)
      this.#add(covered, id)
    }
    return found
  }

  #empty(): Uint32Array {
    return new Uint32Array((this.#ids.length + 31) >> 5)
  }

  #at(id: UniqueId): number {
    return this.#index.get(id) ?? 0
  }

  #has(bits: Uint32Array, id: UniqueId): boolean {
    const at = this.#at(id)
    return ((bits[at >> 5] ?? 0) & (1 << (at & 31))) !== 0
  }

  /** The node and all above it. */
  #add(bits: Uint32Array, id: UniqueId): void {
    const at = this.#at(id)
    bits[at >> 5] = (bits[at >> 5] ?? 0) | (1 << (at & 31))
    const above = this.#ancestors.get(id)
    if (above) for (let word = 0; word <= at >> 5; word++) bits[word] = (bits[word] ?? 0) | (above[word] ?? 0)
  }
}
