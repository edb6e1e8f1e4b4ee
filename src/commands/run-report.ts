/** What a run says before and after its nodes: the plan, the counts, each failure and warning, the totals; dbt's events in dbt's order. */
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { ErrorCode } from '../core/error-codes.js'
import type { GroupInfo, NodeInfo, PlannedNode } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import { findResource, type Manifest } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { besideInfo, nodeInfo } from '../run/index.js'
import { countStats, elapsedWords, hasTurn, ranLine, runnableCount } from './counts.js'

export function announceRun(
  invocation: Invocation,
  manifest: Manifest,
  selected: Iterable<UniqueId>,
  threads: number,
  target: string,
): void {
  const { events, flags } = invocation
  const nodes = [...selected].flatMap((id) => {
    const resource = findResource(manifest, id)
    return resource && hasTurn(resource) ? [planned(resource, manifest)] : []
  })
  events.emit('Formatting', { msg: '' })
  events.emit('ConcurrencyLine', { num_threads: threads, target_name: target, node_count: nodes.length })
  events.emit('RunPlanned', { nodes, selected: (flags.select as readonly string[]).join(' '), runnable: runnableCount(manifest) })
  events.emit('Formatting', { msg: '' })
}

function planned(resource: Resource, manifest: Manifest): PlannedNode {
  const config = resource.config as Readonly<Record<string, unknown>>
  return {
    unique_id: resource.unique_id,
    name: resource.resource_type === 'unit_test' ? `${resource.model}::${resource.name}` : resource.name,
    resource_type: resource.resource_type,
    materialized: String(config.materialized ?? ''),
    attachedTo: attachedTo(resource),
    path: resource.original_file_path,
    owner: ownerOf(resource, manifest),
  }
}

/** The node whose line shows a test: the one it is declared on, else the only one it reads. */
function attachedTo(resource: Resource): UniqueId | null {
  if (resource.resource_type === 'unit_test') return resource.tested_node_unique_id ?? resource.depends_on.nodes[0] ?? null
  if (resource.resource_type !== 'test') return null
  if (resource.attached_node) return resource.attached_node
  const parents = resource.depends_on.nodes
  return parents.length === 1 ? (parents[0] ?? null) : null
}

function ownerOf(resource: Resource, manifest: Manifest): string | null {
  const own = (resource as { group?: string | null }).group
  const attached = attachedTo(resource)
  const parent = attached ? (findResource(manifest, attached) as { group?: string | null } | undefined)?.group : undefined
  const name = own ?? parent
  if (!name) return null
  const group = Object.values(manifest.groups).find((entry) => entry.name === name)
  return group?.owner.name ?? group?.owner.email ?? name
}

export function reportRun(invocation: Invocation, manifest: Manifest, results: readonly RunResult[], elapsed: number): void {
  const { events, signal } = invocation
  const nodeOf = (result: RunResult) => findResource(manifest, result.unique_id)
  events.emit('Formatting', { msg: '' })
  events.emit('FinishedRunningStats', {
    stat_line: ranLine(results.flatMap((result) => nodeOf(result) ?? [])),
    execution: elapsedWords(elapsed),
    execution_time: elapsed,
  })
  const errors = results.filter((result) => isError(result))
  const warnings = results.filter((result) => result.status === 'warn')
  events.emit('Formatting', { msg: '' })
  events.emit('EndOfRunSummary', {
    num_errors: errors.length,
    num_warnings: warnings.length,
    num_partial_success: results.filter((result) => result.status === 'partial success').length,
    keyboard_interrupt: signal.aborted,
    results,
  })
  for (const result of errors) tellFailure(invocation, manifest, result)
  for (const result of warnings) tellWarning(invocation, manifest, result)
  events.emit('Formatting', { msg: '' })
  events.emit('StatsLine', { stats: { ...countStats(results) } })
}

/** Commands that only compile stop at what does not, as errors of the project: exit 2. */
export function stopOnFailures(results: readonly RunResult[]): void {
  const errors = results.flatMap((result) => (result.error ? [new SluiceError(result.error.code as ErrorCode, result.error)] : []))
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new SluiceErrors(errors)
}

/** Skips with a message are counted as errors: something upstream made them. A closed gate is counted once, at its source. */
function isError(result: RunResult): boolean {
  if (result.status === 'skipped' && result.error?.code === 'GATE_CLOSED') return false
  return ['error', 'fail', 'runtime error'].includes(result.status) || (result.status === 'skipped' && Boolean(result.message))
}

function tellFailure(invocation: Invocation, manifest: Manifest, result: RunResult): void {
  const { events } = invocation
  const node = findResource(manifest, result.unique_id)
  const about = aboutNode(node, result, manifest)
  if (result.status === 'skipped') {
    events.emit('RunResultError', { msg: result.message ?? '' }, 'debug')
    return
  }
  events.emit('Formatting', { msg: '' })
  events.emit('RunResultFailure', { ...about, result })
  events.emit('RunResultError', {
    msg: result.message ?? `Status: ${result.status}`,
    ...(about.node_info ? { node_info: about.node_info } : {}),
    ...(result.error ? { error: result.error } : {}),
  })
  tellFiles(invocation, node, result)
}

function tellWarning(invocation: Invocation, manifest: Manifest, result: RunResult): void {
  const { events } = invocation
  const node = findResource(manifest, result.unique_id)
  const about = aboutNode(node, result, manifest)
  events.emit('Formatting', { msg: '' })
  events.emit('RunResultWarning', { ...about, result })
  const which = about.node_info ? { node_info: about.node_info } : {}
  if (result.message) events.emit('RunResultWarningMessage', { msg: result.message, ...which })
  tellFiles(invocation, node, result)
}

/** Where the compiled SQL is, and the stored failures. */
function tellFiles(invocation: Invocation, node: Resource | undefined, result: RunResult): void {
  const { events, flags } = invocation
  const which = node ? { node_info: nodeInfo(node, { status: 'None' }) } : {}
  const path = (node as { compiled_path?: string | null } | undefined)?.compiled_path
  if (path) {
    events.emit('Formatting', { msg: '' })
    events.emit('SQLCompiledPath', { path, ...which })
  }
  const stores = (node?.config as { store_failures?: boolean | null } | undefined)?.store_failures ?? flags.storeFailures === true
  if (node?.resource_type === 'test' && stores && result.relation_name) {
    events.emit('Formatting', { msg: '' })
    events.emit('CheckNodeTestFailure', { relation_name: result.relation_name, ...which })
  }
}

function aboutNode(
  node: Resource | undefined,
  result: RunResult,
  manifest: Manifest,
): { resource_type: string; node_name: string; path: string; node_info?: NodeInfo; group?: GroupInfo } {
  if (!node) return { resource_type: 'node', node_name: result.unique_id, path: '' }
  const { group } = besideInfo(node, manifest)
  const names = { resource_type: node.resource_type, node_name: node.name, path: node.original_file_path }
  return { ...names, node_info: nodeInfo(node, { status: 'None' }), ...(group ? { group } : {}) }
}

/** Exit 0: nothing failed and nothing was skipped; exposures do not count, nor what a gate with `on_failure: skip` kept back. */
export function succeeded(results: readonly RunResult[]): boolean {
  const waived = new Set(
    results.flatMap((each) => (each.unique_id.startsWith('source.') && each.status === 'warn' ? [each.unique_id] : [])),
  )
  return results.every((result) => !isBad(result, waived))
}

function isBad(result: RunResult, waived: ReadonlySet<UniqueId>): boolean {
  if (result.status === 'skipped') return !result.unique_id.startsWith('exposure.') && !waived.has(result.skippedBecause ?? '')
  return ['error', 'fail', 'runtime error', 'partial success'].includes(result.status)
}
