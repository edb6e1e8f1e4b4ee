/**
 * Columns of sources as last seen, `.sluice/schemas/<target>.json` of the project. What they are expected to be stands while a
 * change breaks somebody, so that it is told until the project, or the source, is mended.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { UniqueId } from '../../core/node.js'
import type { SeenColumns, SourceDrift } from './drift.js'

export interface SeenSource {
  readonly columns: SeenColumns
  /** When they were last so; ISO 8601, UTC. */
  readonly at: string
  /** What is not so any more. */
  readonly drift?: SourceDrift
}

export type SeenSources = Readonly<Record<UniqueId, SeenSource>>

function fileOf(root: string, target: string): string {
  return join(root, '.sluice', 'schemas', `${target.replaceAll(/[^\w.-]/g, '_')}.json`)
}

/** Empty where nothing was kept, or what was kept cannot be read. */
export function readSeen(root: string, target: string): SeenSources {
  try {
    const kept = JSON.parse(readFileSync(fileOf(root, target), 'utf8')) as { version?: number; sources?: SeenSources }
    return kept.version === 1 && kept.sources ? kept.sources : {}
  } catch {
    return {}
  }
}

/** Whole or not at all; throws the system's error. */
export function writeSeen(root: string, target: string, sources: SeenSources): void {
  const file = fileOf(root, target)
  mkdirSync(dirname(file), { recursive: true })
  const sorted = Object.fromEntries(Object.entries(sources).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(`${file}.tmp`, `${JSON.stringify({ version: 1, sources: sorted }, null, 2)}\n`)
  renameSync(`${file}.tmp`, file)
}
