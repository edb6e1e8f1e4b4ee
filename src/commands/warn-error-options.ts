/** `--warn-error-options` as given → the three lists; old spellings taken, unknown names refused with the nearest. */
import type { WarnErrorOptions } from '../core/warn-error.js'
import { badValue, usage } from './errors.js'

const where = '--warn-error-options'
const oldNames: Readonly<Record<string, string>> = { include: 'error', exclude: 'warn' }
const special = ['all', '*', 'Deprecations']

/** `known` tells whether a name can ever match: dbt's events, our events and codes. */
export function warnErrorOptions(value: unknown, known: readonly string[]): WarnErrorOptions | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object' || Array.isArray(value))
    throw usage(`${where} is not a mapping`, { expected: '{error: all, warn: [NothingToDo], silence: []}' })
  const entries = Object.entries(value)
  if (entries.length === 0) return undefined
  const lists: Record<string, readonly string[] | string> = { error: [], warn: [], silence: [] }
  for (const [key, entry] of entries) {
    const name = oldNames[key] ?? key
    if (!(name in lists)) throw badValue(where, key, 'error, warn and silence', Object.keys(lists))
    lists[name] = typeof entry === 'string' ? wholeGroup(name, entry) : names(entry, known)
  }
  return lists as unknown as WarnErrorOptions
}

/** `error: all` and its like. */
function wholeGroup(name: string, entry: string): readonly string[] | string {
  if (name !== 'error' || !special.includes(entry)) throw usage(`${where}: ${name} is not a list`, { expected: 'a list of event names' })
  return entry === 'Deprecations' ? [entry] : 'all'
}

function names(entry: unknown, known: readonly string[]): readonly string[] {
  const list = (Array.isArray(entry) ? entry : entry === null ? [] : [entry]).map(String)
  for (const name of list) if (!special.includes(name) && !known.includes(name)) throw badValue(where, name, 'the name of an event', known)
  return list
}
