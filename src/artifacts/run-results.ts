/** `run_results.json` v6: what became of each node, and the flags it ran with. */
import type { Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { RunResult, RunStatus } from '../core/result.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks } from './json.js'
import { type ArtifactMetadata, artifactMetadata } from './metadata.js'
import { readArtifact, readArtifactIfAny, type Versioned } from './read.js'

const readable = { name: 'run-results', oldest: 4, newest: 6 }

export interface RunResultsArtifact {
  readonly metadata: ArtifactMetadata
  readonly results: readonly RunResultEntry[]
  /** Seconds. */
  readonly elapsed_time: number
  /** Flags by dbt's names, `which` and `invocation_command` among them. */
  readonly args: Plain
}

export type RunResultEntry = Omit<RunResult, 'error' | 'skippedBecause' | 'rows' | 'found' | 'samples'>

export interface RunResultsInput {
  readonly results: readonly RunResult[]
  readonly elapsedTime: number
  readonly args: Plain
}

export async function writeRunResults(path: string, input: RunResultsInput, invocation: Invocation): Promise<void> {
  const sections = Object.entries(runResultsArtifact(input, invocation))
  await writeAtomic(path, jsonChunks(sections, invocation.redactor))
}

export function runResultsArtifact({ results, elapsedTime, args }: RunResultsInput, invocation: Invocation): RunResultsArtifact {
  return {
    metadata: artifactMetadata('run_results', invocation),
    results: results.map(entry),
    elapsed_time: elapsedTime,
    args: { ...args, invocation_command: args.invocation_command ?? '', vars: args.vars ?? {} },
  }
}

function entry(result: RunResult): RunResultEntry {
  return {
    status: result.status,
    timing: result.timing,
    thread_id: result.thread_id,
    execution_time: result.execution_time,
    adapter_response: result.adapter_response,
    message: result.message,
    failures: result.failures,
    unique_id: result.unique_id,
    compiled: result.compiled,
    compiled_code: result.compiled_code,
    relation_name: result.relation_name,
    batch_results: result.batch_results,
  }
}

export async function readRunResults(path: string): Promise<RunResultsArtifact> {
  return upgraded(await readArtifact(path, readable))
}

/** Undefined where there is none. */
export async function readRunResultsIfAny(path: string): Promise<RunResultsArtifact | undefined> {
  const found = await readArtifactIfAny(path, readable)
  return found && upgraded(found)
}

/** Up to v5 the entries say nothing of compiled code. */
function upgraded({ data }: Versioned): RunResultsArtifact {
  const results = Array.isArray(data.results) ? data.results : []
  return { ...data, args: data.args ?? {}, results: results.map(upgradedEntry) } as unknown as RunResultsArtifact
}

function upgradedEntry(raw: Plain): Plain {
  const missing = { message: null, failures: null, compiled: null, compiled_code: null, relation_name: null, batch_results: null }
  return { ...missing, ...raw, status: raw.status as RunStatus }
}
