/** Who may read a node, who does, and in whose name. */
import type { JSX } from 'preact'
import { EmptyState, Facts, Heads } from '../../parts.js'
import { NodeList } from './overview.js'
import type { TabProps } from './tab-props.js'

const meanings: Readonly<Record<string, string>> = {
  private: 'private: only its own group may refer to it',
  protected: 'protected: anything in this project may refer to it',
  public: 'public: other projects may refer to it, too',
}

export function AccessTab({ site, place, node, detail }: TabProps): JSX.Element {
  const owner = site.index.owners.find(({ group }) => group === node.group)
  const readers = [...new Set(site.children[place] ?? [])].flatMap((at) => site.index.nodes[at] ?? [])
  const others = readers.filter((reader) => reader.group !== node.group)
  return (
    <>
      <Facts
        rows={[
          ['Access', meanings[node.access] ?? node.access],
          ['Group', node.group ? <a href={`#/owners?group=${encodeURIComponent(node.group)}`}>{node.group}</a> : 'in no group'],
          ['Owner', [owner?.name, owner?.email].filter(Boolean).join(' · ') || node.owner],
        ]}
      />
      <h2>Grants</h2>
      {detail.grants.length > 0 ? (
        <table class="list narrow">
          <Heads titles={['Privilege', 'To']} />
          <tbody>
            {detail.grants.map(([privilege, who]) => (
              <tr key={privilege}>
                <th scope="row">{privilege}</th>
                <td class="mono">{who.length > 0 ? who.join(', ') : 'nobody'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <EmptyState title="No grants are set">
          The warehouse decides alone who may read it. Under <code>grants:</code> a build sets them.
        </EmptyState>
      )}
      <NodeList
        title={node.group ? 'Readers in other groups' : 'Readers'}
        nodes={node.group ? others : readers}
        nothing={node.group ? 'Only its own group reads it.' : 'Nothing in this project.'}
      />
    </>
  )
}
