/** `catalog.json` v1: what the warehouse says of the relations a project builds and reads. */
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { writeAtomic } from './atomic.js'
import { jsonChunks } from './json.js'
import { type ArtifactMetadata, artifactMetadata } from './metadata.js'
import { readArtifactIfAny } from './read.js'

export interface CatalogColumn {
  readonly type: string
  /** Position, from 1. */
  readonly index: number
  readonly name: string
  readonly comment: string | null
}

export interface CatalogStat {
  readonly id: string
  readonly label: string
  readonly value: string | number | boolean | null
  readonly include: boolean
  readonly description: string
}

export interface CatalogTable {
  readonly metadata: {
    readonly type: string
    readonly schema: string
    readonly name: string
    readonly database: string | null
    readonly comment: string | null
    readonly owner: string | null
  }
  readonly columns: Readonly<Record<string, CatalogColumn>>
  readonly stats: Readonly<Record<string, CatalogStat>>
  readonly unique_id: UniqueId | null
}

export interface CatalogInput {
  readonly nodes: Readonly<Record<UniqueId, CatalogTable>>
  readonly sources: Readonly<Record<UniqueId, CatalogTable>>
  readonly errors: readonly string[] | null
}

export interface CatalogArtifact extends CatalogInput {
  readonly metadata: ArtifactMetadata
}

/** What stands where a warehouse gives no statistics. */
export const noStats: CatalogTable['stats'] = {
  has_stats: {
    id: 'has_stats',
    label: 'Has Stats?',
    value: false,
    include: false,
    description: 'Whether the warehouse reports statistics for this table',
  },
}

export function catalogArtifact(catalog: CatalogInput, invocation: Invocation): CatalogArtifact {
  return { metadata: artifactMetadata('catalog', invocation), nodes: catalog.nodes, sources: catalog.sources, errors: catalog.errors }
}

export async function writeCatalog(path: string, catalog: CatalogInput, invocation: Invocation): Promise<void> {
  const sections = Object.entries(catalogArtifact(catalog, invocation))
  await writeAtomic(path, jsonChunks(sections, invocation.redactor, new Set(['nodes', 'sources'])))
}

export async function readCatalogIfAny(path: string): Promise<CatalogArtifact | undefined> {
  const found = await readArtifactIfAny(path, { name: 'catalog', oldest: 1, newest: 1 })
  return found?.data as CatalogArtifact | undefined
}
