/** Python's `time`: a time of day. */
import {
  attribute,
  compare,
  define,
  equals,
  identity,
  kind,
  type Missing,
  missing,
  repr,
  type TemplateObject,
  text,
} from '../template-object.js'
import { pad } from './calendar.js'
import { strftime } from './strftime.js'
import { offsetText, type Zone } from './zone.js'

export class TimeValue implements TemplateObject {
  /** Microseconds since midnight. */
  readonly micros: number
  readonly zone: Zone | null

  constructor(micros: number, zone: Zone | null = null) {
    this.micros = micros
    this.zone = zone
  }

  get fields(): { readonly hour: number; readonly minute: number; readonly second: number; readonly microsecond: number } {
    return clockOf(this.micros)
  }

  isoformat(timespec = 'auto'): string {
    return `${clockText(this.micros, timespec)}${this.zone ? offsetText(this.zone.offset.seconds) : ''}`
  }

  toString(): string {
    return this.isoformat()
  }

  toJSON(): string {
    return this.isoformat()
  }

  [attribute](name: string): unknown {
    switch (name) {
      case 'hour':
      case 'minute':
      case 'second':
      case 'microsecond':
        return this.fields[name]
      case 'tzinfo':
        return this.zone
      case 'isoformat':
        return define('isoformat', ['timespec?'], (timespec?: string) => this.isoformat(timespec))
      case 'strftime':
        return define('strftime', ['format'], (format: string) =>
          strftime({ days: -25567, ...this.fields, offsetSeconds: this.zone?.offset.seconds }, format),
        )
      case 'replace':
        return define(
          'replace',
          ['hour?', 'minute?', 'second?', 'microsecond?'],
          (hour?: number, minute?: number, second?: number, microsecond?: number) => {
            const now = this.fields
            return new TimeValue(
              microsOf(hour ?? now.hour, minute ?? now.minute, second ?? now.second, microsecond ?? now.microsecond),
              this.zone,
            )
          },
        )
      default:
        return missing
    }
  }

  [compare](other: unknown): number | Missing {
    return other instanceof TimeValue ? this.micros - other.micros : missing
  }

  [equals](other: unknown): boolean {
    return other instanceof TimeValue && other.micros === this.micros
  }

  [identity](): string {
    return `time ${this.micros}`
  }

  [text](): string {
    return this.isoformat()
  }

  [repr](): string {
    const { hour, minute, second, microsecond } = this.fields
    const tail = microsecond !== 0 ? `, ${second}, ${microsecond}` : second !== 0 ? `, ${second}` : ''
    return `datetime.time(${hour}, ${minute}${tail})`
  }

  get [kind](): { typeName: string } {
    return { typeName: 'datetime.time' }
  }
}

export function microsOf(hour: number, minute: number, second: number, microsecond: number): number {
  return ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond
}

export function clockOf(micros: number): {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
} {
  const seconds = Math.floor(micros / 1e6)
  return { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60, microsecond: micros % 1e6 }
}

/** `HH:MM:SS[.ffffff]`, or as Python's `timespec` asks. */
export function clockText(micros: number, timespec: string): string {
  const { hour, minute, second, microsecond } = clockOf(micros)
  const hours = pad(hour, 2)
  const minutes = `${hours}:${pad(minute, 2)}`
  const seconds = `${minutes}:${pad(second, 2)}`
  switch (timespec) {
    case 'hours':
      return hours
    case 'minutes':
      return minutes
    case 'seconds':
      return seconds
    case 'milliseconds':
      return `${seconds}.${pad(Math.floor(microsecond / 1000), 3)}`
    case 'microseconds':
      return `${seconds}.${pad(microsecond, 6)}`
    default:
      return microsecond === 0 ? seconds : `${seconds}.${pad(microsecond, 6)}`
  }
}
