/** What `--state` and `--defer-state` name: a folder with artifacts of an earlier run, any of which may be missing. */
import { isAbsolute, join } from 'node:path'
import type { Invocation } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import { readManifestIfAny } from './manifest.js'
import { type RunResultsArtifact, readRunResultsIfAny } from './run-results.js'
import { readSourcesIfAny, type SourcesArtifact } from './sources.js'

export interface PreviousState {
  readonly manifest: Manifest | undefined
  readonly results: RunResultsArtifact | undefined
  readonly sources: SourcesArtifact | undefined
  /** Freshness as this project's own target folder has it, to compare `sources` with. */
  readonly currentSources: SourcesArtifact | undefined
}

/** Paths are relative to the project folder. */
export async function readPreviousState(stateFolder: string, targetFolder: string, invocation: Invocation): Promise<PreviousState> {
  const within = (folder: string, file: string) => (isAbsolute(folder) ? join(folder, file) : join(invocation.projectDir, folder, file))
  const [manifest, results, sources, currentSources] = await Promise.all([
    readManifestIfAny(within(stateFolder, 'manifest.json')),
    readRunResultsIfAny(within(stateFolder, 'run_results.json')),
    readSourcesIfAny(within(stateFolder, 'sources.json')),
    readSourcesIfAny(within(targetFolder, 'sources.json')),
  ])
  return { manifest, results, sources, currentSources }
}
