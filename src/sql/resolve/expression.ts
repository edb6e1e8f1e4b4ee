/** What an expression is made of. */
import { foldName } from '../dialect.js'
import type { Call, ColumnRef, Expression, Lambda, Query, Span, Word } from '../ir.js'
import { isSureAggregate } from './aggregates.js'
import { type AliasUse, lookUp, ownColumn, report } from './lookup.js'
import { type Context, type Ctes, type Effect, noReads, type Reads, type Scope, type ScopeColumn, type Shape } from './model.js'
import { atLeast, leafKey, union } from './reads.js'
import { joinSteps, type StepNode } from './steps.js'

export interface Place {
  readonly scope: Scope
  readonly ctes: Ctes
  readonly context: Context
  readonly aliases: AliasUse
  /** Set in clauses where no aggregate or window may stand: what the clause is called. */
  readonly bare?: string
  readonly noWindow?: string
  /** Set inside an aggregate: what it is called. */
  readonly inAggregate?: string
  /** What stands in the clause, for places. */
  readonly words?: readonly Word[] | undefined
}

export interface Resolver {
  /** `names`: the columns that the query is expected to have, for messages of a value's width. */
  query(query: Query, ctes: Ctes, outer: Scope | undefined, context: Context): Shape
}

export function readsOf(expression: Expression, place: Place, resolver: Resolver): Reads {
  switch (expression.kind) {
    case 'literal':
      return noReads
    case 'column':
      return lookUp(expression, place.scope, place.context, place.aliases).reads
    case 'lambda':
      return ofLambda(expression, place, resolver)
    case 'query':
      return ofQuery(expression, place, resolver)
    case 'call':
      return ofCall(expression, place, resolver)
  }
}

function ofQuery({ query, role }: Extract<Expression, { kind: 'query' }>, place: Place, resolver: Resolver): Reads {
  const shape = resolver.query(query, place.ctes, place.scope, place.context)
  const all = union([...shape.columns.map((each) => each.reads), shape.opaque ?? noReads])
  if (role === 'exists') {
    noteEffect(all, 'filter', place.context)
    return noReads
  }
  if (role === 'value' && shape.columns.length > 1 && shape.open.length === 0 && !isStruct(query))
    report(place.context, 'SQL_COLUMN_COUNT', `a query used as a value gives ${shape.columns.length} columns, not one`, spanOf(query))
  if (place.context.trace) for (const { steps } of shape.columns) for (const step of steps ?? []) place.context.trace.add(step)
  return atLeast(all, 'derive')
}

/** `select as struct` and the like are left alone. */
function isStruct(query: Query): boolean {
  return query.kind === 'values' || (query.kind === 'select' && query.struct === true)
}

/** Parameters hide columns of the same name. */
function ofLambda({ parameters, body }: Lambda, place: Place, resolver: Resolver): Reads {
  const { dialect } = place.context
  const columns: ScopeColumn[] = parameters.map((each) => ({
    name: each.text,
    key: foldName(each.text, each.quoted, dialect),
    reads: noReads,
  }))
  const relation = { alias: undefined, path: [], columns, open: [] }
  const scope: Scope = { relations: [relation], merged: new Map(), aliases: new Map(), windows: new Map(), outer: place.scope }
  return readsOf(body, { ...place, scope }, resolver)
}

function ofCall(call: Call, place: Place, resolver: Resolver): Reads {
  misplaced(call, place)
  const inner = call.role === 'aggregate' ? insideAggregate(call, place) : place
  const parts = call.parts.map((part) => (isStar(part) && call.name !== 'count' ? ofEverything(place) : readsOf(part, inner, resolver)))
  if (call.window) parts.push(windowReads(call.window.text, call.window.quoted, place))
  const strength = call.role === 'plain' ? 'derive' : call.role
  return parts.length === 0 ? noReads : atLeast(union(parts), strength)
}

function windowReads(name: string, quoted: boolean, { scope, context }: Place): Reads {
  return scope.windows.get(foldName(name, quoted, context.dialect)) ?? noReads
}

/** `f(*)`. */
function isStar(part: Expression): boolean {
  return part.kind === 'call' && part.name === 'star' && part.parts.length === 0
}

function ofEverything({ scope, context }: Place): Reads {
  const columns = scope.relations.flatMap((each) => each.columns)
  for (const step of joinSteps(columns.map((each) => each.steps)) ?? []) context.trace?.add(step)
  return union([...columns.map((each) => each.reads), ...scope.relations.flatMap((each) => each.opaque ?? [])])
}

function insideAggregate({ name }: Call, place: Place): Place {
  const plain = place.aliases === 'before' ? { ...place, aliases: 'never' as const } : place
  return isSureAggregate(name) ? { ...plain, inAggregate: name } : plain
}

function misplaced(call: Call, place: Place): void {
  if (call.role === 'plain') return
  const where = call.role === 'window' ? (place.bare ?? place.noWindow) : (place.bare ?? nestedIn(call, place))
  if (where === undefined || isOfOuter(call, place)) return
  const what = call.role === 'aggregate' ? 'an aggregate' : 'a window function'
  const span = firstSpan(call.parts) ?? wordOf(call.name, place.words)
  report(place.context, 'SQL_MISPLACED_AGGREGATE', `${what} (${call.name}) cannot stand in ${where}`, span)
}

function nestedIn({ name }: Call, { inAggregate }: Place): string | undefined {
  return inAggregate !== undefined && isSureAggregate(name) ? `another (${inAggregate})` : undefined
}

/** An aggregate of nothing but columns of the query around belongs there. */
function isOfOuter({ parts }: Call, { scope, context }: Place): boolean {
  const columns = parts.flatMap(columnsIn)
  return scope.outer !== undefined && columns.length > 0 && !columns.some((each) => ownColumn(each, scope, context))
}

function columnsIn(expression: Expression): ColumnRef[] {
  if (expression.kind === 'column') return [expression]
  return expression.kind === 'call' ? expression.parts.flatMap(columnsIn) : []
}

function wordOf(name: string, words: readonly Word[] | undefined): Span | undefined {
  const bare = name.replaceAll('_', '')
  return words?.find(({ word }) => word.replaceAll('_', '') === bare) ?? words?.[0]
}

/** The answer, and the items that the columns came through which were read for it. */
export function traced<T>(context: Context, read: () => T): { readonly result: T; readonly trace: ReadonlySet<StepNode> } {
  const before = context.trace
  const trace = new Set<StepNode>()
  context.trace = trace
  const result = read()
  context.trace = before
  return { result, trace }
}

/** Reads what is no part of a value. */
export function untraced<T>(context: Context, read: () => T): T {
  const before = context.trace
  context.trace = undefined
  const result = read()
  context.trace = before
  return result
}

/** Marks leaves as shaping the rows. */
export function noteEffect(reads: Reads, effect: Effect, context: Context): void {
  for (const { leaf } of reads.values()) {
    const key = leafKey(leaf)
    const entry = context.indirect.get(key)
    if (entry) entry.effects.add(effect)
    else context.indirect.set(key, { leaf, effects: new Set([effect]) })
  }
}

/** The first place that is known inside. */
export function firstSpan(expressions: readonly Expression[]): Span | undefined {
  for (const each of expressions) {
    const found = spanOfExpression(each)
    if (found) return found
  }
  return undefined
}

export function spanOfExpression(expression: Expression): Span | undefined {
  if (expression.kind === 'column') return expression.span
  if (expression.kind === 'call') return firstSpan(expression.parts)
  if (expression.kind === 'lambda') return spanOfExpression(expression.body)
  return expression.kind === 'query' ? spanOf(expression.query) : undefined
}

export function spanOf(query: Query): Span | undefined {
  if (query.kind === 'nested') return spanOf(query.query)
  if (query.kind === 'set') return spanOf(query.left)
  if (query.kind === 'values') return firstSpan(query.rows.flat())
  for (const item of query.items) {
    const span = item.kind === 'star' ? item.span : (item.alias?.span ?? spanOfExpression(item.value))
    if (span) return span
  }
  return query.from
    .map(({ source }) => source.alias?.span ?? (source.kind === 'table' ? source.path.at(-1)?.span : undefined))
    .find(Boolean)
}
