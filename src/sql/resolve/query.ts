/** Queries to their columns: CTEs first, then what is in `from`, then the items. */
import { foldName } from '../dialect.js'
import type { Cte, Expression, ExpressionItem, Query, SelectQuery, SetQuery } from '../ir.js'
import { firstSpan, noteEffect, type Place, type Resolver, readsOf, spanOf, spanOfExpression, traced, untraced } from './expression.js'
import { checkGroups } from './groups.js'
import { lookUp, report } from './lookup.js'
import { type Context, type CteShape, type Ctes, noReads, type Reads, type Scope, type ScopeColumn, type Shape } from './model.js'
import { nameOfItem, shown, toldApart } from './names.js'
import { union } from './reads.js'
import { addSources } from './source.js'
import { expandStar } from './star.js'
import { joinSteps, stepAt } from './steps.js'

export const resolver: Resolver = { query: resolveShape }

/** A chain of recursive steps longer than this adds no further column in practice. */
const mostSteps = 12

function resolveShape(query: Query, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
  const inner = withCtes(query, ctes, outer, context)
  const shape = body(query, inner, outer, context)
  if (query.orderAll) noteEffect(union(shape.columns.map((each) => each.reads)), 'order', context)
  if (query.kind !== 'select') orderOutput(query, shape, inner, outer, context)
  for (const limit of query.limits) readsOf(limit, { scope: emptyScope(outer), ctes: inner, context, aliases: 'never' }, resolver)
  return shape
}

function body(query: Query, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
  switch (query.kind) {
    case 'select':
      return select(query, ctes, outer, context)
    case 'set':
      return setOperation(query, ctes, outer, context)
    case 'nested':
      return resolveShape(query.query, ctes, outer, context)
    case 'values':
      return values(query.rows, { scope: emptyScope(outer), ctes, context, aliases: 'never' })
  }
}

function values(rows: readonly (readonly Expression[])[], place: Place): Shape {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const uneven = rows.find((row) => row.length !== width)
  if (uneven) report(place.context, 'SQL_COLUMN_COUNT', `rows of ${width} and of ${uneven.length} values`, firstSpan(uneven))
  const names = place.context.dialect === 'duckdb' ? (index: number) => `col${index}` : (index: number) => `column${index + 1}`
  const columns = Array.from({ length: width }, (_, index) => {
    const reads = union(rows.map((row) => (row[index] ? readsOf(row[index], place, resolver) : noReads)))
    return { name: names(index), key: foldName(names(index), false, place.context.dialect), reads }
  })
  return { columns, open: [] }
}

function emptyScope(outer: Scope | undefined): Scope {
  return { relations: [], merged: new Map(), aliases: new Map(), windows: new Map(), outer }
}

/** Each definition sees those before it; a recursive one itself. */
function withCtes(query: Query, ctes: Ctes, outer: Scope | undefined, context: Context): Ctes {
  if (query.ctes.length === 0) return ctes
  const all = new Map(ctes)
  const seen = new Set<string>()
  for (const cte of query.ctes) {
    const key = foldName(cte.name.text, cte.name.quoted, context.dialect, 'table')
    if (seen.has(key)) report(context, 'SQL_DUPLICATE_NAME', `two queries in with are called ${cte.name.text}`, cte.name.span)
    seen.add(key)
    all.set(key, define(cte, key, query.recursive, all, outer, context))
  }
  return all
}

function define(cte: Cte, key: string, recursive: boolean, ctes: Ctes, outer: Scope | undefined, context: Context): CteShape {
  const own: Context = { ...context, indirect: new Map(), relations: new Set(), within: cte.name.text }
  const shape =
    recursive && cte.query.kind === 'set'
      ? fixpoint(cte, key, cte.query, ctes, outer, own)
      : renamed(resolveShape(cte.query, ctes, outer, own), cte, own)
  if (own.imprecise) context.imprecise = true
  return { ...shape, columns: toldApart(shape.columns, context.dialect), name: cte.name, effects: own.indirect, tables: own.relations }
}

function renamed(shape: Shape, cte: Cte, context: Context): Shape {
  if (cte.columns.length > shape.columns.length && shape.open.length === 0 && !shape.opaque)
    report(
      context,
      'SQL_COLUMN_COUNT',
      `${cte.name.text} names ${cte.columns.length} columns, its query has ${shape.columns.length}`,
      cte.name.span,
    )
  const columns = shape.columns.map((column, index) => {
    const name = cte.columns[index]
    return name ? { ...column, name: shown(name, context.dialect), key: foldName(name.text, name.quoted, context.dialect) } : column
  })
  return { ...shape, columns }
}

/** Steps of the recursion until no column gains a leaf. */
function fixpoint(cte: Cte, key: string, query: SetQuery, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
  const inner = withCtes(query, ctes, outer, context)
  let shape = renamed(resolveShape(query.left, inner, outer, context), cte, context)
  for (let step = 0; step < mostSteps; step++) {
    const self: CteShape = { ...shape, name: cte.name, effects: new Map(), tables: new Set() }
    const next = resolveShape(query.right, new Map(inner).set(key, self), outer, context)
    if (step === 0) checkWidths(shape, next, query, context)
    const before = size(shape)
    shape = { ...shape, columns: zip(shape.columns, next.columns), open: [...new Set([...shape.open, ...next.open])] }
    if (size(shape) === before) break
  }
  return shape
}

function size({ columns }: Shape): number {
  return columns.reduce((sum, each) => sum + each.reads.size, 0)
}

function zip(left: readonly ScopeColumn[], right: readonly ScopeColumn[]): ScopeColumn[] {
  return left.map((column, index) => {
    const other = right[index]
    return other ? merged(column, other) : column
  })
}

function merged(column: ScopeColumn, other: ScopeColumn): ScopeColumn {
  return { ...column, reads: union([column.reads, other.reads]), steps: joinSteps([column.steps, other.steps]) }
}

function checkWidths(left: Shape, right: Shape, query: SetQuery, context: Context): void {
  const known = [left, right].every((each) => each.open.length === 0 && !each.opaque)
  if (!known || left.columns.length === right.columns.length) return
  report(
    context,
    'SQL_COLUMN_COUNT',
    `${query.operator} of ${left.columns.length} and ${right.columns.length} columns`,
    spanOf(query.right),
  )
}

function setOperation(query: SetQuery, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
  const left = resolveShape(query.left, ctes, outer, context)
  const right = resolveShape(query.right, ctes, outer, context)
  const all = union([...left.columns, ...right.columns].map((each) => each.reads))
  if (query.operator !== 'union' || !query.all) noteEffect(all, query.operator === 'union' ? 'group' : 'filter', context)
  if (query.byName) return byName(left, right)
  checkWidths(left, right, query, context)
  if (query.operator === 'except') return left
  return { ...left, columns: zip(left.columns, right.columns), open: [...new Set([...left.open, ...right.open])] }
}

function byName(left: Shape, right: Shape): Shape {
  const others = new Map(right.columns.map((each) => [each.key, each]))
  const columns = left.columns.map((each) => {
    const other = others.get(each.key)
    others.delete(each.key)
    return other ? merged(each, other) : each
  })
  return { ...left, columns: [...columns, ...others.values()], open: [...new Set([...left.open, ...right.open])] }
}

function select(query: SelectQuery, ctes: Ctes, outer: Scope | undefined, context: Context): Shape {
  const place: Place = { scope: emptyScope(outer), ctes, context, aliases: 'after' }
  untraced(context, () => addSources(query.from, place, resolver))
  for (const { name, parts, base } of query.windows) {
    const inherited = base && place.scope.windows.get(foldName(base.text, base.quoted, context.dialect))
    const reads = union([...parts.map((part) => readsOf(part, place, resolver)), inherited ?? noReads])
    place.scope.windows.set(foldName(name.text, name.quoted, context.dialect), reads)
  }
  const shape = items(query, place)
  untraced(context, () => clauses(query, shape, place))
  checkGroups(query, place)
  return shape
}

/** Dialects in which an item may name an earlier one's alias. */
const lateralAliases = new Set(['duckdb', 'snowflake', 'redshift', 'databricks', 'spark'])

function items(query: SelectQuery, place: Place): Shape {
  const columns: ScopeColumn[] = []
  const open: string[] = []
  const opaque: Reads[] = []
  const lateral = lateralAliases.has(place.context.dialect)
  const inItems: Place = { ...place, aliases: lateral ? 'after' : 'never' }
  for (const item of query.items) {
    if (item.kind === 'star') {
      const star = expandStar(item, inItems, resolver)
      columns.push(...star.columns)
      open.push(...star.open)
      if (star.opaque) opaque.push(star.opaque)
    } else columns.push(column(item, inItems))
  }
  return { columns, open: [...new Set(open)], ...(opaque.length > 0 && { opaque: union(opaque) }) }
}

function column(item: ExpressionItem, place: Place): ScopeColumn {
  const { dialect } = place.context
  const name = item.alias ?? nameOfItem(item.value, dialect)
  const key = foldName(name.text, name.quoted, dialect)
  const span = item.alias?.span ?? item.span ?? spanOfExpression(item.value)
  const fields = fieldsOf(item.value, place)
  const { reads, steps } = valueAndSteps(item, key, place)
  const made = {
    name: shown(name, dialect),
    key,
    reads,
    steps,
    ...(fields && { fields }),
    ...(span && { span }),
  }
  if (item.alias && !place.scope.aliases.has(key)) place.scope.aliases.set(key, made)
  return made
}

function valueAndSteps({ value, span, sql }: ExpressionItem, key: string, place: Place): Pick<ScopeColumn, 'reads' | 'steps'> {
  const { context } = place
  let passed = false
  const { result: reads, trace } = traced(context, () => {
    if (value.kind !== 'column') return readsOf(value, place, resolver)
    const found = lookUp(value, place.scope, context, place.aliases)
    passed = found.column ? found.column.key === key : [...found.reads.values()].every((each) => each.kind === 'passthrough')
    return found.reads
  })
  const named = !passed && span && sql !== undefined
  return { reads, steps: named ? [stepAt(context.within, { span, sql }, trace)] : [...trace] }
}

/** A struct built of named parts is known by its fields. */
function fieldsOf(value: Expression, place: Place): ReadonlyMap<string, Reads> | undefined {
  if (value.kind !== 'call' || !/struct/.test(value.name)) return undefined
  const fields = new Map<string, Reads>()
  for (const part of value.parts) {
    if (part.kind !== 'call' || part.name !== 'named') return undefined
    fields.set(foldName(part.detail, false, place.context.dialect), union(part.parts.map((each) => readsOf(each, place, resolver))))
  }
  return fields.size > 0 ? fields : undefined
}

function clauses(query: SelectQuery, shape: Shape, place: Place): void {
  const { context } = place
  const note = (expressions: readonly Expression[], effect: 'filter' | 'group' | 'order', more: Partial<Place>) => {
    for (const each of expressions) noteEffect(ordinal(each, shape) ?? readsOf(each, { ...place, ...more }, resolver), effect, context)
  }
  const everywhere = lateralAliases.has(context.dialect) || context.dialect === 'bigquery' ? 'after' : 'never'
  const noWindow = 'where, group by or having'
  note(query.where, 'filter', {
    bare: 'where',
    words: query.clauses?.get('where'),
    aliases: context.dialect === 'bigquery' ? 'never' : everywhere,
  })
  note(query.groupBy, 'group', { bare: 'group by', words: query.clauses?.get('group'), aliases: 'after' })
  note(query.having, 'filter', { noWindow, words: query.clauses?.get('having'), aliases: everywhere })
  note(query.qualify, 'filter', { aliases: 'after' })
  note(query.distinctOn, 'group', { aliases: 'after' })
  for (const name of shape.columns) if (!place.scope.aliases.has(name.key)) place.scope.aliases.set(name.key, name)
  note(query.orderBy, 'order', { aliases: 'before' })
  if (query.groupAll)
    note(
      query.items.flatMap((each) => (each.kind === 'expression' && !aggregates(each.value) ? [each.value] : [])),
      'group',
      {},
    )
  if (query.distinct && query.distinctOn.length === 0) noteEffect(union(shape.columns.map((each) => each.reads)), 'group', context)
}

/** An aggregate of the select itself, not of a query inside. */
function aggregates(expression: Expression): boolean {
  return expression.kind === 'call' && (expression.role === 'aggregate' || expression.parts.some(aggregates))
}

/** `group by 1` and `order by 2` mean an item. */
function ordinal(expression: Expression, { columns }: Shape): Reads | undefined {
  if (expression.kind === 'call' && expression.name === 'ordered' && expression.parts.length === 1 && expression.parts[0])
    return ordinal(expression.parts[0], { columns, open: [] })
  if (expression.kind !== 'literal' || expression.type !== 'number' || !/^\d+$/.test(expression.text)) return undefined
  return columns[Number(expression.text) - 1]?.reads ?? noReads
}

/** Set operations and values are ordered by their output's names. */
function orderOutput(query: Query, shape: Shape, ctes: Ctes, outer: Scope | undefined, context: Context): void {
  const scope = emptyScope(outer)
  scope.relations.push({ ...shape, alias: undefined, path: [] })
  for (const each of query.orderBy)
    noteEffect(ordinal(each, shape) ?? readsOf(each, { scope, ctes, context, aliases: 'never' }, resolver), 'order', context)
}
