/** What is late, failed or skipped, by root cause: what `why` prints, what is kept for the docs, what becomes incidents. */
import type { UniqueId } from '../../core/node.js'
import { type Cause, type CauseKind, causeKinds } from './cause.js'
import type { Expected } from './expected.js'
import type { SlaState } from './state.js'

export type Trouble = 'late' | 'slow' | 'failed' | 'skipped' | 'behind'

/** Something that is not as it should be. */
export interface LateItem {
  readonly id: UniqueId
  readonly name: string
  readonly trouble: Trouble
  readonly severity: 'error' | 'warn'
  /** Why it counts: the promise and how it stands; the status of its last run. */
  readonly words: string
  readonly since: string | null
}

export interface CauseGroup extends Omit<Cause, 'hops'> {
  /** `late:<id of the root cause>` */
  readonly key: string
  readonly severity: 'error' | 'warn'
  /** Late for its sake, the root cause first where it is among them. */
  readonly items: readonly LateItem[]
  /** The way of the first of them. */
  readonly hops: Cause['hops']
  readonly owners: readonly string[]
  readonly exposures: readonly { readonly id: UniqueId; readonly name: string; readonly owner: string | null }[]
  readonly runbook: string | null
  readonly expected: Expected | null
  /** Somebody knows: until then nobody is told. */
  readonly note: { readonly text: string; readonly until: string | null } | null
}

/** A promise, how it stands, and the way to the sources with the newest time in each table. */
export interface StateEntry extends SlaState {
  readonly hops: Cause['hops']
  /** Of the group that is its cause; null where nothing is wrong. */
  readonly cause: string | null
}

export interface LateAnswer {
  readonly version: 1
  /** ISO 8601, UTC. */
  readonly at: string
  readonly target: string
  readonly states: readonly StateEntry[]
  readonly causes: readonly CauseGroup[]
}

/** What a group is before the project is asked who answers for it. */
export interface Found {
  readonly item: LateItem
  readonly cause: Cause
}

/** By root cause: what cannot be mended here last, those of most tables first. */
export function byCause(found: readonly Found[]): readonly { readonly cause: Cause; readonly items: readonly LateItem[] }[] {
  const groups = new Map<string, { cause: Cause; items: LateItem[] }>()
  for (const { item, cause } of found.map((each) => ({ ...each, cause: deeper(each.cause, found) }))) {
    const key = `${cause.kind} ${cause.node}`
    const group = groups.get(key)
    if (!group) groups.set(key, { cause, items: [item] })
    else {
      if (group.cause.hops.length < 2) group.cause = { ...group.cause, hops: cause.hops }
      if (!group.items.some(({ id, words }) => id === item.id && words === item.words)) group.items.push(item)
    }
  }
  const own = (group: { cause: Cause; items: LateItem[] }) => ({
    ...group,
    items: group.items.sort((a, b) => Number(b.id === group.cause.node) - Number(a.id === group.cause.node)),
  })
  return [...groups.values()].map(own).sort((a, b) => rank(a.cause.kind) - rank(b.cause.kind) || b.items.length - a.items.length)
}

/** Of a source whose own check is blind, what comes of it is late for the same reason. */
function deeper(cause: Cause, found: readonly Found[]): Cause {
  if (causeKinds[cause.kind].place === 'ours') return cause
  const own = found.find(
    ({ item, cause: other }) => item.id === cause.node && other.node === cause.node && ['time-zone', 'wrong-column'].includes(other.kind),
  )
  return own ? { ...own.cause, hops: cause.hops } : cause
}

function rank(kind: CauseKind): number {
  return kind === 'nothing-new' ? 1 : 0
}
