/** Walks as state of a view: null while one is under way. */
import { useEffect, useState } from 'preact/hooks'
import type { SiteLineage } from '../../model/index.js'
import { loadEntry } from '../data.js'
import type { Site } from '../site.js'
import { type Direction, type Links, type Point, pointKey, type Walk, walkColumns } from './walk.js'

export function linksOf(site: Site): Links {
  return {
    id: (place) => site.index.nodes[place]?.id ?? '',
    read: (place) => loadEntry(site.index, 'lineage', place),
  }
}

export interface WalkQuestion {
  readonly start: Point
  readonly direction: Direction
  readonly depth: number
  readonly indirect: boolean
  readonly limit: number
}

export interface Walked {
  readonly walk: Walk
  /** What is known of each node that was met. */
  readonly entries: ReadonlyMap<number, SiteLineage>
}

/** From several starts one after the other; they share what was read. */
export function useWalks(site: Site, questions: readonly WalkQuestion[]): readonly Walked[] | null {
  const key = questions.map(({ start, ...rest }) => `${pointKey(start)} ${Object.values(rest).join(' ')}`).join('\n\n')
  const [state, setState] = useState<{ readonly key: string; readonly value: readonly Walked[] }>()
  useEffect(() => {
    let gone = false
    void walkAll(site, questions).then((value) => {
      if (!gone) setState({ key, value })
    })
    return () => {
      gone = true
    }
  }, [key])
  return state?.key === key ? state.value : null
}

async function walkAll(site: Site, questions: readonly WalkQuestion[]): Promise<readonly Walked[]> {
  const links = linksOf(site)
  const walks: Walked[] = []
  for (const { start, direction, depth, indirect, limit } of questions) {
    const walk = await walkColumns(links, start, direction, { depth, indirect, limit })
    const places = [...new Set([start, ...walk.reached].map(({ place }) => place))].filter((place) => place >= 0)
    const entries = new Map<number, SiteLineage>()
    for (const place of places) {
      const entry = await links.read(place)
      if (entry) entries.set(place, entry)
    }
    walks.push({ walk, entries })
  }
  return walks
}
