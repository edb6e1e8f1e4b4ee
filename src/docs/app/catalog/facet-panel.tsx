/** The facets beside the list: values with counts, several of each may be chosen. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { NodeStatus } from '../../model/index.js'
import { Status } from '../parts.js'
import { setQuery } from '../site.js'
import { type Chosen, chosenText, type Facet, facets, type Narrowed } from './facets.js'

const atFirst = 7

export function FacetPanel({ chosen, counts }: { chosen: Chosen; counts: Narrowed['counts'] }): JSX.Element {
  const [open, setOpen] = useState(() => matchMedia('(min-width: 900px)').matches)
  return (
    <details class="facets no-print" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Narrow by</summary>
      {facets.map((facet, at) => (
        <FacetValues key={facet.key} facet={facet} chosen={chosen.get(facet.key)} counts={counts[at] ?? new Map()} />
      ))}
    </details>
  )
}

interface Values {
  readonly facet: Facet
  readonly chosen: ReadonlySet<string> | undefined
  readonly counts: ReadonlyMap<string, number>
}

/** A facet that says the same of every node is left out. */
function FacetValues({ facet, chosen, counts }: Values): JSX.Element | null {
  const [all, setAll] = useState(false)
  const values = facet.tree ? treeValues(chosen, counts) : listValues(chosen, counts)
  if (values.length === 0 || (values.length === 1 && !chosen)) return null
  const shown = all ? values.slice(0, 200) : values.filter((value, at) => at < atFirst || chosen?.has(value))
  return (
    <fieldset class="facet">
      <legend>{facet.title}</legend>
      {shown.map((value) => (
        <label key={value} class={facet.tree ? `facet-depth-${Math.min(4, value.split('/').length - 1)}` : undefined}>
          <input type="checkbox" checked={chosen?.has(value) ?? false} onChange={() => toggle(facet.key, chosen, value)} />
          <FacetValue facet={facet} value={value} />
          <span class="facet-count">{(counts.get(value) ?? 0).toLocaleString('en')}</span>
        </label>
      ))}
      {values.length > shown.length || all ? (
        <button type="button" class="facet-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'fewer' : `${values.length - shown.length} more`}
          <span class="visually-hidden"> of {facet.title}</span>
        </button>
      ) : null}
    </fieldset>
  )
}

export function FacetValue({ facet, value }: { facet: Facet; value: string }): JSX.Element {
  const text = facet.words?.[value] ?? (facet.key === 'type' ? value.replace('_', ' ') : value)
  if (facet.key === 'status' || facet.key === 'fresh') return <Status status={value as NodeStatus} text={text} />
  return <bdi class="facet-value">{facet.tree ? text.split('/').at(-1) : text}</bdi>
}

export function toggle(key: string, chosen: ReadonlySet<string> | undefined, value: string): void {
  const next = new Set(chosen)
  if (!next.delete(value)) next.add(value)
  setQuery({ [key]: chosenText(next), page: '' })
}

/** Most nodes first; what is chosen stays, also where nothing is left of it. */
function listValues(chosen: ReadonlySet<string> | undefined, counts: ReadonlyMap<string, number>): string[] {
  const values = new Set([...counts.keys(), ...(chosen ?? [])])
  return [...values].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1))
}

/** The first level, and what is below a chosen folder. */
function treeValues(chosen: ReadonlySet<string> | undefined, counts: ReadonlyMap<string, number>): string[] {
  const picked = [...(chosen ?? [])]
  const values = new Set([...counts.keys(), ...picked])
  const isOpen = (folder: string) => picked.some((value) => value === folder || value.startsWith(`${folder}/`))
  return [...values].filter((value) => !value.includes('/') || isOpen(value.slice(0, value.lastIndexOf('/')))).sort()
}
