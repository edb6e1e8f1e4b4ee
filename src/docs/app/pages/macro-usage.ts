/** Who calls a macro, itself or through other macros. */
import type { MacrosBlock, SiteMacro } from '../../model/index.js'

export interface MacroUsage {
  readonly byId: ReadonlyMap<string, SiteMacro>
  /** Ids of macros that call it themselves. */
  readonly callers: ReadonlyMap<string, readonly string[]>
  /** Ids of what `adapter.dispatch` chooses from, by the id of the macro that asks. */
  readonly implementations: ReadonlyMap<string, readonly SiteMacro[]>
  /** Answers of `usersOf` that were asked for. */
  readonly users: Map<string, ReadonlyMap<number, string | null>>
}

const known = new WeakMap<MacrosBlock, MacroUsage>()

/** Worked out once for a block. */
export function macroUsage(block: MacrosBlock): MacroUsage {
  const found = known.get(block) ?? usageOf(block)
  known.set(block, found)
  return found
}

function usageOf({ macros }: MacrosBlock): MacroUsage {
  const byId = new Map(macros.map((macro) => [macro.id, macro]))
  const callers = new Map<string, string[]>()
  for (const { id, calls } of macros) for (const called of calls) add(callers, called, id)
  const implementations = new Map<string, SiteMacro[]>()
  for (const macro of macros) {
    const base = baseOf(macro)
    if (base && byId.has(base)) add(implementations, base, macro)
  }
  return { byId, callers, implementations, users: new Map() }
}

/** `macro.p.default__x` is there for `macro.p.x`. */
export function baseOf({ name, package: origin }: SiteMacro): string | undefined {
  const base = /^[a-z0-9]+__(.+)$/i.exec(name)?.[1]
  return base === undefined ? undefined : `macro.${origin}.${base}`
}

function add<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Places of nodes, with the macro through which they reach it first; null: they call it themselves. */
export function usersOf(usage: MacroUsage, id: string): ReadonlyMap<number, string | null> {
  const found = usage.users.get(id) ?? walked(usage, id)
  usage.users.set(id, found)
  return found
}

function walked({ byId, callers }: MacroUsage, id: string): Map<number, string | null> {
  const users = new Map<number, string | null>()
  const seen = new Set([id])
  const take = (at: string) => {
    for (const node of byId.get(at)?.users ?? []) if (!users.has(node)) users.set(node, at === id ? null : at)
  }
  let level = [id]
  while (level.length > 0) {
    level.forEach(take)
    level = level.flatMap((at) => callers.get(at) ?? []).filter((at) => !seen.has(at) && seen.add(at))
  }
  return users
}
