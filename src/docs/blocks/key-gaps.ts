/** Columns that name a row and have no test that says so. */
import type { Resource } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { KeyGap, SiteDetail, SiteTest } from '../model/index.js'
import { configOf } from '../resources.js'

type Key = Pick<KeyGap, 'columns' | 'because'>

/** A key of several columns is unique as a whole: any test of uniqueness on the node counts. */
export function keyGaps({ shown, tests }: SiteMaking, details: readonly SiteDetail[]): KeyGap[] {
  return shown.flatMap((resource, node) => {
    if (!['model', 'snapshot', 'seed'].includes(resource.resource_type)) return []
    const key = keyOf(resource, details[node])
    if (!key) return []
    const own = tests.get(resource.unique_id) ?? []
    const missing = (['unique', 'not_null'] as const).filter((kind) => !covered(kind, key.columns, own))
    return missing.length > 0 ? [{ node, ...key, missing }] : []
  })
}

function keyOf(resource: Resource, detail: SiteDetail | undefined): Key | undefined {
  const { unique_key: configured } = configOf(resource)
  const declared = typeof configured === 'string' ? [configured] : Array.isArray(configured) ? configured.map(String) : []
  // An expression is no column that a test could be written for.
  if (declared.length > 0 && declared.every((name) => /^\w+$/.test(name))) return { columns: declared, because: 'unique_key' }
  const constraint = detail?.constraints.find(({ kind }) => kind === 'primary_key')
  if (constraint && constraint.columns.length > 0) return { columns: constraint.columns, because: 'primary_key' }
  const column =
    detail?.columns.find(({ constraints }) => constraints.some((text) => text.startsWith('primary_key'))) ?? named(resource, detail)
  if (!column) return undefined
  return { columns: [column.name], because: column.constraints.some((text) => text.startsWith('primary_key')) ? 'primary_key' : 'name' }
}

/** `id`, or of `dim_orders` the first column if it is `order_id`, `orders_key` or the like. */
function named(resource: Resource, detail: SiteDetail | undefined): SiteDetail['columns'][number] | undefined {
  const first = detail?.columns[0]
  if (!first) return undefined
  const subject = resource.name.toLowerCase().replace(/^(stg|int|dim|fct|fact|mart|base|raw|snap)_+/, '')
  const name = first.name.toLowerCase()
  const [, stem] = /^(.+)_(?:id|key|sk|pk)$/.exec(name) ?? []
  const fits = name === 'id' || (stem !== undefined && (subject.includes(stem) || subject.includes(stem.replace(/s$/, ''))))
  return fits ? first : undefined
}

const patterns = { unique: /unique/, not_null: /not_(be_)?null/ }

function covered(kind: 'unique' | 'not_null', columns: readonly string[], tests: readonly SiteTest[]): boolean {
  const fitting = tests.filter((test) => patterns[kind].test(test.kind))
  const lower = (name: string) => name.toLowerCase()
  if (kind === 'unique' && columns.length > 1) return fitting.length > 0
  return columns.every((column) => fitting.some((test) => lower(test.column) === lower(column)))
}
