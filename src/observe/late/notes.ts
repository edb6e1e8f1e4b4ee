/**
 * What somebody said of trouble that is known: `.sluice/notes.ndjson`, one line each. Until its time is over nobody is told of
 * that trouble again. Lines that are damaged count for nothing.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../core/make-folder.js'

export interface Note {
  /** Of incidents: `late:source.shop.raw.tickets`. */
  readonly keys: readonly string[]
  /** What was named when it was written. */
  readonly node: string
  readonly text: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** ISO 8601, UTC; null: until another note takes its place. */
  readonly until: string | null
}

/** Oldest first. */
export function readNotes(root: string): readonly Note[] {
  return textOf(fileOf(root))
    .split('\n')
    .flatMap((line) => {
      const note = parsed(line)
      return note && Array.isArray(note.keys) && typeof note.text === 'string' && typeof note.at === 'string' ? [note] : []
    })
}

/** Throws the system's error where the file cannot be written. */
export function writeNote(root: string, note: Note): void {
  const path = fileOf(root)
  makeFolder(dirname(path))
  appendFileSync(path, `${JSON.stringify(note)}\n`)
}

/** The note in force for an incident, the newest; undefined where there is none and it is to be told. */
export function noteFor(notes: readonly Note[], key: string, now: Date): Note | undefined {
  const newest = notes.findLast((note) => note.keys.includes(key))
  return newest && (newest.until === null || newest.until > now.toISOString()) ? newest : undefined
}

function fileOf(root: string): string {
  return join(root, '.sluice', 'notes.ndjson')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parsed(line: string): Note | undefined {
  try {
    return JSON.parse(line) as Note
  } catch {
    return undefined
  }
}
