/** Sources: how fresh they were found, what their limits are and who depends on them. */
import type { FreshnessEntry, FreshnessFailure } from '../../artifacts/index.js'
import type { SourceNode } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { NodeStatus, SourceState, SourcesBlock } from '../model/index.js'
import { textOf } from '../resources.js'

export function sourcesBlock(making: SiteMaking): SourcesBlock | undefined {
  const checks = new Map((making.input.freshness ?? []).map((entry) => [entry.unique_id, entry]))
  const below = downstream(making)
  const sources = making.shown.flatMap((resource, node) =>
    resource.resource_type === 'source' ? [sourceState(resource, node, checks.get(resource.unique_id), making, below(node))] : [],
  )
  return sources.length > 0 ? { sources } : undefined
}

function sourceState(
  source: SourceNode,
  node: number,
  check: FreshnessEntry | FreshnessFailure | undefined,
  making: SiteMaking,
  below: readonly number[],
): SourceState {
  const found = check && 'max_loaded_at' in check ? check : undefined
  const limits = (found?.criteria ?? source.freshness ?? {}) as Readonly<Record<string, unknown>>
  const warnAfter = secondsOf(limits.warn_after)
  const errorAfter = secondsOf(limits.error_after)
  return {
    node,
    status: check ? freshStatus(check.status) : 'none',
    loadedAt: found?.max_loaded_at ?? '',
    checkedAt: found?.snapshotted_at ?? '',
    age: found?.max_loaded_at_time_ago_in_s ?? null,
    warnAfter,
    errorAfter,
    loader: textOf(source.loader),
    field: textOf(source.loaded_at_query) || textOf(source.loaded_at_field),
    filter: textOf(limits.filter),
    message: check && !('max_loaded_at' in check) ? textOf(check.error) : '',
    ruled: warnAfter !== null || errorAfter !== null,
    consumers: below.length,
    exposures: below.filter((place) => making.shown[place]?.resource_type === 'exposure'),
    timeline: timeline(source.unique_id, found, making),
  }
}

/** `{count: 12, period: hour}` → seconds; null where no limit is set. */
function secondsOf(limit: unknown): number | null {
  if (limit === null || typeof limit !== 'object') return null
  const { count, period } = limit as { readonly count?: unknown; readonly period?: unknown }
  const each = { minute: 60, hour: 3600, day: 86_400 }[String(period)]
  return typeof count === 'number' && each !== undefined ? count * each : null
}

function freshStatus(status: string): NodeStatus {
  return status === 'pass' ? 'ok' : status === 'warn' ? 'warn' : 'fail'
}

function timeline(id: string, found: FreshnessEntry | undefined, { input }: SiteMaking): [string, number][] {
  const earlier = (input.history ?? []).flatMap((run): [string, number][] => {
    const age = run.outcomes?.[id]?.age
    return typeof age === 'number' ? [[run.startedAt, age]] : []
  })
  // The newest kept run may be the very check that is shown.
  const own: [string, number][] =
    found && !earlier.some(([, age]) => age === found.max_loaded_at_time_ago_in_s)
      ? [[found.snapshotted_at, found.max_loaded_at_time_ago_in_s]]
      : []
  return [...earlier.reverse(), ...own]
}

/** Places below a node, by number. Marks are reused: projects have thousands of sources. */
function downstream({ shown, edges }: SiteMaking): (node: number) => number[] {
  const children: number[][] = shown.map(() => [])
  for (const [from, to] of edges) children[from]?.push(to)
  const seen = new Int32Array(shown.length).fill(-1)
  return (node) => {
    seen[node] = node
    const found = [...(children[node] ?? [])]
    const reached: number[] = []
    for (const place of found) {
      if (seen[place] === node) continue
      seen[place] = node
      reached.push(place)
      found.push(...(children[place] ?? []))
    }
    return reached.sort((a, b) => a - b)
  }
}
