/**
 * `target/runs/<invocation>.jsonl`: what was selected, then each result the moment it is known. A run that was killed
 * leaves its journal without an end, and `retry` goes on from there. The last twenty are kept.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Invocation } from '../core/invocation.js'
import { makeFolder } from '../core/make-folder.js'
import type { UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { isoMicros } from './timing.js'

const kept = 20

export interface Journal {
  readonly file: string
  write(result: RunResult): void
  /** The run came to its end, however it went. */
  end(): void
  close(): void
}

type Line =
  | {
      readonly kind: 'start'
      readonly invocation_id: string
      readonly which: string
      readonly started_at: string
      readonly flags: unknown
      readonly selected: readonly UniqueId[]
    }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'end'; readonly completed_at: string }

export interface RecordedRun {
  readonly invocationId: string
  readonly which: string
  readonly startedAt: string
  readonly flags: Readonly<Record<string, unknown>>
  readonly selected: readonly UniqueId[]
  readonly results: readonly RunResult[]
  /** False for a run that was killed. */
  readonly complete: boolean
}

export function openJournal(targetDir: string, invocation: Invocation, selected: Iterable<UniqueId>): Journal {
  const folder = join(targetDir, 'runs')
  makeFolder(folder)
  const file = join(folder, `${invocation.id}.jsonl`)
  const handle = openSync(file, 'a')
  // Written at once, without a buffer of ours: a kill loses at most the line being written.
  const append = (line: Line) => writeSync(handle, `${invocation.redactor.clean(JSON.stringify(line))}\n`)
  const { id, startedAt, flags } = invocation
  append({ kind: 'start', invocation_id: id, which: flags.which, started_at: isoMicros(startedAt), flags, selected: [...selected].sort() })
  prune(folder, file)
  return {
    file,
    // The compiled text lies below target/compiled.
    write: (result) => void append({ kind: 'result', result: { ...result, compiled_code: null } }),
    end: () => void append({ kind: 'end', completed_at: isoMicros(invocation.now()) }),
    close: () => closeSync(handle),
  }
}

/** The newest recorded run, or undefined where there is none. */
export function readLastRun(targetDir: string): RecordedRun | undefined {
  for (const file of journals(join(targetDir, 'runs'))) {
    const run = readRun(file)
    if (run) return run
  }
  return undefined
}

function readRun(file: string): RecordedRun | undefined {
  const lines = readFileSync(file, 'utf8').split('\n').flatMap(parseLine)
  const start = lines[0]
  if (start?.kind !== 'start') return undefined
  return {
    invocationId: start.invocation_id,
    which: start.which,
    startedAt: start.started_at,
    flags: start.flags as Readonly<Record<string, unknown>>,
    selected: start.selected,
    results: lines.flatMap((line) => (line.kind === 'result' ? [line.result] : [])),
    complete: lines.some((line) => line.kind === 'end'),
  }
}

/** The last line of a killed run may be cut off. */
function parseLine(text: string): Line[] {
  try {
    return text === '' ? [] : [JSON.parse(text) as Line]
  } catch {
    return []
  }
}

/** Newest first. */
function journals(folder: string): string[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name))
  return files
    .map((file) => ({ file, time: statSync(file).mtimeMs }))
    .sort((a, b) => b.time - a.time || (a.file < b.file ? 1 : -1))
    .map(({ file }) => file)
}

function prune(folder: string, current: string): void {
  for (const file of journals(folder)
    .filter((name) => name !== current)
    .slice(kept - 1))
    rmSync(file, { force: true })
}
