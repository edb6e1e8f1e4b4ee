/**
 * The newest result of each node, whichever run it was in: `target/.sluice/docs/results.json`. A build of a part does not make
 * the docs forget the rest. A file that is damaged counts as none.
 */
import { join } from 'node:path'
import { readRunResultsIfAny } from '../artifacts/index.js'
import type { Invocation } from '../core/invocation.js'
import { readKept, writeKept } from '../core/kept-file.js'
import { findResource } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import type { SiteResult } from '../docs/index.js'
import type { OpenProject } from './open-project.js'

const stamp = 'results-1'

export interface SiteRun {
  readonly results: readonly SiteResult[]
  /** Seconds. */
  readonly elapsed: number
  readonly command: string
  /** ISO 8601, UTC. */
  readonly finishedAt: string
}

interface LastRun {
  readonly command: string
  readonly finishedAt: string
  readonly elapsed: number
  readonly ids: readonly UniqueId[]
}

interface Kept {
  readonly last: LastRun
  readonly results: readonly SiteResult[]
}

/** Commands whose results tell what became of nodes; others only render or copy them. */
const running = new Set(['build', 'run', 'test', 'seed', 'snapshot', 'retry'])

/** Those of a finished run take the place of older ones; never the reason why a run fails. */
export function keepResults(opened: OpenProject, invocation: Invocation, results: readonly RunResult[], elapsed: number): void {
  const { flags, redactor } = invocation
  if (results.length === 0 || flags.writeJson === false || !running.has(flags.which)) return
  const now = new Map(results.map((result) => [result.unique_id, result]))
  const last: LastRun = { command: flags.which, finishedAt: invocation.now().toISOString(), elapsed, ids: [...now.keys()] }
  const older = keptResults(opened).filter((result) => !now.has(result.unique_id))
  writeKept(fileOf(opened), stamp, redactor.json(last), redactor.json([...older, ...[...now.values()].map(slim)]))
}

/** Of nodes that are still there. */
export function keptResults(opened: OpenProject): readonly SiteResult[] {
  const body = readKept(fileOf(opened), stamp)?.body()
  return body === undefined ? [] : (JSON.parse(body) as SiteResult[]).filter((result) => findResource(opened.manifest, result.unique_id))
}

/** What ran last: what `run_results.json` tells, unless a command that runs nothing has written that since. */
export async function lastRun(opened: OpenProject): Promise<SiteRun | null> {
  const written = await readRunResultsIfAny(join(opened.targetDir, 'run_results.json'))
  const kept = readAll(opened)
  const told = written && (written.args.which === undefined || running.has(String(written.args.which))) ? written : undefined
  const at = told?.metadata.generated_at ?? ''
  if (told && (!kept || at >= kept.last.finishedAt || sameRun(told.results, kept.last)))
    return {
      results: kept && sameRun(told.results, kept.last) ? withSamples(told.results, kept.results) : told.results,
      elapsed: told.elapsed_time,
      command: String(told.args.which ?? 'run'),
      finishedAt: at,
    }
  if (!kept) return null
  const ids = new Set(kept.last.ids)
  const results = kept.results.filter((result) => ids.has(result.unique_id))
  return { ...kept.last, results }
}

/** run_results.json does not have them. */
function withSamples(results: readonly SiteResult[], kept: readonly SiteResult[]): readonly SiteResult[] {
  const samples = new Map(kept.flatMap((result) => (result.samples ? [[result.unique_id, result.samples]] : [])))
  return results.map((result) => ({ ...result, samples: samples.get(result.unique_id) }))
}

function sameRun(results: readonly { readonly unique_id: UniqueId }[], { ids }: LastRun): boolean {
  return results.length === ids.length && results.every((result, place) => result.unique_id === ids[place])
}

function readAll(opened: OpenProject): Kept | undefined {
  const file = readKept(fileOf(opened), stamp)
  return file && { last: JSON.parse(file.header) as LastRun, results: keptResults(opened) }
}

function slim(result: RunResult): SiteResult {
  const { unique_id, status, execution_time, message, failures, timing, thread_id, adapter_response, batch_results, samples } = result
  return {
    unique_id,
    status,
    execution_time,
    message,
    failures,
    timing,
    thread_id,
    adapter_response,
    batch_results,
    ...(samples ? { samples } : {}),
  }
}

function fileOf({ targetDir }: OpenProject): string {
  return join(targetDir, '.sluice', 'docs', 'results.json')
}
