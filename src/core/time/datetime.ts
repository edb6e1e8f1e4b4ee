/** Python's `datetime`: a wall-clock moment, naive or with a zone; exact to the microsecond from year 1 to 9999. */
import { SluiceError } from '../error.js'
import {
  attribute,
  compare,
  define,
  equals,
  identity,
  kind,
  type Missing,
  missing,
  type Operator,
  operate,
  repr,
  type TemplateFunction,
  type TemplateObject,
  text,
} from '../template-object.js'
import { civil, dayNumber } from './calendar.js'
import { DateValue, dateMethods, microsPerDay } from './date.js'
import { type ClockFields, strftime } from './strftime.js'
import { clockOf, clockText, microsOf, TimeValue } from './time.js'
import { floatValue, floorDivide, TimeDelta } from './timedelta.js'
import { offsetText, utc, Zone } from './zone.js'

export class DateTime implements TemplateObject {
  /** Microseconds on the wall clock since 1970-01-01T00:00. */
  readonly local: bigint
  readonly zone: Zone | null

  constructor(local: bigint, zone: Zone | null = null) {
    this.local = local
    this.zone = zone
  }

  static of(year: number, month: number, day: number, micros = 0, zone: Zone | null = null): DateTime {
    return new DateTime(BigInt(dayNumber(year, month, day)) * microsPerDay + BigInt(micros), zone)
  }

  /** A moment by microseconds since 1970 UTC, shown in a zone. */
  static fromEpoch(micros: number | bigint, zone: Zone = utc): DateTime {
    const moment = BigInt(micros)
    const there = zone.at(Number(floorDivide(moment, 1_000_000n)))
    return new DateTime(moment + BigInt(there.offset.seconds) * 1_000_000n, there)
  }

  get days(): number {
    return Number(floorDivide(this.local, microsPerDay))
  }

  /** Microseconds since midnight. */
  get clock(): number {
    return Number(this.local - BigInt(this.days) * microsPerDay)
  }

  /** Microseconds since 1970 UTC; a naive time counts as UTC. */
  get moment(): bigint {
    return this.local - BigInt(this.zone?.offset.seconds ?? 0) * 1_000_000n
  }

  get clockFields(): ClockFields {
    return { days: this.days, ...clockOf(this.clock), offsetSeconds: this.zone?.offset.seconds, zoneName: this.zone?.offset.abbreviation }
  }

  isoformat(separator = 'T', timespec = 'auto'): string {
    const offset = this.zone ? offsetText(this.zone.offset.seconds) : ''
    return `${new DateValue(this.days).isoformat()}${separator}${clockText(this.clock, timespec)}${offset}`
  }

  toString(): string {
    return this.isoformat(' ')
  }

  toJSON(): string {
    return this.isoformat()
  }

  [attribute](name: string): unknown {
    const field = fields[name]
    if (field) return field(this)
    return dateMethods(this.days)[name]?.() ?? methods[name]?.(this) ?? missing
  }

  [operate](operator: Operator, other: unknown, reversed: boolean): unknown {
    if (other instanceof TimeDelta && (operator === '+' || (operator === '-' && !reversed)))
      return new DateTime(operator === '+' ? this.local + other.micros : this.local - other.micros, this.zone)
    if (other instanceof DateTime && operator === '-') {
      this.#mustMatch(other, "can't subtract offset-naive and offset-aware datetimes")
      const difference = this.zone === null ? this.local - other.local : this.moment - other.moment
      return new TimeDelta(reversed ? -difference : difference)
    }
    return missing
  }

  [compare](other: unknown): number | Missing {
    if (!(other instanceof DateTime)) return missing
    this.#mustMatch(other, "can't compare offset-naive and offset-aware datetimes")
    return Number(this.moment > other.moment) - Number(this.moment < other.moment)
  }

  #mustMatch(other: DateTime, message: string): void {
    if ((this.zone === null) !== (other.zone === null)) throw new SluiceError('TEMPLATE_TYPE', { message })
  }

  [equals](other: unknown): boolean {
    return other instanceof DateTime && (this.zone === null) === (other.zone === null) && other.moment === this.moment
  }

  [identity](): string {
    return `datetime ${this.zone === null} ${this.moment}`
  }

  [text](): string {
    return this.isoformat(' ')
  }

  [repr](): string {
    const { year, month, day } = civil(this.days)
    const { hour, minute, second, microsecond } = clockOf(this.clock)
    const tail = microsecond !== 0 ? `, ${second}, ${microsecond}` : second !== 0 ? `, ${second}` : ''
    const zone = this.zone ? `, tzinfo=${this.zone[repr]()}` : ''
    return `datetime.datetime(${year}, ${month}, ${day}, ${hour}, ${minute}${tail}${zone})`
  }

  get [kind](): { typeName: string } {
    return { typeName: 'datetime.datetime' }
  }
}

const fields: Readonly<Record<string, (at: DateTime) => unknown>> = {
  year: (at) => civil(at.days).year,
  month: (at) => civil(at.days).month,
  day: (at) => civil(at.days).day,
  hour: (at) => clockOf(at.clock).hour,
  minute: (at) => clockOf(at.clock).minute,
  second: (at) => clockOf(at.clock).second,
  microsecond: (at) => clockOf(at.clock).microsecond,
  tzinfo: (at) => at.zone,
  fold: () => 0,
}

const methods: Readonly<Record<string, (at: DateTime) => TemplateFunction>> = {
  date: (at) => define('date', [], () => new DateValue(at.days)),
  time: (at) => define('time', [], () => new TimeValue(at.clock)),
  timetz: (at) => define('timetz', [], () => new TimeValue(at.clock, at.zone)),
  isoformat: (at) =>
    define('isoformat', ['sep?', 'timespec?'], (separator?: string, timespec?: string) => at.isoformat(separator, timespec)),
  strftime: (at) => define('strftime', ['format'], (format: string) => strftime(at.clockFields, format)),
  __format__: (at) => define('__format__', ['format'], (format: string) => (format === '' ? at[text]() : strftime(at.clockFields, format))),
  ctime: (at) => define('ctime', [], () => strftime(at.clockFields, '%a %b %e %H:%M:%S %Y')),
  timestamp: (at) => define('timestamp', [], () => floatValue(Number(at.zone === null ? fromWallClock(at) : at.moment) / 1e6)),
  utcoffset: (at) => define('utcoffset', [], () => (at.zone ? TimeDelta.of({ seconds: at.zone.offset.seconds }) : null)),
  dst: (at) => define('dst', [], () => (at.zone ? TimeDelta.of({ seconds: at.zone.offset.daylight ? 3600 : 0 }) : null)),
  tzname: (at) => define('tzname', [], () => at.zone?.offset.abbreviation ?? null),
  astimezone: (at) =>
    define('astimezone', ['tz?'], (zone?: Zone) =>
      DateTime.fromEpoch(at.zone === null ? fromWallClock(at) : at.moment, zone ?? systemZone(at)),
    ),
  replace: (at) =>
    define(
      'replace',
      ['year?', 'month?', 'day?', 'hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?', 'fold?'],
      (...values: unknown[]) => replaced(at, values),
    ),
}

function replaced(at: DateTime, values: readonly unknown[]): DateTime {
  const date = civil(at.days)
  const clock = clockOf(at.clock)
  const now = [date.year, date.month, date.day, clock.hour, clock.minute, clock.second, clock.microsecond]
  const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0] = now.map(
    (value, index) => (values[index] as number | undefined) ?? value,
  )
  const zone = values[7] === undefined ? at.zone : (values[7] as Zone | null)
  return DateTime.of(year, month, day, microsOf(hour, minute, second, microsecond), zone)
}

/** A naive time is the machine's own wall clock. */
function fromWallClock(at: DateTime): bigint {
  const utcSeconds = Number(floorDivide(at.local, 1_000_000n))
  const minutes = new Date(utcSeconds * 1000).getTimezoneOffset()
  return at.local + BigInt(minutes) * 60_000_000n
}

/** The machine's zone at a moment. */
export function systemZone(at: DateTime): Zone {
  const seconds = -new Date(Number(at.moment / 1000n)).getTimezoneOffset() * 60
  return new Zone(offsetText(seconds), { seconds, abbreviation: offsetText(seconds), daylight: false })
}
