/** `sources.json` v3: how fresh each source was found. */
import type { Invocation } from '../core/invocation.js'
import type { Plain, UniqueId } from '../core/node.js'
import type { Timing } from '../core/result.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks } from './json.js'
import { type ArtifactMetadata, artifactMetadata } from './metadata.js'
import { readArtifactIfAny } from './read.js'

export type FreshnessStatus = 'pass' | 'warn' | 'error'

export interface FreshnessEntry {
  readonly unique_id: UniqueId
  readonly max_loaded_at: string
  readonly snapshotted_at: string
  readonly max_loaded_at_time_ago_in_s: number
  readonly status: FreshnessStatus
  /** `warn_after`, `error_after`, `filter` as configured. */
  readonly criteria: Plain
  readonly adapter_response: Plain
  readonly timing: readonly Timing[]
  readonly thread_id: string
  readonly execution_time: number
}

/** The check itself failed. */
export interface FreshnessFailure {
  readonly unique_id: UniqueId
  readonly error: string | number | null
  readonly status: 'runtime error'
}

export interface SourcesArtifact {
  readonly metadata: ArtifactMetadata
  readonly results: readonly (FreshnessEntry | FreshnessFailure)[]
  readonly elapsed_time: number
}

export async function writeSources(
  path: string,
  input: { readonly results: SourcesArtifact['results']; readonly elapsedTime: number },
  invocation: Invocation,
): Promise<void> {
  const artifact: SourcesArtifact = {
    metadata: artifactMetadata('sources', invocation),
    results: input.results,
    elapsed_time: input.elapsedTime,
  }
  await writeAtomic(path, jsonChunks(Object.entries(artifact), invocation.redactor))
}

export async function readSourcesIfAny(path: string): Promise<SourcesArtifact | undefined> {
  const found = await readArtifactIfAny(path, { name: 'sources', oldest: 1, newest: 3 })
  return found?.data as SourcesArtifact | undefined
}
