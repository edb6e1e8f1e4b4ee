/** Python's `date`. */
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
import { civil, dayNumber, epochOrdinal, isoCalendar, pad, weekday } from './calendar.js'
import { type ClockFields, strftime } from './strftime.js'
import { floorDivide, TimeDelta } from './timedelta.js'

export const microsPerDay = 86_400_000_000n

export class DateValue implements TemplateObject {
  /** Days since 1970-01-01. */
  readonly days: number

  constructor(days: number) {
    this.days = days
  }

  static of(year: number, month: number, day: number): DateValue {
    return new DateValue(dayNumber(year, month, day))
  }

  isoformat(): string {
    const { year, month, day } = civil(this.days)
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  }

  toString(): string {
    return this.isoformat()
  }

  toJSON(): string {
    return this.isoformat()
  }

  [attribute](name: string): unknown {
    if (name === 'year' || name === 'month' || name === 'day') return civil(this.days)[name]
    return dateMethods(this.days)[name]?.() ?? ownMethods[name]?.(this) ?? missing
  }

  [operate](operator: Operator, other: unknown, reversed: boolean): unknown {
    if (other instanceof TimeDelta && (operator === '+' || (operator === '-' && !reversed))) {
      const days = Number(floorDivide(other.micros, microsPerDay))
      return new DateValue(operator === '+' ? this.days + days : this.days - days)
    }
    if (other instanceof DateValue && operator === '-') {
      const difference = reversed ? other.days - this.days : this.days - other.days
      return new TimeDelta(BigInt(difference) * microsPerDay)
    }
    return missing
  }

  [compare](other: unknown): number | Missing {
    return other instanceof DateValue ? this.days - other.days : missing
  }

  [equals](other: unknown): boolean {
    return other instanceof DateValue && other.days === this.days
  }

  [identity](): string {
    return `date ${this.days}`
  }

  [text](): string {
    return this.isoformat()
  }

  [repr](): string {
    const { year, month, day } = civil(this.days)
    return `datetime.date(${year}, ${month}, ${day})`
  }

  get [kind](): { typeName: string } {
    return { typeName: 'datetime.date' }
  }
}

/** Methods dates and datetimes answer alike. */
export function dateMethods(days: number): Readonly<Record<string, () => TemplateFunction>> {
  return {
    weekday: () => define('weekday', [], () => weekday(days)),
    isoweekday: () => define('isoweekday', [], () => weekday(days) + 1),
    isocalendar: () => define('isocalendar', [], () => isoCalendar(days)),
    toordinal: () => define('toordinal', [], () => days + epochOrdinal),
  }
}

const ownMethods: Readonly<Record<string, (date: DateValue) => TemplateFunction>> = {
  isoformat: (date) => define('isoformat', [], () => date.isoformat()),
  strftime: (date) => define('strftime', ['format'], (format: string) => strftime(midnight(date.days), format)),
  __format__: (date) =>
    define('__format__', ['format'], (format: string) => (format === '' ? date.isoformat() : strftime(midnight(date.days), format))),
  ctime: (date) => define('ctime', [], () => strftime(midnight(date.days), '%a %b %e %H:%M:%S %Y')),
  replace: (date) =>
    define('replace', ['year?', 'month?', 'day?'], (year?: number, month?: number, day?: number) => {
      const now = civil(date.days)
      return DateValue.of(year ?? now.year, month ?? now.month, day ?? now.day)
    }),
}

function midnight(days: number): ClockFields {
  return { days, hour: 0, minute: 0, second: 0, microsecond: 0 }
}
