/** Tests that pass and fail by turns. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HistoryBlock } from '../../model/index.js'
import { EmptyState, Status, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import { IdLink } from './kept-runs.js'
import { flakyTests } from './past.js'
import { DataTable } from './table.js'
import type { TestProps } from './test-props.js'

export function Flaky({ site }: TestProps): JSX.Element {
  const empty = (
    <EmptyState title="Only the last run is known." command="sluice history --flaky">
      Which tests pass and fail by turns is seen over several runs: each run is kept, unless SLUICE_HISTORY=off.
    </EmptyState>
  )
  return (
    <WithBlock site={site} name="history" empty={empty}>
      {(history) => <List history={history} site={site} />}
    </WithBlock>
  )
}

function List({ history, site }: { history: HistoryBlock; site: Site }): JSX.Element {
  const found = useMemo(() => flakyTests(history), [history])
  if (found.length === 0) return <p class="quiet">None: no test turned more than once in the {history.runs.length} runs that are kept.</p>
  return (
    <DataTable
      name="flaky"
      caption="Tests that pass and fail by turns"
      rows={found}
      id={({ id }) => id}
      columns={[
        { key: 'name', title: 'Test', cell: ({ id }) => <IdLink id={id} site={site} /> },
        { key: 'changes', title: 'Turns', number: true, cell: ({ changes }) => changes, by: ({ changes }) => changes },
        {
          key: 'runs',
          title: 'Runs, the newest at the right',
          cell: ({ statuses }) => statuses.slice(-20).map((status, place) => <Status key={place} status={status} />),
        },
      ]}
    />
  )
}
