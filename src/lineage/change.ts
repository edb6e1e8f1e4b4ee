/** Two versions of a node's SQL: what readers of it would notice. */
import { type Dialect, foldName } from '../sql/index.js'
import type { NodeColumn, NodeSql } from './model.js'

export interface ColumnChange {
  readonly column: string
  readonly change: 'added' | 'removed' | 'renamed' | 'retyped' | 'reordered' | 'value'
  /** The earlier name of a renamed column, the earlier type of a retyped one. */
  readonly from?: string
  readonly breaking: boolean
  /** One clause: `computed differently`, `integer → text`. */
  readonly why: string
}

export interface NodeChange {
  /** `compatible`: readers go on working and read the same values. */
  readonly level: 'none' | 'compatible' | 'breaking'
  /** The rows are shaped differently: every column may have other values. */
  readonly rows: boolean
  /** In the order of the columns now, those that are gone last. */
  readonly columns: readonly ColumnChange[]
  /** Why the two cannot be compared; the node then counts as changed. */
  readonly unknown?: string
}

/** `dialect` tells which names are one name; without it they are compared as they are. */
export function changeOf(before: NodeSql, after: NodeSql, dialect?: Dialect): NodeChange {
  const unknown = unknownOf(before, after)
  const rows = unknown !== undefined || before.rowsHash !== after.rowsHash
  const columns = columnChanges(before.columns, after.columns, (name) => (dialect ? foldName(name, true, dialect) : name))
  const breaking = rows || columns.some((each) => each.breaking)
  const level = breaking ? 'breaking' : columns.length > 0 ? 'compatible' : 'none'
  return { level, rows, columns, ...(unknown !== undefined && { unknown }) }
}

/** Seeds and sources have columns and no query. */
function unknownOf(before: NodeSql, after: NodeSql): string | undefined {
  if (/^(seed|source)\./.test(after.id) || (before.rowsHash !== null && after.rowsHash !== null)) return undefined
  const unread = after.rowsHash === null ? after : before
  return unread.reason ?? 'its SQL has parts whose meaning is not surely known'
}

function columnChanges(before: readonly NodeColumn[], after: readonly NodeColumn[], key: (name: string) => string): ColumnChange[] {
  const old = new Map(before.map((column) => [key(column.name), column]))
  const now = new Set(after.map(({ name }) => key(name)))
  const gone = before.filter(({ name }) => !now.has(key(name)))
  const kept = after.filter(({ name }) => old.has(key(name)))
  const places = new Map(before.filter(({ name }) => now.has(key(name))).map(({ name }, index) => [key(name), index]))
  const changes = after.flatMap((column): ColumnChange[] => {
    const was = old.get(key(column.name))
    if (!was) return [addedOrRenamed(column, gone)]
    return [...changesOf(was, column), ...(places.get(key(column.name)) === kept.indexOf(column) ? [] : [moved(column)])]
  })
  const renamed = new Set(changes.flatMap(({ change, from }) => (change === 'renamed' ? [from] : [])))
  return [...changes, ...gone.filter(({ name }) => !renamed.has(name)).map(removed)]
}

/** Taken from `gone`, so that no column is the earlier name of two. */
function addedOrRenamed({ name, valueHash }: NodeColumn, gone: NodeColumn[]): ColumnChange {
  const at = valueHash === null ? -1 : gone.findIndex((each) => each.valueHash === valueHash)
  const [from] = at < 0 ? [] : gone.splice(at, 1)
  if (!from) return { column: name, change: 'added', breaking: false, why: 'new' }
  return { column: name, change: 'renamed', from: from.name, breaking: true, why: `was called ${from.name}` }
}

function removed({ name }: NodeColumn): ColumnChange {
  return { column: name, change: 'removed', breaking: true, why: 'is gone' }
}

function moved({ name }: NodeColumn): ColumnChange {
  return { column: name, change: 'reordered', breaking: false, why: 'stands elsewhere among the columns' }
}

function changesOf(was: NodeColumn, { name, type, valueHash }: NodeColumn): ColumnChange[] {
  const out: ColumnChange[] = []
  if (was.valueHash !== valueHash) out.push({ column: name, change: 'value', breaking: true, why: 'computed differently' })
  if (was.type !== null && type !== null && was.type.toLowerCase() !== type.toLowerCase())
    out.push({ column: name, change: 'retyped', from: was.type, breaking: !isWider(was.type, type), why: `${was.type} → ${type}` })
  return out
}

const integers = ['tinyint', 'smallint', 'integer', 'bigint', 'hugeint']
const spelled: Readonly<Record<string, string>> = { int: 'integer', int2: 'smallint', int4: 'integer', int8: 'bigint' }

/** Each value of the old type is one of the new type as well, and of the same kind. */
function isWider(from: string, to: string): boolean {
  const [old, now] = [partsOf(from), partsOf(to)]
  const [a, b] = [integers.indexOf(old.name), integers.indexOf(now.name)]
  if (a >= 0 && b >= 0) return b >= a
  if (old.name !== now.name) return false
  const [size, scale = 0] = now.sizes
  const [oldSize, oldScale = 0] = old.sizes
  return size === undefined || (oldSize !== undefined && size - scale >= oldSize - oldScale && scale >= oldScale)
}

function partsOf(type: string): { name: string; sizes: number[] } {
  const [, word = '', sizes = ''] = /^([^(]*)\(?([^)]*)/.exec(type.toLowerCase()) ?? []
  const name = word.trim()
  return { name: spelled[name] ?? name, sizes: sizes === '' ? [] : sizes.split(',').map(Number) }
}
