/** Full-text search over names, columns, tags and descriptions; names weigh most. Built once, on first use. */
import MiniSearch from 'minisearch'
import type { Site } from './site.js'

const built = new WeakMap<Site, MiniSearch>()

function indexOf(site: Site): MiniSearch {
  let search = built.get(site)
  if (!search) {
    search = new MiniSearch({
      fields: ['name', 'tags', 'summary'],
      searchOptions: {
        boost: { name: 6, tags: 2 },
        prefix: true,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
        combineWith: 'AND',
      },
      tokenize: (text) =>
        text
          .toLowerCase()
          .split(/[^\p{L}\p{N}]+/u)
          .filter(Boolean),
    })
    search.addAll(
      site.index.nodes.map((node, id) => ({
        id,
        name: node.name,
        tags: node.tags.join(' '),
        summary: node.summary,
      })),
    )
    built.set(site, search)
  }
  return search
}

/** Positions of matching nodes, best first; all nodes when the query is empty. */
export function searchNodes(site: Site, query: string): readonly number[] {
  if (query.trim() === '') return site.index.nodes.map((_, place) => place)
  return indexOf(site)
    .search(query)
    .map((hit) => Number(hit.id))
}
