/** How things stand with a promise: pure judgement, the clock is given. */
import { durationText } from '../../core/duration.js'
import type { UniqueId } from '../../core/node.js'
import { countedSpan, type DueTime, lastDue, nextDue, wallText } from './clock.js'
import { type Build, isAhead, type Newest } from './facts.js'
import type { Sla } from './sla.js'

/**
 * `late`: it should be there and is not; `ahead`: its newest row lies in the future, so that its age says nothing; `slow`: its
 * build took longer than promised; `unknown`: it could not be found out.
 */
export type SlaStatus = 'met' | 'late' | 'ahead' | 'slow' | 'unknown'

export interface Promised {
  readonly id: UniqueId
  readonly name: string
  readonly type: string
  readonly sla: Sla
  /** By the column and the filter of the promise; null where it names none, or has no rows. */
  readonly newest: Newest | null
  /** Why the table could not be asked. */
  readonly problem: string | null
  /** Newest build that succeeded; null where none is known. */
  readonly built: Build | null
}

export interface SlaState {
  readonly id: UniqueId
  readonly name: string
  readonly type: string
  readonly from: Sla['from']
  readonly status: SlaStatus
  readonly severity: Sla['severity']
  /** Seconds; below 0 where the newest row is ahead of the clock. */
  readonly age: number | null
  readonly maxAge: number | null
  /** ISO 8601, UTC. */
  readonly newest: string | null
  readonly column: string | null
  /** When it was due last; ISO 8601, UTC. */
  readonly due: string | null
  readonly nextDue: string | null
  readonly built: string | null
  /** Since when it is late; ISO 8601, UTC. */
  readonly since: string | null
  /** Milliseconds since 1970: rows, or a build, after this would make it good. */
  readonly needed: number | null
  /** One line: what is so, against what is promised. */
  readonly words: string
}

type Part = Pick<SlaState, 'status' | 'words' | 'since' | 'needed'> & { readonly severity?: Sla['severity'] }

export function slaStates(promises: readonly Promised[], now: number): readonly SlaState[] {
  return promises.map((each) => slaState(each, now))
}

export function slaState(promised: Promised, now: number): SlaState {
  const { sla, newest, built } = promised
  const parts = [ageState(promised, now), dueState(promised, now), buildState(promised)].filter((part) => part !== undefined)
  const worst = [...parts].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0]
  const due = sla.by && { by: sla.by, timezone: sla.timezone, weekdays: sla.weekdays }
  return {
    id: promised.id,
    name: promised.name,
    type: promised.type,
    from: sla.from,
    status: worst?.status ?? 'unknown',
    severity: worst?.severity ?? sla.severity,
    age: newest?.at == null ? null : Math.round((now - newest.at) / 1000),
    maxAge: sla.maxAge,
    newest: newest?.at == null ? null : iso(newest.at),
    column: newest?.column ?? sla.timeColumn,
    due: due ? iso(lastDue(now, due).at) : null,
    nextDue: due ? iso(nextDue(now, due).at) : null,
    built: built ? iso(built.at + built.seconds * 1000) : null,
    since: worst?.since ?? null,
    needed: worst?.needed ?? null,
    words: worst?.status === 'met' ? parts.map(({ words }) => words).join('; ') : (worst?.words ?? 'nothing is promised'),
  }
}

const order: readonly SlaStatus[] = ['late', 'ahead', 'slow', 'unknown', 'met']

function ageState({ sla, newest, problem }: Promised, now: number): Part | undefined {
  const { maxAge } = sla
  if (maxAge === null) return undefined
  if (problem !== null) return unknown(problem)
  if (newest === null) return unknown('nothing says which column tells when its rows came: add `time_column:`')
  const allowed = `${spanText(maxAge)} are allowed`
  const needed = now - maxAge * 1000
  if (newest.at === null) return { status: 'late', words: `it has no rows; ${allowed}`, since: null, needed }
  if (isAhead(newest.at, now) && !newest.dated) {
    const words = `its newest row is ${spanText((newest.at - now) / 1000)} ahead of the clock (${newest.column})`
    return { status: 'ahead', words, since: null, needed }
  }
  const age = countedSpan(newest.at, now, sla) / 1000
  const words = `newest row ${ageText(age)} old by ${newest.column}, ${allowed}`
  if (age > maxAge) return { status: 'late', words, since: iso(newest.at + maxAge * 1000), needed }
  if (sla.warnAge !== null && age > sla.warnAge)
    return {
      status: 'late',
      severity: 'warn',
      words: `newest row ${ageText(age)} old by ${newest.column}, to be told after ${spanText(sla.warnAge)}`,
      since: iso(newest.at + sla.warnAge * 1000),
      needed: now - sla.warnAge * 1000,
    }
  return { status: 'met', words, since: null, needed: null }
}

/** In time is what came since midnight of the day it was due: rows of a source, a build of anything else. */
function dueState({ type, sla, newest, problem, built }: Promised, now: number): Part | undefined {
  const { by, timezone, weekdays } = sla
  if (by === null) return undefined
  const due = lastDue(now, { by, timezone, weekdays })
  const at = `due ${wallText(due.at, timezone)} ${timezone}`
  // The history may be younger than the table.
  if (type !== 'source' && built === null) return unknown('no build is in the history')
  if (type !== 'source')
    return cameState(built && built.at + built.seconds * 1000, due, timezone, ['last built', 'no build is in the history', at])
  if (problem !== null) return unknown(problem)
  if (newest === null) return unknown('nothing says which column tells when its rows came: add `time_column:`')
  return cameState(newest.at, due, timezone, ['newest row', 'it has no rows', at])
}

type CameWords = readonly [came: string, never: string, due: string]

function cameState(came: number | null, due: DueTime, zone: string, [what, never, at]: CameWords): Part {
  const found = came === null ? never : `${what} ${wallText(came, zone)}`
  if (came === null || came < due.dayStart) return { status: 'late', words: `${found}; ${at}`, since: iso(due.at), needed: due.dayStart }
  const after = (came - due.at) / 1000
  // A source goes on getting rows after it was in time.
  const how = after > 60 && came < due.dayStart + 86_400_000 && what === 'last built' ? `, ${spanText(after)} after it was due` : ''
  return { status: 'met', words: `${found}${how}, ${at}`, since: null, needed: null }
}

function buildState({ sla, built }: Promised): Part | undefined {
  const { buildWithin } = sla
  if (buildWithin === null) return undefined
  if (built === null) return { status: 'met', words: 'it was not built yet', since: null, needed: null }
  const words = `its build took ${spanText(built.seconds)}, ${spanText(buildWithin)} are allowed`
  if (built.seconds <= buildWithin) return { status: 'met', words, since: null, needed: null }
  return { status: 'slow', words, since: iso(built.at + buildWithin * 1000), needed: null }
}

function unknown(words: string): Part {
  return { status: 'unknown', words, since: null, needed: null }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function ageText(seconds: number): string {
  return seconds < 0 ? '0s' : spanText(seconds)
}

/** `26h 12m`, `3 days 4h`; above an hour without seconds. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 3600) return durationText(whole)
  const minutes = Math.floor(whole / 60) * 60
  if (whole < 72 * 3600) return durationText(minutes)
  const days = Math.floor(whole / 86_400)
  const hours = Math.floor((whole % 86_400) / 3600)
  return hours === 0 ? `${days} days` : `${days} days ${hours}h`
}

export function isBroken({ status }: Pick<SlaState, 'status'>): boolean {
  return status === 'late' || status === 'ahead' || status === 'slow'
}
