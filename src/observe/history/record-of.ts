/** A run's results → what is kept of them. */
import type { Invocation } from '../../core/invocation.js'
import { findResource, type Manifest } from '../../core/manifest.js'
import type { Resource } from '../../core/node.js'
import type { RunResult, RunStatus } from '../../core/result.js'
import { version } from '../../core/version.js'
import type { NodeRecord, RunHead, RunRecord } from './record.js'

export interface FinishedRun {
  readonly manifest: Manifest
  readonly results: readonly RunResult[]
  /** Seconds. */
  readonly elapsed: number
  readonly cancelled: boolean
  readonly target: string
}

export function recordOf(run: FinishedRun, invocation: Invocation): RunRecord {
  const counts: Partial<Record<RunStatus, number>> = {}
  for (const { status } of run.results) counts[status] = (counts[status] ?? 0) + 1
  const { flags } = invocation
  const head: RunHead = {
    version: 1,
    id: invocation.id,
    command: flags.which,
    select: words(flags.select),
    exclude: words(flags.exclude),
    startedAt: invocation.startedAt.toISOString(),
    finishedAt: invocation.now().toISOString(),
    elapsed: run.elapsed,
    project: run.manifest.metadata.project_name,
    target: run.target,
    adapter: run.manifest.metadata.adapter_type,
    tool: version,
    fullRefresh: flags.fullRefresh === true,
    cancelled: run.cancelled,
    counts,
  }
  const owners = new Map(Object.values(run.manifest.groups).map((group) => [group.name, group.owner.name ?? group.owner.email ?? null]))
  const nodes = run.results.map((result) => nodeRecord(result, findResource(run.manifest, result.unique_id), owners))
  return invocation.redactor.deep({ head, nodes })
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function nodeRecord(result: RunResult, resource: Resource | undefined, owners: ReadonlyMap<string, unknown>): NodeRecord {
  const executed = result.timing.find(({ name }) => name === 'execute') ?? result.timing[0]
  return {
    id: result.unique_id,
    name: resource?.name ?? result.unique_id,
    type: resource?.resource_type ?? (result.unique_id.split('.')[0] as string),
    status: result.status,
    startedAt: executed?.started_at ?? null,
    seconds: result.execution_time,
    thread: result.thread_id,
    message: result.message,
    failures: result.found ?? result.failures,
    rows: rowsOf(result, resource),
    bytes: numberAt(result, 'bytes_processed') ?? numberAt(result, 'bytes_billed'),
    ...testedBy(resource),
    kind: kindOf(resource),
    owner: ownerOf(resource, owners),
    loadedAt: result.freshness?.max_loaded_at ?? null,
    age: result.freshness?.max_loaded_at_time_ago_in_s ?? null,
    ...(result.samples ? { samples: result.samples } : {}),
  }
}

/** The row of a test is its verdict, a view has none, and drivers say -1 where they do not know. */
function rowsOf(result: RunResult, resource: Resource | undefined): number | null {
  if (resource && ['test', 'unit_test', 'operation', 'source'].includes(resource.resource_type)) return null
  const { inserted, updated, total } = result.rows ?? {}
  if (total !== undefined && total >= 0) return total
  if (inserted !== undefined || updated !== undefined) return (inserted ?? 0) + (updated ?? 0)
  return numberAt(result, 'rows_affected')
}

/** N.B. drivers say -1 where they do not know. */
function numberAt({ adapter_response: response }: RunResult, key: string): number | null {
  const value = response[key]
  return typeof value === 'number' && value >= 0 ? value : null
}

function testedBy(resource: Resource | undefined): Pick<NodeRecord, 'node' | 'column'> {
  if (resource?.resource_type === 'test')
    return { node: resource.attached_node ?? resource.depends_on.nodes[0] ?? null, column: resource.column_name ?? null }
  if (resource?.resource_type === 'unit_test')
    return { node: resource.tested_node_unique_id ?? resource.depends_on.nodes[0] ?? null, column: null }
  return { node: null, column: null }
}

function kindOf(resource: Resource | undefined): string | null {
  if (resource?.resource_type === 'test') return resource.test_metadata?.name ?? 'singular'
  const materialized = (resource as { readonly config?: { readonly materialized?: unknown } } | undefined)?.config?.materialized
  return typeof materialized === 'string' ? materialized : null
}

/** `meta.owner` before the owner of the group. */
function ownerOf(resource: Resource | undefined, owners: ReadonlyMap<string, unknown>): string | null {
  const { config, group } = (resource ?? {}) as {
    readonly config?: { readonly meta?: { readonly owner?: unknown } }
    readonly group?: string | null
  }
  const named = config?.meta?.owner ?? (group ? owners.get(group) : null)
  return typeof named === 'string' ? named : null
}
