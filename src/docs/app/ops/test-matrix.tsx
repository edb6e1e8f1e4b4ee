/** Nodes against kinds of tests: how many there are and how the worst of them stands. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { NodeStatus } from '../../model/index.js'
import { Filter, NodeLink, Status } from '../parts.js'
import { DataTable } from './table.js'
import { bySeverity, type TestProps } from './test-props.js'

/** Kinds beyond these share a column. */
const shownKinds = 8

interface Row {
  readonly place: number
  readonly cells: ReadonlyMap<string, Cell>
  readonly worst: NodeStatus
}

interface Cell {
  readonly count: number
  readonly worst: NodeStatus
}

export function Matrix({ site, route, block }: TestProps): JSX.Element {
  const { kinds, rows } = useMemo(() => matrixOf(block), [block])
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const shown = rows.filter(({ place }) => site.index.nodes[place]?.name.toLowerCase().includes(wanted))
  return (
    <>
      <p class="quiet">How many tests of each kind look at a node, and how the worst of them ended. What needs a look stands first.</p>
      <div class="filters">
        <Filter label="Node" />
      </div>
      <div class="matrix">
        <DataTable
          name="matrix"
          caption="Tests of each node by kind"
          rows={shown}
          id={({ place }) => String(place)}
          columns={[
            {
              key: 'node',
              title: 'Node',
              cell: ({ place }) => {
                const node = site.index.nodes[place]
                return node ? <NodeLink node={node} /> : ''
              },
              by: ({ place }) => site.index.nodes[place]?.name ?? '',
            },
            ...kinds.map((kind) => ({
              key: kind,
              title: kind.slice(0, 24),
              cell: ({ cells }: Row) => <CellView cell={cells.get(kind)} />,
              by: ({ cells }: Row) => cells.get(kind)?.count ?? null,
            })),
          ]}
        />
      </div>
    </>
  )
}

function CellView({ cell }: { cell: Cell | undefined }): JSX.Element {
  return cell ? <Status status={cell.worst} text={String(cell.count)} /> : <span class="quiet">–</span>
}

function matrixOf({ tests }: TestProps['block']): { kinds: string[]; rows: Row[] } {
  const counts = new Map<string, number>()
  for (const { kind } of tests) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind)
  const kinds = common.length > shownKinds ? [...common.slice(0, shownKinds - 1), 'other'] : common
  const rows = new Map<number, { cells: Map<string, Cell>; worst: NodeStatus }>()
  for (const test of tests)
    for (const place of test.nodes) {
      const row = rows.get(place) ?? { cells: new Map<string, Cell>(), worst: 'ok' as NodeStatus }
      const kind = kinds.includes(test.kind) ? test.kind : 'other'
      const cell = row.cells.get(kind)
      row.cells.set(kind, { count: (cell?.count ?? 0) + 1, worst: worse(cell?.worst ?? 'ok', test.status) })
      rows.set(place, { cells: row.cells, worst: worse(row.worst, test.status) })
    }
  const sorted = [...rows].map(([place, row]) => ({ place, ...row }))
  return { kinds, rows: sorted.sort((a, b) => bySeverity.indexOf(a.worst) - bySeverity.indexOf(b.worst) || a.place - b.place) }
}

function worse(a: NodeStatus, b: NodeStatus): NodeStatus {
  return bySeverity.indexOf(a) <= bySeverity.indexOf(b) ? a : b
}
