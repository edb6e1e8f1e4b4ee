/** All columns of a node: what each is, who says so, what tests it, and the way to its lineage. */
import type { JSX } from 'preact'
import type { SiteColumn, SiteLineage, SiteTest } from '../../../model/index.js'
import { columnOf } from '../../columns/walk.js'
import { columnLink, shortened } from '../../columns/words.js'
import { useEntry } from '../../data.js'
import { Markdown } from '../../markdown.js'
import { EmptyState, Filter, Heads, plural, Status, usePaged } from '../../parts.js'
import type { TabProps } from './tab-props.js'

export function Columns(props: TabProps): JSX.Element {
  const { site, place, detail, query } = props
  const entry = useEntry(site.index, 'lineage', place)
  const asked = (query.get('q') ?? '').toLowerCase()
  const matching = detail.columns.filter(({ name, description, type, tags }) =>
    asked === '' ? true : [name, description, type, ...tags].some((text) => text.toLowerCase().includes(asked)),
  )
  const { shown, pager } = usePaged(matching, 100)
  if (detail.columns.length === 0)
    return (
      <EmptyState title="No columns are known" command="sluice docs generate">
        Describe them in the properties file; or let the warehouse tell once it is built.
      </EmptyState>
    )
  const described = detail.columns.filter(({ description }) => description !== '').length
  const tests = new Map(detail.tests.map((test) => [test.id, test]))
  return (
    <>
      <div class="filters">
        {detail.columns.length > 8 ? <Filter label="Find a column" placeholder="name, type, text or tag" /> : null}
        <p class="quiet" aria-live="polite">
          {asked ? `${matching.length} of ` : ''}
          {plural(detail.columns.length, 'column')}, {described} described
        </p>
      </div>
      {matching.length === 0 ? <p class="quiet">None is like that.</p> : null}
      <table class="list column-list">
        <Heads titles={['Column', 'Type', 'Description', 'Tests and rules', 'Lineage']} />
        <tbody>
          {shown.map((column) => (
            <Row key={column.name} {...props} column={column} tests={tests} entry={entry ?? undefined} />
          ))}
        </tbody>
      </table>
      {pager}
    </>
  )
}

interface RowProps extends TabProps {
  readonly column: SiteColumn
  readonly tests: ReadonlyMap<string, SiteTest>
  readonly entry: SiteLineage | undefined
}

function Row({ site, node, column, tests, entry }: RowProps): JSX.Element {
  const origin = column.from ? site.index.nodes[column.from.node] : undefined
  return (
    <tr>
      <th scope="row">
        <a href={columnLink(node.id, column.name)}>
          <bdi>{shortened(column.name, 200)}</bdi>
        </a>
        {column.tags.length > 0 ? (
          <div>
            {column.tags.map((tag) => (
              <span key={tag} class="badge badge-accent">
                {tag}
              </span>
            ))}
          </div>
        ) : null}
      </th>
      <td class="mono small">{column.type.toLowerCase()}</td>
      <td>
        {column.description ? <Markdown text={column.description} /> : <span class="quiet">–</span>}
        {column.from && origin ? (
          <p class="quiet small">
            from <a href={columnLink(origin.id, column.from.column)}>{`${origin.name}.${column.from.column}`}</a>
          </p>
        ) : null}
      </td>
      <td>
        <Rules column={column} tests={tests} />
      </td>
      <td>
        <Ways id={node.id} column={column.name} entry={entry} />
      </td>
    </tr>
  )
}

function Rules({ column, tests }: { column: SiteColumn; tests: ReadonlyMap<string, SiteTest> }): JSX.Element {
  return (
    <ul class="plain-list rules">
      {column.constraints.map((kind) => (
        <li key={kind}>
          <span class="tag">{kind.replace('_', ' ')}</span>
        </li>
      ))}
      {column.tests.slice(0, 12).map((id) => {
        const test = tests.get(id)
        return test ? (
          <li key={id}>
            <Status status={test.status} /> {test.kind}
          </li>
        ) : null
      })}
    </ul>
  )
}

/** How many columns and tests it is made of and goes into, at the next step. */
function Ways({ id, column, entry }: { id: string; column: string; entry: SiteLineage | undefined }): JSX.Element | null {
  const known = entry && (columnOf(entry, column) ?? entry.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase()))
  if (!known) return null
  const [up, down] = [known.up.length, known.down.length]
  return (
    <a class="ways" href={columnLink(id, column)} aria-label={`${up} in · ${down} out: lineage of ${column}`}>
      <svg viewBox="0 0 34 14" aria-hidden="true">
        <path d="M1 3h9M1 11h9M10 3c4 0 3 4 7 4M10 11c4 0 3-4 7-4h7M24 7c4 0 3-4 6-4h3M24 7c4 0 3 4 6 4h3" />
      </svg>
      <span>
        {up} in · {down} out
      </span>
    </a>
  )
}
