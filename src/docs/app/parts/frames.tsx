/** Frames around content: what is missing, tabs, tiles, facts, pages of long lists, breadcrumbs. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Blocks, NodeStatus } from '../../model/index.js'
import { useBlock } from '../data.js'
import { route, type Site, setQuery } from '../site.js'
import { Command } from './sql.js'

/** Says what is missing and what brings it: a `command` to copy, or a setting told in the text. */
export function EmptyState({ title, command, children }: { title: string; command?: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {command ? (
        <p>
          <Command text={command} />
        </p>
      ) : null}
    </div>
  )
}

export function Loading(): JSX.Element {
  return <p class="quiet">Loading…</p>
}

/** A block once it is read; `empty` where the site has none. */
export function WithBlock<K extends keyof Blocks>({
  site,
  name,
  empty,
  children,
}: {
  site: Site
  name: K
  empty: JSX.Element
  children: (block: Blocks[K]) => JSX.Element
}): JSX.Element {
  const block = useBlock(site.index, name)
  if (block === null) return <Loading />
  return block === undefined ? empty : children(block)
}

export interface Paged<T> {
  readonly shown: readonly T[]
  /** Stands above or below the list; null where one page holds all. */
  readonly pager: JSX.Element | null
}

/** A part of a long list; which part lives in the query under `key`, so a link leads to it. */
export function usePaged<T>(items: readonly T[], size = 100, key = 'page'): Paged<T> {
  const last = Math.max(1, Math.ceil(items.length / size))
  const asked = Number(route.value.query.get(key) ?? 1)
  const at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), last) : 1
  const go = (to: number) => setQuery({ [key]: to === 1 ? '' : String(to) })
  const start = (at - 1) * size
  const pager =
    last === 1 ? null : (
      <div class="pager">
        <button type="button" class="button" disabled={at === 1} onClick={() => go(at - 1)}>
          Previous
        </button>
        <span aria-live="polite">
          {start + 1}–{Math.min(start + size, items.length)} of {items.length.toLocaleString('en')}
        </span>
        <button type="button" class="button" disabled={at === last} onClick={() => go(at + 1)}>
          Next
        </button>
      </div>
    )
  return { shown: items.slice(start, start + size), pager }
}

/** A field that narrows a list on the same page; its text lives in the query under `name`. */
export function Filter({ label, name = 'q', placeholder }: { label: string; name?: string; placeholder?: string }): JSX.Element {
  const asked = route.value.query.get(name) ?? ''
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  useEffect(() => {
    if (text === asked) return
    const wait = setTimeout(() => setQuery({ [name]: text, page: '' }), 120)
    return () => clearTimeout(wait)
  }, [text])
  return (
    <label>
      {label}
      <input type="search" value={text} placeholder={placeholder} onInput={(event) => setText(event.currentTarget.value)} />
    </label>
  )
}

export interface Choice {
  readonly value: string
  readonly title: string
}

/** A few values of which one is on. */
export function Choices(props: { label: string; choices: readonly Choice[]; value: string; onPick: (value: string) => void }): JSX.Element {
  return (
    <fieldset class="choices" aria-label={props.label}>
      {props.choices.map(({ value, title }) => (
        <button key={value} type="button" aria-pressed={value === props.value} onClick={() => props.onPick(value)}>
          {title}
        </button>
      ))}
    </fieldset>
  )
}

/** Tabs with their panel: arrows move between them; the caller keeps the one that is open, best in the query. */
export function Tabs(props: {
  label: string
  tabs: readonly Choice[]
  value: string
  onPick: (value: string) => void
  children: ComponentChildren
}): JSX.Element {
  const move = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex(({ value }) => value === props.value)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: props.tabs.length - 1 }[event.key]
    const next = to === undefined ? undefined : props.tabs[(to + props.tabs.length) % props.tabs.length]
    if (!next) return
    event.preventDefault()
    props.onPick(next.value)
    document.getElementById(`tab-${next.value}`)?.focus()
  }
  return (
    <>
      <div class="tabs" role="tablist" aria-label={props.label} onKeyDown={move}>
        {props.tabs.map(({ value, title }) => (
          <button
            key={value}
            id={`tab-${value}`}
            type="button"
            role="tab"
            aria-selected={value === props.value}
            aria-controls="tab-panel"
            tabIndex={value === props.value ? 0 : -1}
            onClick={() => props.onPick(value)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${props.value}`}>
        {props.children}
      </div>
    </>
  )
}

/** One figure with what it means; a link where there is more to see. */
export function Tile(props: {
  title: string
  figure: ComponentChildren
  note?: ComponentChildren
  href?: string
  status?: NodeStatus
}): JSX.Element {
  const inside = (
    <>
      <p class="tile-title">{props.title}</p>
      <p class="figure">{props.figure}</p>
      {props.note ? <p class="quiet small">{props.note}</p> : null}
    </>
  )
  const name = `tile ${props.status && props.status !== 'none' ? `tile-${props.status}` : ''}`
  return props.href ? (
    <a class={name} href={props.href}>
      {inside}
    </a>
  ) : (
    <div class={name}>{inside}</div>
  )
}

/** Labels with values; what is empty is left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== '' && value !== null && value !== undefined)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** The way to this page: title and address of each step, the last without one. */
export function Breadcrumbs({ trail }: { trail: readonly (readonly [title: string, href?: string])[] }): JSX.Element {
  return (
    <nav class="crumbs no-print" aria-label="Breadcrumbs">
      <ol>
        {trail.map(([title, href]) => (
          <li key={title}>{href ? <a href={href}>{title}</a> : <span aria-current="page">{title}</span>}</li>
        ))}
      </ol>
    </nav>
  )
}

/** A share as a bar and in words; `goal` (0–1) is marked, and decides the colour. */
export function Meter({ part, whole, goal }: { part: number; whole: number; goal?: number }): JSX.Element {
  const share = whole === 0 ? 0 : part / whole
  const reached = share >= (goal ?? 0)
  const mark = goal === undefined || whole === 0 ? null : reached ? 'ok' : 'warn'
  return (
    <span class={`meter ${reached ? 'meter-reached' : ''}`} title={`${part} of ${whole}`}>
      <svg viewBox="0 0 84 8" aria-hidden="true">
        <rect class="meter-ground" width="84" height="8" rx="4" />
        <rect class="meter-part" width={84 * share} height="8" rx="4" />
        {goal === undefined ? null : <path class="meter-goal" d={`M${84 * goal} 0v8`} />}
      </svg>
      {whole === 0 ? '–' : `${Math.floor(100 * share)} %`}
      {mark === 'warn' ? <span class="status status-warn">below</span> : null}
    </span>
  )
}
