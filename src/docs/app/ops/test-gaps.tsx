/** What no test guards: models without any, keys that nothing proves. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { testCount } from '../catalog/facets.js'
import { NodeLink, plural, share, Tile } from '../parts.js'
import { reach } from './reach.js'
import { DataTable } from './table.js'
import type { TestProps } from './test-props.js'

const why = { unique_key: 'its unique_key', primary_key: 'its primary key', name: 'by its name' } as const

export function Gaps({ site, block }: TestProps): JSX.Element {
  const models = site.index.nodes.filter((node) => node.type === 'model')
  const untested = useMemo(
    () =>
      site.index.nodes.flatMap((node, place) =>
        node.type === 'model' && testCount(node) === 0 ? [{ node, place, below: site.children[place]?.length ?? 0 }] : [],
      ),
    [site],
  )
  return (
    <>
      <div class="tiles">
        <Tile
          title="Tested"
          figure={share(models.length - untested.length, models.length)}
          note={`${models.length - untested.length} of ${plural(models.length, 'model')}`}
        />
        <Tile title="Without a test" figure={untested.length} note="models" />
        <Tile title="Keys not proven" figure={block.keyGaps.length} note="columns that name a row" />
      </div>
      <h2>Keys without a test</h2>
      {block.keyGaps.length === 0 ? <p class="quiet">None: every key that is known has its tests.</p> : null}
      {block.keyGaps.length > 0 ? (
        <DataTable
          name="keys"
          caption="Columns that name a row and lack a test"
          rows={block.keyGaps}
          id={({ node, columns }) => `${node} ${columns.join(' ')}`}
          size={25}
          columns={[
            {
              key: 'node',
              title: 'Node',
              cell: (gap) => {
                const node = site.index.nodes[gap.node]
                return node ? <NodeLink node={node} /> : ''
              },
              by: (gap) => site.index.nodes[gap.node]?.name ?? '',
            },
            { key: 'columns', title: 'Key', cell: ({ columns }) => <code>{columns.join(', ')}</code> },
            { key: 'because', title: 'Taken for a key', cell: ({ because }) => why[because] },
            {
              key: 'missing',
              title: 'Missing',
              cell: ({ missing }) =>
                missing.map((kind) => (
                  <code key={kind} class="missing">
                    {kind}
                  </code>
                )),
            },
          ]}
        />
      ) : null}
      <h2>Models without a test</h2>
      {untested.length === 0 ? <p class="quiet">None: every model has at least one.</p> : null}
      {untested.length > 0 ? (
        <DataTable
          name="untested"
          caption="Models without a test, those with most readers first"
          rows={untested}
          id={({ node }) => node.id}
          order="-below"
          size={25}
          columns={[
            { key: 'node', title: 'Model', cell: ({ node }) => <NodeLink node={node} />, by: ({ node }) => node.name },
            { key: 'folder', title: 'Folder', cell: ({ node }) => node.folder, by: ({ node }) => node.folder },
            { key: 'owner', title: 'Owner', cell: ({ node }) => node.group || node.owner, by: ({ node }) => node.group || node.owner },
            { key: 'below', title: 'Read by', number: true, cell: ({ below }) => below, by: ({ below }) => below },
            { key: 'reach', title: 'In all below', number: true, cell: ({ place }) => reach(site.children, place).length },
          ]}
        />
      ) : null}
    </>
  )
}
