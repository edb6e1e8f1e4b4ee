/** `sluice-catalog.json`: columns and types as the warehouse told them once, kept with the project. By adapter type, then by node. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import type { KnownColumn } from './catalog.js'
import { pulledCatalogUnreadable } from './errors.js'

export const pulledCatalogFile = 'sluice-catalog.json'

export type PulledColumns = ReadonlyMap<UniqueId, readonly KnownColumn[]>

/** Type of the target's adapter → node → column → type, columns in the order of the table. */
export type PulledFile = Readonly<Record<string, Readonly<Record<UniqueId, Readonly<Record<string, string>>>>>>

export function readPulledCatalog(project: Project): PulledColumns {
  const nodes = readPulledFile(project)[project.target.type] ?? {}
  return new Map(Object.entries(nodes).map(([id, columns]) => [id, Object.entries(columns).map(([name, type]) => ({ name, type }))]))
}

/** Empty where there is none. */
export function readPulledFile({ root }: Project): PulledFile {
  let text: string
  try {
    text = readFileSync(join(root.root, pulledCatalogFile), 'utf8')
  } catch {
    return {}
  }
  try {
    const parsed: unknown = JSON.parse(text)
    if (isPulledFile(parsed)) return parsed
  } catch {
    // Said below.
  }
  throw pulledCatalogUnreadable(pulledCatalogFile)
}

function isPulledFile(value: unknown): value is PulledFile {
  const ofRecords = (each: unknown, inner: (entry: unknown) => boolean) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) && Object.values(each).every(inner)
  return ofRecords(value, (types) => ofRecords(types, (columns) => ofRecords(columns, (type) => typeof type === 'string')))
}

/** Nodes by name, so that a new pull differs only where the warehouse does. */
export function pulledText(file: PulledFile): string {
  const sorted = (nodes: PulledFile[string]) => Object.fromEntries(Object.entries(nodes).sort(([a], [b]) => (a < b ? -1 : 1)))
  const types = Object.entries(file).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(types.map(([type, nodes]) => [type, sorted(nodes)])), null, 2)}\n`
}
