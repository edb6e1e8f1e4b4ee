/** What lies above and below a node, and what of it is not well: whether what one reads can be trusted now. */
import type { NodeStatus, SiteNode } from '../../model/index.js'
import type { Site } from '../site.js'

/** Places reached from `start` along `next`, without itself. */
export function reach(next: readonly (readonly number[])[], start: number): number[] {
  const seen = new Set([start])
  const open = [...(next[start] ?? [])]
  for (const place of open) {
    if (seen.has(place)) continue
    seen.add(place)
    open.push(...(next[place] ?? []))
  }
  seen.delete(start)
  return [...seen]
}

export interface Trouble {
  readonly place: number
  readonly status: NodeStatus
  /** What is wrong, in words. */
  readonly why: string
}

/** What is wrong with a node itself; undefined where nothing is. */
export function troubleOf(node: SiteNode, place: number): Trouble | undefined {
  if (node.status === 'fail') return { place, status: 'fail', why: 'failed' }
  if (node.tests.fail > 0) return { place, status: 'fail', why: count(node.tests.fail, 'test fails', 'tests fail') }
  if (node.freshness === 'fail') return { place, status: 'fail', why: 'is stale' }
  if (node.status === 'skipped') return { place, status: 'skipped', why: 'was not built' }
  if (node.freshness === 'warn') return { place, status: 'warn', why: 'is late' }
  if (node.status === 'warn' || node.tests.warn > 0)
    return { place, status: 'warn', why: count(Math.max(node.tests.warn, 1), 'test warns', 'tests warn') }
  return undefined
}

function count(many: number, one: string, more: string): string {
  return `${many} ${many === 1 ? one : more}`
}

const order: readonly NodeStatus[] = ['fail', 'skipped', 'warn', 'ok', 'none']

export interface Trust {
  readonly status: NodeStatus
  /** The worst first. */
  readonly troubles: readonly Trouble[]
  readonly above: number
}

/** `fail`: what it reads is wrong, old or missing; `warn`: look at it; `ok`: all above is well; `none`: nothing above ever ran. */
export function trustOf(site: Site, place: number): Trust {
  const above = reach(site.parents, place)
  const nodes = above.flatMap((at) => site.index.nodes[at] ?? [])
  const troubles = above.flatMap((at) => troubleOf(site.index.nodes[at] as SiteNode, at) ?? [])
  troubles.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.place - b.place)
  const worst = troubles[0]?.status
  const known = nodes.some((node) => node.status === 'ok' || node.freshness === 'ok')
  return { status: worst === 'skipped' ? 'fail' : (worst ?? (known ? 'ok' : 'none')), troubles, above: above.length }
}
