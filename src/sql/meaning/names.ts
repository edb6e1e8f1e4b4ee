/** A name to the value it stands for. Where several are possible, all of them are told: then nothing is taken for the same by mistake. */
import { foldName } from '../dialect.js'
import type { ColumnRef } from '../ir.js'
import { bare, datePart } from './functions.js'
import type { Column, Place, Relation, Scope } from './model.js'
import { node, UnsureError } from './text.js'

interface Keys {
  readonly columns: readonly string[]
  readonly tables: readonly string[]
}

export function valueOfName(ref: ColumnRef, place: Place): string {
  const { dialect } = place.context
  const keys: Keys = {
    columns: ref.path.map(({ text, quoted }) => foldName(text, quoted, dialect)),
    tables: ref.path.map(({ text, quoted }) => foldName(text, quoted, dialect, 'table')),
  }
  const possible: string[] = []
  let depth = 0
  let outside = false
  for (let scope: Scope | undefined = place.scope; scope; scope = scope.outer) {
    const { sure, values } = inOne(keys, scope, scope === place.scope ? place.aliases : 'column')
    if (values.length > 0 && outside) throw new UnsureError('a query in with that reads from outside')
    possible.push(...values.map((value) => (depth === 0 ? value : node('outer', String(depth), value))))
    if (sure) return several(possible)
    outside ||= scope.barrier === true
    if (scope.outer && scope.outer.frame !== scope.frame) depth++
  }
  return possible.length > 0 ? several(possible) : withoutColumn(ref, keys)
}

function inOne(keys: Keys, scope: Scope, aliases: Place['aliases']): { sure: boolean; values: readonly string[] } {
  const found = inScope(keys, scope, aliases)
  return found === undefined ? { sure: false, values: inOpen(keys, scope) } : { sure: true, values: [found] }
}

function several(values: readonly string[]): string {
  const [only] = values
  return values.length === 1 && only !== undefined ? only : node('maybe', ...values)
}

function withoutColumn(ref: ColumnRef, { columns }: Keys): string {
  const [first] = ref.path
  if (first && ref.path.length === 1 && !first.quoted && (bare.test(first.text.toLowerCase()) || datePart.test(first.text.toLowerCase())))
    return node('name', columns[0]?.toLowerCase() ?? '')
  throw new UnsureError(`nothing is known of ${ref.path.map(({ text }) => text).join('.')}`)
}

function inScope(keys: Keys, scope: Scope, aliases: Place['aliases']): string | undefined {
  const [first = ''] = keys.columns
  const qualified = keys.columns.length > 1 ? ofRelation(keys, scope) : undefined
  if (qualified !== undefined) return qualified
  const alias = aliases === 'never' ? undefined : scope.aliases.get(first)
  const columns = columnsNamed(first, scope)
  const rest = keys.columns.slice(1)
  if (alias && aliases === 'alias') return withFields(alias.value, rest)
  if (columns.length > 0) {
    const values = columns.map((each) => each.value)
    const both = alias && aliases === 'unsure' && alias.value !== values[0] ? [alias.value, ...values] : values
    return withFields(several(both), rest)
  }
  if (alias) {
    const hidden = scope.relations.flatMap((relation) => relation.open.map((open) => columnOf(open, first)))
    return withFields(several([alias.value, ...hidden]), rest)
  }
  return keys.columns.length === 1 ? wholeRow(keys.tables[0] ?? '', scope) : undefined
}

/** `t` as a value: all that a row of it holds. */
function wholeRow(table: string, scope: Scope): string | undefined {
  const relation = scope.relations.find((each) => (each.alias ?? each.path.at(-1)) === table)
  if (!relation || scope.relations.some((each) => each !== relation && each.open.length > 0)) return undefined
  return node('row', ...relation.columns.flatMap(({ key, value }) => [key, value]), ...relation.open)
}

export function columnOf(instance: string, key: string): string {
  return node('column', instance, key)
}

function withFields(value: string, fields: readonly string[]): string {
  return fields.reduce((inner, field) => node('field', inner, field), value)
}

function columnsNamed(key: string, scope: Scope): Column[] {
  const merged = scope.merged.get(key)
  const others = scope.relations.flatMap((relation) => {
    if (merged?.owners.has(relation)) return []
    return relation.columns.find((each) => each.key === key) ?? []
  })
  return merged ? [merged.column, ...others] : others
}

function ofRelation({ columns, tables }: Keys, scope: Scope): string | undefined {
  for (let parts = Math.min(3, columns.length - 1); parts >= 1; parts--) {
    const relation = scope.relations.find((each) => isCalled(each, tables.slice(0, parts)))
    const key = columns[parts]
    const column = relation?.columns.find((each) => each.key === key)
    if (column) return withFields(column.value, columns.slice(parts + 1))
  }
  return undefined
}

export function isCalled(relation: Relation, path: readonly string[]): boolean {
  if (relation.alias !== undefined) return path.length === 1 && relation.alias === path[0]
  return path.length <= relation.path.length && path.every((part, at) => relation.path[relation.path.length - path.length + at] === part)
}

function inOpen({ columns, tables }: Keys, scope: Scope): string[] {
  for (let parts = Math.min(3, columns.length - 1); parts >= 1; parts--) {
    const relation = scope.relations.find((each) => isCalled(each, tables.slice(0, parts)) && each.open.length > 0)
    if (relation) return relation.open.map((open) => withFields(columnOf(open, columns[parts] ?? ''), columns.slice(parts + 1)))
  }
  const [first = '', ...fields] = columns
  return scope.relations.flatMap((relation) => relation.open.map((open) => withFields(columnOf(open, first), fields)))
}
