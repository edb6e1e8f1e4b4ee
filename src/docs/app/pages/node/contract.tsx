/** What a node promises its readers: contract, constraints, versions, how long it stays. */
import type { JSX } from 'preact'
import type { SiteNode } from '../../../model/index.js'
import { columnLink } from '../../columns/words.js'
import { EmptyState, Heads, NodeLink, Status, worstStatus } from '../../parts.js'
import type { Site } from '../../site.js'
import { baseName } from './overview.js'
import type { TabProps } from './tab-props.js'

export function ContractTab({ site, node, detail }: TabProps): JSX.Element {
  return (
    <>
      <h2 class="first">Contract</h2>
      {node.contract ? (
        <p>
          Enforced: a build fails where the columns or their types are others than the {detail.columns.length} declared{' '}
          <a href={`#/node/${encodeURIComponent(node.id)}?tab=columns`}>columns</a>.
        </p>
      ) : (
        <EmptyState title="No contract">
          Readers rely on what the SQL happens to give. Set <code>contract: {'{enforced: true}'}</code> with the columns and their types to
          promise them.
        </EmptyState>
      )}
      <Constraints node={node} detail={detail} />
      <Versions site={site} node={node} latest={detail.latest} />
    </>
  )
}

function Constraints({ node, detail }: Pick<TabProps, 'node' | 'detail'>): JSX.Element | null {
  const rows = [
    ...detail.constraints,
    ...detail.columns.flatMap(({ name, constraints }) => constraints.map((kind) => ({ kind, columns: [name], text: '' }))),
  ].slice(0, 200)
  if (rows.length === 0) return null
  return (
    <>
      <h2>Constraints</h2>
      <table class="list">
        <Heads titles={['Constraint', 'Columns', 'Text']} />
        <tbody>
          {rows.map(({ kind, columns, text }, at) => (
            <tr key={at}>
              <th scope="row">{kind.replace('_', ' ')}</th>
              <td class="mono">
                {columns.map((column) => (
                  <span key={column} class="count">
                    <a href={columnLink(node.id, column)}>{column}</a>
                  </span>
                ))}
              </td>
              <td class="mono">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** All versions of a model, itself included. */
export function versionsOf(site: Site, node: SiteNode): readonly SiteNode[] {
  if (!node.version) return []
  return site.index.nodes.filter((other) => other.version && other.package === node.package && baseName(other) === baseName(node))
}

function Versions({ site, node, latest }: { site: Site; node: SiteNode; latest: string }): JSX.Element | null {
  const all = versionsOf(site, node)
  if (all.length === 0) return null
  return (
    <>
      <h2>Versions</h2>
      <table class="list">
        <Heads titles={['Version', 'Status', 'Read by', 'Until']} />
        <tbody>
          {all.map((each) => (
            <tr key={each.id}>
              <td>
                {each.id === node.id ? <strong>{each.name}</strong> : <NodeLink node={each} />}{' '}
                {each.version === latest ? <span class="badge badge-accent">latest</span> : null}
              </td>
              <td>
                <Status status={worstStatus(each)} words />
              </td>
              <td>{(site.children[site.position.get(each.id) ?? -1] ?? []).length}</td>
              <td>{each.deprecated || 'no end set'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet small">
        `ref('{baseName(node)}')` reads {latest ? `version ${latest}` : 'the latest version'}; another one is named by `v=`.
      </p>
    </>
  )
}
