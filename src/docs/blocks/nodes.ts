/** The nodes of the index: what lists and the overview show of each. */
import type { Resource } from '../../core/node.js'
import type { SiteResult } from '../input.js'
import { layeredLayout } from '../layout.js'
import type { SiteMaking } from '../making.js'
import type { NodeStatus, SiteDetail, SiteNode } from '../model/index.js'
import { configOf, descriptionOf, displayName, groupOf, metaOf, statusOf, textOf } from '../resources.js'

/** `details` tell of each node's columns. */
export function siteNodes(making: SiteMaking, details: readonly SiteDetail[]): SiteNode[] {
  const points = layeredLayout(making.shown.length, making.edges)
  const owners = new Map(
    Object.values(making.input.manifest.groups).map((group) => [group.name, textOf(group.owner.name ?? group.owner.email)]),
  )
  const freshness = new Map((making.input.freshness ?? []).map((entry) => [entry.unique_id, freshStatus(entry.status)]))
  return making.shown.map((resource, index) => {
    const columns = details[index]?.columns ?? []
    return {
      ...fromFiles(resource, owners),
      ...fromRuns(resource, making),
      columns: columns.length,
      described: columns.filter((column) => column.description !== '').length,
      freshness: freshness.get(resource.unique_id) ?? 'none',
      x: points[index]?.x ?? 0,
      y: points[index]?.y ?? 0,
    }
  })
}

function fromFiles(resource: Resource, owners: ReadonlyMap<string, string>) {
  const meta = metaOf(resource)
  const group = groupOf(resource)
  const config = configOf(resource)
  return {
    id: resource.unique_id,
    type: resource.resource_type as string,
    name: displayName(resource),
    package: resource.package_name,
    folder: folderOf(resource),
    materialized: textOf(config.materialized),
    summary: firstSentence(descriptionOf(resource)),
    tags: 'tags' in resource && Array.isArray(resource.tags) ? (resource.tags as readonly string[]) : [],
    group,
    owner: typeof meta.owner === 'string' ? meta.owner : (owners.get(group) ?? ''),
    access: 'access' in resource ? textOf(resource.access) : '',
    version: 'version' in resource ? textOf(resource.version) : '',
    certified: meta.certified === true,
    deprecated: 'deprecation_date' in resource ? textOf(resource.deprecation_date).slice(0, 10) : '',
    contract: (config.contract as { readonly enforced?: unknown } | undefined)?.enforced === true,
  }
}

/** N.B. dbt takes a properties file for the folder of what it defines. */
function folderOf({ path }: Resource): string {
  const parts = path.split('/').slice(0, -1)
  return parts.filter((part) => !/\.ya?ml$/i.test(part)).join('/')
}

function fromRuns(resource: Resource, making: SiteMaking) {
  const result = making.results.get(resource.unique_id)
  const counts: Record<NodeStatus, number> = { ok: 0, warn: 0, fail: 0, skipped: 0, none: 0 }
  for (const test of making.tests.get(resource.unique_id) ?? []) counts[test.status] += 1
  const catalog = making.input.catalog?.nodes[resource.unique_id] ?? making.input.catalog?.sources[resource.unique_id]
  const stats = new Map(Object.entries(catalog?.stats ?? {}).map(([key, stat]) => [key, stat.value]))
  return {
    status: statusOf(result?.status),
    seconds: result?.execution_time ?? null,
    rows: numberOf(stats.get('row_count')) ?? numberOf(stats.get('num_rows')) ?? written(resource, result),
    bytes: numberOf(stats.get('bytes')) ?? numberOf(stats.get('size')),
    tests: counts,
  }
}

/** What is made anew has the rows that were written; of what is added to, the last addition says little. */
function written(resource: Resource, result: SiteResult | undefined): number | null {
  return ['table', 'seed'].includes(textOf(configOf(resource).materialized)) ? numberOf(result?.adapter_response?.rows_affected) : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}

function freshStatus(status: string): NodeStatus {
  return status === 'pass' ? 'ok' : status === 'warn' ? 'warn' : 'fail'
}

function firstSentence(description: string): string {
  const plain = description.replaceAll(/\s+/g, ' ').replaceAll('`', '').trim()
  const end = plain.search(/[.!?](\s|$)/)
  const sentence = end < 0 ? plain : plain.slice(0, end + 1)
  return sentence.length > 160 ? `${sentence.slice(0, 157)}…` : sentence
}
