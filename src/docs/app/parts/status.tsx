/** Nodes in a line of text: how they stand, what they are, where their page is. */
import type { JSX } from 'preact'
import type { NodeStatus, SiteNode } from '../../model/index.js'
import { nodeLink } from '../site.js'

export { worstStatus } from './worst-status.js'

const words: Readonly<Record<NodeStatus, string>> = { ok: 'passed', warn: 'warning', fail: 'failed', skipped: 'skipped', none: 'not run' }

/** Drawn, not typed: not every font has the glyphs. One path each in a 12 × 12 box. */
const shapes: Readonly<Record<NodeStatus, string>> = {
  ok: 'M2 6.5 5 9.5 10 2.5',
  warn: 'M6 1.5V7M6 10v.6',
  fail: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  skipped: 'M2 6h8',
  none: 'M6 2a4 4 0 1 0 .01 0',
}

/** The path of a status mark, for use inside any SVG. */
export function StatusShape({ status }: { status: NodeStatus }): JSX.Element {
  return <path class="mark-shape" d={shapes[status]} />
}

/** Shape, word and colour together, so that colour alone never tells. `text` instead of the usual word. */
export function Status({ status, words: shown = false, text }: { status: NodeStatus; words?: boolean; text?: string }): JSX.Element {
  return (
    <span class={`status status-${status}`}>
      <svg class="mark" viewBox="0 0 12 12" aria-hidden="true">
        <StatusShape status={status} />
      </svg>
      <span class={shown || text ? 'word' : 'visually-hidden'}>{text ?? words[status]}</span>
    </span>
  )
}

export function TypeTag({ node }: { node: SiteNode }): JSX.Element {
  const label = node.type === 'model' && node.materialized ? node.materialized : node.type.replace('_', ' ')
  return <span class={`type type-${node.type}`}>{label}</span>
}

/** A name as a link; isolated, so that writing from right to left in it does not turn what stands beside it. */
export function NodeLink({ node }: { node: SiteNode }): JSX.Element {
  const long = node.name.length > 120
  return (
    <a class="node-link" href={nodeLink(node)} title={long ? node.name.slice(0, 1000) : undefined}>
      <bdi>{long ? `${node.name.slice(0, 119)}…` : node.name}</bdi>
    </a>
  )
}
