/**
 * DuckDB values → cells as templates expect them from Python: integers exact, decimals with their digits, dates and
 * times as Python's, nested values as JSON text. Never a lossy number.
 */
import type * as node from '@duckdb/node-api'
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { DateTime, DateValue, utc, type Zone } from '../../core/datetime.js'
import { Decimal } from '../../core/decimal.js'
import { Float } from '../../core/float.js'
import type { Cell } from '../../core/table.js'
import { pythonBytes, pythonInteger, pythonJson } from '../cells.js'

type Driver = typeof node

/** One cell; `driver` is passed because this module must not load it. */
export function toCell(value: DuckDBValue, type: DuckDBType, driver: Driver): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return pythonInteger(value)
  if (typeof value === 'number') return isFloating(type, driver) && Number.isInteger(value) ? new Float(value) : value
  if (value instanceof driver.DuckDBDecimalValue) return new Decimal(value.toString())
  if (value instanceof driver.DuckDBVariantValue) return value.value === null ? null : toCell(value.value, value.type ?? type, driver)
  return temporal(value, driver) ?? (isNested(value, driver) ? pythonJson(nested(value, driver)) : other(value, driver))
}

function isFloating(type: DuckDBType, driver: Driver): boolean {
  return type.typeId === driver.DuckDBTypeId.DOUBLE || type.typeId === driver.DuckDBTypeId.FLOAT
}

/** Undefined for what is no time, the driver's text for what Python's calendar does not reach. */
function temporal(value: DuckDBValue, driver: Driver): DateValue | DateTime | string | undefined {
  if (value instanceof driver.DuckDBDateValue) return inCalendar(value.days) ? new DateValue(value.days) : value.toString()
  if (value instanceof driver.DuckDBTimestampValue) return timestamp(value.micros, value)
  if (value instanceof driver.DuckDBTimestampTZValue) return timestamp(value.micros, value, utc)
  if (value instanceof driver.DuckDBTimestampSecondsValue) return timestamp(value.seconds * 1_000_000n, value)
  if (value instanceof driver.DuckDBTimestampMillisecondsValue) return timestamp(value.millis * 1000n, value)
  if (value instanceof driver.DuckDBTimestampNanosecondsValue) {
    return value.nanos % 1000n === 0n ? timestamp(value.nanos / 1000n, value) : value.toString()
  }
  if (value instanceof driver.DuckDBTimeValue) return sixDigits(value.toString())
  return undefined
}

/** Years 1 to 9999, in days since 1970. */
function inCalendar(days: number): boolean {
  return days >= -719162 && days <= 2932896
}

function timestamp(micros: bigint, value: { readonly isFinite: boolean; toString(): string }, zone: Zone | null = null): DateTime | string {
  return value.isFinite && inCalendar(Number(micros / 86_400_000_000n)) ? new DateTime(micros, zone) : value.toString()
}

/** A time of day is text in dbt's tables. */
function sixDigits(time: string): string {
  const [whole = time, fraction] = time.split('.')
  return fraction === undefined ? whole : `${whole}.${fraction.padEnd(6, '0')}`
}

function isNested(value: DuckDBValue, driver: Driver): boolean {
  return (
    value instanceof driver.DuckDBListValue ||
    value instanceof driver.DuckDBArrayValue ||
    value instanceof driver.DuckDBStructValue ||
    value instanceof driver.DuckDBMapValue ||
    value instanceof driver.DuckDBUnionValue
  )
}

/** Lists, structs and maps as the lists and dicts Python's client gives. */
function nested(value: DuckDBValue, driver: Driver): unknown {
  if (value instanceof driver.DuckDBListValue || value instanceof driver.DuckDBArrayValue) {
    return value.items.map((entry) => nested(entry, driver))
  }
  if (value instanceof driver.DuckDBStructValue) {
    return new Map(Object.entries(value.entries).map(([key, entry]) => [key, nested(entry, driver)]))
  }
  if (value instanceof driver.DuckDBMapValue) {
    return new Map(value.entries.map(({ key, value: entry }) => [String(nested(key, driver)), nested(entry, driver)]))
  }
  if (value instanceof driver.DuckDBUnionValue || value instanceof driver.DuckDBVariantValue) return nested(value.value, driver)
  if (value === null || typeof value !== 'object') return value
  return (
    isoText(temporal(value, driver)) ?? (value instanceof driver.DuckDBDecimalValue ? new Decimal(value.toString()) : other(value, driver))
  )
}

/** As Python's JSON encoder writes times. */
function isoText(value: DateValue | DateTime | string | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value?.replace(' ', 'T') : value.isoformat()
}

function other(value: DuckDBValue, driver: Driver): string {
  return value instanceof driver.DuckDBBlobValue ? pythonBytes(value.bytes) : String(value)
}
