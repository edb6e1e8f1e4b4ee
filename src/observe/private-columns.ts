/** Columns whose values nobody is to see: `meta: {pii: true}` or the tag `pii`, of the column or of the whole node. */
import type { Plain, Resource } from '../core/node.js'

interface Marked {
  readonly name?: string
  readonly meta?: Plain
  readonly tags?: readonly unknown[]
  readonly config?: { readonly meta?: Plain; readonly tags?: readonly unknown[] }
}

/** Tells of a column by its name, however it is spelt. */
export function privateColumns(resource: Resource): (column: string) => boolean {
  if (isMarked(resource as Marked)) return () => true
  const columns = Object.values((resource as { readonly columns?: Readonly<Record<string, Marked>> }).columns ?? {})
  const names = new Set(columns.filter(isMarked).map(({ name }) => String(name).toLowerCase()))
  return (column) => names.has(column.toLowerCase())
}

function isMarked({ meta, tags, config }: Marked): boolean {
  const isPii = (value: unknown) => value !== undefined && value !== null && value !== false && value !== 'false' && value !== 'no'
  const tagged = (list: readonly unknown[] | undefined) => Array.isArray(list) && list.some((tag) => String(tag).toLowerCase() === 'pii')
  return isPii(meta?.pii) || isPii(config?.meta?.pii) || tagged(tags) || tagged(config?.tags)
}
