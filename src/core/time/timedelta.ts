/** Python's `timedelta`: a span of time, exact to the microsecond. */
import { Float } from '../float.js'
import {
  attribute,
  compare,
  define,
  equals,
  identity,
  kind,
  missing,
  type Operator,
  operate,
  repr,
  type TemplateObject,
  text,
  truth,
} from '../template-object.js'
import { pad } from './calendar.js'

const second = 1_000_000n
const day = 86_400n * second

export class TimeDelta implements TemplateObject {
  readonly micros: bigint

  constructor(micros: bigint) {
    this.micros = micros
  }

  /** Units may be fractions; the sum is rounded to the microsecond. */
  static of(parts: {
    days?: number
    seconds?: number
    microseconds?: number
    milliseconds?: number
    minutes?: number
    hours?: number
    weeks?: number
  }): TimeDelta {
    const { days = 0, seconds = 0, microseconds = 0, milliseconds = 0, minutes = 0, hours = 0, weeks = 0 } = parts
    const wholeDays = Number(days) + Number(weeks) * 7
    const fine = (Number(seconds) + Number(minutes) * 60 + Number(hours) * 3600) * 1e6 + Number(milliseconds) * 1e3 + Number(microseconds)
    const dayPart = Math.trunc(wholeDays)
    return new TimeDelta(BigInt(dayPart) * day + BigInt(roundHalfEven(fine + (wholeDays - dayPart) * 86_400e6)))
  }

  /** As Python keeps it: only the days are ever negative. */
  get parts(): { readonly days: number; readonly seconds: number; readonly microseconds: number } {
    const days = floorDivide(this.micros, day)
    const rest = this.micros - days * day
    return { days: Number(days), seconds: Number(rest / second), microseconds: Number(rest % second) }
  }

  get totalSeconds(): number {
    return Number(this.micros) / 1e6
  }

  [attribute](name: string): unknown {
    if (name === 'days' || name === 'seconds' || name === 'microseconds') return this.parts[name]
    if (name === 'total_seconds') return define('total_seconds', [], () => floatValue(this.totalSeconds))
    return missing
  }

  [operate](operator: Operator, other: unknown, reversed: boolean): unknown {
    if (other instanceof TimeDelta) return withDelta(operator, reversed ? other : this, reversed ? this : other)
    if (typeof other !== 'number' && !(other instanceof Float)) return missing
    const factor = Number(other)
    if (operator === '*') return this.#scaled(factor)
    if (reversed) return missing
    if (operator === '/') return new TimeDelta(BigInt(roundHalfEven(Number(this.micros) / factor)))
    return operator === '//' && Number.isInteger(factor) ? new TimeDelta(floorDivide(this.micros, BigInt(factor))) : missing
  }

  #scaled(factor: number): TimeDelta {
    return new TimeDelta(Number.isInteger(factor) ? this.micros * BigInt(factor) : BigInt(roundHalfEven(Number(this.micros) * factor)))
  }

  [compare](other: unknown): number | typeof missing {
    return other instanceof TimeDelta ? Number(this.micros > other.micros) - Number(this.micros < other.micros) : missing
  }

  [equals](other: unknown): boolean {
    return other instanceof TimeDelta && other.micros === this.micros
  }

  [identity](): string {
    return `timedelta ${this.micros}`
  }

  [truth](): boolean {
    return this.micros !== 0n
  }

  [text](): string {
    const { days, seconds, microseconds } = this.parts
    const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`
    const fraction = microseconds === 0 ? '' : `.${pad(microseconds, 6)}`
    const dayText = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `
    return `${dayText}${clock}${fraction}`
  }

  toString(): string {
    return this[text]()
  }

  [repr](): string {
    const { days, seconds, microseconds } = this.parts
    const named = Object.entries({ days, seconds, microseconds }).filter(([, value]) => value !== 0)
    return `datetime.timedelta(${named.length === 0 ? '0' : named.map(([name, value]) => `${name}=${value}`).join(', ')})`
  }

  get [kind](): { typeName: string } {
    return { typeName: 'datetime.timedelta' }
  }
}

function withDelta(operator: Operator, left: TimeDelta, right: TimeDelta): unknown {
  switch (operator) {
    case '+':
      return new TimeDelta(left.micros + right.micros)
    case '-':
      return new TimeDelta(left.micros - right.micros)
    case '/':
      return floatValue(Number(left.micros) / Number(right.micros))
    case '//':
      return Number(floorDivide(left.micros, right.micros))
    case '%':
      return new TimeDelta(left.micros - floorDivide(left.micros, right.micros) * right.micros)
    default:
      return missing
  }
}

export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by !== 0n && value < 0n !== by < 0n ? quotient - 1n : quotient
}

/** A number that prints as Python prints a float. */
export function floatValue(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
