/** What each node's own page shows. */
import type { ExposureNode, ModelNode, Resource } from '../../core/node.js'
import { ColumnsKnown } from '../columns-known.js'
import type { SiteMaking } from '../making.js'
import type { SiteConstraint, SiteDetail } from '../model/index.js'
import { configOf, descriptionOf, metaOf, textOf } from '../resources.js'
import { factsOf } from './facts.js'
import { profileOf } from './profile.js'

export async function siteDetails(making: SiteMaking): Promise<SiteDetail[]> {
  const columns = await ColumnsKnown.of(making)
  return making.shown.map((resource) => siteDetail(resource, making, columns))
}

function siteDetail(resource: Resource, making: SiteMaking, columns: ColumnsKnown): SiteDetail {
  const { input, results, tests } = making
  const catalog = input.catalog?.nodes[resource.unique_id] ?? input.catalog?.sources[resource.unique_id]
  const withSql = input.options?.excludeSql !== true
  const own = tests.get(resource.unique_id) ?? []
  return {
    id: resource.unique_id,
    ...profileOf(making, resource.unique_id),
    description: descriptionOf(resource),
    relation: 'relation_name' in resource ? textOf(resource.relation_name) : '',
    file: resource.original_file_path,
    line: input.manifest.locations?.get(resource.unique_id)?.line ?? 1,
    properties: propertiesFile(resource),
    facts: factsOf(resource),
    grain: grainOf(resource),
    latest: 'latest_version' in resource ? textOf(resource.latest_version) : '',
    columns: columns.ofNode(resource),
    rawCode: withSql && 'raw_code' in resource && resource.resource_type !== 'seed' ? textOf(resource.raw_code) : '',
    compiledCode: withSql && 'compiled_code' in resource ? textOf(resource.compiled_code) : '',
    tests: withSql ? own : own.map((test) => ({ ...test, sql: '' })),
    message: results.get(resource.unique_id)?.message ?? '',
    config: configRows(configOf(resource)),
    configFrom: configOrigins(resource),
    stats: Object.values(catalog?.stats ?? {}).flatMap((stat) => (stat.include ? [[stat.label, textOf(stat.value)] as const] : [])),
    url: resource.resource_type === 'exposure' ? safeUrl((resource as ExposureNode).url) : '',
    ownerText: resource.resource_type === 'exposure' ? ownerText((resource as ExposureNode).owner) : '',
    constraints: constraintsOf(resource),
    grants: grantsOf(configOf(resource).grants),
    meta: Object.keys(metaOf(resource)).length > 0 ? flattened(metaOf(resource)) : [],
  }
}

const hiddenConfig = new Set(['enabled', 'docs', 'contract', 'quoting', 'column_types', 'meta', 'grants'])

/** Settings worth a row: what is set and not empty. */
function configRows(config: Readonly<Record<string, unknown>>): (readonly [string, string])[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const set = hiddenConfig.has(key) ? undefined : withoutUnset(value)
    return set === undefined || set === false ? [] : [[key, textOf(set)] as const]
  })
}

/** What a setting says, without the parts of it that nobody set; undefined where nothing is left. */
function withoutUnset(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value ?? undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => withoutUnset(each) ?? null)
  const set = Object.entries(value).flatMap(([key, inner]) => {
    const kept = withoutUnset(inner)
    return kept === undefined ? [] : [[key, kept] as const]
  })
  return set.length === 0 ? undefined : Object.fromEntries(set)
}

/** A setting made in several places counts as made in the file: that one wins. */
function configOrigins(resource: Resource): SiteDetail['configFrom'] {
  const { unrendered_config: anywhere, config_call_dict: inFile } = resource as Readonly<Record<string, unknown>>
  const keys = (value: unknown, from: 'file' | 'properties') =>
    value !== null && typeof value === 'object' ? Object.keys(value).map((key) => [key.replaceAll('-', '_'), from] as const) : []
  return Object.fromEntries([...keys(anywhere, 'properties'), ...keys(inFile, 'file')])
}

/** N.B. dbt writes it with the package in front: `shop://models/_models.yml`. */
function propertiesFile(resource: Resource): string {
  return 'patch_path' in resource ? textOf(resource.patch_path).replace(/^[^:/]*:\/\//, '') : ''
}

/** What its tests and constraints prove, else what it is merged by. */
function grainOf(resource: Resource): readonly string[] {
  const proved = (resource as Partial<ModelNode>).primary_key ?? []
  if (proved.length > 0) return proved
  const { unique_key: key } = configOf(resource)
  return (Array.isArray(key) ? key : [key]).flatMap((each) => (typeof each === 'string' && each ? [each] : []))
}

function constraintsOf(resource: Resource): SiteConstraint[] {
  if (!('constraints' in resource) || !Array.isArray(resource.constraints)) return []
  return resource.constraints.map((each: Readonly<Record<string, unknown>>) => ({
    kind: textOf(each.type),
    columns: Array.isArray(each.columns) ? each.columns.map(textOf) : [],
    text: [textOf(each.name), textOf(each.expression)].filter(Boolean).join(': '),
  }))
}

function grantsOf(grants: unknown): (readonly [string, readonly string[]])[] {
  if (grants === null || typeof grants !== 'object') return []
  return Object.entries(grants).map(([privilege, who]) => [privilege, (Array.isArray(who) ? who : [who]).map(textOf)] as const)
}

function flattened(value: unknown, prefix = ''): (readonly [string, string])[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [[prefix, textOf(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flattened(inner, prefix ? `${prefix}.${key}` : key))
}

/** Only links a reader may safely follow. */
function safeUrl(url: string | null): string {
  return url && /^https?:\/\//i.test(url) ? url : ''
}

function ownerText(owner: ExposureNode['owner']): string {
  return [owner.name, owner.email].filter(Boolean).join(' · ')
}
