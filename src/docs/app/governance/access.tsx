/** What is offered to other groups and what is taken without being offered; what lacks words; what goes away. */
import type { JSX } from 'preact'
import type { SiteNode } from '../../model/index.js'
import { EmptyState, formatCount, Heads, NodeLink, NodeList, plural, usePaged } from '../parts.js'
import type { Site } from '../site.js'

export function Offers({ site }: { site: Site }): JSX.Element {
  const models = site.index.nodes.filter(({ type }) => type === 'model')
  const offered = models.filter(({ access }) => access === 'public')
  const agreed = models.filter(({ contract }) => contract)
  const open = offered.filter(({ contract }) => !contract)
  return (
    <>
      <section>
        <h2>Public models</h2>
        {offered.length === 0 ? (
          <EmptyState title="No model is public">
            <code>access: public</code> in a properties file offers a model to other groups and projects.
          </EmptyState>
        ) : (
          <NodeList nodes={offered} pageKey="public" columns={offerColumns(site)} />
        )}
        {open.length > 0 && offered.length > 0 ? (
          <p class="quiet">{plural(open.length, 'public model')} without an enforced contract: its columns may change under its readers.</p>
        ) : null}
      </section>
      <section>
        <h2>Models with a contract</h2>
        {agreed.length === 0 ? (
          <EmptyState title="No model has a contract">
            <code>contract: {'{enforced: true}'}</code> makes a build fail where columns or types differ from what is declared.
          </EmptyState>
        ) : (
          <NodeList nodes={agreed} pageKey="contracts" columns={offerColumns(site)} />
        )}
      </section>
      <CrossReferences site={site} />
    </>
  )
}

function offerColumns(site: Site) {
  return [
    { title: 'Owner', cell: (node: SiteNode) => <bdi>{node.group || node.owner}</bdi> },
    { title: 'Contract', cell: (node: SiteNode) => (node.contract ? <span class="badge badge-ok">enforced</span> : '') },
    { title: 'Read by', number: true, cell: (node: SiteNode) => formatCount(readers(site, node)) },
  ]
}

function readers(site: Site, node: SiteNode): number {
  return site.children[site.position.get(node.id) ?? -1]?.length ?? 0
}

function childrenOf(site: Site, node: SiteNode): SiteNode[] {
  const children = site.children[site.position.get(node.id) ?? -1] ?? []
  return children.flatMap((place) => site.index.nodes[place] ?? [])
}

interface Crossing {
  readonly from: SiteNode
  readonly to: SiteNode
}

/** Readers of a model that its group does not offer. */
function crossingsOf({ index }: Site): Crossing[] {
  return index.edges.flatMap(([parent, child]) => {
    const [from, to] = [index.nodes[parent], index.nodes[child]]
    if (!from || !to || from.type !== 'model' || from.access === 'public' || !from.group) return []
    return to.group !== from.group && to.type !== 'exposure' ? [{ from, to }] : []
  })
}

function CrossReferences({ site }: { site: Site }): JSX.Element {
  const crossings = crossingsOf(site)
  const { shown, pager } = usePaged(crossings, 100, 'crossing')
  return (
    <section>
      <h2>Taken without being offered</h2>
      {crossings.length === 0 ? (
        <p class="quiet">No group reads a private or protected model of another.</p>
      ) : (
        <>
          <p class="quiet">A model that is not public is read by what belongs to another group, or to none.</p>
          <table class="list">
            <Heads titles={['Model', 'Access', 'Of group', 'Read by', 'Of group']} />
            <tbody>
              {shown.map(({ from, to }) => (
                <tr key={`${from.id} ${to.id}`}>
                  <td>
                    <NodeLink node={from} />
                  </td>
                  <td>{from.access}</td>
                  <td>
                    <bdi>{from.group}</bdi>
                  </td>
                  <td>
                    <NodeLink node={to} />
                  </td>
                  <td>{to.group ? <bdi>{to.group}</bdi> : <span class="quiet">none</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {pager}
        </>
      )}
    </section>
  )
}

const describable = new Set(['model', 'source', 'seed', 'snapshot', 'exposure', 'metric'])

export function Undocumented({ site }: { site: Site }): JSX.Element {
  const lacking = site.index.nodes.filter((node) => describable.has(node.type) && (node.summary === '' || node.described < node.columns))
  if (lacking.length === 0) return <EmptyState title="Everything is described">Every node and each of its known columns.</EmptyState>
  const children = (node: SiteNode) => readers(site, node)
  const most = [...lacking].sort((a, b) => Number(a.summary !== '') - Number(b.summary !== '') || children(b) - children(a))
  return (
    <>
      <p class="quiet">{plural(most.length, 'node')} lack words: nodes without a description first, the most read ones before others.</p>
      <NodeList
        nodes={most}
        brief
        columns={[
          { title: 'Description', cell: (node) => (node.summary ? <bdi>{node.summary}</bdi> : <span class="badge badge-warn">none</span>) },
          { title: 'Columns without', number: true, cell: (node) => formatCount(node.columns - node.described) },
          { title: 'Read by', number: true, cell: (node) => formatCount(children(node)) },
        ]}
      />
    </>
  )
}

export function Deprecated({ site }: { site: Site }): JSX.Element {
  const leaving = site.index.nodes.filter(({ deprecated }) => deprecated).sort((a, b) => (a.deprecated < b.deprecated ? -1 : 1))
  const today = site.index.generatedAt.slice(0, 10)
  if (leaving.length === 0)
    return (
      <EmptyState title="Nothing is deprecated">
        <code>deprecation_date: 2030-01-31</code> on a model announces its end to those who read it.
      </EmptyState>
    )
  return (
    <NodeList
      nodes={leaving}
      brief
      columns={[
        {
          title: 'From',
          cell: (node) => (
            <>
              {node.deprecated} {node.deprecated <= today ? <span class="badge badge-fail">past</span> : <span class="badge">to come</span>}
            </>
          ),
        },
        { title: 'Still read by', cell: (node) => <Readers nodes={childrenOf(site, node)} /> },
      ]}
    />
  )
}

const readersShown = 20

function Readers({ nodes }: { nodes: readonly SiteNode[] }): JSX.Element {
  if (nodes.length === 0) return <span class="quiet">nobody</span>
  return (
    <ul class="plain-list">
      {nodes.slice(0, readersShown).map((node) => (
        <li key={node.id}>
          <NodeLink node={node} />
        </li>
      ))}
      {nodes.length > readersShown ? <li class="quiet">and {nodes.length - readersShown} more</li> : null}
    </ul>
  )
}
