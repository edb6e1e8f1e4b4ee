/** What on-run-end templates see of the run: `results`, `schemas`, `database_schemas`. */
import { dataclass, keysInMemory, nodeRecord } from '../context/index.js'
import { DateTime, utc, type Zone } from '../core/datetime.js'
import type { Flags } from '../core/invocation.js'
import { findResource, type Manifest } from '../core/manifest.js'
import type { Plain } from '../core/node.js'
import type { RunResult, Timing } from '../core/result.js'
import type { TemplateObject } from '../core/template-object.js'
import { Tuple } from '../core/tuple.js'
import { storesFailures } from './node-kinds.js'

/** `flags`: with `--store-failures` tests have relations too. */
export function endOfRunNames(results: readonly RunResult[], manifest: Manifest, flags: Flags): Plain {
  const places = new Map<string, readonly [string | null, string]>()
  for (const result of results) {
    const node = manifest.nodes[result.unique_id]
    const relational =
      node &&
      (['model', 'seed', 'snapshot'].includes(node.resource_type) || (node.resource_type === 'test' && storesFailures(node.config, flags)))
    if (relational && !['error', 'fail', 'skipped'].includes(result.status))
      places.set(`${node.database}\u0000${node.schema}`, [node.database, node.schema])
  }
  const shown = results.filter((result) => result.thread_id !== 'main' || result.status === 'error')
  return {
    results: shown.map((result) => resultView(result, manifest)),
    schemas: [...new Set([...places.values()].map(([, schema]) => schema))],
    database_schemas: [...places.values()].map((place) => Tuple.from(place)),
  }
}

/** A result with its node, as dbt's RunResult shows itself to packages that log results. */
function resultView(result: RunResult, manifest: Manifest): TemplateObject {
  const node = keysInMemory({ ...(findResource(manifest, result.unique_id) ?? { unique_id: result.unique_id }) })
  const { status, timing, thread_id, execution_time, adapter_response, message, failures, batch_results, freshness } = result
  const common: Plain = {
    status,
    timing: timing.map((entry) => ({ ...entry })),
    thread_id,
    execution_time,
    adapter_response,
    message,
    failures,
    node,
  }
  const shown = { timing: timing.map(timingView), node: nodeRecord(node), skipped: status === 'skipped' }
  if (!freshness) return dataclass('RunResult', { ...common, agate_table: null, batch_results }, { shown })
  const { max_loaded_at, snapshotted_at, max_loaded_at_time_ago_in_s: age } = freshness
  const times = { max_loaded_at: moment(max_loaded_at, utc), snapshotted_at: moment(snapshotted_at, utc) }
  const found = { max_loaded_at: times.max_loaded_at?.isoformat(), snapshotted_at: times.snapshotted_at?.isoformat(), age }
  return dataclass('SourceFreshnessResult', { ...common, ...found }, { shown: { ...shown, ...times } })
}

function timingView(entry: Timing): TemplateObject {
  const { started_at, completed_at } = entry
  return dataclass(
    'TimingInfo',
    { ...entry },
    { shown: { started_at: moment(started_at, null), completed_at: moment(completed_at, null) } },
  )
}

/** ISO text, UTC with microseconds, to Python's datetime. */
function moment(iso: string | null | undefined, zone: Zone | null): DateTime | null {
  if (!iso) return null
  const micros = BigInt(Date.parse(iso)) * 1000n + BigInt(/\.\d{3}(\d{3})/.exec(iso)?.[1] ?? 0)
  return new DateTime(micros, zone)
}
