/** `*`, `t.*` and `columns(…)`: the columns they stand for, in order. */

import { nearest } from '../../core/nearest.js'
import { foldName } from '../dialect.js'
import type { Name, Replacement, StarItem } from '../ir.js'
import type { Place, Resolver } from './expression.js'
import { readsOf, traced } from './expression.js'
import { isCalled, nameOf, report } from './lookup.js'
import { columnsShown } from './merged.js'
import { noReads, type Scope, type ScopeColumn, type ScopeRelation, type Shape } from './model.js'
import { shown } from './names.js'
import { atLeast, union } from './reads.js'
import { noteStar } from './references.js'
import { stepAt } from './steps.js'

export function expandStar(star: StarItem, place: Place, resolver: Resolver): Shape {
  const shape = expanded(star, place, resolver)
  if (!star.unsure) return shape
  return { columns: [], open: shape.open, opaque: union([...shape.columns.map((each) => each.reads), shape.opaque ?? noReads]) }
}

function expanded(star: StarItem, place: Place, resolver: Resolver): Shape {
  const { scope, context } = place
  const fold = (name: Name) => foldName(name.text, name.quoted, context.dialect)
  const relations = star.table ? named(star.table, place) : scope.relations
  const open = relations.flatMap((each) => each.open)
  const opaque = relations.flatMap((each) => each.opaque ?? [])
  const all = star.table ? relations.flatMap((each) => each.columns) : columnsShown(scope)
  const except = new Set(star.except.map(fold))
  const replace = new Map(star.replace.map((each) => [fold(each.name), each]))
  const rename = new Map(star.rename.map((each) => [fold(each.from), each.to]))
  if (open.length === 0 && opaque.length === 0)
    checkNames([...star.except, ...star.replace.map((each) => each.name), ...star.rename.map((each) => each.from)], all, place)
  const pattern = star.matching === undefined ? undefined : regular(star.matching)
  const columns = all.flatMap((column) => {
    if (except.has(column.key) || (pattern && !pattern.test(column.name))) return []
    const value = replace.get(column.key)
    const to = rename.get(column.key)
    const made = value ? replaced(column, value, place, resolver) : star.inside ? throughFunction(column, star, place) : column
    return [to ? { ...made, name: shown(to, context.dialect), key: fold(to) } : made]
  })
  noteStar(star, columns, context)
  return { columns, open, ...(opaque.length > 0 && { opaque: union(opaque) }) }
}

function replaced(column: ScopeColumn, { value, name, span, sql }: Replacement, place: Place, resolver: Resolver): ScopeColumn {
  const { result: reads, trace } = traced(place.context, () => readsOf(value, place, resolver))
  const steps = span && sql !== undefined ? [stepAt(place.context.within, { span, sql }, trace)] : [...trace]
  return { name: column.name, key: column.key, reads, steps, ...(name.span && { span: name.span }) }
}

function throughFunction(column: ScopeColumn, { span, sql }: StarItem, { context }: Place): ScopeColumn {
  const steps = span && sql !== undefined ? [stepAt(context.within, { span, sql }, column.steps ?? [])] : column.steps
  return { ...column, reads: atLeast(column.reads, 'derive'), steps }
}

function named(table: Name, { scope, context }: Place): readonly ScopeRelation[] {
  const key = foldName(table.text, table.quoted, context.dialect, 'table')
  for (let each: Scope | undefined = scope; each; each = each.outer) {
    const found = each.relations.find((relation) => isCalled(relation, [key]))
    if (found) return [found]
  }
  const known = scope.relations.flatMap((each) => nameOf(each) ?? [])
  const struct = scope.relations
    .flatMap((each) => each.columns)
    .find((column) => column.key === foldName(table.text, table.quoted, context.dialect))
  if (struct) return [{ alias: undefined, path: [], columns: [], open: [], opaque: atLeast(struct.reads, 'derive') }]
  if (scope.relations.every((each) => each.open.length === 0))
    report(context, 'SQL_UNKNOWN_ALIAS', `nothing in from is called ${table.text}`, table.span, nearest(table.text, known))
  return []
}

function checkNames(names: readonly Name[], columns: readonly ScopeColumn[], { context }: Place): void {
  const known = new Set(columns.map((each) => each.key))
  for (const name of names)
    if (!known.has(foldName(name.text, name.quoted, context.dialect)))
      report(
        context,
        'SQL_UNKNOWN_COLUMN',
        `the star has no column ${name.text}`,
        name.span,
        nearest(
          name.text,
          columns.map((each) => each.name),
        ),
      )
}

/** A pattern that JavaScript cannot read matches everything: too many columns are told rather than too few. */
function regular(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern)
  } catch {
    return undefined
  }
}
