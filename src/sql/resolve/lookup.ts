/** Which column a name stands for: innermost scope first, columns before aliases, structs and whole rows last. */
import { nearest } from '../../core/nearest.js'
import { foldName } from '../dialect.js'
import type { ColumnRef, Name } from '../ir.js'
import type { Context, Reads, Scope, ScopeColumn, ScopeRelation } from './model.js'
import { noReads } from './model.js'
import { atLeast, leafReads, union } from './reads.js'
import { noteColumn } from './references.js'
import { joinSteps, type StepNode } from './steps.js'

/** Names without brackets that are no columns. */
const functionsWithoutBrackets =
  /^(current_(date|time|timestamp|user|role|schema|catalog|database|warehouse)|localtime(stamp)?|sysdate|systimestamp|user|session_user|system_user|rowid|ctid|xmin|xmax|oid|tableoid|filename|file_row_number|rownum|default|metadata\$\w+|level|_partition(time|date)|_table_suffix|_file_name|pseudo_\w+)$/i

/** Units stand as bare words in calls that not every parser knows. */
const units =
  /^(((milli|micro|nano)?second|minute|hour|day|week|isoweek|month|quarter|year|isoyear)s?|day_?of_?(week|year)|epoch|dow|doy)$/i

export interface Found {
  readonly reads: Reads
  readonly column?: ScopeColumn
  readonly steps?: readonly StepNode[] | undefined
}

/** Clauses in which an alias of the select's items may stand for its value. */
export type AliasUse = 'never' | 'after' | 'before'

export function lookUp(ref: ColumnRef, scope: Scope, context: Context, aliases: AliasUse = 'after'): Found {
  const keys = ref.path.map((name) => foldName(name.text, name.quoted, context.dialect))
  const tables = ref.path.map((name) => foldName(name.text, name.quoted, context.dialect, 'table'))
  for (let each: Scope | undefined = scope; each; each = each.outer) {
    const found = inScope(ref, keys, tables, each, context, aliases)
    if (found) return noted(found, ref, context)
  }
  const open = inOpen(ref, keys, tables, scope, context)
  return open ? noted(open, ref, context) : unknown(ref, tables, scope, context)
}

function noted(found: Found, ref: ColumnRef, context: Context): Found {
  if (context.trace) for (const step of found.steps ?? []) context.trace.add(step)
  noteColumn(ref, found.column, found.reads, context)
  return found
}

function inScope(
  ref: ColumnRef,
  keys: readonly string[],
  tables: readonly string[],
  scope: Scope,
  context: Context,
  aliases: AliasUse,
): Found | undefined {
  const [first = '', second] = keys
  if (second !== undefined) {
    const qualified = ofRelation(keys, tables, scope)
    if (qualified) return qualified
  }
  const alias = aliases === 'never' ? undefined : scope.aliases.get(first)
  if (alias && aliases === 'before') return ofColumn(alias, keys.slice(1))
  const columns = columnsNamed(first, scope)
  const [column] = columns
  if (columns.length > 1) ambiguous(ref, scope, context)
  if (column)
    return columns.length > 1
      ? { reads: union(columns.map((each) => each.reads)), steps: stepsOf(columns) }
      : ofColumn(column, keys.slice(1))
  if (alias) return ofColumn(alias, keys.slice(1))
  const row = second === undefined ? scope.relations.find((relation) => nameOf(relation) === tables[0]) : undefined
  return (
    row && {
      reads: atLeast(union([...row.columns.map((each) => each.reads), row.opaque ?? noReads]), 'derive'),
      steps: stepsOf(row.columns),
    }
  )
}

function stepsOf(columns: readonly ScopeColumn[]): readonly StepNode[] | undefined {
  return joinSteps(columns.map((each) => each.steps))
}

export interface OwnColumn {
  readonly key: string
  /** Undefined for a joined column, and where several relations may have it. */
  readonly owner: ScopeRelation | undefined
  /** Of a struct. */
  readonly fields: readonly string[]
}

/** The column of one of the select's own sources; undefined where it is of a query around it, or something else. */
export function ownColumn(ref: ColumnRef, scope: Scope, context: Context): OwnColumn | undefined {
  const keys = ref.path.map((name) => foldName(name.text, name.quoted, context.dialect))
  const tables = ref.path.map((name) => foldName(name.text, name.quoted, context.dialect, 'table'))
  for (let parts = Math.min(3, keys.length - 1); parts >= 1; parts--) {
    const owner = scope.relations.find((each) => isCalled(each, tables.slice(0, parts)))
    const key = keys[parts]
    if (owner && key !== undefined && mayHave(owner, key))
      return { key, owner: scope.merged.get(key)?.owners.has(owner) ? undefined : owner, fields: keys.slice(parts + 1) }
  }
  const [key = ''] = keys
  const owners = scope.relations.filter((each) => each.columns.some((column) => column.key === key))
  const [owner, ...others] = owners
  return owner && { key, owner: others.length > 0 ? undefined : owner, fields: keys.slice(1) }
}

function mayHave(relation: ScopeRelation, key: string): boolean {
  return relation.open.length > 0 || relation.columns.some((column) => column.key === key)
}

/** The alias a relation is called by: its table's name where it has none. */
export function nameOf(relation: ScopeRelation): string | undefined {
  return relation.alias ?? relation.path.at(-1)
}

function columnsNamed(key: string, scope: Scope): ScopeColumn[] {
  const merged = scope.merged.get(key)
  const out = merged ? [merged.column] : []
  for (const relation of scope.relations) {
    if (merged?.owners.has(relation)) continue
    const column = relation.columns.find((each) => each.key === key)
    if (column) out.push(column)
  }
  return out
}

/** `t.a`, `s.t.a`: the longest beginning that names a relation, then one of its columns, then fields of it. */
function ofRelation(keys: readonly string[], tables: readonly string[], scope: Scope): Found | undefined {
  for (let parts = Math.min(3, keys.length - 1); parts >= 1; parts--) {
    const relation = scope.relations.find((each) => isCalled(each, tables.slice(0, parts)))
    const key = keys[parts]
    if (!relation || key === undefined) continue
    const column = relation.columns.find((each) => each.key === key)
    if (column) return ofColumn(column, keys.slice(parts + 1))
    if (relation.opaque) return { reads: relation.opaque }
  }
  return undefined
}

export function isCalled(relation: ScopeRelation, path: readonly string[]): boolean {
  if (path.length === 1 && relation.alias !== undefined) return relation.alias === path[0]
  if (relation.alias !== undefined) return false
  return (
    path.length <= relation.path.length && path.every((part, index) => relation.path[relation.path.length - path.length + index] === part)
  )
}

function ofColumn(column: ScopeColumn, fields: readonly string[]): Found {
  const [field] = fields
  if (field === undefined) return { reads: column.reads, column, steps: column.steps }
  const known = column.fields?.get(field)
  return { reads: atLeast(known ?? column.reads, 'derive'), steps: column.steps }
}

/** Second round: relations whose columns nobody knows, and functions in `from`, may have any column. */
function inOpen(ref: ColumnRef, keys: readonly string[], tables: readonly string[], scope: Scope, context: Context): Found | undefined {
  for (let each: Scope | undefined = scope; each; each = each.outer) {
    const qualifier = keys.length > 1 ? each.relations.find((relation) => isCalled(relation, tables.slice(0, 1))) : undefined
    const able = (qualifier ? [qualifier] : each.relations).filter((relation) => relation.open.length > 0 || relation.opaque)
    if (able.length === 0) continue
    const column = (qualifier ? keys[1] : keys[0]) ?? ''
    const leaves = able.flatMap((relation) => relation.open.map((key) => leafReads({ relation: key, column })))
    const opaque = able.flatMap((relation) => relation.opaque ?? [])
    if (leaves.length > 1) context.imprecise = true
    undeclared(ref, able, context)
    return { reads: union(leaves.length > 0 ? leaves : opaque) }
  }
  return undefined
}

/** A column that nobody wrote down of a table whose columns are written down with their types: worth a word, no more. */
function undeclared(ref: ColumnRef, able: readonly ScopeRelation[], context: Context): void {
  const [only, ...others] = able.flatMap((each) => each.open)
  const known = only === undefined || others.length > 0 ? undefined : context.declared.get(only)
  if (known?.declared !== 'typed') return
  const name = ref.path.at(-1)
  const names = (known.columns ?? []).map((each) => each.text)
  report(context, 'SQL_UNDECLARED_COLUMN', `column ${name?.text} is not among those declared`, ref.span, nearest(name?.text ?? '', names))
}

function ambiguous(ref: ColumnRef, scope: Scope, context: Context): void {
  const [name] = ref.path
  const holders = scope.relations.filter((each) =>
    each.columns.some((column) => column.key === foldName(name?.text ?? '', name?.quoted === true, context.dialect)),
  )
  const names = holders.map((each) => nameOf(each) ?? 'a query without a name').join(' and ')
  report(context, 'SQL_AMBIGUOUS_COLUMN', `column ${name?.text} is in ${names}: say which`, ref.span)
}

function unknown(ref: ColumnRef, tables: readonly string[], scope: Scope, context: Context): Found {
  const [first, second] = ref.path
  if (!first || (!second && !first.quoted && (functionsWithoutBrackets.test(first.text) || units.test(first.text))))
    return { reads: noReads }
  const visible: Scope[] = []
  for (let each: Scope | undefined = scope; each; each = each.outer) visible.push(each)
  const relations = visible.flatMap((each) => each.relations)
  const named = second ? relations.find((each) => isCalled(each, tables.slice(0, 1))) : undefined
  if (second && !named) unknownAlias(first, relations, context, ref)
  else
    unknownColumn(
      second ?? first,
      named ? [named] : relations,
      [...(visible[0]?.aliases.values() ?? [])],
      context,
      ref,
      named && nameOf(named),
    )
  return { reads: noReads }
}

function unknownAlias(name: Name, relations: readonly ScopeRelation[], context: Context, at: ColumnRef): void {
  const meant = nearest(
    name.text,
    relations.flatMap((each) => nameOf(each) ?? []),
  )
  report(context, 'SQL_UNKNOWN_ALIAS', `nothing in from is called ${name.text}`, name.span ?? at.span, meant)
}

function unknownColumn(
  name: Name,
  from: readonly ScopeRelation[],
  aliases: readonly ScopeColumn[],
  context: Context,
  at: ColumnRef,
  owner: string | undefined,
): void {
  const names = [...from.flatMap((each) => each.columns.map((column) => column.name)), ...aliases.map((each) => each.name)]
  const where = owner ? `${owner} has no column ${name.text}` : `there is no column ${name.text}`
  report(context, 'SQL_UNKNOWN_COLUMN', where, name.span ?? at.span, nearest(name.text, names))
}

export function report(
  context: Context,
  code: Context['diagnostics'][number]['code'],
  message: string,
  span?: Name['span'],
  meant?: string,
): void {
  if (context.diagnostics.some((each) => each.code === code && each.message === message && each.span?.start === span?.start)) return
  context.diagnostics.push({ code, message, ...(span && { span }), ...(meant !== undefined && { meant }) })
}
