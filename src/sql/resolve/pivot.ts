/** Rows turned into columns, and columns into rows. */
import type { Name, PivotSource, UnpivotSource } from '../ir.js'
import { noteEffect, type Place, type Resolver, readsOf, traced } from './expression.js'
import { lookUp } from './lookup.js'
import { noReads, type Reads, type ScopeColumn, type ScopeRelation, type Shape } from './model.js'
import { atLeast, union } from './reads.js'
import { fold, named } from './relation.js'

export function ofPivot(source: PivotSource, inner: Place, place: Place, resolver: Resolver): ScopeRelation {
  const read = (expressions: readonly Parameters<typeof readsOf>[0][]) => union(expressions.map((each) => readsOf(each, inner, resolver)))
  const { result, trace } = traced(place.context, () => read(source.aggregates.map((each) => each.value)))
  const values = atLeast(result, 'aggregate')
  const keys = read(source.keys)
  noteEffect(keys, 'group', place.context)
  const all = inner.scope.relations.flatMap((each) => each.columns)
  const kept = source.groups
    ? columnsRead(source.groups, inner)
    : unread(all, [...source.aggregates.map((each) => each.value), ...source.keys], inner)
  for (const column of kept) noteEffect(column.reads, 'group', place.context)
  const made = source.values?.map((name) => ({ name: name.text, key: fold(name, place), reads: values, steps: [...trace] }))
  const open = inner.scope.relations.flatMap((each) => each.open)
  const shape: Shape = { columns: [...kept, ...(made ?? [])], open, ...(!made && { opaque: values }) }
  return named(shape, source, [], place)
}

export function ofUnpivot(source: UnpivotSource, inner: Place, place: Place, resolver: Resolver): ScopeRelation {
  const { result, trace } = traced(place.context, () => source.reads.map((each) => readsOf(each, inner, resolver)))
  const reads = atLeast(union(result), 'derive')
  const all = inner.scope.relations.flatMap((each) => each.columns)
  const made = (name: Name, value: Reads) => ({
    name: name.text,
    key: fold(name, place),
    reads: value,
    steps: value === noReads ? [] : [...trace],
  })
  const columns = [
    ...unread(all, source.reads, inner),
    made(source.nameColumn, noReads),
    ...source.valueColumns.map((name) => made(name, reads)),
  ]
  return named({ columns, open: inner.scope.relations.flatMap((each) => each.open) }, source, [], place)
}

/** Columns that none of the expressions names. */
function unread(columns: readonly ScopeColumn[], expressions: readonly Parameters<typeof readsOf>[0][], place: Place): ScopeColumn[] {
  const read = new Set<string>()
  const walk = (expression: Parameters<typeof readsOf>[0]): void => {
    if (expression.kind === 'column') read.add(fold(expression.path.at(-1) as Name, place))
    if (expression.kind === 'call') for (const part of expression.parts) walk(part)
  }
  for (const each of expressions) walk(each)
  return columns.filter((column) => !read.has(column.key))
}

function columnsRead(expressions: readonly Parameters<typeof readsOf>[0][], place: Place): ScopeColumn[] {
  return expressions.flatMap((each) => (each.kind === 'column' ? (lookUp(each, place.scope, place.context).column ?? []) : []))
}
