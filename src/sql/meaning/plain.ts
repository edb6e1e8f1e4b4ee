/** What can be seen of a query without its columns: whether it may be merged into the one around it. */
import type { Expression, Item, Query, SelectQuery } from '../ir.js'
import { isLight, mayShapeRows } from './functions.js'

type Test = (call: Extract<Expression, { kind: 'call' }>) => boolean

/** Some call of the expression itself, not of a query inside. */
export function someCall(expression: Expression, test: Test): boolean {
  return calls(expression).some(test)
}

export function calls(expression: Expression): Extract<Expression, { kind: 'call' }>[] {
  if (expression.kind === 'lambda') return calls(expression.body)
  if (expression.kind !== 'call') return []
  return [expression, ...expression.parts.flatMap(calls)]
}

export function valuesOf(items: readonly Item[]): Expression[] {
  return items.flatMap((item) => (item.kind === 'expression' ? [item.value] : item.replace.map((each) => each.value)))
}

export function isAggregate({ role }: { readonly role: string }): boolean {
  return role === 'aggregate'
}

/** Every row of the source gives one row, in whatever clause else. */
function keepsRows(query: SelectQuery): boolean {
  const values = [...valuesOf(query.items), ...query.orderBy]
  return (
    query.groupBy.length + query.having.length + query.qualify.length + query.limits.length === 0 &&
    !query.groupAll &&
    !query.distinct &&
    !values.some((each) => someCall(each, isAggregate))
  )
}

/** One source, every row of it, in its order or another: the rows are the source's own. */
export function isThin(query: Query): query is SelectQuery {
  const kind = query.kind === 'select' ? query.from[0]?.source.kind : undefined
  return (
    query.kind === 'select' &&
    query.from.length === 1 &&
    (kind === 'table' || kind === 'query') &&
    query.where.length === 0 &&
    keepsRows(query)
  )
}

/** Items that pass columns on; with `computed` also operators and plain functions of them. */
export function areLight(query: SelectQuery, computed: boolean): boolean {
  return query.items.every((item) => {
    if (item.kind === 'star') return item.replace.every((each) => computed && isLightValue(each.value))
    return item.value.kind === 'column' || (computed && isLightValue(item.value))
  })
}

function isLightValue(value: Expression): boolean {
  if (value.kind === 'literal' || value.kind === 'column') return true
  return value.kind === 'call' && isLight(value) && value.parts.every(isLightValue)
}

export interface Merging {
  /** Rows of the source may be missing: then what it computes is null, whatever it is computed of. */
  readonly nullable: boolean
  /** Its conditions may as well be those of the query around it. */
  readonly filters: boolean
}

/** The query may stand in the `from` around it without brackets. */
export function isMergeable(query: Query, { filters }: Merging): query is SelectQuery {
  if (query.kind !== 'select' || query.from.length !== 1 || query.recursive || query.windows.length > 0) return false
  const [first] = query.from
  if (first?.source.kind !== 'table' && first?.source.kind !== 'query') return false
  return (filters || query.where.length === 0) && keepsRows(query) && areLight(query, true)
}

export function hasWindow(query: SelectQuery): boolean {
  return valuesOf(query.items).some((each) => someCall(each, ({ role }) => role === 'window'))
}

export function mayShape(value: Expression): boolean {
  return someCall(value, mayShapeRows)
}
