/** Expressions as texts in which spelling is gone: aliases are what they stand for, and operands are in one order where it does not matter. */
import { foldName } from '../dialect.js'
import type { Call, Expression, Lambda, Query, SelectQuery } from '../ir.js'
import { commutative, isVolatile, turned } from './functions.js'
import { type Column, type Context, type Ctes, newScope, type Place, type Scope, type Shape } from './model.js'
import { valueOfName } from './names.js'
import { asSet, node, UnsureError } from './text.js'

/** How the parts of the reading know of each other. */
export interface Reader {
  query(query: Query, ctes: Ctes, outer: Scope | undefined, context: Context): Shape
  ctes(query: Query, ctes: Ctes, outer: Scope | undefined): Ctes
  items(query: SelectQuery, place: Place): Pick<Shape, 'columns' | 'open' | 'layout'>
  where(query: SelectQuery, place: Place): string[]
  order(query: Query, columns: readonly Column[], place: Place): string
}

export function textOf(expression: Expression, place: Place, reader: Reader): string {
  if (--place.context.budget < 0) throw new UnsureError('too long')
  switch (expression.kind) {
    case 'literal':
      return node('literal', expression.type, expression.text)
    case 'column':
      return valueOfName(expression, place)
    case 'lambda':
      return ofLambda(expression, place, reader)
    case 'query':
      return ofQuery(expression, place, reader)
    case 'call':
      return ofCall(expression, place, reader)
  }
}

function ofQuery({ role, query }: Extract<Expression, { kind: 'query' }>, place: Place, reader: Reader): string {
  const shape = reader.query(query, place.ctes, place.scope, place.context)
  if (role === 'exists') return node('exists', shape.rows)
  const columns = shape.columns.map(({ value }) => value)
  return node('query', role, shape.rows, shape.order, shape.layout, ...columns)
}

function ofLambda({ parameters, body }: Lambda, place: Place, reader: Reader): string {
  const columns = parameters.map((each, index) => ({
    key: foldName(each.text, each.quoted, place.context.dialect),
    name: each.text,
    value: node('parameter', String(place.lambdas), String(index)),
  }))
  const scope = newScope(place.scope.frame, place.scope)
  scope.relations.push({ alias: undefined, path: [], columns, open: [] })
  return node('lambda', String(parameters.length), textOf(body, { ...place, scope, lambdas: place.lambdas + 1 }, reader))
}

function ofCall(call: Call, place: Place, reader: Reader): string {
  if (call.form === undefined || isVolatile(call)) throw new UnsureError(call.name)
  if (call.role === 'window') return ofWindow(call, place, reader)
  const { name } = call
  if (name === 'and' || name === 'or') return connected(name, call, place, reader)
  const parts = call.parts.map((part) => textOf(part, place, reader))
  if (parts.length === 2 && commutative.has(name)) return node(name, ...[...parts].sort())
  const other = turned[name]
  if (parts.length === 2 && other) return node(other, ...parts.reverse())
  if (parts.length === 2 && (name === 'lt' || name === 'lte')) return node(name, ...parts)
  if (name === 'in' && call.parts.slice(1).every((part) => part.kind === 'literal'))
    return node('in', call.form, parts[0] ?? '', ...asSet(parts.slice(1)))
  return node('call', name, call.role, call.form, ...parts)
}

function connected(name: 'and' | 'or', call: Call, place: Place, reader: Reader): string {
  const [only, ...others] = asSet(operands(name, call).map((part) => textOf(part, place, reader)))
  return others.length === 0 ? (only ?? '') : node(name, only ?? '', ...others)
}

function operands(name: 'and' | 'or', expression: Expression): Expression[] {
  if (expression.kind !== 'call' || expression.name !== name) return [expression]
  return expression.parts.flatMap((part) => operands(name, part))
}

/** The conditions that must all hold; those that always do are left out. */
export function conditions(expressions: readonly Expression[], place: Place, reader: Reader): string[] {
  return expressions
    .flatMap((each) => operands('and', each))
    .filter((each) => !alwaysTrue(each))
    .map((each) => textOf(each, place, reader))
}

function alwaysTrue(expression: Expression): boolean {
  if (expression.kind === 'literal') return expression.type === 'boolean' && expression.text === 'true'
  if (expression.kind !== 'call' || expression.name !== 'eq') return false
  const [left, right] = expression.parts
  return (
    left?.kind === 'literal' && right?.kind === 'literal' && left.type === 'number' && right.type === 'number' && left.text === right.text
  )
}

function ofWindow(call: Call, place: Place, reader: Reader): string {
  const { over, window, form = '' } = call
  if (!over) throw new UnsureError('a window of unknown shape')
  const parts = call.parts.map((part) => textOf(part, place, reader))
  const own = parts.slice(over.from)
  const inner = window && windowNamed(foldName(window.text, window.quoted, place.context.dialect), place.scope)
  const spec = inner !== undefined && own.length === 0 && !/\?|frame/.test(over.form) ? inner : windowText(over.form, own)
  const based = inner !== undefined && spec !== inner ? inner : ''
  return node('window', call.name, form, node('of', ...parts.slice(0, over.from)), spec, based)
}

export function windowText(form: string, parts: readonly string[]): string {
  return node('over', form, ...parts)
}

function windowNamed(key: string, scope: Scope): string {
  const found = scope.windows.get(key)
  if (found === undefined) throw new UnsureError('a window that is not defined')
  return found
}
