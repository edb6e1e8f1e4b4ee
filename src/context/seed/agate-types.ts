/** Column types of CSV text by agate's rules as dbt sets them up: number, date, timestamp, boolean, else text. */
import { DateTime, DateValue, fixedZone } from '../../core/datetime.js'
import { Decimal } from '../../core/decimal.js'
import { civil, dayNumber, daysInMonth, isoYearStart } from '../../core/time/calendar.js'
import { offsetOf } from '../../core/time/strftime.js'

export type AgateType = 'Integer' | 'Number' | 'Date' | 'DateTime' | 'ISODateTime' | 'Boolean' | 'Text'

/** A value that the type cannot hold. */
export const misfit: unique symbol = Symbol('misfit')

type Cast = (text: string) => unknown

const nulls = new Set(['', 'null'])
const currency = '؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫'

/** In the order tried; integers are for rows without text, so a column without rows is one. */
export const agateTypes: readonly { readonly name: AgateType; readonly cast: Cast }[] = [
  { name: 'Integer', cast: () => misfit },
  { name: 'Number', cast: nullable(number) },
  { name: 'Date', cast: nullable(date) },
  { name: 'DateTime', cast: nullable(dateTime) },
  { name: 'ISODateTime', cast: nullable(isoDateTime) },
  { name: 'Boolean', cast: (text) => boolean(text.replaceAll(',', '').trim().toLowerCase()) },
  { name: 'Text', cast: textValue },
]

export function textValue(text: string): string | null {
  return nulls.has(text.trim().toLowerCase()) ? null : text
}

function nullable(cast: Cast): Cast {
  return (text) => {
    const trimmed = text.trim()
    return nulls.has(trimmed.toLowerCase()) ? null : cast(trimmed)
  }
}

function stripped(text: string, marks: string): string {
  let [start, end] = [0, text.length]
  while (start < end && marks.includes(text[start] ?? '')) start++
  while (end > start && marks.includes(text[end - 1] ?? '')) end--
  return text.slice(start, end)
}

/** Percent and currency signs at the ends and commas anywhere are no part of a number. */
function number(text: string): unknown {
  let rest = stripped(text, '%')
  const negative = rest.startsWith('-')
  if (negative) rest = rest.slice(1)
  for (const symbol of currency) rest = stripped(rest, symbol)
  return decimal(rest.replaceAll(',', '').trim(), negative)
}

const finite = /^([+-]?)(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE]([+-]?\d+))?$/

function decimal(text: string, negative: boolean): unknown {
  const special = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text)
  if (special) return specialNumber(special[2] ?? '', negative !== (special[1] === '-'))
  const match = finite.exec(text)
  if (!match) return misfit
  const minus = negative !== (match[1] === '-')
  const [whole = '', fraction = ''] = (match[2] ?? '').replaceAll('_', '').split('.')
  const rounded = roundDigits(`${whole}${fraction}`.replace(/^0+(?=\d)/, ''), Number(match[3] ?? 0) - fraction.length)
  return new Decimal(`${minus ? '-' : ''}${decimalText(rounded.digits, rounded.scale)}`)
}

interface Digits {
  readonly digits: string
  /** Power of ten they are multiplied by. */
  readonly scale: number
}

/** Python's decimals keep 28 digits, rounded half to even. */
function roundDigits(digits: string, scale: number): Digits {
  const extra = digits.length - 28
  if (extra <= 0) return { digits, scale }
  const kept = BigInt(digits.slice(0, 28))
  const rest = digits.slice(28)
  const half = `5${'0'.repeat(extra - 1)}`
  const up = rest > half || (rest === half && kept % 2n === 1n)
  return { digits: String(up ? kept + 1n : kept), scale: scale + extra }
}

function specialNumber(name: string, negative: boolean): Decimal {
  if (name.toLowerCase() === 'nan') return new Decimal('NaN')
  return new Decimal(negative ? '-Infinity' : 'Infinity')
}

/** Python's str() of a Decimal: digits as written, an exponent only where it must be. */
function decimalText(digits: string, scale: number): string {
  const adjusted = digits.length - 1 + scale
  if (scale > 0 || adjusted < -6) return scientific(digits, adjusted)
  if (scale === 0) return digits
  const padded = digits.padStart(1 - scale, '0')
  return `${padded.slice(0, scale)}.${padded.slice(scale)}`
}

function scientific(digits: string, adjusted: number): string {
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${mantissa}E${adjusted < 0 ? '-' : '+'}${Math.abs(adjusted)}`
}

function boolean(text: string): unknown {
  if (nulls.has(text)) return null
  return text === 'true' ? true : text === 'false' ? false : misfit
}

function validDate(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

const datePattern = /^(\d{4})-(\d{1,2})-(\d{1,2})$/

function date(text: string): unknown {
  const match = datePattern.exec(text)
  if (!match) return misfit
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  return validDate(year, month, day) ? DateValue.of(year, month, day) : misfit
}

/** `%Y-%m-%d %H:%M:%S`; a blank in the format stands for any blanks. */
function dateTime(text: string): unknown {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text)
  if (!match) return misfit
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  if (!validDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return misfit
  return DateTime.of(year, month, day, ((hour * 60 + minute) * 60 + second) * 1e6)
}

function isoDateTime(text: string): unknown {
  const [datePart, timePart, more] = text.split('T')
  if (datePart === undefined || timePart === undefined || more !== undefined) return misfit
  const days = isoDay(datePart)
  const time = isoTime(timePart)
  if (days === undefined || !time) return misfit
  const { year, month, day } = civil(days)
  return DateTime.of(year, month, day, time.micros, time.offset === undefined ? null : fixedZone(time.offset))
}

type DayReader = (...parts: number[]) => number | undefined

const calendarDay: DayReader = (year = 0, month = 1, day = 1) => (validDate(year, month, day) ? dayNumber(year, month, day) : undefined)
const weekDay: DayReader = (year = 0, week = 1, day = 1) =>
  week >= 1 && day >= 1 && day <= 7 ? isoYearStart(year) + (week - 1) * 7 + day - 1 : undefined
const ordinalDay: DayReader = (year = 0, day = 1) => (year >= 1 && day >= 1 ? dayNumber(year, 1, 1) + day - 1 : undefined)

const isoDates: readonly (readonly [RegExp, DayReader])[] = [
  [/^(\d{4})-(\d\d)-(\d\d)$/, calendarDay],
  [/^(\d{4})(\d\d)(\d\d)$/, calendarDay],
  [/^(\d{4})-?W(\d\d)-?(\d)$/, weekDay],
  [/^(\d{4})-(\d{3})$/, ordinalDay],
  [/^(\d{4})(\d{3})$/, ordinalDay],
  [/^(\d{4})-?W(\d\d)$/, weekDay],
  [/^(\d{4})-(\d\d)$/, calendarDay],
  [/^(\d{4})(\d\d)$/, calendarDay],
  [/^(\d{4})$/, calendarDay],
]

function isoDay(text: string): number | undefined {
  for (const [pattern, read] of isoDates) {
    const match = pattern.exec(text)
    if (match) return read(...match.slice(1).map(Number))
  }
  return undefined
}

/** `hh[:mm[:ss]]` with a fraction of the last unit, and a zone. */
function isoTime(text: string): { readonly micros: number; readonly offset: number | undefined } | undefined {
  const match = /^(\d\d)(?::?(\d\d)(?::?(\d\d))?)?([.,]\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text)
  if (!match) return undefined
  const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map((part) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const unit = match[3] !== undefined ? 1e6 : match[2] !== undefined ? 60e6 : 3600e6
  const fraction = match[4] === undefined ? 0 : Math.floor(Number(`0.${match[4].slice(1)}`) * unit + 1e-6)
  return { micros: ((hour * 60 + minute) * 60 + second) * 1e6 + fraction, offset: match[5] === undefined ? undefined : offsetOf(match[5]) }
}
