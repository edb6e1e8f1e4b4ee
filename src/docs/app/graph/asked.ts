/** What the address asks of the lineage page, and what of the project is shown for it. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ChangesBlock } from '../../model/index.js'
import { type Selection, select } from '../selection.js'
import { neighbourhood, type Site } from '../site.js'
import { type Collapse, collapses } from './collapse.js'
import { type ColourBy, colourings } from './colours.js'
import { type Between, between, reach } from './paths.js'

export interface Asked {
  readonly select: string
  readonly node: string
  readonly from: string
  readonly to: string
  readonly colour: ColourBy
  readonly collapse: Collapse | null
  readonly open: ReadonlySet<string>
  /** Key of the chosen box. */
  readonly focus: string
  /** Letter of the class of the legend that stands out. */
  readonly lit: string
  readonly view: string
  readonly changes: boolean
}

export function askedOf(query: URLSearchParams): Asked {
  const text = (key: string) => query.get(key) ?? ''
  const colour = text('color')
  return {
    select: text('select'),
    node: text('node'),
    from: text('from'),
    to: text('to'),
    colour: colour in colourings ? (colour as ColourBy) : 'type',
    collapse: collapses.find((each) => each === text('collapse')) ?? null,
    open: new Set(
      query
        .getAll('open')
        .flatMap((keys) => keys.split('|'))
        .filter(Boolean),
    ),
    focus: text('focus'),
    lit: text('lit'),
    view: text('view'),
    changes: text('changes') === '1',
  }
}

/** By id, else the first of that name; -1 where there is none. */
export function placeOf(site: Site, text: string): number {
  return text === '' ? -1 : (site.position.get(text) ?? site.index.nodes.findIndex((node) => node.name === text))
}

export interface Shown {
  /** Ascending. */
  readonly places: readonly number[]
  /** Null while it is worked out. */
  readonly selection: Selection | null
  readonly path: Between | null
}

export function useShown(site: Site, asked: Asked, changes: ChangesBlock | null | undefined): Shown {
  const selection = useSelection(site, asked.select)
  const [from, to] = [placeOf(site, asked.from), placeOf(site, asked.to)]
  const path = useMemo(() => (from >= 0 && to >= 0 ? between(site, from, to) : null), [site, from, to])
  const places = useMemo(() => {
    const base = basePlaces(site, asked, selection)
    if (path && path.nodes.size > 0) return base.filter((place) => path.nodes.has(place))
    if (!asked.changes || !changes) return base
    const touched = reach(site.children, [...changes.added, ...changes.changed.map((change) => change.node)])
    return base.filter((place) => touched.has(place))
  }, [site, selection, asked.node, path, asked.changes, changes])
  return { places, selection, path }
}

function basePlaces(site: Site, asked: Asked, selection: Selection | null): number[] {
  const all = site.index.nodes.map((_, place) => place)
  if (asked.select !== '') return selection && !selection.error ? all.filter((place) => selection.places.has(place)) : all
  const node = placeOf(site, asked.node)
  return node < 0 ? all : [...neighbourhood(site, node, 99, 99)].sort((a, b) => a - b)
}

function useSelection(site: Site, text: string): Selection | null {
  const [found, setFound] = useState<{ readonly text: string; readonly selection: Selection } | null>(null)
  useEffect(() => {
    if (text === '') return
    let gone = false
    void select(site, text).then((selection) => {
      if (!gone) setFound({ text, selection })
    })
    return () => {
      gone = true
    }
  }, [site, text])
  return text !== '' && found?.text === text ? found.selection : null
}
