/** When late data will likely be there: from when they usually came, and how long the nodes between usually take. */
import { atMinute, type Days, minuteOfDay, type Weekday, wallText, weekdayAt } from './clock.js'
import { usualOf } from './facts.js'
import { spanText } from './state.js'

/** What came to a source in a day. */
export interface Arrival {
  /** Milliseconds since 1970. */
  readonly first: number
  readonly last: number
  /** Different minutes in which rows came. */
  readonly loads: number
}

export interface Usual {
  readonly arrivals: readonly Arrival[]
  /** Milliseconds since 1970; of the last row that came. */
  readonly newest: number | null
  readonly days: Days
  /** Seconds of the nodes between the source and what is late. */
  readonly buildSeconds: number
}

export interface Expected {
  /** ISO 8601, UTC. */
  readonly at: string
  /** `expected 09:40 (usual 08:05 ± 12m, +42s to build)` */
  readonly words: string
}

const leastDays = 3
const minute = 60_000
const dayLength = 86_400_000

/** Undefined where too little came to say. */
export function expectedTime(usual: Usual, now: number): Expected | undefined {
  const { arrivals } = usual
  if (arrivals.length < leastDays) return undefined
  const loads = median(arrivals.map((each) => each.loads))
  return loads <= 2 ? daily(usual, now) : often(usual, now)
}

/** After what somebody here does. */
export function expectedAfter(buildSeconds: number, now: number): Expected {
  const at = now + buildSeconds * 1000
  return {
    at: new Date(at).toISOString(),
    words: `${spanText(buildSeconds)} after it is built again (usual seconds of the nodes on the way)`,
  }
}

function daily({ arrivals, newest, days, buildSeconds }: Usual, now: number): Expected {
  const { timezone } = days
  const today = newest !== null && sameDay(newest, now, timezone) ? nextDay(now, days) : dayOrNext(now, days)
  const { middle, spread, latest, count } = usualMinute(arrivals, weekdayAt(today, timezone), timezone)
  const build = buildSeconds * 1000
  const usual = atMinute(today, middle, timezone)
  const last = atMinute(today, latest, timezone)
  const usualText = `usual ${clock(middle)} ± ${spanText(spread * 60)}, by ${count} days${buildSeconds >= 1 ? `, + ${spanText(buildSeconds)} to build` : ''}`
  if (now <= usual + spread * minute) return expected(Math.max(usual, now) + build, timezone, now, usualText)
  if (now <= last) return expected(last + build, timezone, now, `${usualText}, latest ${clock(latest)}`)
  const next = atMinute(nextDay(now, days), middle, timezone) + build
  return {
    at: new Date(next).toISOString(),
    words: `later than on any of ${arrivals.length} days (latest ${clock(latest)}); next usual time ${when(next, timezone, now)} (${usualText})`,
  }
}

function often({ arrivals, newest, days, buildSeconds }: Usual, now: number): Expected | undefined {
  const gaps = arrivals.filter(({ loads }) => loads > 1).map(({ first, last, loads }) => (last - first) / (loads - 1))
  if (gaps.length === 0 || newest === null) return undefined
  const gap = median(gaps)
  if (gap <= 0) return undefined
  const text = `usual every ${spanText(gap / 1000)}${buildSeconds >= 1 ? `, + ${spanText(buildSeconds)} to build` : ''}`
  const missed = Math.floor((now - newest) / gap)
  const next = Math.max(newest + gap, now) + buildSeconds * 1000
  if (missed <= 2) return expected(next, days.timezone, now, text)
  return { at: new Date(next).toISOString(), words: `overdue for ${spanText((now - newest - gap) / 1000)} (${text})` }
}

function expected(at: number, zone: string, now: number, why: string): Expected {
  return { at: new Date(at).toISOString(), words: `expected ${when(at, zone, now)} (${why})` }
}

/** By weekday where enough of them are known. */
function usualMinute(arrivals: readonly Arrival[], weekday: Weekday, zone: string) {
  const own = arrivals.filter(({ first }) => weekdayAt(first, zone) === weekday)
  const taken = own.length >= leastDays ? own : arrivals
  const minutes = taken.map(({ first }) => minuteOfDay(first, zone))
  const middle = Math.round(median(minutes))
  return {
    middle,
    spread: Math.round(median(minutes.map((each) => Math.abs(each - middle)))),
    latest: Math.max(...minutes),
    count: taken.length,
  }
}

function median(values: readonly number[]): number {
  return usualOf(values) ?? 0
}

function sameDay(a: number, b: number, zone: string): boolean {
  return wallText(a, zone).slice(0, 10) === wallText(b, zone).slice(0, 10)
}

function nextDay(now: number, days: Days): number {
  return dayOrNext(atMinute(now, 720, days.timezone) + dayLength, days)
}

function dayOrNext(at: number, { timezone, weekdays }: Days): number {
  let day = at
  for (let away = 0; away < 7 && !weekdays.includes(weekdayAt(day, timezone)); away++) day += dayLength
  return day
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Today only the time. */
function when(at: number, zone: string, now: number): string {
  const text = wallText(at, zone)
  return `${sameDay(at, now, zone) ? text.slice(11) : text}${zone === 'UTC' ? ' UTC' : ` ${zone}`}`
}
