/** Columns as last seen, and as they are now → what changed. */
import type { ColumnDrift, SeenColumns } from './drift.js'

export function compareColumns(before: SeenColumns, after: SeenColumns): readonly ColumnDrift[] {
  const [was, is] = [columnsOf(before), columnsOf(after)]
  const removed = was.filter(({ key }) => !is.some((each) => each.key === key))
  const added = is.filter(({ key }) => !was.some((each) => each.key === key))
  const renamed = renamings(removed, added)
  const retyped = is.flatMap(({ key, name, type }): ColumnDrift[] => {
    const old = was.find((each) => each.key === key)
    return old && old.type !== type ? [{ change: 'retyped', column: name, from: old.type, type }] : []
  })
  return [
    ...removed.map((column): ColumnDrift => {
      const now = renamed.get(column)
      if (now === undefined) return { change: 'removed', column: column.name, type: column.type }
      return { change: 'renamed', column: column.name, to: now.column.name, type: now.column.type, because: now.because }
    }),
    ...retyped,
    ...added.flatMap((column): ColumnDrift[] =>
      [...renamed.values()].some((each) => each.column === column) ? [] : [{ change: 'added', column: column.name, type: column.type }],
    ),
  ]
}

interface Column {
  readonly name: string
  readonly key: string
  readonly type: string
  /** Of the whole table. */
  readonly place: number
}

function columnsOf(columns: SeenColumns): readonly Column[] {
  return Object.entries(columns).map(([name, type], place) => ({ name, key: name.toLowerCase(), type: type.toLowerCase(), place }))
}

interface Renaming {
  readonly column: Column
  readonly because: string
}

/** Nobody tells of a renaming: it is guessed where type and place, or type and name, speak for it. The likeliest pairs first. */
function renamings(removed: readonly Column[], added: readonly Column[]): ReadonlyMap<Column, Renaming> {
  const pairs = removed.flatMap((old) => added.map((now) => ({ old, now, ...likeness(old, now) })))
  const found = new Map<Column, Renaming>()
  const taken = new Set<Column>()
  for (const { old, now, score, because } of pairs.toSorted((first, second) => second.score - first.score)) {
    if (score < 0.5 || found.has(old) || taken.has(now)) continue
    found.set(old, { column: now, because })
    taken.add(now)
  }
  return found
}

function likeness(old: Column, now: Column): { readonly score: number; readonly because: string } {
  if (old.type !== now.type) return { score: 0, because: '' }
  const name = similarity(old.key, now.key)
  const samePlace = old.place === now.place
  const reasons = ['same type', ...(samePlace ? ['same place'] : []), ...(name >= 0.5 ? ['similar name'] : [])]
  return { score: (samePlace ? 0.5 : 0) + name * 0.8, because: reasons.join(', ') }
}

/** Pairs of letters that both names have, 0 to 1: `amount_usd` and `usd_amount` are alike. */
function similarity(a: string, b: string): number {
  const pairs = (text: string) => Array.from({ length: Math.max(0, text.length - 1) }, (_each, index) => text.slice(index, index + 2))
  const [left, right] = [pairs(a.replaceAll('_', '')), pairs(b.replaceAll('_', ''))]
  if (left.length + right.length === 0) return 0
  const rest = [...right]
  const common = left.filter((pair) => {
    const index = rest.indexOf(pair)
    if (index >= 0) rest.splice(index, 1)
    return index >= 0
  })
  return (2 * common.length) / (left.length + right.length)
}
