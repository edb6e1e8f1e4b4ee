/** Every node: searched, selected, narrowed by facets, sorted. All of it lives in the address, so a view can be shared. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { FacetPanel, FacetValue, toggle } from '../catalog/facet-panel.js'
import { chosenOf, facets, factsOf, narrow } from '../catalog/facets.js'
import { ResultCards, ResultTable } from '../catalog/results.js'
import { sorted } from '../catalog/sorting.js'
import { type Found, selectionAsked, useFound } from '../catalog/use-found.js'
import { Choices, Command, EmptyState, Loading, plural, usePaged } from '../parts.js'
import { searchWords } from '../search.js'
import { listCommand } from '../selection-text.js'
import { setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

const views = [
  { value: 'table', title: 'Table' },
  { value: 'cards', title: 'Cards' },
]

export function Catalog({ site, route }: PageProps): JSX.Element {
  const { nodes } = site.index
  const query = route.query.get('q') ?? ''
  // A table has no room on a narrow screen.
  const view = route.query.get('view') ?? (matchMedia('(min-width: 700px)').matches ? 'table' : 'cards')
  const sort = route.query.get('sort') ?? ''
  const facts = useMemo(() => factsOf(nodes), [nodes])
  const chosen = chosenOf(route.query, facts.known)
  const found = useFound(site, query)
  const choice = facets.map(({ key }) => route.query.get(key) ?? '').join('&')
  const narrowed = useMemo(() => narrow(found?.places ?? [], facts, chosen), [found, facts, choice])
  const list = useMemo(() => sorted(narrowed.places, nodes, sort), [narrowed, nodes, sort])
  const { shown, pager } = usePaged(list, 100)
  const rows = shown.flatMap((place) => (nodes[place] ? [{ node: nodes[place], hit: found?.hits.get(place) }] : []))
  const words = found?.selection ? [] : searchWords(query).map(({ text }) => text)
  if (nodes.length === 0)
    return (
      <>
        <h1>Catalog</h1>
        <EmptyState title="This project has no nodes yet." command="sluice init">
          A model is a .sql file below models/.
        </EmptyState>
      </>
    )
  return (
    <>
      <h1>Catalog</h1>
      <div class="filters">
        <QueryBox query={query} />
        <Choices label="Show as" choices={views} value={view} onPick={(value) => setQuery({ view: value })} />
        <p class="quiet" role="status">
          {list.length.toLocaleString('en')} of {plural(nodes.length, 'node')}
        </p>
      </div>
      {found?.selection ? <Selected found={found} /> : null}
      <Chips chosen={chosen} query={query} />
      <div class="catalog">
        <FacetPanel chosen={chosen} counts={narrowed.counts} />
        <div class="catalog-found">
          {found === null ? <Loading /> : null}
          {found && list.length === 0 ? <NothingFound query={query} narrowedBy={chosen.size > 0} /> : null}
          {rows.length > 0 && view === 'cards' ? <ResultCards rows={rows} words={words} /> : null}
          {rows.length > 0 && view !== 'cards' ? <ResultTable rows={rows} sort={sort} words={words} /> : null}
          {pager}
        </div>
      </div>
    </>
  )
}

/** Waits until the typing pauses. */
function QueryBox({ query }: { query: string }): JSX.Element {
  const [text, setText] = useState(query)
  useEffect(() => setText(query), [query])
  useEffect(() => {
    if (text === query) return
    const wait = setTimeout(() => setQuery({ q: text, page: '' }), 120)
    return () => clearTimeout(wait)
  }, [text])
  return (
    <label class="catalog-query">
      Search, or select: and a selection
      <input
        type="search"
        value={text}
        placeholder="customer  ·  column:order_id  ·  select: tag:nightly+"
        spellcheck={false}
        aria-describedby="selection-said"
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  )
}

/** What a selection came to: how many, the command that lists the same, or the mistake with its place. */
function Selected({ found }: { found: Found }): JSX.Element | null {
  const { selection, query } = found
  const asked = selectionAsked(query)
  if (!selection || !asked) return null
  const { problem, unmatched, places, tests } = selection
  if (problem) {
    const [from, to] = problem.place
    return (
      <div id="selection-said" class="selection selection-wrong" role="alert">
        <p>
          <strong>{problem.code}</strong> <bdi>{problem.message}</bdi>
        </p>
        <pre>
          {asked.text.slice(0, from)}
          <mark>{asked.text.slice(from, to)}</mark>
          {asked.text.slice(to)}
        </pre>
        {problem.hint ? <p>{problem.hint}</p> : null}
        {problem.expected ? <p class="quiet small">{problem.expected}</p> : null}
      </div>
    )
  }
  if (selection.error) return <p id="selection-said">{selection.error}</p>
  return (
    <div id="selection-said" class="selection">
      <p>
        Selects {plural(places.size, 'node')} and {plural(tests, 'test')}. <Command text={listCommand(asked.text)} />{' '}
        <a href={`#/lineage?select=${encodeURIComponent(asked.text)}`}>Lineage of these</a>
      </p>
      {unmatched.length > 0 ? (
        <p class="quiet">
          Nothing matches <code>{unmatched.join(' ')}</code>
        </p>
      ) : null}
    </div>
  )
}

function Chips({ chosen, query }: { chosen: ReturnType<typeof chosenOf>; query: string }): JSX.Element | null {
  if (chosen.size === 0) return null
  return (
    <ul class="chips" aria-label="Chosen">
      {facets.flatMap((facet) =>
        [...(chosen.get(facet.key) ?? [])].map((value) => (
          <li key={`${facet.key} ${value}`}>
            <button type="button" class="chip" onClick={() => toggle(facet.key, chosen.get(facet.key), value)}>
              <span class="quiet">{facet.title}</span> <FacetValue facet={facet} value={value} /> <span aria-hidden="true">×</span>
              <span class="visually-hidden">, remove</span>
            </button>
          </li>
        )),
      )}
      <li>
        <button type="button" class="chip chip-all" onClick={() => clear(query)}>
          Remove all
        </button>
      </li>
    </ul>
  )
}

function clear(query: string): void {
  setQuery({ ...Object.fromEntries(facets.map(({ key }) => [key, ''])), q: query, page: '' })
}

function NothingFound({ query, narrowedBy }: { query: string; narrowedBy: boolean }): JSX.Element {
  return (
    <div class="empty">
      <strong>No node fits{query && !selectionAsked(query) ? ` “${query.slice(0, 80)}”` : ''}.</strong>
      <p class="row">
        {narrowedBy ? (
          <button type="button" class="button" onClick={() => clear(query)}>
            Remove what narrows it
          </button>
        ) : null}
        {query ? (
          <button type="button" class="button" onClick={() => setQuery({ q: '', page: '' })}>
            Clear the search
          </button>
        ) : null}
      </p>
    </div>
  )
}
