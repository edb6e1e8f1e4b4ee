/**
 * Tests come along with what they test. Selecting a model selects its tests too: all that touch it (eager), those that
 * touch nothing else (cautious), or nothing that is not selected or upstream (buildable), or none (empty).
 */
import type { Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Graph } from '../graph/index.js'
import type { IndirectSelection } from './expression.js'

export interface Selected {
  readonly direct: ReadonlySet<UniqueId>
  /** Tests that wait for more of their parents to be selected by another criterion. */
  readonly waiting: ReadonlySet<UniqueId>
}

/** Adds the tests of what one criterion selected. */
export function addTests(selected: ReadonlySet<UniqueId>, mode: IndirectSelection, graph: Graph, manifest: Manifest): Selected {
  if (mode === 'empty') return { direct: selected, waiting: new Set() }
  const direct = new Set(selected)
  const waiting = new Set<UniqueId>()
  const built = mode === 'buildable' ? buildable(selected, graph, Object.keys(manifest.sources)) : selected
  for (const id of selected) {
    for (const child of graph.children(id)) {
      const parents = testParents(manifest, child)
      if (!parents) continue
      if (mode === 'eager' || parents.every((parent) => built.has(parent))) direct.add(child)
      else waiting.add(child)
    }
  }
  return { direct, waiting }
}

/**
 * After criteria were combined: a waiting test whose parents are all there by now joins. Unit tests never wait for
 * several parents, so they are left out here.
 */
export function joinWaiting(selected: Selected, mode: IndirectSelection, graph: Graph, manifest: Manifest): ReadonlySet<UniqueId> {
  const { direct, waiting } = selected
  if ((mode !== 'cautious' && mode !== 'buildable') || waiting.size === 0) return direct
  const joined = new Set(direct)
  const built = mode === 'buildable' ? buildable(direct, graph, []) : joined
  for (const id of waiting) {
    const node = manifest.nodes[id]
    if (node && (node.depends_on.nodes ?? []).every((parent) => built.has(parent))) joined.add(id)
  }
  return joined
}

function buildable(selected: ReadonlySet<UniqueId>, graph: Graph, more: readonly UniqueId[]): ReadonlySet<UniqueId> {
  return new Set([...selected, ...graph.ancestors(selected), ...more])
}

/** Parents of a data test or unit test, else undefined. */
function testParents(manifest: Manifest, id: UniqueId): readonly UniqueId[] | undefined {
  const node = manifest.nodes[id] ?? manifest.unit_tests[id]
  return node?.resource_type === 'test' || node?.resource_type === 'unit_test' ? node.depends_on.nodes : undefined
}
