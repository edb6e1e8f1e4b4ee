/** When data are due: a promise of a model or source, as its `sla:` is written. */
import type { Cursor } from '../../core/cursor.js'
import { isZone, type WallTime, type Weekday } from './clock.js'

export interface Sla {
  /** `sla`, or what `freshness:` of a source says. */
  readonly from: 'sla' | 'freshness'
  /** Seconds the newest row may be old; hours of days that are not `weekdays` do not count. */
  readonly maxAge: number | null
  /** Seconds after which it is only told: `warn_after` of a source. */
  readonly warnAge: number | null
  /** Column, or expression, that says when a row came. */
  readonly timeColumn: string | null
  /** Condition: only such rows are looked at. */
  readonly filter: string | null
  /** Zone of a time column whose type has none. */
  readonly columnTimezone: string
  /** Due each of `weekdays` at this time of the clocks in `timezone`. */
  readonly by: WallTime | null
  readonly timezone: string
  readonly weekdays: readonly Weekday[]
  /** Seconds its own build may take. */
  readonly buildWithin: number | null
  /** Names of targets it is judged in; none: in all. */
  readonly targets: readonly string[]
  readonly severity: 'error' | 'warn'
}

export const slaKeys = [
  'max_age',
  'time_column',
  'filter',
  'column_timezone',
  'by',
  'timezone',
  'weekdays',
  'build_within',
  'targets',
  'severity',
] as const

const limits = ['max_age', 'by', 'build_within'] as const
export const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * @param more - keys that whoever asks reads itself
 * @throws SETTINGS_INVALID at the place of what is wrong
 */
export function readSla(cursor: Cursor, more: readonly string[] = []): Sla {
  cursor.mapping([...slaKeys, ...more], 'sla')
  if (!limits.some((key) => cursor.has(key)))
    throw cursor.problem('sla says nothing of when data are late', `one of ${limits.join(', ')}`, undefined, 'add `max_age: 24h`')
  const by = wallTime(cursor)
  if (by === null && cursor.has('timezone'))
    throw cursor.problem('timezone stands without by', 'by: a time of day', 'timezone', 'the zone of a column is `column_timezone`')
  return {
    from: 'sla',
    maxAge: positive(cursor, 'max_age'),
    warnAge: null,
    timeColumn: cursor.optionalText('time_column') ?? null,
    filter: cursor.optionalText('filter') ?? null,
    columnTimezone: zone(cursor, 'column_timezone'),
    by,
    timezone: zone(cursor, 'timezone'),
    weekdays: weekdays(cursor),
    buildWithin: positive(cursor, 'build_within'),
    targets: cursor.texts('targets'),
    severity: cursor.optionalWord('severity', ['error', 'warn']) ?? 'error',
  }
}

function positive(cursor: Cursor, key: string): number | null {
  const seconds = cursor.optionalDuration(key)
  if (seconds === 0) throw cursor.problem(`${key} is 0`, 'a length of time such as 30m, 24h, 7d', key)
  return seconds ?? null
}

function wallTime(cursor: Cursor): WallTime | null {
  const text = cursor.optionalText('by')
  if (text === undefined) return null
  const [, hour, minute] = /^\s*(\d{1,2}):(\d{2})\s*$/.exec(text) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59)
    throw cursor.problem(
      `by is no time of day: ${text}`,
      'hours and minutes in quotes: "08:00"',
      'by',
      'quote it: YAML reads 8:00 as a number',
    )
  return { hour: Number(hour), minute: Number(minute) }
}

function zone(cursor: Cursor, key: string): string {
  const name = cursor.optionalText(key)
  if (name === undefined) return 'UTC'
  if (!isZone(name)) throw cursor.problem(`${key} is no time zone: ${name}`, 'a name such as Europe/Berlin or UTC', key)
  return name
}

/** `mon-fri`, `sat`, `[mon, wed-fri]`. */
function weekdays(cursor: Cursor): readonly Weekday[] {
  const parts = cursor.texts('weekdays').flatMap((text) => text.split(/[\s,]+/).filter(Boolean))
  if (parts.length === 0 && !cursor.has('weekdays')) return everyDay
  const found = new Set(parts.flatMap((part) => span(cursor, part)))
  if (found.size === 0) throw cursor.problem('weekdays names no day', 'days such as mon-fri or [mon, wed]', 'weekdays')
  return [...found].sort()
}

function span(cursor: Cursor, part: string): Weekday[] {
  const [first = '', last = first] = part.toLowerCase().split('-')
  const [from, to] = [first, last].map((name) => dayNames.findIndex((day) => day === name || (name.length > 3 && name === longNames[day])))
  if (from === undefined || to === undefined || from < 0 || to < 0)
    throw cursor.problem(`weekdays has "${part}"`, `days of ${dayNames.join(', ')}, or a span such as mon-fri`, 'weekdays')
  const count = ((to - from + 7) % 7) + 1
  return Array.from({ length: count }, (_, step) => (((from + step) % 7) + 1) as Weekday)
}

const longNames: Readonly<Record<(typeof dayNames)[number], string>> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
}

const secondsOf: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 }

interface SourceRules {
  readonly freshness: Readonly<Record<string, unknown>> | null
  readonly loaded_at_field: string | null
}

/** What `freshness:` of a source promises; undefined where it sets no limit. */
export function freshnessSla({ freshness, loaded_at_field }: SourceRules): Sla | undefined {
  const limit = (key: string): number | null => {
    const { count, period } = (freshness?.[key] ?? {}) as { readonly count?: unknown; readonly period?: unknown }
    const each = secondsOf[String(period)]
    return typeof count === 'number' && each !== undefined ? count * each : null
  }
  const [warn, error] = [limit('warn_after'), limit('error_after')]
  if (warn === null && error === null) return undefined
  return {
    from: 'freshness',
    maxAge: error ?? warn,
    warnAge: warn,
    timeColumn: loaded_at_field,
    filter: typeof freshness?.filter === 'string' ? freshness.filter : null,
    columnTimezone: 'UTC',
    by: null,
    timezone: 'UTC',
    weekdays: everyDay,
    buildWithin: null,
    targets: [],
    severity: error === null ? 'warn' : 'error',
  }
}
