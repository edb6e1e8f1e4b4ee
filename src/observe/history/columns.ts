/** The tables of the history: their columns, and a record as a row of them and back. */
import type { NodeRecord, RunHead } from './record.js'

export type ColumnKind = 'text' | 'moment' | 'number' | 'count' | 'flag'

export interface HistoryColumn {
  readonly name: string
  readonly kind: ColumnKind
}

const columns = (kinds: Readonly<Record<string, ColumnKind>>): readonly HistoryColumn[] =>
  Object.entries(kinds).map(([name, kind]) => ({ name, kind }))

export const runColumns = columns({
  run_id: 'text',
  command: 'text',
  started_at: 'moment',
  finished_at: 'moment',
  seconds: 'number',
  project: 'text',
  target: 'text',
  adapter: 'text',
  tool_version: 'text',
  full_refresh: 'flag',
  cancelled: 'flag',
  nodes: 'count',
  failed: 'count',
  warned: 'count',
  skipped: 'count',
  counts: 'text',
  selected: 'text',
  excluded: 'text',
})

export const nodeColumns = columns({
  run_id: 'text',
  place: 'count',
  node_id: 'text',
  node_name: 'text',
  node_type: 'text',
  status: 'text',
  started_at: 'moment',
  seconds: 'number',
  thread: 'text',
  message: 'text',
  failures: 'count',
  row_count: 'count',
  byte_count: 'count',
  tested_node: 'text',
  tested_column: 'text',
  kind: 'text',
  owner: 'text',
  loaded_at: 'moment',
  age_seconds: 'number',
  samples: 'text',
})

const versionColumns = columns({ version: 'count', pruned_at: 'moment' })

export const historyTables = [
  { name: 'runs', columns: runColumns, key: ['run_id'] },
  { name: 'node_results', columns: nodeColumns, key: ['run_id', 'place'] },
  { name: 'schema_version', columns: versionColumns, key: ['version'] },
]

type Value = string | number | boolean | null

/** What says badly how a node ended. */
const bad = ['error', 'fail', 'runtime error', 'partial success'] as const

/** In the order of `runColumns`. */
export function runRow(head: RunHead): readonly Value[] {
  const { counts } = head
  const finished = head.finishedAt ?? new Date(Date.parse(head.startedAt) + head.elapsed * 1000).toISOString()
  return [
    head.id,
    head.command,
    head.startedAt,
    finished,
    head.elapsed,
    head.project,
    head.target,
    head.adapter,
    head.tool,
    head.fullRefresh,
    head.cancelled,
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    bad.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
    counts.warn ?? 0,
    counts.skipped ?? 0,
    JSON.stringify(counts),
    JSON.stringify(head.select),
    JSON.stringify(head.exclude),
  ]
}

/** In the order of `nodeColumns`. */
export function nodeRow(run: string, node: NodeRecord, place: number): readonly Value[] {
  return [
    run,
    place,
    node.id,
    node.name,
    node.type,
    node.status,
    node.startedAt,
    node.seconds,
    node.thread,
    // A server takes no zero byte in a text.
    node.message?.replaceAll('\0', '') ?? null,
    whole(node.failures),
    whole(node.rows),
    whole(node.bytes),
    node.node,
    node.column,
    node.kind,
    node.owner,
    node.loadedAt,
    node.age,
    node.samples ? JSON.stringify(node.samples) : null,
  ]
}

/** `fail_calc` may give a fraction. */
function whole(value: number | null): number | null {
  return value === null ? null : Math.round(value)
}

type Row = readonly unknown[]

/** A row of `runColumns`. */
export function headOfRow(row: Row): RunHead {
  const at = named(runColumns, row)
  const moment = (name: string) => new Date(String(at(name))).toISOString()
  return {
    version: 1,
    id: String(at('run_id')),
    command: String(at('command')),
    select: JSON.parse(String(at('selected'))),
    exclude: JSON.parse(String(at('excluded'))),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    elapsed: Number(at('seconds')),
    project: String(at('project')),
    target: String(at('target')),
    adapter: String(at('adapter')),
    tool: String(at('tool_version')),
    fullRefresh: at('full_refresh') === true,
    cancelled: at('cancelled') === true,
    counts: JSON.parse(String(at('counts'))),
  }
}

/** A row of `nodeColumns`. */
export function nodeOfRow(row: Row): NodeRecord {
  const at = named(nodeColumns, row)
  const samples = at('samples')
  return {
    id: String(at('node_id')),
    name: String(at('node_name')),
    type: String(at('node_type')),
    status: String(at('status')) as NodeRecord['status'],
    startedAt: text(at('started_at')),
    seconds: Number(at('seconds')),
    thread: String(at('thread')),
    message: text(at('message')),
    failures: number(at('failures')),
    rows: number(at('row_count')),
    bytes: number(at('byte_count')),
    node: text(at('tested_node')),
    column: text(at('tested_column')),
    kind: text(at('kind')),
    owner: text(at('owner')),
    loadedAt: text(at('loaded_at')),
    age: number(at('age_seconds')),
    ...(samples === null || samples === undefined ? {} : { samples: JSON.parse(String(samples)) }),
  }
}

const places = new WeakMap<readonly HistoryColumn[], ReadonlyMap<string, number>>()

function named(list: readonly HistoryColumn[], row: Row): (name: string) => unknown {
  const known = places.get(list) ?? new Map(list.map(({ name }, place) => [name, place]))
  places.set(list, known)
  return (name) => row[known.get(name) ?? -1]
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

function number(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
