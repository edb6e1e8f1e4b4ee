/** Set operations: rows of both sides, each column a pair of theirs. */
import type { Query, SetQuery } from '../ir.js'
import type { Column, Shape } from './model.js'
import { asSet, node, UnsureError } from './text.js'

export function setOperation(query: SetQuery, shapeOf: (query: Query) => Shape): Shape {
  const left = shapeOf(query.left)
  const right = shapeOf(query.right)
  const unknown = [left, right].some((each) => each.open.length > 0)
  if (unknown && query.byName) throw new UnsureError('a union by name of unknown columns')
  const columns = query.byName ? byName(left, right) : byPlace(query.operator, left, right)
  const kind = `${query.operator}${query.all ? ' all' : ''}`
  const whole = query.operator === 'union' && query.all ? [] : asSet(columns.map(({ value }) => value))
  const rows = node(kind, left.rows, right.rows, left.layout, right.layout, ...whole, ...(unknown ? columns.map(({ value }) => value) : []))
  const order = left.order === '' && right.order === '' ? '' : node('orders', left.order, right.order)
  return {
    columns,
    open: [...new Set([...left.open, ...right.open])],
    layout: unknown ? rows : '',
    rows,
    order,
    late: kind !== 'union all',
  }
}

function byPlace(operator: string, left: Shape, right: Shape): Column[] {
  if (left.open.length + right.open.length === 0 && left.columns.length !== right.columns.length)
    throw new UnsureError('a set operation of unequal width')
  return left.columns.map((column, index) => ({ ...column, value: node(operator, column.value, right.columns[index]?.value ?? '') }))
}

function byName(left: Shape, right: Shape): Column[] {
  const others = new Map(right.columns.map((each) => [each.key, each]))
  const both = left.columns.map((column) => {
    const other = others.get(column.key)
    others.delete(column.key)
    return { ...column, value: node('union', column.value, other?.value ?? '') }
  })
  return [...both, ...[...others.values()].map((column) => ({ ...column, value: node('union', '', column.value) }))]
}
