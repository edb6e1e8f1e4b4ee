/** Columns with tags, those that sound like personal data first; inherited tags say so. */
import type { JSX } from 'preact'
import type { GovernanceBlock } from '../../model/index.js'
import { columnLink } from '../columns/words.js'
import { EmptyState, Filter, Heads, NodeLink, plural, usePaged } from '../parts.js'
import { route, type Site } from '../site.js'

type Tagged = GovernanceBlock['tagged'][number]

const personal = /pii|phi\b|gdpr|personal|privat|sensitiv|confidential|restricted|secret|policy/i

export function Tagged({ site, tagged }: { site: Site; tagged: readonly Tagged[] }): JSX.Element {
  const wanted = (route.value.query.get('q') ?? '').toLowerCase()
  const nameOf = (place: number) => site.index.nodes[place]?.name ?? ''
  const found = tagged
    .filter(([place, column, tags]) => !wanted || `${nameOf(place)} ${column} ${tags.join(' ')}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(isPersonal(b)) - Number(isPersonal(a)))
  const { shown, pager } = usePaged(found, 100)
  if (tagged.length === 0)
    return (
      <EmptyState title="No column has a tag">
        Give columns <code>tags: [pii]</code> or <code>meta: {'{pii: true}'}</code> in a properties file: the columns made of them inherit
        it.
      </EmptyState>
    )
  return (
    <>
      <div class="filters">
        <Filter label="Find a column or tag" />
        <p class="quiet" aria-live="polite">
          {plural(found.length, 'column')}
        </p>
      </div>
      <table class="list">
        <Heads titles={['Column', 'Node', 'Tags', 'Access']} />
        <tbody>
          {shown.map((row) => (
            <TaggedRow key={`${row[0]} ${row[1]}`} site={site} row={row} />
          ))}
        </tbody>
      </table>
      {pager}
    </>
  )
}

function TaggedRow({ site, row: [place, column, tags, inherited] }: { site: Site; row: Tagged }): JSX.Element {
  const node = site.index.nodes[place]
  const own = tags.length - inherited
  return (
    <tr>
      <td>{node ? <ColumnLink id={node.id} column={column} /> : <bdi>{column}</bdi>}</td>
      <td>{node ? <NodeLink node={node} /> : null}</td>
      <td>
        {tags.slice(0, 20).map((tag, at) => (
          <span key={tag} class={personal.test(tag) ? 'badge badge-warn' : 'tag'}>
            <bdi>{tag}</bdi>
            {at >= own ? ' · inherited' : ''}
          </span>
        ))}
      </td>
      <td>{node?.access}</td>
    </tr>
  )
}

function ColumnLink({ id, column }: { id: string; column: string }): JSX.Element {
  return (
    <a class="node-link mono" href={columnLink(id, column)}>
      <bdi>{column}</bdi>
    </a>
  )
}

function isPersonal([, , tags]: Tagged): boolean {
  return tags.some((tag) => personal.test(tag))
}
