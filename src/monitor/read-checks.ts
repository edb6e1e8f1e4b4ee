/** `checks:` of a monitor: `[volume, {null_share: [a, b]}, {mix: {column: c, severity: error}}]`, or a mapping of the same. */
import type { Cursor } from '../core/cursor.js'
import { nearest } from '../core/nearest.js'
import { checkKinds, checkNames, kindOf } from './kinds.js'
import { readSensitivity, whole } from './read-values.js'
import type { CheckSpec } from './spec.js'

type Shared = Pick<CheckSpec, 'by' | 'sensitivity' | 'min_history' | 'severity'>

const keys = ['column', 'columns', 'by', 'sensitivity', 'min_history', 'direction', 'severity', 'figures'] as const

/** A check as it stands: `home` is the mapping that has its name as key, null where the name stands alone. */
interface Asked {
  readonly kind: string
  readonly home: Cursor | null
  readonly place: Cursor
}

export function readChecks(entry: Cursor, shared: Shared): readonly CheckSpec[] {
  if (!entry.has('checks')) return ['volume', 'freshness'].map((kind) => plainCheck(kind, shared))
  const written = [...asked(entry)].flatMap((each) => checksOf(each, shared))
  if (written.length === 0) throw entry.problem('a monitor without checks', `some of ${checkNames.join(', ')}`, 'checks')
  const seen = new Set<string>()
  for (const { kind, columns } of written) {
    const mark = [kind, ...columns].join(' ')
    if (seen.has(mark)) throw entry.problem(`the check ${mark} stands twice`, 'each check once', 'checks')
    seen.add(mark)
  }
  return written
}

function* asked(entry: Cursor): Generator<Asked> {
  const checks = entry.at('checks')
  if (typeof checks.value === 'string') return yield { kind: known(checks.value, checks), home: null, place: checks }
  if (!Array.isArray(checks.value)) {
    for (const [kind] of entry.entries('checks')) yield { kind: known(kind, checks, kind), home: checks, place: checks }
    return
  }
  for (const item of checks.items()) {
    if (typeof item.value === 'string') yield { kind: known(item.value, item), home: null, place: item }
    else for (const kind of Object.keys(item.mapping(checkNames, 'the checks'))) yield { kind, home: item, place: item }
  }
}

function known(name: string, at: Cursor, key?: string): string {
  if (Object.hasOwn(checkKinds, name)) return name
  const near = nearest(name, checkNames)
  throw at.problem(`"${name}" is no check`, `one of ${checkNames.join(', ')}`, key, near && `did you mean ${near}?`)
}

function plainCheck(kind: string, { by, ...shared }: Shared): CheckSpec {
  const { direction, judged, parts } = kindOf(kind)
  return { kind, columns: [], by: parts ? by : [], ...shared, direction, figures: judged }
}

/** `null_share: [a, b]`, `volume: true`, `volume: {by: region}`. */
function checksOf({ kind, home, place }: Asked, shared: Shared): readonly CheckSpec[] {
  const own = home?.at(kind)
  if (own?.value === false) return []
  const detailed = own !== undefined && own.value !== null && typeof own.value === 'object' && !Array.isArray(own.value)
  if (detailed) own.mapping(keys, `the check ${kind}`)
  const columns = detailed ? [...own.texts('column'), ...own.texts('columns')] : bareColumns(kind, home)
  const check = { ...plainCheck(kind, shared), ...(detailed ? details(kind, own) : {}) }
  const arity = kindOf(kind).columns
  if (arity === 'none') {
    if (columns.length > 0) throw place.problem(`${kind} is about the whole table`, `${kind} without columns`, kind)
    return [check]
  }
  if (columns.length === 0)
    throw place.problem(`${kind} names no column`, `{${kind}: ${arity === 'together' ? '[ticket_id]' : 'column'}}`, home ? kind : undefined)
  return arity === 'together' ? [{ ...check, columns }] : columns.map((column) => ({ ...check, columns: [column] }))
}

function bareColumns(kind: string, home: Cursor | null): readonly string[] {
  const value = home?.at(kind).value
  return !home || value === true || value === null ? [] : home.texts(kind)
}

function details(kind: string, own: Cursor): Partial<CheckSpec> {
  const { parts, figures } = kindOf(kind)
  const by = own.texts('by')
  if (by.length > 0 && !parts) throw own.problem(`${kind} cannot be watched by parts`, 'no by:', 'by')
  const asked = own.texts('figures')
  const stranger = asked.find((each) => !figures.includes(each))
  if (stranger !== undefined)
    throw own.problem(`"${stranger}" is no figure of ${kind}`, figures.length > 0 ? `one of ${figures.join(', ')}` : 'none', 'figures')
  const set: Record<string, unknown> = {
    by: own.has('by') ? by : undefined,
    sensitivity: readSensitivity(own),
    min_history: whole(own, 'min_history', 5),
    direction: own.optionalWord('direction', ['up', 'down', 'both']),
    severity: own.optionalWord('severity', ['warn', 'error']),
    figures: asked.length > 0 ? asked : undefined,
  }
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
}
