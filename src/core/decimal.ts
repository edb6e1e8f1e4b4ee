/**
 * A decimal from the warehouse or a seed: exact at any precision, in text and in arithmetic, as Python's Decimal is.
 * Boxed as Float is, so that the template runtime treats it as a number.
 */
import { Float } from './float.js'
import { attribute, define, kind, missing, type Operator, repr, type TemplateObject, text } from './template-object.js'
import { Tuple } from './tuple.js'

/** Digits kept by operations whose result would have more, Python's default. */
const precision = 28

export class Decimal extends Float implements TemplateObject {
  readonly digits: string

  constructor(digits: string) {
    super(digits)
    this.digits = digits
  }

  override toString(): string {
    return this.digits
  }

  [text](): string {
    return this.digits
  }

  [repr](): string {
    return `Decimal('${this.digits}')`
  }

  [attribute](name: string): unknown {
    return Object.hasOwn(methods, name) ? methods[name]?.(this) : missing
  }

  get [kind](): { typeName: string } {
    return { typeName: 'decimal.Decimal' }
  }

  /** JSON has no exact decimals; a number would lose digits. */
  toJSON(): string | number {
    return String(this.valueOf()) === this.digits ? this.valueOf() : this.digits
  }
}

/** What a float is in a query's result: agate keeps every number as a Decimal of its shortest text. */
export function decimalOfFloat(value: number): Decimal {
  if (Number.isNaN(value)) return new Decimal('NaN')
  if (!Number.isFinite(value)) return new Decimal(value < 0 ? '-Infinity' : 'Infinity')
  const exact = partsOf(new Decimal(value.toExponential()))
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e16
  return new Decimal(isWhole || !exact ? new Float(value).toString() : exactText(exact))
}

/** Packages tell a Decimal from other numbers by these, and a whole one by its exponent. */
const methods: Readonly<Record<string, (value: Decimal) => unknown>> = {
  normalize: (value) => define('normalize', [], () => new Decimal(normalText(value))),
  as_tuple: (value) => define('as_tuple', [], () => new DecimalTuple(value)),
  is_nan: (value) => define('is_nan', [], () => value.digits === 'NaN'),
  is_finite: (value) => define('is_finite', [], () => partsOf(value) !== undefined),
  is_infinite: (value) => define('is_infinite', [], () => /inf/i.test(value.digits)),
  is_zero: (value) => define('is_zero', [], () => partsOf(value)?.units === 0n),
  is_signed: (value) => define('is_signed', [], () => value.digits.startsWith('-')),
  adjusted: (value) => define('adjusted', [], () => adjustedOf(value)),
  to_integral_value: (value) => define('to_integral_value', [], () => new Decimal(wholeText(value))),
  real: (value) => value,
  imag: () => new Decimal('0'),
}

/** Without zeros at its end: `100.00` is `1E+2`. */
function normalText(value: Decimal): string {
  const exact = partsOf(value)
  if (!exact) return value.digits
  if (exact.units === 0n) return value.digits.startsWith('-') ? '-0' : '0'
  let { units, scale } = rounded(exact)
  for (; units % 10n === 0n; scale--) units /= 10n
  return exactText({ units, scale })
}

function wholeText(value: Decimal): string {
  const exact = partsOf(value)
  if (!exact || exact.scale <= 0) return value.digits
  const by = ten(exact.scale)
  const [kept, rest] = [exact.units / by, exact.units % by]
  const twice = (rest < 0n ? -rest : rest) * 2n
  const up = twice > by || (twice === by && kept % 2n !== 0n)
  return exactText({ units: up ? kept + (rest < 0n ? -1n : 1n) : kept, scale: 0 })
}

function adjustedOf(value: Decimal): number {
  const exact = partsOf(value)
  return exact ? digitCount(exact.units) - 1 - exact.scale : 0
}

/** Python's named tuple of a Decimal: sign, digits and the exponent, a letter where it is no number. */
class DecimalTuple extends Tuple<unknown> {
  constructor(value: Decimal) {
    super()
    const exact = partsOf(value)
    const digits = exact ? [...String(exact.units < 0n ? -exact.units : exact.units)].map(Number) : /inf/i.test(value.digits) ? [0] : []
    const exponent = exact ? -exact.scale || 0 : /inf/i.test(value.digits) ? 'F' : 'n'
    this.push(value.digits.startsWith('-') ? 1 : 0, Tuple.from(digits), exponent)
  }

  [attribute](name: string): unknown {
    const index = ['sign', 'digits', 'exponent'].indexOf(name)
    return index < 0 ? missing : this[index]
  }
}

/** `units × 10^-scale`; a negative scale stands for an exponent. */
function partsOf(value: Decimal): Exact | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(value.digits)
  if (!match) return undefined
  const [, sign, whole = '0', fraction = '', exponent = '0'] = match
  return { units: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), scale: fraction.length - Number(exponent) }
}

/** `units × 10^-scale`. */
interface Exact {
  readonly units: bigint
  readonly scale: number
}

/** `undefined` unless one side is a Decimal and both are finite numbers. Division by zero is the caller's to refuse. */
export function decimalArithmetic(operator: Operator, left: unknown, right: unknown): Decimal | undefined {
  if (!(left instanceof Decimal) && !(right instanceof Decimal)) return undefined
  const [a, b] = [exactOf(left), exactOf(right)]
  if (!a || !b) return undefined
  const result = calculations[operator](a, b)
  return result && new Decimal(exactText(rounded(result)))
}

const calculations: Readonly<Record<Operator, (a: Exact, b: Exact) => Exact | undefined>> = {
  '+': (a, b) => aligned(a, b, (x, y) => x + y),
  '-': (a, b) => aligned(a, b, (x, y) => x - y),
  '*': (a, b) => ({ units: a.units * b.units, scale: a.scale + b.scale }),
  '/': (a, b) => (b.units === 0n ? undefined : quotient(a, b)),
  '//': (a, b) => (b.units === 0n ? undefined : { units: wholeQuotient(a, b), scale: 0 }),
  // Unlike those of ints, a remainder has the sign of what is divided.
  '%': (a, b) => (b.units === 0n ? undefined : aligned(a, b, (x, y) => x % y)),
}

function aligned(a: Exact, b: Exact, combine: (x: bigint, y: bigint) => bigint): Exact {
  const scale = Math.max(a.scale, b.scale)
  return { units: combine(a.units * ten(scale - a.scale), b.units * ten(scale - b.scale)), scale }
}

/** Truncated towards zero, as Decimal's `//` is. */
function wholeQuotient(a: Exact, b: Exact): bigint {
  const scale = Math.max(a.scale, b.scale)
  return (a.units * ten(scale - a.scale)) / (b.units * ten(scale - b.scale))
}

/** Enough digits to round from; an exact result keeps no more decimals than it needs. */
function quotient(a: Exact, b: Exact): Exact {
  const shift = precision + 2 + digitCount(b.units)
  let units = (a.units * ten(shift)) / b.units
  const isExact = units * b.units === a.units * ten(shift)
  let scale = shift + a.scale - b.scale
  const ideal = Math.max(0, a.scale - b.scale)
  if (isExact) for (; scale > ideal && units % 10n === 0n; scale--) units /= 10n
  return { units, scale }
}

function exactOf(value: unknown): Exact | undefined {
  if (typeof value === 'bigint') return { units: value, scale: 0 }
  if (typeof value === 'boolean') return { units: value ? 1n : 0n, scale: 0 }
  if (typeof value !== 'number' && !(value instanceof Float)) return undefined
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(String(value))
  if (!match) return undefined
  const [, sign, whole = '0', fraction = '', exponent = '0'] = match
  const units = BigInt(`${sign}${whole}${fraction}`)
  const scale = fraction.length - Number(exponent)
  return scale < 0 ? { units: units * ten(-scale), scale: 0 } : { units, scale }
}

/** Half to even, to the precision. */
function rounded({ units, scale }: Exact): Exact {
  const extra = digitCount(units) - precision
  if (extra <= 0) return { units, scale }
  const by = ten(extra)
  const kept = units / by
  const rest = units % by
  const twice = (rest < 0n ? -rest : rest) * 2n
  const up = twice > by || (twice === by && kept % 2n !== 0n)
  return { units: up ? kept + (units < 0n ? -1n : 1n) : kept, scale: scale - extra }
}

function digitCount(units: bigint): number {
  return String(units < 0n ? -units : units).length
}

function ten(power: number): bigint {
  return 10n ** BigInt(power)
}

/** Python's str(): an exponent only for what is very small, or was rounded to more than its digits. */
function exactText({ units, scale }: Exact): string {
  const sign = units < 0n ? '-' : ''
  const digits = String(units < 0n ? -units : units)
  const adjusted = digits.length - 1 - scale
  if (scale < 0 || adjusted < -6) {
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
    return `${sign}${mantissa}E${adjusted < 0 ? '-' : '+'}${Math.abs(adjusted)}`
  }
  if (scale === 0) return `${sign}${digits}`
  const padded = digits.padStart(scale + 1, '0')
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}
