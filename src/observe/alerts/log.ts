/** What became of incidents: `.sluice/incidents.ndjson`, a line each time one opens, changes, is told again or is over. */
import { appendFileSync, closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../core/make-folder.js'
import type { Incident } from '../incident.js'

export interface LogLine {
  /** A line written twice, after a kill, is one. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly event: 'opened' | 'changed' | 'reminded' | 'resolved'
  readonly opening: string
  readonly project: string
  readonly target: string
  readonly incident: Incident
  /** Receivers with a message of it. */
  readonly sinks: readonly string[]
}

/** One opening of an incident from beginning to end. */
export interface IncidentStory {
  readonly opening: string
  readonly project: string
  readonly target: string
  /** As last seen. */
  readonly incident: Incident
  /** ISO 8601, UTC. */
  readonly openedAt: string
  readonly resolvedAt: string | null
  /** Oldest first. */
  readonly timeline: readonly Pick<LogLine, 'at' | 'event' | 'sinks'>[]
}

function fileOf(root: string): string {
  return join(root, '.sluice', 'incidents.ndjson')
}

/** Throws the system's error. */
export function appendLog(root: string, lines: readonly LogLine[]): void {
  if (lines.length === 0) return
  const path = fileOf(root)
  makeFolder(dirname(path))
  const torn = isTorn(path)
  appendFileSync(path, `${torn ? '\n' : ''}${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, { mode: 0o600 })
}

/** A line cut off by a kill must not swallow the next. */
function isTorn(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return false
  const file = openSync(path, 'r')
  try {
    const last = Buffer.alloc(1)
    readSync(file, last, 0, 1, size - 1)
    return last[0] !== 0x0a
  } finally {
    closeSync(file)
  }
}

/** Newest opening first; damaged lines count for nothing. */
export function readIncidentLog(root: string): readonly IncidentStory[] {
  const stories = new Map<string, IncidentStory>()
  for (const line of linesOf(root)) {
    const { opening, project, target, incident, at, event, sinks } = line
    const known = stories.get(opening)
    stories.set(opening, {
      opening,
      project,
      target,
      incident,
      openedAt: known?.openedAt ?? at,
      resolvedAt: event === 'resolved' ? at : null,
      timeline: [...(known?.timeline ?? []), { at, event, sinks }],
    })
  }
  return [...stories.values()].sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
}

function linesOf(root: string): readonly LogLine[] {
  let text: string
  try {
    text = readFileSync(fileOf(root), 'utf8')
  } catch {
    return []
  }
  const found = new Map<string, LogLine>()
  for (const each of text.split('\n')) {
    const line = parsed(each)
    if (line && typeof line.id === 'string' && typeof line.incident === 'object' && !found.has(line.id)) found.set(line.id, line)
  }
  return [...found.values()]
}

function parsed(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine
  } catch {
    return undefined
  }
}
