/** What is different from another version: which nodes and why, their columns, and the lines of their code. */
import { SluiceError } from '../../core/error.js'
import { allResources, findResource } from '../../core/manifest.js'
import type { Resource, UniqueId } from '../../core/node.js'
import { buildGraph } from '../../graph/index.js'
import type { impactOf } from '../../lineage/index.js'
import { changeReasons, selectNodes } from '../../select/index.js'
import type { SiteInput } from '../input.js'
import { lineDiff } from '../line-diff.js'
import { type SiteMaking, shownTypes } from '../making.js'
import type { ChangedNode, ChangesBlock, ColumnChange, RemovedNode } from '../model/index.js'
import { columnsOf, displayName, parentsOf, textOf } from '../resources.js'

type Impact = ReturnType<typeof impactOf>
type Before = NonNullable<SiteInput['before']>

export async function changesBlock(making: SiteMaking): Promise<ChangesBlock | undefined> {
  const { input, shown } = making
  const { before, manifest, sql } = input
  if (!before) return undefined
  const reasons = reasonsOf(input, before)
  const withSql = sql && before.sql ? { now: sql, before: before.sql } : undefined
  const meaning = withSql ? await impact(input, before, withSql) : undefined
  const found = new Map(meaning?.changed.map((each) => [each.node.id, each]))
  const old = (resource: Resource) => findResource(before.manifest, resource.unique_id)
  const added = shown.flatMap((resource, node) => (old(resource) ? [] : [node]))
  const changed = shown.flatMap((resource, node) => {
    const was = old(resource)
    const why = reasons.get(resource.unique_id) ?? []
    const meant = found.get(resource.unique_id)
    return was && (why.length > 0 || meant) ? [changedNode(node, was, resource, why, meant, input)] : []
  })
  const noColumns = meaning ? '' : 'the SQL of both versions was not read: columns are those that the files declare'
  return { against: before.from, added, changed, removed: removed(manifest, before, making), noColumns }
}

function changedNode(
  node: number,
  was: Resource,
  is: Resource,
  why: readonly string[],
  meant: Impact['changed'][number] | undefined,
  input: SiteInput,
): ChangedNode {
  return {
    node,
    reasons: why.length > 0 ? why : ['columns: what it reads has changed'],
    columns: meant ? columnChanges(meant, input) : declaredChanges(was, is),
    rows: meant?.rows ?? false,
    diff: input.options?.excludeSql || input.options?.redact ? [] : codeDiff(was, is),
  }
}

/** Those the state methods know of, and what counts for them without a reason that is told. */
function reasonsOf({ manifest }: SiteInput, before: Before): ReadonlyMap<UniqueId, readonly string[]> {
  const graph = buildGraph(manifest)
  const request = { manifest, graph, previousManifest: before.manifest }
  const reasons = new Map(changeReasons(request))
  try {
    for (const id of selectNodes({ ...request, select: ['state:modified'], indirectSelection: 'empty', includeEmpty: true }))
      if (!reasons.has(id)) reasons.set(id, ['definition: differs'])
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { nodeId, message } = error.fields
    if (nodeId) reasons.set(nodeId, [...(reasons.get(nodeId) ?? []), `contract: ${message}`])
  }
  return reasons
}

/** What reads SQL is loaded only where something of it is to be shown. */
async function impact(
  { manifest }: SiteInput,
  before: Before,
  sql: { readonly now: NonNullable<SiteInput['sql']>; readonly before: NonNullable<SiteInput['sql']> },
): Promise<Impact> {
  const lineage = await import('../../lineage/index.js')
  return lineage.impactOf({ sql: sql.before, manifest: before.manifest }, { sql: sql.now, manifest })
}

function columnChanges({ node, columns }: Impact['changed'][number], input: SiteInput): ColumnChange[] {
  const types = (sql: SiteInput['sql']) => new Map(sql?.nodes.get(node.id)?.columns.map(({ name, type }) => [name, type ?? '']))
  const [now, then] = [types(input.sql), types(input.before?.sql)]
  return columns.flatMap(({ column, change, from, breaking }): ColumnChange[] => {
    switch (change) {
      case 'reordered':
        return []
      case 'renamed':
        return [{ column, change, before: from ?? '', after: column, breaking }]
      case 'retyped':
        return [{ column, change: 'type', before: from ?? '', after: now.get(column) ?? '', breaking }]
      case 'removed':
        return [{ column, change, before: then.get(column) ?? '', after: '', breaking }]
      default:
        return [{ column, change, before: '', after: now.get(column) ?? '', breaking }]
    }
  })
}

/** By what the files say, where the SQL is not known. */
function declaredChanges(old: Resource, now: Resource): ColumnChange[] {
  const [then, current] = [columnsOf(old), columnsOf(now)]
  const type = (columns: typeof then, name: string) => textOf(columns[name]?.data_type)
  const gone = Object.keys(then).filter((name) => !current[name])
  return [
    ...Object.keys(current).flatMap((column): ColumnChange[] => {
      const [before, after] = [type(then, column), type(current, column)]
      if (!then[column]) return [{ column, change: 'added', before: '', after, breaking: false }]
      return before.toLowerCase() === after.toLowerCase() ? [] : [{ column, change: 'type', before, after, breaking: true }]
    }),
    ...gone.map((column): ColumnChange => ({ column, change: 'removed', before: type(then, column), after: '', breaking: true })),
  ]
}

const limits = { lines: 400, width: 400 }

function codeDiff(old: Resource, now: Resource): string[] {
  const code = (of: Resource) => ('raw_code' in of && of.resource_type !== 'seed' ? textOf(of.raw_code) : '')
  return lineDiff(code(old), code(now), limits)
}

function removed(manifest: SiteInput['manifest'], before: Before, { shown, place }: SiteMaking): RemovedNode[] {
  const gone = [...allResources(before.manifest)].filter(
    (old) => shownTypes.has(old.resource_type) && !findResource(manifest, old.unique_id),
  )
  const readers = new Map<UniqueId, number[]>(gone.map(({ unique_id }) => [unique_id, []]))
  for (const { unique_id } of shown) {
    const old = findResource(before.manifest, unique_id)
    for (const parent of old ? parentsOf(old) : []) readers.get(parent)?.push(place.get(unique_id) ?? -1)
  }
  return gone.map((old) => ({
    id: old.unique_id,
    name: displayName(old),
    type: old.resource_type,
    readers: readers.get(old.unique_id) ?? [],
  }))
}
