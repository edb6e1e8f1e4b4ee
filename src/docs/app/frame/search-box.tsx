/** The field at the top: what is typed narrows the catalog. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { route, setQuery } from '../site.js'
import { onSearchKey } from './keyboard.js'

export function SearchBox(): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => onSearchKey(() => input.current?.focus()), [])
  const search = (text: string) => {
    if (route.value.page !== 'catalog') location.hash = `#/catalog?q=${encodeURIComponent(text)}`
    else setQuery({ q: text })
  }
  return (
    <search class="search">
      <input
        ref={input}
        type="search"
        aria-label="Search names, columns, tags and descriptions"
        placeholder="Search models, columns, tags…   /"
        value={route.value.page === 'catalog' ? (route.value.query.get('q') ?? '') : ''}
        onInput={(event) => search(event.currentTarget.value)}
      />
    </search>
  )
}
