/** Manifest, catalog, results and SQL → the site's data. Pure; everything stays text here, the page escapes. */
import { createHash } from 'node:crypto'
import { allResources } from '../core/manifest.js'
import { siteDetails } from './blocks/details.js'
import { blockMakers } from './blocks/index.js'
import { siteLineage } from './blocks/lineage.js'
import { siteNodes } from './blocks/nodes.js'
import type { SiteInput } from './input.js'
import { prepareSite, type SiteMaking } from './making.js'
import type { Blocks, NodeStatus, Shards, SiteIndex, SiteOwner, SiteRun, StatusCounts } from './model/index.js'
import { statusOf, textOf } from './resources.js'

export interface SiteData {
  readonly index: SiteIndex
  readonly blocks: Partial<Blocks>
  /** One entry for each node. */
  readonly shards: { readonly [K in keyof Shards]?: readonly Shards[K][] }
}

const shardSize = 100

export async function siteData(input: SiteInput): Promise<SiteData> {
  const making = prepareSite(input)
  const details = await siteDetails(making)
  const lineage = await siteLineage(making)
  const made = await Promise.all(Object.entries(blockMakers).map(async ([name, make]) => [name, await make(making, details)] as const))
  const blocks = Object.fromEntries(made.filter(([, value]) => value !== undefined)) as Partial<Blocks>
  return {
    index: { ...siteIndex(making), nodes: siteNodes(making, details), blocks: Object.keys(blocks) },
    blocks,
    shards: { detail: details, ...(lineage && { lineage }) },
  }
}

function siteIndex(making: SiteMaking): Omit<SiteIndex, 'nodes' | 'blocks'> {
  const { input, edges } = making
  const { manifest } = input
  return {
    formatVersion: 2,
    project: manifest.metadata.project_name,
    adapter: manifest.metadata.adapter_type,
    target: input.target,
    toolVersion: input.toolVersion,
    generatedAt: input.generatedAt,
    overview: overviewText(input),
    lastRun: lastRun(input),
    tests: testCounts(making),
    edges,
    owners: owners(input),
    shardSize,
    noColumns: input.sql ? '' : (input.noColumns ?? 'the SQL was not read'),
    fingerprint: fingerprint(input),
    leftOut: leftOut(input),
  }
}

function fingerprint({ manifest }: SiteInput): string {
  const hash = createHash('sha256')
  const texts = [...allResources(manifest)].map(
    (each) => `${each.unique_id} ${('checksum' in each && (each.checksum as { readonly checksum?: string } | null)?.checksum) || ''}`,
  )
  for (const text of texts.sort()) hash.update(`${text}\n`)
  const macros = Object.values(manifest.macros ?? {}).map(({ unique_id, macro_sql }) => `${unique_id} ${macro_sql}`)
  for (const text of macros.sort()) hash.update(`${text}\n`)
  return hash.digest('hex').slice(0, 16)
}

function leftOut({ options }: SiteInput): string[] {
  const named = { excludeSql: 'SQL', noSamples: 'samples', redact: 'names and places' } as const
  return (['excludeSql', 'noSamples', 'redact'] as const).flatMap((key) => (options?.[key] ? [named[key]] : []))
}

function owners({ manifest }: SiteInput): SiteOwner[] {
  return Object.values(manifest.groups).map((group) => ({
    group: group.name,
    name: textOf(group.owner.name),
    email: textOf(group.owner.email),
    description: textOf(group.description),
  }))
}

function overviewText({ manifest, readme }: SiteInput): string {
  const own = Object.values(manifest.docs).find((doc) => doc.name === '__overview__' && doc.package_name === manifest.metadata.project_name)
  return own?.block_contents ?? readme ?? ''
}

/** One that looks at several nodes counts once. */
function testCounts({ tests }: SiteMaking): StatusCounts {
  const counts: Record<NodeStatus, number> = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const status of new Map([...tests.values()].flat().map((test) => [test.id, test.status])).values()) counts[status] += 1
  return counts
}

function lastRun(input: SiteInput): SiteRun | null {
  if (!input.run) return null
  const counts: Record<NodeStatus, number> = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const result of input.results) counts[statusOf(result.status)] += 1
  return { ...input.run, counts }
}
