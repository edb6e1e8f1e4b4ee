/** Quiet times: what happens then is told when they are over, if it still is so. */
import type { Cursor } from '../../core/cursor.js'
import type { Incident } from '../incident.js'
import { fits, type Match, readMatch, type Selections } from './match.js'

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
type Day = (typeof days)[number]

export interface Mute {
  readonly match: Match
  /** Undefined: all. */
  readonly sinks: readonly string[] | undefined
  /** Of the beginning; undefined: every day. */
  readonly days: readonly Day[] | undefined
  /** Minutes since midnight; the end may lie on the next day. */
  readonly from: number
  readonly to: number
  /** IANA. */
  readonly timezone: string
  /** Moments, milliseconds; only between them. */
  readonly start: number | undefined
  readonly end: number | undefined
}

const keys = ['match', 'sinks', 'days', 'from', 'to', 'timezone', 'start', 'end'] as const
const wholeDay = 24 * 60

export function readMute(at: Cursor, names: (at: Cursor, key: string) => readonly string[]): Mute {
  at.mapping(keys, 'mute')
  if (!['days', 'from', 'start', 'end'].some((key) => at.has(key)))
    throw at.problem('mute says no time', 'days, from and to, or start and end', undefined, 'add `from: "22:00"` and `to: "06:00"`')
  if (at.has('from') !== at.has('to')) throw at.problem('only one of from and to is given', 'both', at.has('from') ? 'from' : 'to')
  const [start, end] = [momentAt(at, 'start'), momentAt(at, 'end')]
  if (start !== undefined && end !== undefined && end <= start) throw at.problem('end is not after start', 'a later moment', 'end')
  return {
    match: at.has('match') ? readMatch(at.at('match')) : {},
    sinks: at.has('sinks') ? names(at, 'sinks') : undefined,
    days: at.has('days') ? at.texts('days').map((day) => dayAt(at, day)) : undefined,
    from: minutesAt(at, 'from') ?? 0,
    to: minutesAt(at, 'to') ?? wholeDay,
    timezone: timezoneAt(at),
    start,
    end,
  }
}

function dayAt(at: Cursor, given: string): Day {
  const found = days.find((day) => day === given.slice(0, 3).toLowerCase())
  if (found === undefined) throw at.problem(`"${given}" is no day`, `one of ${days.join(', ')}`, 'days')
  return found
}

function minutesAt(at: Cursor, key: string): number | undefined {
  const text = at.optionalText(key)
  if (text === undefined) return undefined
  const [, hours, minutes] = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text) ?? []
  const found = Number(hours) * 60 + Number(minutes)
  // Without quotes some readers of YAML take 22:00 for a number.
  if (Number.isNaN(found) || found > wholeDay)
    throw at.problem(`${key} is no time of day: ${text}`, 'hours and minutes such as "22:00"', key, 'put it into quotes')
  return found
}

function momentAt(at: Cursor, key: string): number | undefined {
  const text = at.optionalText(key)
  if (text === undefined) return undefined
  const found = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(found)) throw at.problem(`${key} is no moment: ${text}`, 'a date, or date and time such as 2026-12-24T18:00Z', key)
  return found
}

function timezoneAt(at: Cursor): string {
  const given = at.optionalText('timezone') ?? 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone
  } catch {
    throw at.problem(`there is no time zone ${given}`, 'a name such as Europe/Oslo', 'timezone')
  }
}

export function isMuted(mutes: readonly Mute[], sink: string, incident: Incident, now: Date, selections: Selections): boolean {
  return mutes.some(
    (mute) => (mute.sinks === undefined || mute.sinks.includes(sink)) && isQuiet(mute, now) && fits(mute.match, incident, selections),
  )
}

export function isQuiet({ days: on, from, to, timezone, start, end }: Mute, now: Date): boolean {
  const time = now.getTime()
  if ((start !== undefined && time < start) || (end !== undefined && time >= end)) return false
  const { day, minutes } = clockIn(timezone, now)
  const began = (index: number) => on === undefined || on.includes(days[(index + 7) % 7] as Day)
  if (from < to) return began(day) && minutes >= from && minutes < to
  // Over midnight: the evening of a day, or the morning after it.
  return (began(day) && minutes >= from) || (began(day - 1) && minutes < to)
}

function clockIn(timeZone: string, now: Date): { readonly day: number; readonly minutes: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  return { day: days.indexOf(part('weekday').toLowerCase() as Day), minutes: Number(part('hour')) * 60 + Number(part('minute')) }
}
