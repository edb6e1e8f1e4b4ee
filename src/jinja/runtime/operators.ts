/** Python's arithmetic and `in`. Integers stay exact: results past 2^53 become bigint. */

import { decimalArithmetic } from '../../core/decimal.js'
import type { SluiceError } from '../../core/error.js'
import { iterate, missing, type Operator, operate, type TemplateObject } from '../../core/template-object.js'
import { wrongType, wrongValue } from '../errors.js'
import { PyDict, PySet } from './containers.js'
import { dictHas } from './dicts.js'
import { iterateValue } from './iterate.js'
import { requireInteger, requireList, requireText } from './limits.js'
import { percentFormat } from './percent-format.js'
import { equal } from './truth.js'
import { undefinedError } from './undefined.js'
import { DictView, float, integer, isDict, isFloat, isObject, numeric, Tuple, typeName, Undefined } from './values.js'

function isExact(value: unknown): value is number | bigint | boolean {
  return typeof value === 'bigint' || typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value))
}

interface Arithmetic {
  readonly operator: Operator
  floats(left: number, right: number): number
  exact(left: bigint, right: bigint): bigint
}

/** `undefined` when one side is not a number. */
function calculate(rule: Arithmetic, left: unknown, right: unknown): unknown {
  const [a, b] = [numeric(left), numeric(right)]
  if (a === undefined || b === undefined) return undefined
  if (isFloat(left) || isFloat(right)) return decimalArithmetic(rule.operator, left, right) ?? float(rule.floats(a, b))
  const quick = rule.floats(a, b)
  if (Number.isSafeInteger(quick) && typeof left !== 'bigint' && typeof right !== 'bigint') return quick + 0
  return isExact(left) && isExact(right) ? integer(rule.exact(BigInt(left), BigInt(right))) : float(quick)
}

const addition: Arithmetic = { operator: '+', floats: (a, b) => a + b, exact: (a, b) => a + b }
const subtraction: Arithmetic = { operator: '-', floats: (a, b) => a - b, exact: (a, b) => a - b }
const multiplication: Arithmetic = { operator: '*', floats: (a, b) => a * b, exact: (a, b) => a * b }
const floorDivision: Arithmetic = { operator: '//', floats: floorFloat, exact: floorBig }
const modulo: Arithmetic = { operator: '%', floats: modFloat, exact: (a, b) => a - b * floorBig(a, b) }

/** The sign of the divisor; JavaScript's `%` is exact but has that of the dividend. */
function modFloat(a: number, b: number): number {
  const rest = a % b
  if (rest === 0) return b < 0 ? -0 : 0
  return rest < 0 !== b < 0 ? rest + b : rest
}

/** From the exact remainder, as CPython does: `a / b` may round up to a whole number. */
function floorFloat(a: number, b: number): number {
  const quotient = Math.round((a - modFloat(a, b)) / b)
  return quotient === 0 ? 0 * (a / b) : quotient
}

function floorBig(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

export function add(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right
  if (Array.isArray(left) && Array.isArray(right) && left instanceof Tuple === right instanceof Tuple) {
    return left instanceof Tuple ? Tuple.from([...left, ...right]) : [...left, ...right]
  }
  return calculate(addition, left, right) ?? byObjects('+', left, right)
}

export function subtract(left: unknown, right: unknown): unknown {
  if (left instanceof PySet && right instanceof PySet) return new PySet([...left].filter((member) => !right.has(member)))
  return calculate(subtraction, left, right) ?? (withoutView(left, right) || byObjects('-', left, right))
}

/** `a.keys() - b.keys()`: a set, as soon as one side is a view of keys or items. */
function withoutView(left: unknown, right: unknown): PySet | undefined {
  const isView = (value: unknown) => value instanceof DictView && value.typeName !== 'dict_values'
  if (!isView(left) && !isView(right)) return undefined
  const without = new PySet(iterateValue(right))
  return new PySet([...iterateValue(left)].filter((member) => !without.has(member)))
}

export function multiply(left: unknown, right: unknown): unknown {
  return calculate(multiplication, left, right) ?? repeat(left, right) ?? repeat(right, left) ?? byObjects('*', left, right)
}

function repeat(value: unknown, times: unknown): unknown {
  if (!isExact(times)) return undefined
  const count = Math.max(0, Number(times))
  if (typeof value === 'string') {
    requireText(value.length * count)
    return value.repeat(count)
  }
  if (!Array.isArray(value)) return undefined
  requireList(value.length * count)
  const items = Array.from({ length: count }, () => [...value]).flat()
  return value instanceof Tuple ? Tuple.from(items) : items
}

export function divide(left: unknown, right: unknown): unknown {
  const [a, b] = [numeric(left), numeric(right)]
  if (a === undefined || b === undefined) return byObjects('/', left, right)
  if (b === 0) throw wrongValue(isFloat(left) || isFloat(right) ? 'float division by zero' : 'division by zero')
  return decimalArithmetic('/', left, right) ?? float(a / b)
}

export function floorDivide(left: unknown, right: unknown): unknown {
  if (numeric(right) === 0 && numeric(left) !== undefined) {
    throw wrongValue(isFloat(left) || isFloat(right) ? 'float floor division by zero' : 'integer division or modulo by zero')
  }
  return calculate(floorDivision, left, right) ?? byObjects('//', left, right)
}

export function remainder(left: unknown, right: unknown): unknown {
  if (typeof left === 'string') return percentFormat(left, right)
  if (numeric(right) === 0 && numeric(left) !== undefined) {
    throw wrongValue(isFloat(left) || isFloat(right) ? 'float modulo' : 'integer modulo by zero')
  }
  return calculate(modulo, left, right) ?? byObjects('%', left, right)
}

export function power(left: unknown, right: unknown): unknown {
  const [a, b] = [numeric(left), numeric(right)]
  if (a === undefined || b === undefined) throw unsupported('** or pow()', left, right)
  if (isFloat(left) || isFloat(right) || b < 0) {
    if (a === 0 && b < 0) throw wrongValue('0.0 cannot be raised to a negative power')
    return float(floatPower(a, b))
  }
  const quick = a ** b
  if (Number.isSafeInteger(quick) || !isExact(left) || !isExact(right)) return quick
  requireInteger(Math.log2(Math.abs(a)) * b)
  return integer(BigInt(left) ** BigInt(right))
}

/** JavaScript's `**` is off in the last digit more often than C's pow; whole exponents are computed exactly and rounded once. */
function floatPower(a: number, b: number): number {
  if (!Number.isInteger(b) || b < 2 || b > 19 || !Number.isFinite(a) || a === 0) return a ** b
  const exponent = Math.floor(Math.log2(Math.abs(a))) - 52
  const mantissa = a / 2 ** exponent
  const exact = Number.isSafeInteger(mantissa) ? Number(BigInt(mantissa) ** BigInt(b)) * 2 ** (exponent * b) : Number.NaN
  return Number.isFinite(exact) && Math.abs(exact) > 1e-290 ? exact : a ** b
}

export function negate(value: unknown): unknown {
  if (typeof value === 'bigint') return integer(-value)
  const number = numeric(value)
  if (number === undefined) throw unsupportedUnary('-', value)
  return isFloat(value) ? float(-number) : 0 - number
}

export function positive(value: unknown): unknown {
  const number = numeric(value)
  if (number === undefined) throw unsupportedUnary('+', value)
  return typeof value === 'boolean' ? number : value
}

function byObjects(operator: Operator, left: unknown, right: unknown): unknown {
  if (left instanceof Undefined) throw undefinedError(left)
  if (right instanceof Undefined) throw undefinedError(right)
  const answer = isObject(left) ? (left as TemplateObject)[operate]?.(operator, right, false) : undefined
  if (answer !== undefined && answer !== missing) return answer
  const reversed = isObject(right) ? (right as TemplateObject)[operate]?.(operator, left, true) : undefined
  if (reversed !== undefined && reversed !== missing) return reversed
  throw unsupported(operator, left, right)
}

function unsupported(operator: string, left: unknown, right: unknown): SluiceError {
  if (left instanceof Undefined) return undefinedError(left)
  if (right instanceof Undefined) return undefinedError(right)
  const [a, b] = [typeName(left), typeName(right)]
  if (operator === '+' && typeof left === 'string') {
    return wrongType(`can only concatenate str (not "${b}") to str`, 'Use `~`, which turns both sides into text first.')
  }
  return wrongType(`unsupported operand type(s) for ${operator}: '${a}' and '${b}'`)
}

function unsupportedUnary(sign: string, value: unknown): SluiceError {
  return value instanceof Undefined ? undefinedError(value) : wrongType(`bad operand type for unary ${sign}: '${typeName(value)}'`)
}

/** `member in container`. */
export function contains(container: unknown, member: unknown): boolean {
  if (typeof container === 'string') {
    if (typeof member === 'string') return container.includes(member)
    if (member instanceof Undefined) throw undefinedError(member)
    throw wrongType(`'in <string>' requires string as left operand, not ${typeName(member)}`)
  }
  if (Array.isArray(container)) return container.some((item) => equal(item, member))
  if (container instanceof PyDict || container instanceof PySet) return container.has(member)
  if (isDict(container)) return dictHas(container, member)
  if (container instanceof Undefined) return false
  const items = isObject(container) ? (container as TemplateObject)[iterate]?.() : undefined
  if (items === undefined) throw wrongType(`argument of type '${typeName(container)}' is not iterable`)
  for (const item of items) if (equal(item, member)) return true
  return false
}
