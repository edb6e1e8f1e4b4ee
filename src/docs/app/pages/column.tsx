/** One column: what it is, what it is made of with the text of each step, what is made of it, and what breaks without it. */
import type { JSX } from 'preact'
import type { SiteColumn, SiteDetail, SiteLineage } from '../../model/index.js'
import { columnOf } from '../columns/walk.js'
import { shortened } from '../columns/words.js'
import { useBlock, useEntry } from '../data.js'
import { EmptyState, Loading } from '../parts.js'
import type { Site } from '../site.js'
import { Heading } from './column/heading.js'
import { Lineage } from './column/lineage.js'
import { TestList } from './node/test-list.js'
import type { PageProps } from './page-props.js'

/** Of `#/column/<node id>/<column>`; both may hold slashes. */
export function columnAsked(site: Site, argument: string): { readonly place: number; readonly column: string } | undefined {
  for (let at = argument.indexOf('/'); at >= 0; at = argument.indexOf('/', at + 1)) {
    const place = site.position.get(argument.slice(0, at))
    if (place !== undefined) return { place, column: argument.slice(at + 1) }
  }
  return undefined
}

export function ColumnPage({ site, route }: PageProps): JSX.Element {
  const asked = columnAsked(site, route.argument)
  const detail = useEntry(site.index, 'detail', asked?.place ?? -1)
  const entry = useEntry(site.index, 'lineage', asked?.place ?? -1)
  const node = site.index.nodes[asked?.place ?? -1]
  if (!asked || !node)
    return (
      <>
        <h1>Not here</h1>
        <p>
          No node of this name: <code>{shortened(route.argument)}</code>. <a href="#/catalog">All nodes</a>
        </p>
      </>
    )
  if (detail === null || entry === null || !detail) return <Loading />
  // The warehouse and the SQL may spell it differently.
  const same = (name: string) => name.toLowerCase() === asked.column.toLowerCase()
  const column = detail.columns.find(({ name }) => name === asked.column) ?? detail.columns.find(({ name }) => same(name))
  const known = entry && (columnOf(entry, asked.column) ?? entry.columns.find(({ name }) => name !== '' && same(name)))
  return (
    <>
      <Heading site={site} node={node} name={asked.column} column={column} type={column?.type || known?.type || ''} />
      {entry && known ? (
        <Lineage
          key={route.argument}
          site={site}
          start={{ place: asked.place, id: node.id, column: known.name }}
          entry={entry}
          detail={detail}
          indirect={route.query.get('links') === 'all'}
        />
      ) : (
        <NoLineage site={site} entry={entry} known={column !== undefined} />
      )}
      <Tests site={site} detail={detail} column={column} reading={known?.tests ?? []} />
    </>
  )
}

function NoLineage({ site, entry, known }: { site: Site; entry: SiteLineage | undefined; known: boolean }): JSX.Element {
  if (site.index.noColumns)
    return (
      <EmptyState title="No column lineage" command="sluice docs generate">
        {site.index.noColumns}
      </EmptyState>
    )
  if (!known) return <EmptyState title="No such column">Neither the SQL nor a properties file nor the warehouse knows it.</EmptyState>
  return (
    <EmptyState title="The SQL does not make this column">
      {entry?.reason || 'It is declared or in the warehouse, but no select item gives it.'}
    </EmptyState>
  )
}

/** Those declared on it, then others whose verdict depends on it. */
function Tests({
  site,
  detail,
  column,
  reading,
}: {
  site: Site
  detail: SiteDetail
  column: SiteColumn | undefined
  reading: readonly string[]
}): JSX.Element {
  const block = useBlock(site.index, 'tests')
  const own = new Set(column?.tests ?? [])
  const others = new Set(reading.filter((id) => !own.has(id)))
  const declared = detail.tests.filter(({ id }) => own.has(id))
  const also = others.size > 0 ? (block?.tests ?? []).filter(({ id }) => others.has(id)) : []
  return (
    <section>
      <h2>Tests</h2>
      {declared.length + also.length > 0 ? (
        <TestList tests={[...declared, ...also]} />
      ) : (
        <p class="quiet">
          None reads this column: add them under its <code>data_tests:</code> in the properties file.
        </p>
      )}
    </section>
  )
}
