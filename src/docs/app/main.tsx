/** Starts the page: load the index, then draw menu, search and the page the address names. */
import { type JSX, render } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { loadIndex } from './data.js'
import { pages } from './pages/index.js'
import { buildSite, route, setQuery, site } from './site.js'

const shortcuts: Readonly<Record<string, string>> = { h: '#/home', c: '#/catalog', l: '#/lineage', t: '#/tests', o: '#/owners' }

function App(): JSX.Element {
  const current = site.value
  if (!current) return <p class="quiet">Loading…</p>
  const page = pages[route.value.page] ?? pages.home
  const View = page?.view
  return (
    <div class="layout">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <nav aria-label="Pages">
        <a class="brand" href="#/home">
          <Logo /> sluice
        </a>
        {Object.entries(pages)
          .filter(([, entry]) => entry.group !== null)
          .map(([name, entry]) => (
            <a key={name} href={`#/${name}`} aria-current={name === route.value.page ? 'page' : undefined}>
              {entry.title}
            </a>
          ))}
      </nav>
      <div class="content">
        <SearchBox />
        <main id="main" tabIndex={-1}>
          {View ? <View site={current} route={route.value} /> : null}
        </main>
      </div>
    </div>
  )
}

function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 6h18M3 12h7c3 0 3 6 6 6h5M10 12h11" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
    </svg>
  )
}

function SearchBox(): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => keyboard(() => input.current?.focus()), [])
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
        value={route.value.query.get('q') ?? ''}
        onInput={(event) => search(event.currentTarget.value)}
      />
    </search>
  )
}

/** `/` searches, `g` and a letter goes to a page; keys typed into a field stay there. */
function keyboard(focusSearch: () => void): () => void {
  let pending = false
  const listen = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '/') {
      event.preventDefault()
      focusSearch()
    } else if (pending && shortcuts[event.key]) location.hash = shortcuts[event.key] as string
    pending = event.key === 'g'
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}

const root = document.getElementById('app')
if (root) {
  render(<App />, root)
  void loadIndex().then((index) => {
    site.value = buildSite(index)
  })
}
