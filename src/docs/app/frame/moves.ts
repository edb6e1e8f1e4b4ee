/**
 * What a browser does between the pages of a site, done for the parts of one: the title of the window, the focus on the new
 * page's heading so that a screen reader reads it, the top of the page on a new visit, the old place on the way back.
 */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { pages } from '../pages/index.js'
import type { Route, Site } from '../site.js'

export function titleOf(site: Site, { page, argument }: Route): string {
  const entry = pages[page]
  const name = argument && entry ? (entry.name?.(site, argument) ?? argument) : ''
  return [name || entry?.title || 'Not found', site.index.project].map((part) => part.slice(0, 120)).join(' · ')
}

/** A change of the query alone is no new page. */
export function useMoves(site: Site, route: Route): void {
  const path = `${route.page}/${route.argument}`
  useEffect(() => {
    document.title = titleOf(site, route)
  }, [path])
  const at = useRef<string>()
  useLayoutEffect(() => {
    const back = arrive()
    const before = at.current
    at.current = path
    if (before === undefined || before === path) return
    if (back === undefined) scrollTo(0, 0)
    else scrollBack(back)
    const field = document.activeElement
    if (!(field instanceof HTMLInputElement)) focusHeading()
  }, [route])
}

/** ms in which a page may still draw its heading anew, once its data is read. */
const settling = 3000

/** Follows the heading until the reader does something else. */
function focusHeading(): void {
  const focus = () => {
    const heading = document.querySelector<HTMLElement>('main h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }
  focus()
  const main = document.getElementById('main')
  if (!main) return
  const watch = new MutationObserver(() => {
    if (document.activeElement === document.body) focus()
  })
  const stop = () => {
    watch.disconnect()
    for (const event of doings) removeEventListener(event, stop)
  }
  watch.observe(main, { childList: true, subtree: true })
  for (const event of doings) addEventListener(event, stop)
  setTimeout(stop, settling)
}

const doings = ['keydown', 'pointerdown', 'hashchange'] as const

/** Where each entry of the history was scrolled to. */
const places = new Map<number, number>()
let entry = 0
let entries = 0

/** Marks a new entry of the history; gives the place of an old one. */
function arrive(): number | undefined {
  const known = (history.state as { readonly entry?: number } | null)?.entry
  if (known !== undefined && known <= entries) {
    entry = known
    return places.get(known)
  }
  entry = ++entries
  history.replaceState({ entry }, '')
  return undefined
}

/** Pages whose data is still read grow to their height a little later. */
function scrollBack(to: number, tries = 40): void {
  scrollTo(0, to)
  if (scrollY < to - 1 && tries > 0) requestAnimationFrame(() => scrollBack(to, tries - 1))
}

export function watchScrolling(): void {
  history.scrollRestoration = 'manual'
  addEventListener('scroll', () => places.set(entry, scrollY), { passive: true })
}
