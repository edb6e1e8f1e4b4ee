/**
 * Keys of the whole site. `/` and Ctrl-K go to whoever asked for them with `onSearchKey` last, `g` and a letter to a page,
 * `j` and `k` through the rows of lists, `?` shows the keys. What is typed into a field stays there.
 */
import { pages } from '../pages/index.js'
import { showHelp } from './help-shown.js'

/** After `g`. */
export const goTo: Readonly<Record<string, string>> = {
  h: 'home',
  c: 'catalog',
  l: 'lineage',
  t: 'tests',
  s: 'sources',
  r: 'runs',
  o: 'owners',
}

export const keysShown: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/', 'Ctrl K'], 'search'],
  ...Object.entries(goTo).map(([key, page]) => [['g', key], pages[page]?.title ?? ''] as const),
  [['j', 'k'], 'next, previous row of a list'],
  [['Enter'], 'open what is marked'],
  [['?'], 'these keys'],
  [['Esc'], 'close'],
]

let search: () => void = () => {}

export function onSearchKey(open: () => void): () => void {
  const before = search
  search = open
  return () => {
    search = before
  }
}

/** Longer after `g` than this, in ms, the letter means nothing. */
const patience = 1500
let gPressed = Number.NEGATIVE_INFINITY

export function listenToKeys(): () => void {
  addEventListener('keydown', pressed)
  return () => removeEventListener('keydown', pressed)
}

function pressed(event: KeyboardEvent): void {
  const act = event.defaultPrevented ? undefined : meant(event)
  if (!act) return
  event.preventDefault()
  act()
}

function meant(event: KeyboardEvent): (() => void) | undefined {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return search
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || document.querySelector('dialog[open]')) return undefined
  const after = event.timeStamp - gPressed < patience
  gPressed = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
  const page = after ? goTo[event.key] : undefined
  return page && pages[page] ? () => location.assign(`#/${page}`) : single(event.key)
}

function single(key: string): (() => void) | undefined {
  if (key === '/') return search
  if (key === '?') return showHelp
  if (key === 'j') return () => step(1)
  return key === 'k' ? () => step(-1) : undefined
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.isContentEditable)
}

/** The first link or button of each row, card or item of a list. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll('main tbody tr, main .card, main .plain-list > li')]
  const stops = [...new Set(rows.flatMap((row) => row.querySelector<HTMLElement>('a[href], button, summary') ?? []))]
  const at = stops.indexOf(rowStop(document.activeElement, rows, stops))
  const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.min(Math.max(at + by, 0), stops.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

function rowStop(active: Element | null, rows: readonly Element[], stops: readonly HTMLElement[]): HTMLElement {
  const row = rows.findLast((each) => each.contains(active))
  return stops.find((stop) => row?.contains(stop)) ?? document.body
}
