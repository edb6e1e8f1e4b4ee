/** The loaded site, its derived lookups, and the route: what every page reads. */
import { computed, signal } from '@preact/signals'
import type { SiteIndex, SiteNode } from '../model/index.js'

export interface Site {
  readonly index: SiteIndex
  readonly position: ReadonlyMap<string, number>
  readonly parents: readonly (readonly number[])[]
  readonly children: readonly (readonly number[])[]
}

export interface Route {
  readonly page: string
  /** The rest of the path, decoded: a node id. */
  readonly argument: string
  readonly query: URLSearchParams
}

export const site = signal<Site | null>(null)
const hash = signal(location.hash)
addEventListener('hashchange', () => {
  hash.value = location.hash
})

export const route = computed<Route>(() => parseRoute(hash.value))

function parseRoute(text: string): Route {
  const [path = '', query = ''] = text.replace(/^#\/?/, '').split('?')
  const [page = '', ...rest] = path.split('/')
  return { page: page || 'home', argument: decode(rest.join('/')), query: new URLSearchParams(query) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function nodeLink(node: SiteNode): string {
  return `#/node/${encodeURIComponent(node.id)}`
}

/** Changes the query of the current page without a new history entry. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const { page, argument, query } = route.value
  const next = new URLSearchParams(query)
  for (const [key, value] of Object.entries(changes)) {
    if (value) next.set(key, value)
    else next.delete(key)
  }
  const text = next.toString()
  const path = argument ? `${page}/${encodeURIComponent(argument)}` : page
  history.replaceState(history.state, '', `#/${path}${text ? `?${text}` : ''}`)
  hash.value = location.hash
}

export function buildSite(index: SiteIndex): Site {
  const parents: number[][] = index.nodes.map(() => [])
  const children: number[][] = index.nodes.map(() => [])
  for (const [from, to] of index.edges) {
    parents[to]?.push(from)
    children[from]?.push(to)
  }
  return { index, position: new Map(index.nodes.map((node, place) => [node.id, place])), parents, children }
}

/** Nodes within `depth` steps upstream and downstream of `start`, itself included. */
export function neighbourhood(current: Site, start: number, up: number, down: number): Set<number> {
  const found = new Set([start])
  const walk = (next: readonly (readonly number[])[], depth: number) => {
    let frontier = [start]
    for (let step = 0; step < depth && frontier.length > 0; step++) {
      frontier = frontier.flatMap((node) => next[node] ?? []).filter((node) => !found.has(node) && found.add(node))
    }
  }
  walk(current.parents, up)
  walk(current.children, down)
  return found
}
