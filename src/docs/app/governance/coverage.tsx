/** How much is described, tested and owned, by folder, against the goals. */
import type { JSX } from 'preact'
import type { GovernanceBlock } from '../../model/index.js'
import { Command, EmptyState, formatCount, Heads, Meter, usePaged } from '../parts.js'

type Row = GovernanceBlock['coverage'][number]

const goals = { described: 0.9, tested: 0.8 }

export function Coverage({ coverage }: { coverage: readonly Row[] }): JSX.Element {
  const total = coverage.filter(({ name }) => name === 'total')
  const folders = coverage.filter(({ name }) => name !== 'total')
  const { shown, pager } = usePaged(folders, 100)
  if (coverage.length === 0)
    return (
      <EmptyState title="Coverage was not counted" command="sluice docs generate">
        After a build the page is written without it.
      </EmptyState>
    )
  return (
    <>
      <p class="quiet">
        The goals are {goals.described * 100} % described and {goals.tested * 100} % tested; a line marks them. Inherited descriptions
        count.
      </p>
      <table class="list">
        <Heads titles={['Folder', { number: 'Nodes' }, 'Described', 'Tested', 'Owned', { number: 'Columns' }, 'Columns described']} />
        <tbody>
          {[...total, ...shown].map((row) => (
            <CoverageRow key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      {pager}
      <p>
        <Command text="sluice docs coverage --fail-under 90 --fail-under-tests 80" />
      </p>
    </>
  )
}

function CoverageRow({ row }: { row: Row }): JSX.Element {
  return (
    <tr class={row.name === 'total' ? 'total' : undefined}>
      <th scope="row">
        <bdi>{row.name === 'total' ? 'All' : row.name}</bdi>
      </th>
      <td class="number">{formatCount(row.nodes)}</td>
      <td>
        <Meter part={row.described} whole={row.nodes} goal={goals.described} />
      </td>
      <td>
        <Meter part={row.tested} whole={row.nodes} goal={goals.tested} />
      </td>
      <td>
        <Meter part={row.owned} whole={row.nodes} />
      </td>
      <td class="number">{formatCount(row.columns)}</td>
      <td>
        <Meter part={row.columnsDescribed} whole={row.columns} goal={goals.described} />
      </td>
    </tr>
  )
}
