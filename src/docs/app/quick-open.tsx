/**
 * The search box of every page: what is typed is found while one types, and opened with the keyboard. `>` goes to pages,
 * `column:` asks for columns only. A combobox with a list below, as screen readers know it.
 */
import type { JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { onSearchKey } from './frame/keyboard.js'
import { type Entry, entriesOf } from './quick-entries.js'
import { searchWords, warmSearch } from './search.js'
import { Marked } from './search-marks.js'
import type { Site } from './site.js'

/** ms after the last letter. */
const pause = 120

export function QuickOpen({ site }: { site: Site }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const entries = useEntries(site, text)
  useEffect(() => onSearchKey(() => input.current?.select()), [])
  useEffect(() => setAt(0), [entries])
  const shown = open && text.trim() !== ''
  const go = (entry: Entry | undefined) => {
    if (!entry) return
    setOpen(false)
    setText('')
    input.current?.blur()
    location.hash = entry.href
  }
  const pressed = (event: KeyboardEvent) => {
    const act = keyed(event.key, at, entries ?? [], {
      go,
      move: setAt,
      close: () => (text && open ? setOpen(false) : input.current?.blur()),
    })
    if (!act || event.isComposing) return
    event.preventDefault()
    act()
  }
  return (
    <search class="search quick">
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label="Search names, columns, tags and descriptions"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && entries?.[at] ? `${list}-${at}` : undefined}
        placeholder="Search models, columns, tags…   /"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onFocus={() => {
          setOpen(true)
          void warmSearch(site)
        }}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setOpen(true)
        }}
        onKeyDown={pressed}
      />
      <div id={list} role="listbox" aria-label="Found" class="quick-list" hidden={!shown}>
        {(shown && entries ? entries : []).map((entry, place) => (
          <Option key={entry.key} id={`${list}-${place}`} entry={entry} active={place === at} text={text} onPick={() => go(entry)} />
        ))}
      </div>
      <p class="visually-hidden" role="status">
        {shown && entries ? said(entries) : ''}
      </p>
    </search>
  )
}

/** The last answer stays while the next is looked for; null before the first. */
function useEntries(site: Site, text: string): readonly Entry[] | null {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null)
  useEffect(() => {
    if (text.trim() === '') return setEntries(null)
    let gone = false
    const ask = () =>
      void entriesOf(site, text).then((found) => {
        if (!gone) setEntries(found)
      })
    const wait = setTimeout(ask, pause)
    return () => {
      gone = true
      clearTimeout(wait)
    }
  }, [site, text])
  return entries
}

interface Acts {
  readonly go: (entry: Entry | undefined) => void
  readonly move: (at: number) => void
  readonly close: () => void
}

/** Undefined: the key is the field's own. */
function keyed(key: string, at: number, entries: readonly Entry[], { go, move, close }: Acts): (() => void) | undefined {
  const last = entries.length - 1
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at >= last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    PageDown: last,
    PageUp: 0,
  }
  if (key in to && last >= 0) return () => move(to[key] ?? 0)
  if (key === 'Enter') return () => go(entries[at])
  return key === 'Escape' ? close : undefined
}

interface OptionProps {
  readonly id: string
  readonly entry: Entry
  readonly active: boolean
  readonly text: string
  readonly onPick: () => void
}

function Option({ id, entry, active, text, onPick }: OptionProps): JSX.Element {
  const option = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) option.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const words = searchWords(text).map((word) => word.text)
  // The focus stays in the field, so that what was typed can be changed at once.
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={active}
      class="quick-option"
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <span class="quick-kind">{entry.kind}</span>
      <span class="quick-title">
        <Marked text={entry.title} words={words} />
      </span>
      {entry.why ? (
        <span class="quick-why">
          <Marked text={entry.why} words={words} />
        </span>
      ) : null}
    </div>
  )
}

function said(entries: readonly Entry[]): string {
  return entries.length === 1 ? '1 result' : `${entries.length} results`
}
