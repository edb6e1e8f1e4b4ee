/** Each thing in `from` as a relation with columns. */

import { foldName } from '../dialect.js'
import type { Expression, FromItem, FunctionSource, Join, Name, QuerySource, Source, TableSource } from '../ir.js'
import { noteEffect, type Place, type Resolver, readsOf, spanOf, traced } from './expression.js'
import { lookUp, nameOf, report } from './lookup.js'
import { columnsShown } from './merged.js'
import type { CteShape, Scope, ScopeColumn, ScopeRelation, Shape } from './model.js'
import { toldApart } from './names.js'
import { ofPivot, ofUnpivot } from './pivot.js'
import { atLeast, leafReads, union } from './reads.js'
import { noteTable } from './references.js'
import { fold, named } from './relation.js'
import { joinSteps } from './steps.js'

/** Adds the sources to `place.scope`, from the left, each seeing those before it. */
export function addSources(items: readonly FromItem[], place: Place, resolver: Resolver): void {
  for (const { source, join } of items) {
    const added = relationsOf(source, place, resolver)
    const before = [...place.scope.relations]
    checkName(added, place)
    place.scope.relations.push(...added)
    if (join) addJoin(join, before, added, place, resolver)
  }
}

function checkName(added: readonly ScopeRelation[], { scope, context }: Place): void {
  for (const relation of added)
    if (relation.alias !== undefined && scope.relations.some((each) => each.alias === relation.alias))
      report(context, 'SQL_DUPLICATE_NAME', `two things in from are called ${relation.alias}`)
}

function addJoin(join: Join, left: readonly ScopeRelation[], right: readonly ScopeRelation[], place: Place, resolver: Resolver): void {
  const keys = join.natural ? common(left, right) : join.using.map((name) => ({ name, key: fold(name, place) }))
  for (const { name, key } of keys) merge(name, key, join, left, right, place)
  for (const condition of join.on) noteEffect(readsOf(condition, { ...place, bare: 'a join condition' }, resolver), 'join', place.context)
  if (join.kind === 'semi' || join.kind === 'anti') place.scope.relations.splice(place.scope.relations.length - right.length, right.length)
}

function common(left: readonly ScopeRelation[], right: readonly ScopeRelation[]) {
  const known = new Set(left.flatMap((each) => each.columns.map((column) => column.key)))
  return right.flatMap((each) =>
    each.columns.filter((column) => known.has(column.key)).map(({ key, name }) => ({ key, name: { text: name, quoted: true } as Name })),
  )
}

/** One column for both sides. Its value is the left one's, the right one's after a right join, either after a full one. */
function merge(name: Name, key: string, join: Join, left: readonly ScopeRelation[], right: readonly ScopeRelation[], place: Place): void {
  const { merged } = place.scope
  const before = merged.get(key)
  const sides = [side(name, key, left, before?.column, place), side(name, key, right, undefined, place)] as const
  const [first, second] = sides
  for (const each of sides) if (each) noteEffect(each.reads, 'join', place.context)
  const kept = join.kind === 'right' ? [second] : join.kind === 'full' ? [first, second] : [first]
  const found = kept.flatMap((each) => each ?? [])
  const [column = first ?? second] = found
  if (!column) return
  const owners = new Set([...(before?.owners ?? []), ...[...left, ...right].filter((each) => each.columns.some((own) => own.key === key))])
  const reads = found.length > 1 ? atLeast(union(found.map((each) => each.reads)), 'derive') : column.reads
  const steps = joinSteps(found.map((each) => each.steps))
  merged.set(key, { column: { name: column.name, key, reads, steps, ...(column.span && { span: column.span }) }, owners })
}

function side(
  name: Name,
  key: string,
  relations: readonly ScopeRelation[],
  merged: ScopeColumn | undefined,
  { context }: Place,
): ScopeColumn | undefined {
  if (merged) return merged
  const found = relations.flatMap((each) => each.columns.find((column) => column.key === key) ?? [])
  if (found[0]) return found[0]
  const open = relations.flatMap((each) => each.open)
  const [only] = open
  if (only !== undefined) return { name: name.text, key, reads: leafReads({ relation: only, column: key }) }
  const opaque = relations.find((each) => each.opaque)?.opaque
  if (opaque) return { name: name.text, key, reads: opaque }
  report(context, 'SQL_UNKNOWN_COLUMN', `one side of the join has no column ${name.text}`, name.span)
  return undefined
}

function relationsOf(source: Source, place: Place, resolver: Resolver): ScopeRelation[] {
  switch (source.kind) {
    case 'table':
      return [ofTable(source, place)]
    case 'query':
      return [ofQuery(source, place, resolver)]
    case 'function':
      return [ofFunction(source, place, resolver)]
    case 'joined':
      return ofJoined(source.items, source, place, resolver)
    case 'pivot':
      return [ofPivot(source, innerPlace(source.input, place, resolver), place, resolver)]
    case 'unpivot':
      return [ofUnpivot(source, innerPlace(source.input, place, resolver), place, resolver)]
  }
}

function ofTable(written: TableSource, place: Place): ScopeRelation {
  const { context, ctes } = place
  const source = context.dialect === 'bigquery' ? { ...written, path: written.path.flatMap(dotted) } : written
  const path = source.path.map((name) => foldName(name.text, name.quoted, context.dialect, 'table'))
  const array = ofArray(source, place)
  if (array) return array
  const cte = path.length === 1 ? ctes.get(path[0] ?? '') : undefined
  if (cte) noteTable(source, { cte: cte.name }, context)
  return { ...named(cte ? used(cte, place) : catalogShape(source, path, place), source, path, place), stored: !cte }
}

/** BigQuery quotes a whole path as one name. */
function dotted(name: Name): Name[] {
  return name.quoted && name.text.includes('.') ? name.text.split('.').map((text) => ({ ...name, text })) : [name]
}

const arraysInFrom = new Set(['bigquery', 'redshift'])

/** `from t, t.list as item`: a row for each element. */
function ofArray(source: TableSource, place: Place): ScopeRelation | undefined {
  const { context, scope } = place
  const [first] = source.path
  if (!arraysInFrom.has(context.dialect) || source.path.length < 2 || !first) return undefined
  const key = foldName(first.text, first.quoted, context.dialect, 'table')
  if (!scope.relations.some((each) => nameOf(each) === key) || typeof context.catalog.relation(source.path) === 'object') return undefined
  const { result, trace } = traced(context, () => lookUp({ kind: 'column', path: source.path }, scope, context).reads)
  const reads = atLeast(result, 'derive')
  const name = source.alias ?? source.path.at(-1) ?? first
  return named(
    { columns: [{ name: name.text, key: fold(name, place), reads, steps: [...trace] }], open: [], opaque: reads },
    source,
    [],
    place,
  )
}

function used(cte: CteShape, { context }: Place): Shape {
  for (const { leaf, effects } of cte.effects.values()) for (const effect of effects) noteEffect(leafReads(leaf), effect, context)
  for (const table of cte.tables) context.relations.add(table)
  return cte
}

function catalogShape(source: TableSource, folded: readonly string[], { context }: Place): Shape {
  const { path } = source
  const found = context.catalog.relation(path)
  if (found === 'missing') {
    const written = path.map((each) => each.text).join('.')
    report(context, 'SQL_UNKNOWN_TABLE', `there is no table or model ${written}`, path.at(-1)?.span)
    return { columns: [], open: [`?.${folded.join('.')}`] }
  }
  const key = found?.key ?? folded.join('.')
  context.relations.add(key)
  noteTable(source, { relation: key }, context)
  if (!found?.columns) return { columns: [], open: [key] }
  const columns = found.columns.map((name) => ({
    name: name.text,
    key: foldName(name.text, name.quoted, context.dialect),
    reads: leafReads({ relation: key, column: name.text }),
  }))
  if (!found.declared) return { columns, open: [] }
  context.declared.set(key, found)
  return { columns, open: [key] }
}

function ofQuery(source: QuerySource, place: Place, resolver: Resolver): ScopeRelation {
  const { context } = place
  const { within } = context
  context.within = source.alias?.text ?? within
  const shape = resolver.query(source.query, place.ctes, place.scope, context)
  context.within = within
  if (source.columns.length > shape.columns.length && shape.open.length === 0 && !shape.opaque)
    report(
      place.context,
      'SQL_COLUMN_COUNT',
      `${source.columns.length} names for ${shape.columns.length} columns`,
      source.columns.at(-1)?.span ?? spanOf(source.query),
    )
  return named({ ...shape, columns: toldApart(shape.columns, context.dialect) }, source, [], place)
}

/** A function's columns are made of all it reads; their names are known for a few functions only. */
function ofFunction(source: FunctionSource, place: Place, resolver: Resolver): ScopeRelation {
  const { diagnostics } = place.context
  const before = diagnostics.length
  const { result, trace } = traced(place.context, () => source.reads.map((each) => readsOf(each, place, resolver)))
  // What stands in the brackets of other functions may have a grammar of its own.
  if (!plainFunctions.test(source.name)) diagnostics.length = before
  const reads = atLeast(union(result), 'derive')
  const names = source.columns.length > 0 ? source.columns : functionColumns(source, place)
  const own = source.name === 'unnest' ? argumentsOf(source) : []
  const columns = names.map((name, index) => ({
    name: name.text,
    key: fold(name, place),
    // One list each; what follows is the position.
    reads: own.length > 1 && own[index] ? atLeast(readsOf(own[index], place, resolver), 'derive') : reads,
    steps: [...trace],
  }))
  const shape: Shape = source.columns.length > 0 ? { columns, open: [] } : { columns, open: [], opaque: reads }
  return named(shape, { ...source, columns: [] }, [source.name], place)
}

function argumentsOf({ reads: [only] }: FunctionSource): readonly Expression[] {
  return only?.kind === 'call' ? only.parts : []
}

const flattenColumns = ['SEQ', 'KEY', 'PATH', 'INDEX', 'VALUE', 'THIS']
const plainFunctions =
  /^(unnest|generate_(series|subscripts|date_array|timestamp_array)|range|flatten|explode(_outer)?|posexplode(_outer)?|inline|stack|lateral|split_to_table|json\w*)$/
const scalarFunctions = /^(unnest|generate_series|range|generate_subscripts|explode|string_split_to_table|regexp_split_to_table)$/

function functionColumns({ name, alias, ordinality }: FunctionSource, { context }: Place): Name[] {
  if (name === 'flatten') return flattenColumns.map((text) => ({ text, quoted: false }))
  if (!scalarFunctions.test(name)) return []
  const own = context.dialect === 'duckdb' || !alias ? { text: name, quoted: false } : alias
  return ordinality ? [own, { text: 'ordinality', quoted: false }] : [own]
}

function ofJoined(items: readonly FromItem[], source: Source, place: Place, resolver: Resolver): ScopeRelation[] {
  const scope: Scope = { relations: [], merged: new Map(), aliases: new Map(), windows: place.scope.windows, outer: place.scope.outer }
  addSources(items, { ...place, scope }, resolver)
  if (!source.alias) {
    for (const [key, merged] of scope.merged) place.scope.merged.set(key, merged)
    return scope.relations
  }
  return [named({ columns: columnsShown(scope), open: scope.relations.flatMap((each) => each.open) }, source, [], place)]
}

function innerPlace(input: Source, place: Place, resolver: Resolver): Place {
  const scope: Scope = { relations: [], merged: new Map(), aliases: new Map(), windows: new Map(), outer: place.scope.outer }
  const inner = { ...place, scope }
  addSources([{ source: input }], inner, resolver)
  return inner
}
