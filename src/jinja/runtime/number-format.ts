/** Digits of numbers for `%` and `format`: fixed, exponent, general, integer bases, grouping. */
import { wrongType, wrongValue } from '../errors.js'
import { exponentText } from './text.js'
import { isFloat, numeric, typeName } from './values.js'

/** Exact decimal digits, rounding half to even on the true binary value, as C's printf does. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return special(value)
  // toFixed is exact below 1e21, but rounds halves up.
  if (Math.abs(value) >= 1e21) return `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`
  const text = (Object.is(value, -0) ? '-' : '') + value.toFixed(Math.min(digits, 100))
  return isTie(value, digits) ? roundHalfEven(value, digits) : text
}

/** Exactly between two results: a multiple of 2^-(digits+1), and an odd one. Scaling by a power of two is exact. */
function isTie(value: number, digits: number): boolean {
  const halves = Math.abs(value) * 2 ** (digits + 1)
  return halves % 2 === 1
}

function roundHalfEven(value: number, digits: number): string {
  const scaled = Math.abs(value) * 10 ** digits
  const down = Math.floor(scaled)
  const even = down % 2 === 0 ? down : down + 1
  return (value < 0 ? '-' : '') + (even / 10 ** digits).toFixed(digits)
}

function special(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
}

export function exponent(value: number, digits: number): string {
  if (!Number.isFinite(value)) return special(value)
  return (Object.is(value, -0) ? '-' : '') + exponentText(value.toExponential(Math.min(digits, 100)))
}

/** C's `%g`: the shorter of fixed and exponent, trailing zeros dropped unless `keepZeros`. */
export function general(value: number, precision: number, keepZeros = false): string {
  if (!Number.isFinite(value)) return special(value)
  const significant = precision === 0 ? 1 : precision
  const power = value === 0 ? 0 : Number(value.toExponential(significant - 1).split('e')[1])
  const text = power < -4 || power >= significant ? exponent(value, significant - 1) : fixed(value, significant - 1 - power)
  return keepZeros ? text : dropZeros(text)
}

function dropZeros(text: string): string {
  const [mantissa = '', power] = text.split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
  return power === undefined ? short : `${short}e${power}`
}

/** Commas or underscores between groups of digits, before the point. */
export function group(text: string, mark: string, size = 3): string {
  const [, sign = '', whole = '', rest = ''] = /^([+\- ]?)([0-9a-fA-F]+)(.*)$/s.exec(text) ?? []
  return whole === '' ? text : sign + whole.replace(new RegExp(`\\B(?=(?:[0-9a-fA-F]{${size}})+$)`, 'g'), mark) + rest
}

/** A whole number as bigint, for `d`, `x` and the like. */
export function wholeNumber(value: unknown, code: string, truncates: boolean): bigint {
  const number = numeric(value)
  if (number === undefined || (isFloat(value) && !truncates))
    throw wrongType(`%${code} format: a whole number is required, not ${typeName(value)}`)
  if (!Number.isFinite(number)) throw wrongValue(`cannot convert float ${special(number)} to integer`)
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(number))
}

const radixes: Readonly<Record<string, readonly [number, string]>> = { x: [16, '0x'], o: [8, '0o'], b: [2, '0b'] }

/** `ff`, or `0xff` in the alternate form. */
export function inBase(value: bigint, code: string, alternate: boolean): string {
  const [radix, prefix] = radixes[code.toLowerCase()] ?? [10, '']
  const digits = (value < 0n ? -value : value).toString(radix)
  const text = `${value < 0n ? '-' : ''}${alternate ? prefix : ''}${digits}`
  return code === 'X' ? text.toUpperCase() : text
}
