/**
 * Snowflake's texts → cells as templates expect them from Python: integers exact, decimals with their digits, times to
 * the nanosecond. The driver's own conversion is passed by: it rounds numbers, formats times by session settings, and
 * evaluates semi-structured values.
 */
import { DateTime, DateValue, fixedZone, utc, type Zone } from '../../core/datetime.js'
import { Decimal } from '../../core/decimal.js'
import { Float } from '../../core/float.js'
import type { Cell } from '../../core/table.js'
import { offsetText } from '../../core/time/zone.js'
import { pythonInteger } from '../cells.js'

export interface ColumnFacts {
  readonly name: string
  /** Snowflake's name of the type on the wire: `fixed`, `text`, `timestamp_ntz` … */
  readonly type: string
  readonly scale: number
}

/** dbt's name of the type, e.g. `FIXED`, as `get_column_schema_from_query` tells it. */
export function typeName(column: ColumnFacts): string {
  return column.type.toUpperCase()
}

/** `raw`: the text sent, or null. */
export function toCell(raw: unknown, column: ColumnFacts): Cell {
  if (raw === null || raw === undefined) return null
  const text = String(raw)
  const convert = converters[column.type]
  return convert ? convert(text, column) : text
}

const converters: Readonly<Record<string, (text: string, column: ColumnFacts) => Cell>> = {
  fixed: (text, column) => (column.scale > 0 || !/^-?\d+$/.test(text) ? new Decimal(text) : pythonInteger(BigInt(text))),
  real,
  boolean: (text) => text === '1' || text.toLowerCase() === 'true',
  date: (text) => date(Number(text)) ?? text,
  time: (text) => timeOfDay(nanosOf(text)),
  timestamp_ntz: (text) => moment(nanosOf(text), null),
  timestamp_ltz: (text) => moment(nanosOf(text), utc),
  timestamp_tz: zonedMoment,
}

function real(text: string): Cell {
  const known: Readonly<Record<string, number>> = { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY, nan: Number.NaN }
  const value = known[text.toLowerCase()] ?? Number(text)
  return Number.isInteger(value) ? new Float(value) : value
}

/** Years 1 to 9999, in days since 1970. */
function date(days: number): DateValue | undefined {
  return days >= -719_162 && days <= 2_932_896 ? new DateValue(days) : undefined
}

/** `secs.fraction`, of any number of digits. */
function nanosOf(text: string): bigint {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?/.exec(text) ?? []
  const nanos = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
  return sign === '-' ? -nanos : nanos
}

/** A time of day is text in dbt's tables; nanoseconds show only where there are any. */
function timeOfDay(nanos: bigint): string {
  const seconds = Number(nanos / 1_000_000_000n)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  return `${clock}${fractionOf(nanos)}`
}

function fractionOf(nanos: bigint): string {
  const below = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  if (below === 0n) return ''
  const digits = String(below).padStart(9, '0')
  return `.${below % 1000n === 0n ? digits.slice(0, 6) : digits}`
}

/** Python's datetime holds microseconds and the years 1 to 9999; what lies beyond is told as text. */
function moment(nanos: bigint, zone: Zone | null): DateTime | string {
  const seconds = zone?.offset.seconds ?? 0
  const local = nanos + BigInt(seconds) * 1_000_000_000n
  const inCalendar = date(Number(floorDivide(local, 86_400_000_000_000n))) !== undefined
  if (local % 1000n === 0n && inCalendar) return new DateTime(local / 1000n, zone)
  return isoText(local) + (zone === null ? '' : offsetText(seconds))
}

/** `secs.fraction offset`, the offset in minutes, plus a day. */
function zonedMoment(text: string): Cell {
  const [at = '', shifted = '1440'] = text.split(' ')
  const seconds = (Number(shifted) - 1440) * 60
  return moment(nanosOf(at), seconds === 0 ? utc : fixedZone(seconds))
}

function isoText(nanos: bigint): string {
  const seconds = floorDivide(nanos, 1_000_000_000n)
  const day = date(Number(floorDivide(seconds, 86_400n)))
  const clock = timeOfDay(nanos - floorDivide(nanos, 86_400_000_000_000n) * 86_400_000_000_000n)
  return day === undefined ? `${seconds}${fractionOf(nanos)}` : `${day.isoformat()} ${clock}`
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n)
}
