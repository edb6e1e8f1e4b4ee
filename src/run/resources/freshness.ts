/** How old a source's newest row is, against what its owner allows. */
import type { NodeScope } from '../../context/index.js'
import { momentOf } from '../../core/moment.js'
import type { Plain, SourceNode } from '../../core/node.js'
import type { Relation } from '../../core/relation.js'
import type { Freshness, RunResult, RunStatus } from '../../core/result.js'
import type { Table } from '../../core/table.js'
import { getAttribute } from '../../jinja/index.js'
import { freshnessImpossible, freshnessResult } from '../errors.js'
import { measured, type NodeRun } from '../node-run.js'
import { type Response, readResponse } from '../response.js'
import { resultOf } from '../results.js'
import { isoMicros } from '../timing.js'

export async function runFreshness(run: NodeRun<SourceNode>): Promise<RunResult> {
  const { node, watch } = run
  await watch.phase('compile', async () => undefined)
  const { response, table } = await watch.phase('execute', () => collect(run))
  const freshness = readFreshness(run, table)
  const status = judgeAge(freshness.max_loaded_at_time_ago_in_s, node.freshness ?? {})
  return resultOf(node, status, measured(run), { adapter_response: response.fields, freshness })
}

interface Collected {
  readonly response: Response
  readonly table: Table
}

type Asking = Pick<NodeRun<SourceNode>, 'node' | 'runtime' | 'connection' | 'thread'>

/** How old the newest row is, by the source's own `loaded_at_field` or `loaded_at_query`. */
export async function sourceAge(asking: Asking): Promise<Freshness> {
  return readFreshness(asking, (await collect(asking)).table)
}

async function collect(run: Asking): Promise<Collected> {
  const { node, runtime, connection, thread } = run
  const scope = runtime.nodeScope(node, connection, { threadId: thread })
  const relation = scope.lookup('this')
  if (node.loaded_at_query) {
    const sql = await scope.render(node.loaded_at_query, node.original_file_path)
    return read(await scope.callMacro('collect_freshness_custom_sql', [relation, sql]))
  }
  if (!node.loaded_at_field) return await lastModified(run, scope, relation as Relation)
  return read(await scope.callMacro('collect_freshness', [relation, node.loaded_at_field, node.freshness?.filter ?? null]))
}

/** What the warehouse itself knows of the table's last change. */
async function lastModified({ node, runtime }: Asking, scope: NodeScope, relation: Relation): Promise<Collected> {
  const name = `${node.source_name}.${node.name}`
  if (!runtime.module.capabilities.has('table-last-modified')) throw freshnessImpossible(name, runtime.module.type)
  const catalog = relation.with({ schema: 'INFORMATION_SCHEMA', identifier: null, type: null, quotePolicy: { schema: false } })
  const { response, table } = read(await scope.callMacro('get_relation_last_modified', [catalog, [relation]]))
  // Of schema, identifier, last_modified and snapshotted_at.
  return { response, table: table.project(table.columnNames.slice(2)) }
}

/** The macro returns the result of its statement. */
function read(returned: unknown): Collected {
  return { response: readResponse(getAttribute(returned, 'response')), table: getAttribute(returned, 'table') as Table }
}

function readFreshness({ node, runtime: { invocation } }: Asking, table: Table | undefined): Freshness {
  const cells = table?.rows[0]?.cells
  if (table?.rows.length !== 1 || !cells || cells.length < 2) throw freshnessResult(node.name, `${table?.rows.length ?? 0} rows`)
  const snapshot = invocation.clockShift === 0 ? momentOf(cells[1]) : invocation.now()
  // An empty source is as old as can be: dbt takes the year 1.
  const newest = cells[0] === null ? new Date('0001-01-01T00:00:00Z') : momentOf(cells[0])
  if (!newest || !snapshot) throw freshnessResult(node.name, `${String(cells[0])} and ${String(cells[1])}, which are no times`)
  return {
    max_loaded_at: isoMicros(newest),
    snapshotted_at: isoMicros(snapshot),
    max_loaded_at_time_ago_in_s: (snapshot.getTime() - newest.getTime()) / 1000,
    criteria: {
      warn_after: threshold(node.freshness, 'warn_after'),
      error_after: threshold(node.freshness, 'error_after'),
      filter: node.freshness?.filter ?? null,
    },
  }
}

function threshold(freshness: Plain | null, key: string): Plain {
  const given = freshness?.[key] as Plain | null | undefined
  return { count: given?.count ?? null, period: given?.period ?? null }
}

const secondsOf: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86400 }

export function judgeAge(age: number, freshness: Plain): RunStatus {
  const exceeded = (key: string): boolean => {
    const { count, period } = threshold(freshness, key)
    return typeof count === 'number' && age > count * (secondsOf[String(period)] ?? Number.POSITIVE_INFINITY)
  }
  if (exceeded('error_after')) return 'error'
  return exceeded('warn_after') ? 'warn' : 'pass'
}
