/** Sets of leaves: joined, strengthened, compared. */
import { type EdgeKind, edgeKinds, type Leaf, type Reads } from './model.js'

export function leafKey({ relation, column }: Leaf): string {
  return `${relation}\u0000${column}`
}

export function leafReads(leaf: Leaf): Reads {
  return new Map([[leafKey(leaf), { leaf, kind: 'passthrough' as const }]])
}

export function union(all: readonly Reads[]): Reads {
  const [first] = all
  if (all.length === 1 && first) return first
  const out = new Map<string, { leaf: Leaf; kind: EdgeKind }>()
  for (const reads of all)
    for (const [key, read] of reads) {
      const before = out.get(key)
      out.set(key, before ? { leaf: read.leaf, kind: stronger(before.kind, read.kind) } : read)
    }
  return out
}

export function atLeast(reads: Reads, kind: EdgeKind): Reads {
  return new Map([...reads].map(([key, read]) => [key, { leaf: read.leaf, kind: stronger(read.kind, kind) }]))
}

export function stronger(a: EdgeKind, b: EdgeKind): EdgeKind {
  return edgeKinds.indexOf(a) >= edgeKinds.indexOf(b) ? a : b
}
