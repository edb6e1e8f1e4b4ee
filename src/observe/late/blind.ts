/** Newer rows are there, and the check does not see them: a filter, a time zone, another column. */
import type { Cause, Hop } from './cause.js'
import { timeText } from './cause.js'
import { isAhead, type Newest, type NodeFacts, newestOf } from './facts.js'
import type { Sla } from './sla.js'
import { type SlaState, spanText } from './state.js'

export interface Blindness {
  readonly facts: NodeFacts
  readonly state: SlaState
  readonly sla: Sla
  /** Columns besides that of the check which come from a column of a parent; null: any may. */
  readonly passed: ReadonlySet<string> | null
  readonly now: number
  readonly hops: readonly Hop[]
}

/** Undefined where the check sees all there is. */
export function blindness(asked: Blindness): Cause | undefined {
  return aheadCause(asked) ?? filterCause(asked) ?? zoneCause(asked) ?? columnCause(asked)
}

type Found = Pick<Cause, 'kind' | 'words' | 'advice'> & Partial<Cause>

function cause({ facts, state, hops }: Blindness, found: Found): Cause {
  return { node: facts.id, name: facts.name, since: state.since, next: null, behind: null, hops, ...found }
}

function aheadCause(asked: Blindness): Cause | undefined {
  const { facts, state, now } = asked
  const newest = newestOf(facts, state.column)
  if (state.status !== 'ahead' || newest?.at == null) return undefined
  const hours = zoneHours(newest.at - now, 30 * 60_000)
  const why = newest.zoned
    ? 'the clock of who writes it is wrong, or its times are of plans'
    : 'its type has no zone, so it counts as UTC, and who writes it has clocks of another zone'
  return cause(asked, {
    kind: 'time-zone',
    words: `the newest ${newest.column} of ${facts.name} is ${timeText(newest.at)}, ${spanText((newest.at - now) / 1000)} ahead of the clock${
      hours === 0 ? '' : ` (about ${signed(hours)} h)`
    }: ${why}. Rows that are late by less look in time.`,
    advice: newest.zoned ? null : zoneAdvice(asked, newest.column),
    behind: null,
  })
}

function zoneAdvice({ sla, facts }: Blindness, column: string): string {
  return sla.from === 'freshness'
    ? `convert it where it is checked: loaded_at_field: "${column} at time zone 'Europe/Berlin'" (the zone of the loader of ${facts.name})`
    : 'say the zone of the column: `column_timezone: Europe/Berlin` (that of the loader)'
}

function filterCause(asked: Blindness): Cause | undefined {
  const { facts, sla, state, now } = asked
  const all = newestOf(facts, state.column)
  if (sla.filter === null || all?.at == null || isAhead(all.at, now)) return undefined
  if (all.at <= (state.newest === null ? 0 : Date.parse(state.newest)) || all.at < (state.needed ?? 0)) return undefined
  const seen = state.newest === null ? 'no row' : `${timeText(Date.parse(state.newest))} as the newest`
  return cause(asked, {
    kind: 'filter',
    words: `${facts.name} has rows up to ${timeText(all.at)}, but the check looks only at rows where ${sla.filter}, and sees ${seen}.`,
    advice: `widen the ${sla.from === 'freshness' ? 'filter of `freshness:`' : '`filter:` of `sla:`'}, or find out why new rows do not meet it`,
    behind: state.newest === null ? null : (all.at - Date.parse(state.newest)) / 1000,
  })
}

/** A column with a zone that tells the same but for whole hours: the rows came, the clock was another. */
function zoneCause(asked: Blindness): Cause | undefined {
  const { facts, state, now } = asked
  const own = newestOf(facts, state.column)
  if (own?.wall == null || own.zoned || own.dated) return undefined
  for (const other of candidates(asked, own)) {
    const hours = other.zoned && other.at !== null ? zoneHours(other.at - own.wall, 60_000) : 0
    if (hours === 0 || other.at === null || other.at < (state.needed ?? now)) continue
    return cause(asked, {
      kind: 'time-zone',
      words: `${own.column} of ${facts.name} has no zone and counts as UTC; ${other.column}, which has one, is ${signed(hours)} h from it: ${timeText(other.at)}. The rows came, under the clocks of another zone.`,
      advice: zoneAdvice(asked, own.column),
      behind: null,
    })
  }
  return undefined
}

function columnCause(asked: Blindness): Cause | undefined {
  const { facts, state, sla } = asked
  const own = newestOf(facts, state.column)
  if (sla.maxAge === null || !own) return undefined
  const fresh = candidates(asked, own).filter((each) => !each.dated && each.at !== null && each.at >= (state.needed ?? 0))
  const best = fresh.sort((a, b) => rank(b.column, facts) - rank(a.column, facts) || (b.at ?? 0) - (a.at ?? 0))[0]
  if (best?.at == null) return undefined
  const setting = sla.from === 'freshness' ? `loaded_at_field: ${best.column}` : `time_column: ${best.column}`
  return cause(asked, {
    kind: 'wrong-column',
    words: `the check looks at ${own.column}, newest ${own.at === null ? 'none' : timeText(own.at)}; ${best.column} of ${facts.name} is newer: ${timeText(best.at)}. The rows came.`,
    advice: `look at the column that tells when rows came: ${setting}`,
    behind: null,
  })
}

const plans = /(due|plan|expect|schedul|valid|expir|until|deadline|eta$|_to$|end)/i
const arrivals = /(load|ingest|insert|arriv|receiv|sync|extract|fetch|import)/i

/** The declared one first, then those that are called like a time of arrival. */
function rank(column: string, { column: declared }: NodeFacts): number {
  if (declared !== null && declared.toLowerCase() === column.toLowerCase()) return 2
  return arrivals.test(column) ? 1 : 0
}

/** Columns that could tell of newer rows: not of plans, not in the future, not stamped by the build itself. */
function candidates({ facts, passed, now }: Blindness, own: Newest): readonly Newest[] {
  return facts.times.filter(
    (each) =>
      each !== own &&
      each.column.toLowerCase() !== own.column.toLowerCase() &&
      each.at !== null &&
      !isAhead(each.at, now) &&
      !plans.test(each.column) &&
      !/^(dbt|_dbt|sluice|_sluice)_/i.test(each.column) &&
      (passed === null || passed.has(each.column.toLowerCase())) &&
      (each.at > (own.at ?? 0) + 60_000 || rank(each.column, facts) === 2),
  )
}

/** Hours of a time zone that a difference is, but for `slack` milliseconds; 0 where it is none. India is at half past. */
export function zoneHours(difference: number, slack: number): number {
  const half = 1_800_000
  const hours = Math.round(difference / half) / 2
  const whole = Number.isInteger(hours) || Math.abs(hours) === 5.5 || Math.abs(hours) === 9.5 || Math.abs(hours) === 3.5
  return whole && Math.abs(hours) >= 1 && Math.abs(hours) <= 14 && Math.abs(difference - hours * 3_600_000) <= slack ? hours : 0
}

export function signed(hours: number): string {
  return hours > 0 ? `+${hours}` : `−${-hours}`
}
