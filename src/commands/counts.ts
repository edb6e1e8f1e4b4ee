/** The counting lines around a run, in dbt's words: what was found, what has run, how it ended. */
import { allResources, type Manifest } from '../core/manifest.js'
import type { Resource } from '../core/node.js'
import type { RunResult } from '../core/result.js'

const plurals: Readonly<Record<string, string>> = { analysis: 'analyses', saved_query: 'saved queries', test: 'data tests' }

function counted(count: number, type: string): string {
  const words = type.replaceAll('_', ' ')
  return `${count} ${count === 1 ? words : (plurals[type] ?? `${words}s`)}`
}

/** `3 models, 3 data tests, 512 macros`. */
export function foundLine(manifest: Manifest): { line: string; counts: Readonly<Record<string, number>> } {
  const counts: Record<string, number> = {}
  for (const node of Object.values(manifest.nodes)) counts[node.resource_type] = (counts[node.resource_type] ?? 0) + 1
  const rest: readonly (readonly [string, object])[] = [
    ['source', manifest.sources],
    ['exposure', manifest.exposures],
    ['metric', manifest.metrics],
    ['macro', manifest.macros],
    ['group', manifest.groups],
    ['semantic_model', manifest.semantic_models],
    ['saved_query', manifest.saved_queries],
    ['unit_test', manifest.unit_tests],
  ]
  for (const [type, entries] of rest) counts[type] = Object.keys(entries).length
  const line = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([type, count]) => counted(count, type))
    .join(', ')
  return { line, counts }
}

/** `3 data tests, 3 view models`, sorted by the words as dbt sorts them. */
export function ranLine(nodes: readonly Resource[]): string {
  const counts = new Map<string, number>()
  for (const node of nodes) {
    const type = kindOf(node)
    counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => counted(count, type))
    .join(', ')
}

function kindOf(node: Resource): string {
  if (node.resource_type === 'operation') return 'project hook'
  return node.resource_type === 'model' ? `${node.config.materialized} model` : node.resource_type
}

/** ` in 0 hours 0 minutes and 0.75 seconds (0.75s)`, with its own leading space. */
export function elapsedWords(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return ` in ${hours} hours ${minutes} minutes and ${(seconds % 60).toFixed(2)} seconds (${seconds.toFixed(2)}s).`
}

export interface Stats {
  pass: number
  warn: number
  error: number
  skip: number
  noop: number
  reused: number
  total: number
}

const statusKey: Readonly<Record<RunResult['status'], keyof Stats>> = {
  success: 'pass',
  pass: 'pass',
  warn: 'warn',
  error: 'error',
  fail: 'error',
  'runtime error': 'error',
  'partial success': 'error',
  skipped: 'skip',
  'no-op': 'noop',
  reused: 'reused',
}

export function countStats(results: readonly RunResult[]): Stats {
  const stats: Stats = { pass: 0, warn: 0, error: 0, skip: 0, noop: 0, reused: 0, total: 0 }
  for (const result of results) {
    stats[statusKey[result.status]]++
    stats.total++
  }
  return stats
}

/** Ephemeral models are compiled into what reads them and never run. */
export function hasTurn(resource: Resource): boolean {
  return resource.resource_type !== 'model' || resource.config.materialized !== 'ephemeral'
}

/** Everything a build could take. */
export function runnableCount(manifest: Manifest): number {
  const types = ['model', 'seed', 'snapshot', 'test', 'unit_test', 'exposure', 'saved_query', 'function']
  let count = 0
  for (const resource of allResources(manifest)) if (types.includes(resource.resource_type) && hasTurn(resource)) count++
  return count
}
