/** Clocks on walls: moments of a time zone, its days, and the changes between summer and winter. */
/** Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export interface WallTime {
  readonly hour: number
  readonly minute: number
}

/** Which days count, in which zone. */
export interface Days {
  readonly timezone: string
  readonly weekdays: readonly Weekday[]
}

const hour = 3_600_000
const day = 24 * hour

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone)
  if (!found) {
    const digits = '2-digit'
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
    })
    formats.set(zone, found)
  }
  return found
}

export function isZone(name: string): boolean {
  try {
    format(name)
    return true
  } catch {
    return false
  }
}

/** Milliseconds the clocks of the zone are before UTC at a moment. */
export function offsetAt(at: number, zone: string): number {
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>
  const { year = 0, month = 1, day: date = 1, hour: h = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, date, h, minute, second) - Math.floor(at / 1000) * 1000
}

/** What the clocks show, read as if they showed UTC, → the moment. Of a time that comes twice the first; one that is left out in spring comes an hour later. */
export function fromWall(shown: number, zone: string): number {
  const [before, after] = [offsetAt(shown - day, zone), offsetAt(shown + day, zone)]
  const fitting = [before, after].map((offset) => shown - offset).filter((at) => at + offsetAt(at, zone) === shown)
  return fitting.length > 0 ? Math.min(...fitting) : shown - before
}

function wallDate(at: number, zone: string): number {
  const shown = at + offsetAt(at, zone)
  return shown - (((shown % day) + day) % day)
}

function weekdayOf(midnight: number): Weekday {
  // 1 January 1970 was a Thursday.
  return (((((Math.floor(midnight / day) + 3) % 7) + 7) % 7) + 1) as Weekday
}

export interface DueTime {
  readonly at: number
  /** Midnight of its day in the zone: what came since then is in time. */
  readonly dayStart: number
}

type Due = Days & { readonly by: WallTime }

/** The last time it was due, now included. */
export function lastDue(now: number, due: Due): DueTime {
  return find(now, due, -1, (at) => at <= now)
}

export function nextDue(now: number, due: Due): DueTime {
  return find(now, due, 1, (at) => at > now)
}

function find(now: number, { by, timezone, weekdays }: Due, step: 1 | -1, fits: (at: number) => boolean): DueTime {
  // N.B. nine days: a day may be due and its time not yet come, and only one weekday may be named.
  for (let away = 0; away <= 9; away++) {
    const midnight = wallDate(now, timezone) + step * away * day
    if (!weekdays.includes(weekdayOf(midnight))) continue
    const at = fromWall(midnight + by.hour * hour + by.minute * 60_000, timezone)
    if (fits(at)) return { at, dayStart: fromWall(midnight, timezone) }
  }
  return { at: now, dayStart: now }
}

/** Milliseconds from one moment to another without the days that do not count; below 0 where `to` is earlier. */
export function countedSpan(from: number, to: number, { timezone, weekdays }: Days): number {
  if (to <= from || weekdays.length === 7) return to - from
  let counted = 0
  let start = from
  // Years back only the days matter, and not to the hour.
  const most = 4000
  for (let step = 0; start < to && step < most; step++) {
    const midnight = wallDate(start, timezone)
    const end = Math.min(to, fromWall(midnight + day, timezone))
    if (weekdays.includes(weekdayOf(midnight))) counted += end - start
    start = end
  }
  return counted + Math.max(0, to - start)
}

/** `2026-11-21 08:05`, in a zone. */
export function wallText(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16).replace('T', ' ')
}

/** Minutes after midnight. */
export function minuteOfDay(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone) - wallDate(at, zone)) / 60_000)
}

export function weekdayAt(at: number, zone: string): Weekday {
  return weekdayOf(wallDate(at, zone))
}

/** The moment at which the clocks show so many minutes after midnight, on the day of `at`. */
export function atMinute(at: number, minute: number, zone: string): number {
  return fromWall(wallDate(at, zone) + minute * 60_000, zone)
}
