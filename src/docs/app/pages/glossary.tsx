/** The words of the project: `docs` blocks, and where each is used. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { GlossaryBlock } from '../../model/index.js'
import { columnLink } from '../columns/words.js'
import { Markdown } from '../markdown.js'
import { EmptyState, Filter, NodeLink, plural, usePaged, WithBlock } from '../parts.js'
import type { Route, Site } from '../site.js'
import type { PageProps } from './page-props.js'

type Term = GlossaryBlock['terms'][number]

export function Glossary({ site, route }: PageProps): JSX.Element {
  const none = (
    <EmptyState title="No terms yet">
      A <code>{'{% docs name %} … {% enddocs %}'}</code> block in a Markdown file is a term; descriptions use it by{' '}
      <code>{'{{ doc("name") }}'}</code>.
    </EmptyState>
  )
  return (
    <>
      <h1>Glossary</h1>
      <WithBlock site={site} name="glossary" empty={none}>
        {({ terms }) => (terms.length === 0 ? none : <Terms site={site} terms={terms} route={route} />)}
      </WithBlock>
    </>
  )
}

const pageSize = 50

function Terms({ site, terms, route }: { site: Site; terms: readonly Term[]; route: Route }): JSX.Element {
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const found = wanted ? terms.filter(({ name, text }) => `${name} ${text.slice(0, 5000)}`.toLowerCase().includes(wanted)) : terms
  const asked = found.findIndex(({ name }) => name === route.argument)
  // A term that is asked for stands first of its page, wherever that begins.
  const { shown, pager } = usePaged(found, pageSize)
  const seen = asked < 0 || shown.some(({ name }) => name === route.argument) ? shown : [found[asked] as Term, ...shown]
  return (
    <>
      <div class="filters">
        <Filter label="Find a term" />
        <p class="quiet" aria-live="polite">
          {plural(found.length, 'term')}
        </p>
      </div>
      {route.argument && asked < 0 ? <EmptyState title="No such term">It may be of another package, or be gone.</EmptyState> : null}
      <nav class="row terms no-print" aria-label="Terms">
        {seen.map(({ name }) => (
          <a key={name} class="tag" href={`#/glossary/${encodeURIComponent(name)}`}>
            {name}
          </a>
        ))}
      </nav>
      {seen.map((term) => (
        <TermCard key={`${term.package}.${term.name}`} site={site} term={term} asked={term.name === route.argument} />
      ))}
      {pager}
    </>
  )
}

function TermCard({ site, term, asked }: { site: Site; term: Term; asked: boolean }): JSX.Element {
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (asked) card.current?.scrollIntoView({ block: 'start' })
  }, [asked])
  const used = term.users.length + term.columns.length
  return (
    <section ref={card} class={`card term ${asked ? 'term-asked' : ''}`}>
      <h2>
        <a class="node-link" href={`#/glossary/${encodeURIComponent(term.name)}`}>
          <bdi>{term.name}</bdi>
        </a>
      </h2>
      <Markdown text={term.text} />
      {used === 0 ? <p class="quiet">No description uses it.</p> : <Uses site={site} term={term} />}
      <p class="quiet small">
        <bdi>{term.file}</bdi>
      </p>
    </section>
  )
}

const usesShown = 100

function Uses({ site, term }: { site: Site; term: Term }): JSX.Element {
  const nodes = term.users.flatMap((place) => site.index.nodes[place] ?? [])
  const columns = term.columns.flatMap(([place, column]) => {
    const node = site.index.nodes[place]
    return node ? [{ node, column }] : []
  })
  const parts = [nodes.length > 0 ? plural(nodes.length, 'node') : '', columns.length > 0 ? plural(columns.length, 'column') : '']
  return (
    <details>
      <summary>Used by {parts.filter(Boolean).join(' and ')}</summary>
      <ul class="plain-list">
        {nodes.slice(0, usesShown).map((node) => (
          <li key={node.id}>
            <NodeLink node={node} />
          </li>
        ))}
        {columns.slice(0, usesShown).map(({ node, column }) => (
          <li key={`${node.id} ${column}`}>
            <a class="node-link" href={columnLink(node.id, column)}>
              <bdi>
                {node.name}.{column}
              </bdi>
            </a>
          </li>
        ))}
        {columns.length > usesShown ? <li class="quiet">and {columns.length - usesShown} more columns</li> : null}
      </ul>
    </details>
  )
}
