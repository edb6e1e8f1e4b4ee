/** What is typed into the catalog: words to search, or a selection after `select:`. */
import { useEffect, useState } from 'preact/hooks'
import { type Hit, search } from '../search.js'
import { type Selection, select } from '../selection.js'
import type { Site } from '../site.js'

export interface Found {
  readonly query: string
  /** Best first; in the order of the site without words. */
  readonly places: readonly number[]
  /** Why a node was found. */
  readonly hits: ReadonlyMap<number, Hit>
  readonly selection: Selection | null
}

const prefix = /^\s*select:\s?/

/** The selection a query asks for, with where it starts in the query; undefined for words. */
export function selectionAsked(query: string): { readonly text: string; readonly start: number } | undefined {
  const found = prefix.exec(query)
  return found ? { text: query.slice(found[0].length), start: found[0].length } : undefined
}

/** The last answer stays until the next is there. */
export function useFound(site: Site, query: string): Found | null {
  const [found, setFound] = useState<Found | null>(query === '' ? everything(site) : null)
  useEffect(() => {
    let gone = false
    void find(site, query).then((next) => {
      if (!gone) setFound(next)
    })
    return () => {
      gone = true
    }
  }, [site, query])
  return found
}

async function find(site: Site, query: string): Promise<Found> {
  const asked = selectionAsked(query)
  if (asked) {
    const selection = await select(site, asked.text)
    return { query, places: [...selection.places].sort((a, b) => a - b), hits: new Map(), selection }
  }
  if (query.trim() === '') return everything(site)
  const hits = await search(site, query)
  return { query, places: hits.map(({ place }) => place), hits: new Map(hits.map((hit) => [hit.place, hit])), selection: null }
}

function everything({ index }: Site): Found {
  return { query: '', places: index.nodes.map((_, place) => place), hits: new Map(), selection: null }
}
