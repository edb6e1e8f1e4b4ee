/** Rows that a failed test found, for people to look at: few, as text, without personal data. */
import { withQueryComment } from '../../context/index.js'
import { findResource } from '../../core/manifest.js'
import type { ColumnSpec, TestNode } from '../../core/node.js'
import { isPersonal } from '../../core/personal.js'
import type { SampleRows } from '../../core/result.js'
import type { Cell, Table } from '../../core/table.js'
import { toText } from '../../jinja/index.js'
import type { NodeRun } from '../node-run.js'

const longest = 200
const mostColumns = 50
const hidden = '***'
/** What tests call the value of the column they look at. */
const valueNames = new Set(['unique_field', 'value_field', 'from_field'])
const counts = new Set(['n_records', 'count'])

/** On the test's connection. What goes wrong here changes nothing of the result. */
export async function sampleRows(run: NodeRun<TestNode>): Promise<SampleRows | undefined> {
  const { node, runtime, connection, options } = run
  const limit = options.samples ?? 0
  if (limit === 0 || runtime.invocation.signal.aborted) return undefined
  const found = storedIn(run) ?? node.compiled_code
  if (!found) return undefined
  try {
    const scope = runtime.operationScope(connection, { packageName: 'sluice', nodeInfo: run.nodeInfo })
    const sql = String(await scope.callMacro('sluice_sample_sql', [], { sql: found, limit }))
    const sent = await withQueryComment({ runtime, connection, nodeInfo: run.nodeInfo }, sql)
    const { table } = await connection.execute(sent, { fetch: true, limit })
    return samplesOf(table, shownColumns(run))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    runtime.invocation.events.emit('Note', { msg: `${node.name}: the rows could not be shown: ${why}` }, 'debug')
    return undefined
  }
}

/** Read where they were written rather than looked for again. */
function storedIn({ node, runtime }: NodeRun<TestNode>): string | undefined {
  const stores = node.config.store_failures ?? runtime.invocation.flags.storeFailures === true
  return stores === true && node.relation_name ? `select * from ${node.relation_name}` : undefined
}

function samplesOf(table: Table, isShown: (column: string) => boolean): SampleRows {
  const columns = table.columnNames.slice(0, mostColumns)
  const shown = columns.map(isShown)
  const rows = table.rows.map(({ cells }) => columns.map((_, at) => (shown[at] === true ? textOf(cells[at]) : maskOf(cells[at]))))
  return { columns, rows }
}

function textOf(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null
  const text = toText(cell)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

function maskOf(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : hidden
}

/**
 * Where nothing that the test reads is personal, all columns; else those alone that are declared there and not personal: what a
 * query calls otherwise may be anything.
 */
function shownColumns({ node, runtime }: NodeRun<TestNode>): (column: string) => boolean {
  const read = new Set([...(node.attached_node ? [node.attached_node] : []), ...node.depends_on.nodes])
  const specs = [...read].flatMap((id) => columnsOf(findResource(runtime.manifest, id)))
  const personal = namesOf(specs.filter(isPersonal))
  if (personal.size === 0) return () => true
  const known = namesOf(specs)
  const isKnown = (name: string) => known.has(name) && !personal.has(name)
  const tested = node.column_name?.toLowerCase()
  return (column) => {
    const name = column.toLowerCase()
    if (valueNames.has(name) && tested !== undefined) return isKnown(tested)
    return isKnown(name) || (counts.has(name) && !personal.has(name))
  }
}

function columnsOf(resource: unknown): readonly ColumnSpec[] {
  return Object.values((resource as { readonly columns?: Readonly<Record<string, ColumnSpec>> } | undefined)?.columns ?? {})
}

function namesOf(specs: readonly ColumnSpec[]): ReadonlySet<string> {
  return new Set(specs.map(({ name }) => name.toLowerCase().replace(/^["`](.*)["`]$/, '$1')))
}
