/**
 * The server's texts → cells as templates expect them from Python: integers exact, decimals with their digits, dates and
 * times as Python's, lists and JSON as JSON text. Never a lossy number; what Python cannot hold stays the server's text.
 */
import { DateTime, DateValue, fixedZone, TimeDelta, utc, type Zone } from '../../core/datetime.js'
import { Decimal } from '../../core/decimal.js'
import { Float } from '../../core/float.js'
import type { Cell } from '../../core/table.js'
import { pythonBytes, pythonInteger, pythonJson } from '../cells.js'
import { parseArray } from './array-text.js'
import { jsonCell } from './json-text.js'

type Reader = (text: string) => Cell

/** Rows of texts as rows of cells; `types` are the server's numbers of types. */
export function toCells(rows: readonly (readonly (string | null)[])[], types: readonly number[]): Cell[][] {
  const readers = types.map((type) => readerOf[type])
  return rows.map((row) =>
    row.map((text, index) => {
      const read = readers[index]
      return text === null || read === undefined ? text : read(text)
    }),
  )
}

const integer: Reader = (text) => (text.length < 16 ? Number(text) : pythonInteger(BigInt(text)))

const float: Reader = (text) => {
  const value = Number(text)
  return Number.isInteger(value) ? new Float(value) : value
}

const date: Reader = (text) => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  return year === undefined ? text : DateValue.of(Number(year), Number(month), Number(day))
}

const stamp = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-][\d:]+)?$/

/** Without zone, or with the offset the server wrote. */
const timestamp: Reader = (text) => {
  const [, year, month, day, hour, minute, second, fraction = '', offset] = stamp.exec(text) ?? []
  if (year === undefined) return text
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const micros = seconds * 1_000_000 + Number(fraction.padEnd(6, '0'))
  return DateTime.of(Number(year), Number(month), Number(day), micros, offset === undefined ? null : zoneOf(offset))
}

/** `+02`, `-03:30`, `+05:53:28`. */
function zoneOf(offset: string): Zone {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number)
  const total = (hours * 3600 + minutes * 60 + seconds) * (offset.startsWith('-') ? -1 : 1)
  return total === 0 ? utc : fixedZone(total)
}

/** A time of day is text in dbt's tables, as Python writes it. */
const time: Reader = (text) => {
  const [, clock = text, fraction, offset = ''] = /^(\d\d:\d\d:\d\d)(?:\.(\d+))?([+-].+)?$/.exec(text) ?? []
  const zone = /^[+-]\d\d$/.test(offset) ? `${offset}:00` : offset
  return `${clock}${fraction === undefined ? '' : `.${fraction.padEnd(6, '0')}`}${zone}`
}

const span = /^(?:(-?\d+) days? ?)?(?:([-+]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?)?$/

/** Python's timedelta as text; one with months or years has no fixed length and stays as the server writes it. */
const interval: Reader = (text) => {
  const match = span.exec(text)
  if (!match || text === '') return text
  const [, days = '0', sign, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const clock = (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
  return new TimeDelta(BigInt(days) * 86_400_000_000n + (sign === '-' ? -clock : clock)).toString()
}

const bytes: Reader = (text) => (text.startsWith('\\x') ? pythonBytes(Buffer.from(text.slice(2), 'hex')) : text)

/** An array as JSON text; times in it as Python's JSON writer has them. */
function arrayOf(read: Reader | undefined): Reader {
  return (text) => {
    const list = parseArray(text, (entry) => jsonValue(read === undefined ? entry : read(entry)))
    return list === undefined ? text : pythonJson(list)
  }
}

function jsonValue(cell: Cell): unknown {
  if (cell instanceof DateTime || cell instanceof DateValue) return cell.isoformat()
  return cell
}

const readerOf: Readonly<Record<number, Reader>> = {
  16: (text) => text === 't',
  17: bytes,
  20: integer,
  21: integer,
  23: integer,
  26: integer,
  114: jsonCell,
  3802: jsonCell,
  700: float,
  701: float,
  1082: date,
  1083: time,
  1114: timestamp,
  1184: timestamp,
  1186: interval,
  1266: time,
  1700: (text) => new Decimal(text),
  // Arrays.
  1000: arrayOf((text) => text === 't'),
  1005: arrayOf(integer),
  1007: arrayOf(integer),
  1016: arrayOf(integer),
  1021: arrayOf(float),
  1022: arrayOf(float),
  1231: arrayOf((text) => new Decimal(text)),
  1002: arrayOf(undefined),
  1003: arrayOf(undefined),
  1009: arrayOf(undefined),
  1014: arrayOf(undefined),
  1015: arrayOf(undefined),
  1115: arrayOf(timestamp),
  1182: arrayOf(date),
  1183: arrayOf(time),
  1185: arrayOf(timestamp),
  1187: arrayOf(interval),
}

/** A bound value as the server reads it. */
export function toParameter(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}
