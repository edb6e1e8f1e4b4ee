/** How a value gets from one column into another: shape, word and colour. */
import type { JSX } from 'preact'
import type { Edge } from './walk.js'
import { edgeWord, isComputed, kindWords, valueKinds } from './words.js'

export function Kind({ edge }: { edge: Pick<Edge, 'kind' | 'effects'> }): JSX.Element {
  const { meaning, shape } = kindWords(edge.kind)
  return (
    <span class={`kind ${kindClass(edge.kind)}`} title={meaning}>
      <svg class="kind-mark" viewBox="0 0 12 12" aria-hidden="true">
        <path d={shape} />
      </svg>
      {edgeWord(edge)}
    </span>
  )
}

export function kindClass(kind: string): string {
  if (isComputed(kind)) return 'kind-computed'
  return kind === 'passthrough' || kind === 'rename' || kind === 'node' ? 'kind-same' : 'kind-around'
}

/** What the marks mean, in a line. */
export function KindLegend({ indirect }: { indirect: boolean }): JSX.Element {
  const shown = [...valueKinds, ...(indirect ? ['rows'] : []), 'table']
  return (
    <ul class="kind-legend quiet small" aria-label="Kinds of links">
      {shown.map((kind) => (
        <li key={kind}>
          <Kind edge={{ kind, effects: [] }} /> {kindWords(kind).meaning}
        </li>
      ))}
    </ul>
  )
}
