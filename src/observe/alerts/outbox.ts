/**
 * Messages that no receiver has acknowledged, `.sluice/outbox/<number>-<id>.json`, and what runs have seen that is not taken in
 * yet, `.sluice/outbox/seen-<time>-<run>.json`. Each file is written whole; none holds a secret.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Incident, IncidentKind } from '../incident.js'
import { type AlertMessage, type Envelope, envelopeOf } from './message.js'
import { writeWhole } from './write-whole.js'

/** What one run found. */
export interface Observation {
  readonly version: 1
  /** Of the invocation. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly project: string
  readonly target: string
  readonly incidents: readonly SeenIncident[]
  /** Witnesses whose turn it was and that are well, or that are no more. */
  readonly well: readonly string[]
  /** Kinds that were looked for beyond results. */
  readonly looked: readonly IncidentKind[]
}

export interface SeenIncident {
  readonly incident: Incident
  readonly selections: Readonly<Record<string, boolean>>
}

export class Outbox {
  readonly #folder: string

  /** @param root - the project's folder */
  constructor(root: string) {
    this.#folder = join(root, '.sluice', 'outbox')
  }

  /** In the order in which they came about. What was being sent when its process ended may have arrived. */
  waiting(): readonly Envelope[] {
    return this.#names(/^\d+-.*\.json$/).flatMap((name) => {
      const found = this.#read<Envelope>(name)
      if (found?.version !== 1 || typeof found.message?.id !== 'string') return []
      return found.state === 'sending' ? { ...found, state: 'waiting', uncertain: true, why: found.why ?? 'interrupted' } : found
    })
  }

  /** A new message; one that is there already stays as it is. */
  add(message: AlertMessage): void {
    if (!existsSync(this.#path(message))) this.write(envelopeOf(message))
  }

  write(envelope: Envelope): void {
    writeWhole(this.#path(envelope.message), `${JSON.stringify(envelope)}\n`)
  }

  remove(message: Pick<AlertMessage, 'seq' | 'id'>): void {
    rmSync(this.#path(message), { force: true })
  }

  see(observation: Observation): void {
    writeWhole(this.#seen(observation), `${JSON.stringify(observation)}\n`)
  }

  /** Oldest first. */
  observations(): readonly Observation[] {
    return this.#names(/^seen-.*\.json$/).flatMap((name) => {
      const found = this.#read<Observation>(name)
      return found?.version === 1 && Array.isArray(found.incidents) ? found : []
    })
  }

  forget(observation: Observation): void {
    rmSync(this.#seen(observation), { force: true })
  }

  #seen({ at, id }: Observation): string {
    return join(this.#folder, `seen-${at.replaceAll(/[-:.]/g, '')}-${id}.json`)
  }

  #path({ seq, id }: Pick<AlertMessage, 'seq' | 'id'>): string {
    return join(this.#folder, `${String(seq).padStart(10, '0')}-${id}.json`)
  }

  #names(pattern: RegExp): readonly string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => pattern.test(name))
        .sort()
    } catch {
      return []
    }
  }

  #read<T>(name: string): T | undefined {
    try {
      return JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as T
    } catch {
      return undefined
    }
  }
}
