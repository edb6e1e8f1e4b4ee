/** Jinja2's filters on numbers. */
import { wrongType, wrongValue } from '../errors.js'
import { type Apply, filter } from './filter-table.js'
import { integerArgument } from './method-table.js'
import { fixed } from './number-format.js'
import { toText } from './text.js'
import { undefinedError } from './undefined.js'
import { float, integer, isFloat, numeric, typeName, Undefined } from './values.js'

function requireNumber(value: unknown): number {
  const number = numeric(value)
  if (number !== undefined) return number
  throw value instanceof Undefined ? undefinedError(value) : wrongType(`bad operand type: '${typeName(value)}' is not a number`)
}

const digitsOf: Readonly<Record<number, RegExp>> = {
  2: /^[+-]?(?:0b)?[01]+$/i,
  8: /^[+-]?(?:0o)?[0-7]+$/i,
  10: /^[+-]?\d+$/,
  16: /^[+-]?(?:0x)?[\da-f]+$/i,
}

function parseInteger(text: string, base: number): number | bigint | undefined {
  const trimmed = text.trim().replace(/(?<=[\da-f])_(?=[\da-f])/gi, '')
  if (base === 10) return digitsOf[10]?.test(trimmed) ? integer(BigInt(trimmed.replace('+', ''))) : undefined
  const digits = trimmed.replace(/^([+-]?)0[box]/i, '$1')
  if (!(digitsOf[base]?.test(trimmed) ?? true)) return undefined
  const value = Number.parseInt(digits, base)
  return Number.isNaN(value) ? undefined : value
}

function toInteger(value: unknown, [fallback = 0, base = 10]: readonly unknown[]): unknown {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return value
  const radix = isFloat(base) ? undefined : numeric(base)
  if (typeof value === 'string' && radix === undefined) return fallback
  const parsed = typeof value === 'string' ? parseInteger(value, radix ?? 10) : undefined
  if (parsed !== undefined) return parsed
  const number = typeof value === 'string' ? parseFloatText(value) : (numeric(value) ?? hostNumber(value))
  return Number.isFinite(number) ? truncate(number) : fallback
}

function truncate(value: number): number | bigint {
  const whole = Math.trunc(value)
  return Number.isSafeInteger(whole) ? whole + 0 : integer(BigInt(whole))
}

function parseFloatText(text: string): number {
  const trimmed = text.trim().replace(/(?<=\d)_(?=\d)/g, '')
  if (/^[+-]?(?:inf|infinity)$/i.test(trimmed)) return trimmed.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN
}

/** Decimals and the like of a warehouse print as numbers. */
function hostNumber(value: unknown): number {
  if (value instanceof Undefined) throw undefinedError(value)
  return typeof value === 'object' && value !== null ? parseFloatText(toText(value)) : Number.NaN
}

function isNanText(value: unknown): boolean {
  return typeof value === 'string' && /^\s*[+-]?nan\s*$/i.test(value)
}

function toFloat(value: unknown, [fallback = float(0)]: readonly unknown[]): unknown {
  const number = typeof value === 'string' ? parseFloatText(value) : (numeric(value) ?? hostNumber(value))
  if (Number.isNaN(number) && !(typeof value === 'number' || isNanText(value))) return fallback
  return float(number)
}

function round(value: unknown, [precision, method = 'common']: readonly unknown[]): unknown {
  const number = requireNumber(value)
  const digits = integerArgument(precision, 0)
  if (method === 'common') return isFloat(value) ? float(roundTo(number, digits)) : roundWhole(number, digits)
  if (method !== 'ceil' && method !== 'floor') throw wrongValue('method must be common, ceil or floor')
  return float(Math[method](number * 10 ** digits) / 10 ** digits)
}

function roundWhole(value: number, digits: number): number {
  return digits >= 0 ? value : roundTo(value, digits)
}

function roundTo(value: number, digits: number): number {
  if (digits >= 0) return Number(fixed(value, digits))
  const unit = 10 ** -digits
  return Number(fixed(value / unit, 0)) * unit
}

export const numberFilters: Readonly<Record<string, Apply>> = {
  abs: filter([], (value) =>
    typeof value === 'bigint'
      ? integer(value < 0n ? -value : value)
      : isFloat(value)
        ? float(Math.abs(requireNumber(value)))
        : Math.abs(requireNumber(value)),
  ),
  int: filter(['default?', 'base?'], toInteger),
  float: filter(['default?'], toFloat),
  round: filter(['precision?', 'method?'], round),
}
