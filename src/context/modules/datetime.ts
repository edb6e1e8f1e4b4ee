/** `modules.datetime`: date, time, datetime, timedelta, tzinfo and what their classes can make. */
import { DateTime, DateValue, fixedZone, TimeDelta, TimeValue, utc, type Zone } from '../../core/datetime.js'
import { attribute, call, define, kind, missing, type TemplateFunction, type TemplateObject } from '../../core/template-object.js'
import { civil, daysInMonth, epochOrdinal } from '../../core/time/calendar.js'
import { systemZone } from '../../core/time/datetime.js'
import { offsetOf, strptime } from '../../core/time/strftime.js'
import { microsOf } from '../../core/time/time.js'
import { moduleValue } from '../errors.js'

/** A Python class as templates use it: called to construct, with class methods and constants. */
export function pythonClass(name: string, construct: TemplateFunction, members: Readonly<Record<string, unknown>>): TemplateObject {
  return {
    [attribute]: (member) => (Object.hasOwn(members, member) ? members[member] : missing),
    [call]: (args, kwargs) => construct[call](args, kwargs),
    [kind]: { typeName: name },
  }
}

export function datetimeModule(now: () => Date): Readonly<Record<string, unknown>> {
  const moment = (): bigint => BigInt(now().getTime()) * 1000n
  return {
    date: dateClass(moment),
    datetime: datetimeClass(moment),
    time: timeClass(),
    timedelta: timedeltaClass(),
    tzinfo: pythonClass(
      'tzinfo',
      define('tzinfo', [], () => utc),
      {},
    ),
  }
}

function here(moment: bigint): DateTime {
  const inUtc = DateTime.fromEpoch(moment, utc)
  const local = DateTime.fromEpoch(moment, systemZone(inUtc))
  return new DateTime(local.local)
}

function dateClass(moment: () => bigint): TemplateObject {
  const construct = define('date', ['year', 'month', 'day'], (year: number, month: number, day: number) => {
    checkDate(year, month, day)
    return DateValue.of(year, month, day)
  })
  return pythonClass('datetime.date', construct, {
    today: define('today', [], () => new DateValue(here(moment()).days)),
    fromisoformat: define('fromisoformat', ['date_string'], (text: string) => isoDate(text)),
    fromordinal: define('fromordinal', ['ordinal'], (ordinal: number) => new DateValue(ordinal - epochOrdinal)),
    fromtimestamp: define('fromtimestamp', ['timestamp'], (seconds: number) => new DateValue(here(microsFromSeconds(seconds)).days)),
    min: DateValue.of(1, 1, 1),
    max: DateValue.of(9999, 12, 31),
  })
}

const datetimeParts = ['year', 'month', 'day', 'hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?', 'fold?']

function datetimeClass(moment: () => bigint): TemplateObject {
  const construct = define(
    'datetime',
    datetimeParts,
    (year: number, month: number, day: number, hour = 0, minute = 0, second = 0, microsecond = 0, zone: Zone | null = null) => {
      checkDate(year, month, day)
      checkTime(hour, minute, second, microsecond)
      return DateTime.of(year, month, day, microsOf(hour, minute, second, microsecond), zone)
    },
  )
  return pythonClass('datetime.datetime', construct, {
    now: define('now', ['tz?'], (zone?: Zone | null) => (zone ? DateTime.fromEpoch(moment(), zone) : here(moment()))),
    today: define('today', [], () => here(moment())),
    utcnow: define('utcnow', [], () => new DateTime(moment())),
    strptime: define('strptime', ['date_string', 'format'], parseWithFormat),
    fromisoformat: define('fromisoformat', ['date_string'], (text: string) => isoDateTime(text)),
    fromtimestamp: define('fromtimestamp', ['timestamp', 'tz?'], (seconds: number, zone?: Zone | null) =>
      zone ? DateTime.fromEpoch(microsFromSeconds(seconds), zone) : here(microsFromSeconds(seconds)),
    ),
    utcfromtimestamp: define('utcfromtimestamp', ['timestamp'], (seconds: number) => new DateTime(microsFromSeconds(seconds))),
    fromordinal: define('fromordinal', ['ordinal'], (ordinal: number) => new DateTime(BigInt(ordinal - epochOrdinal) * 86_400_000_000n)),
    combine: define('combine', ['date', 'time', 'tzinfo?'], (date: DateValue | DateTime, time: TimeValue, zone?: Zone | null) =>
      combined(date, time, zone),
    ),
    min: DateTime.of(1, 1, 1),
    max: DateTime.of(9999, 12, 31, 86_399_999_999),
  })
}

function combined(date: DateValue | DateTime, time: TimeValue, zone?: Zone | null): DateTime {
  return new DateTime(BigInt(date.days) * 86_400_000_000n + BigInt(time.micros), zone === undefined ? time.zone : zone)
}

function timeClass(): TemplateObject {
  const construct = define(
    'time',
    ['hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?'],
    (hour = 0, minute = 0, second = 0, microsecond = 0, zone: Zone | null = null) => {
      checkTime(hour, minute, second, microsecond)
      return new TimeValue(microsOf(hour, minute, second, microsecond), zone)
    },
  )
  return pythonClass('datetime.time', construct, {
    fromisoformat: define('fromisoformat', ['time_string'], (text: string) => isoTime(text, text)),
  })
}

function timedeltaClass(): TemplateObject {
  const units = ['days?', 'seconds?', 'microseconds?', 'milliseconds?', 'minutes?', 'hours?', 'weeks?']
  const construct = define(
    'timedelta',
    units,
    (days = 0, seconds = 0, microseconds = 0, milliseconds = 0, minutes = 0, hours = 0, weeks = 0) =>
      TimeDelta.of({ days, seconds, microseconds, milliseconds, minutes, hours, weeks }),
  )
  return pythonClass('datetime.timedelta', construct, {})
}

function checkDate(year: number, month: number, day: number): void {
  if (!(year >= 1 && year <= 9999)) throw moduleValue(`year ${year} is out of range`)
  if (!(month >= 1 && month <= 12)) throw moduleValue('month must be in 1..12')
  if (!(day >= 1 && day <= daysInMonth(year, month))) throw moduleValue('day is out of range for month')
}

function checkTime(hour: number, minute: number, second: number, microsecond: number): void {
  if (!(hour >= 0 && hour <= 23)) throw moduleValue('hour must be in 0..23')
  if (!(minute >= 0 && minute <= 59)) throw moduleValue('minute must be in 0..59')
  if (!(second >= 0 && second <= 59)) throw moduleValue('second must be in 0..59')
  if (!(microsecond >= 0 && microsecond <= 999_999)) throw moduleValue('microsecond must be in 0..999999')
}

function microsFromSeconds(seconds: unknown): bigint {
  return BigInt(Math.round(Number(seconds) * 1e6))
}

function parseWithFormat(text: string, format: string): DateTime {
  const read = strptime(text, format)
  if (typeof read === 'string') throw moduleValue(read)
  const { year, month, day } = civil(read.days)
  const zone = read.offsetSeconds === undefined ? null : fixedZone(read.offsetSeconds)
  return DateTime.of(year, month, day, microsOf(read.hour, read.minute, Math.min(read.second, 59), read.microsecond), zone)
}

function invalidIso(text: string): never {
  throw moduleValue(`Invalid isoformat string: '${text}'`)
}

function isoDate(text: string): DateValue {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text)
  if (!match) return invalidIso(text)
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  checkDate(year, month, day)
  return DateValue.of(year, month, day)
}

function isoTime(text: string, whole: string): TimeValue {
  const match = /^(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?$/.exec(text)
  if (!match) return invalidIso(whole)
  const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map((part) => Number(part ?? 0))
  checkTime(hour, minute, second, 0)
  const micros = match[4] === undefined ? 0 : Number(match[4].slice(0, 6).padEnd(6, '0'))
  return new TimeValue(microsOf(hour, minute, second, micros), match[5] === undefined ? null : fixedZone(offsetOf(match[5])))
}

function isoDateTime(text: string): DateTime {
  const match = /^(\d{4}-\d\d-\d\d|\d{8})(?:.(.+))?$/.exec(text)
  if (!match?.[1]) return invalidIso(text)
  const date = isoDate(match[1])
  return combined(date, match[2] === undefined ? new TimeValue(0) : isoTime(match[2], text))
}
