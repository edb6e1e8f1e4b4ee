/**
 * What is open and who was told: `.sluice/alerts.json`, written whole. What a change of it asks of other files (messages to
 * write or take back, lines of the log) is written with it as `doing` and carried out afterwards, again after a kill: each of
 * these steps may be done twice.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Incident, IncidentKind } from '../incident.js'
import type { LogLine } from './log.js'
import type { AlertMessage, ToldAs } from './message.js'
import { writeWhole } from './write-whole.js'

/** Of one receiver. */
export interface Told extends ToldAs {
  /** ISO 8601, UTC: of the last message. */
  readonly at: string
  /** First message of this opening. */
  readonly thread: string
  readonly witnesses: readonly string[]
}

export interface OpenIncident {
  readonly project: string
  readonly target: string
  readonly incident: Incident
  readonly opening: string
  /** ISO 8601, UTC. */
  readonly openedAt: string
  /** Witnesses that were bad when last looked at. */
  readonly bad: readonly string[]
  /** Found beyond results, by finders of this kind. */
  readonly found: IncidentKind | null
  /** Selections that routes and quiet times name: whether the cause is in them. */
  readonly selections: Readonly<Record<string, boolean>>
  readonly told: Readonly<Record<string, Told>>
  /** ISO 8601, UTC; some receivers are not told yet. */
  readonly resolvedAt: string | null
}

export interface Doing {
  readonly write: readonly AlertMessage[]
  /** Messages that are not to be sent any more. */
  readonly cancel: readonly Pick<AlertMessage, 'seq' | 'id'>[]
  readonly log: readonly LogLine[]
}

export interface AlertState {
  readonly version: 1
  readonly seq: number
  /** Observations taken in, the last ones. */
  readonly applied: readonly string[]
  /** By `target|key`. */
  readonly open: Readonly<Record<string, OpenIncident>>
  readonly doing: Doing | null
}

export const emptyState: AlertState = { version: 1, seq: 0, applied: [], open: {}, doing: null }

export function stateFile(root: string): string {
  return join(root, '.sluice', 'alerts.json')
}

/** A file that is damaged, which only a disk can do, counts as none. */
export function readState(root: string): AlertState {
  const path = stateFile(root)
  if (!existsSync(path)) return emptyState
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as AlertState
    return found.version === 1 && typeof found.open === 'object' && Array.isArray(found.applied) ? found : emptyState
  } catch {
    return emptyState
  }
}

export function writeState(root: string, state: AlertState): void {
  writeWhole(stateFile(root), `${JSON.stringify(state)}\n`)
}
