/** Small pieces every page uses: status marks, type tags, node links, SQL text. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { NodeStatus, SiteNode } from '../model/index.js'
import { nodeLink } from './site.js'

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

/** Shape, word and colour together, so that colour alone never tells. */
export function Status({ status, words: shown = false }: { status: NodeStatus; words?: boolean }): JSX.Element {
  return (
    <span class={`status status-${status}`}>
      <svg class="mark" viewBox="0 0 12 12" aria-hidden="true">
        <StatusShape status={status} />
      </svg>
      <span class={shown ? 'word' : 'visually-hidden'}>{words[status]}</span>
    </span>
  )
}

export function TypeTag({ node }: { node: SiteNode }): JSX.Element {
  const label = node.type === 'model' && node.materialized ? node.materialized : node.type.replace('_', ' ')
  return <span class={`type type-${node.type}`}>{label}</span>
}

export function NodeLink({ node }: { node: SiteNode }): JSX.Element {
  return (
    <a class="node-link" href={nodeLink(node)}>
      {node.name}
    </a>
  )
}

/** The worst of a node's own status and its tests'. */
export function worstStatus(node: SiteNode): NodeStatus {
  if (node.status === 'fail' || node.tests.fail > 0) return 'fail'
  if (node.status === 'skipped') return 'skipped'
  if (node.status === 'warn' || node.tests.warn > 0) return 'warn'
  if (node.status === 'ok' || node.tests.ok > 0) return 'ok'
  return 'none'
}

export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return ''
  return seconds < 10 ? `${seconds.toFixed(2)} s` : `${Math.round(seconds)} s`
}

const keywords = new Set(
  'select from where and or not in is null as on join left right inner outer full cross group by order having limit offset with union all except intersect case when then else end distinct over partition between like ilike cast true false create table view insert into update delete merge using values exists qualify recursive lateral asc desc'.split(
    ' ',
  ),
)

/** SQL with light colouring and a copy button. */
export function Sql({ text, label }: { text: string; label: string }): JSX.Element {
  const [copied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  return (
    <figure class="sql">
      <figcaption>
        {label}
        <button type="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>{colour(text)}</pre>
    </figure>
  )
}

const tokenPattern =
  /(--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\})|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|('(?:[^']|'')*')|([A-Za-z_]\w*)|(\d+(?:\.\d+)?)/g
const tokenClasses = ['comment', 'jinja', 'string', 'word', 'number']

function colour(text: string): (string | JSX.Element)[] {
  const out: (string | JSX.Element)[] = []
  let last = 0
  for (const match of text.matchAll(tokenPattern)) {
    const group = match.slice(1).findIndex((part) => part !== undefined)
    const name = tokenClasses[group]
    if (name === 'word' && !keywords.has(match[0].toLowerCase())) continue
    out.push(text.slice(last, match.index), <span class={`sql-${name === 'word' ? 'keyword' : name}`}>{match[0]}</span>)
    last = match.index + match[0].length
  }
  out.push(text.slice(last))
  return out
}
