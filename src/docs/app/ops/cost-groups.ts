/** What the last run cost, put together by model, owner, tag, folder or type. */
import type { RunEntry, RunsBlock, SiteNode } from '../../model/index.js'
import type { Site } from '../site.js'

export const dimensions = ['model', 'owner', 'tag', 'folder', 'type'] as const
export type Dimension = (typeof dimensions)[number]

export interface CostGroup {
  readonly key: string
  /** Where it stands for one node. */
  readonly node: number
  readonly nodes: number
  /** Of the nodes themselves, and of the tests that look at them; in the figure's unit. */
  readonly own: number
  readonly tests: number
}

/** What is added up: the warehouse's cost where it tells one, else seconds. */
export interface Figure {
  readonly unit: string
  readonly of: (entry: RunEntry) => number
}

export function figureOf({ costUnit }: RunsBlock): Figure {
  return costUnit === '' ? { unit: 's', of: (entry) => entry.seconds } : { unit: costUnit, of: (entry) => entry.cost ?? 0 }
}

/** The greatest first. What belongs to no node (hooks) stands under its own name. A node of several tags counts under each. */
export function costGroups(block: RunsBlock, site: Site, by: Dimension): CostGroup[] {
  const figure = figureOf(block)
  const groups = new Map<string, Adding>()
  for (const entry of block.last) {
    const node = site.index.nodes[entry.about]
    for (const key of node ? keysOf(node, by) : [noNode(entry)]) {
      const group = groups.get(key) ?? { node: node && by === 'model' ? entry.about : -1, nodes: new Set(), own: 0, tests: 0 }
      add(group, entry, figure.of(entry))
      groups.set(key, group)
    }
  }
  return [...groups]
    .map(([key, { nodes, ...group }]) => ({ key, ...group, nodes: nodes.size }))
    .filter(({ own, tests }) => own + tests > 0)
    .sort((a, b) => b.own + b.tests - a.own - a.tests || (a.key < b.key ? -1 : 1))
}

interface Adding {
  readonly node: number
  readonly nodes: Set<number>
  own: number
  tests: number
}

function add(group: Adding, entry: RunEntry, figure: number): void {
  if (entry.about >= 0) group.nodes.add(entry.about)
  if (entry.node >= 0 || entry.about < 0) group.own += figure
  else group.tests += figure
}

function noNode({ type }: RunEntry): string {
  return type === 'operation' ? '(hooks)' : `(${type.replace('_', ' ')}s of no node)`
}

function keysOf(node: SiteNode, by: Dimension): readonly string[] {
  switch (by) {
    case 'model':
      return [node.id]
    case 'owner':
      return [node.group || node.owner || '(no owner)']
    case 'tag':
      return node.tags.length > 0 ? node.tags : ['(no tag)']
    case 'folder':
      return [node.folder || '(top)']
    case 'type':
      return [node.type === 'model' ? node.materialized || 'model' : node.type]
  }
}

/** Models that ran and that nothing of this project reads; the dearest first. */
export function neverRead(block: RunsBlock, site: Site): { readonly place: number; readonly cost: number }[] {
  const figure = figureOf(block)
  return block.last
    .flatMap((entry) => {
      const node = site.index.nodes[entry.node]
      const unread = node?.type === 'model' && (site.children[entry.node] ?? []).length === 0
      return unread && entry.status !== 'skipped' ? [{ place: entry.node, cost: figure.of(entry) }] : []
    })
    .sort((a, b) => b.cost - a.cost)
}

export function formatFigure(value: number, unit: string): string {
  const digits = value >= 100 ? 0 : value >= 1 ? 2 : 4
  return `${value.toLocaleString('en', { maximumFractionDigits: unit === 's' ? 2 : digits })} ${unit}`
}
