/**
 * Time zones as pytz gives them: a zone object carries one offset, and `localize`, `normalize` and `astimezone` choose
 * the right one for a moment. The rules come from the platform's own zone data.
 */
import { attribute, equals, identity, kind, missing, repr, type TemplateObject, text } from '../template-object.js'
import { pad } from './calendar.js'

/** An offset in force. */
export interface Offset {
  readonly seconds: number
  readonly abbreviation: string
  readonly daylight: boolean
}

export class Zone implements TemplateObject {
  /** IANA name, or the text of a fixed offset. */
  readonly name: string
  readonly offset: Offset
  /** Undefined for zones whose offset never changes. */
  readonly rules: ZoneRules | undefined
  /** Methods only zones from pytz have (`localize`, `normalize`); set by the `modules.pytz` factory. */
  readonly methods: Readonly<Record<string, (zone: Zone) => unknown>>

  constructor(name: string, offset: Offset, rules?: ZoneRules, methods: Readonly<Record<string, (zone: Zone) => unknown>> = {}) {
    this.name = name
    this.offset = offset
    this.rules = rules
    this.methods = methods
  }

  /** The same zone with the offset in force at a moment (seconds since 1970, UTC). */
  at(epochSeconds: number): Zone {
    return this.rules ? new Zone(this.name, this.rules.at(epochSeconds), this.rules, this.methods) : this
  }

  /** The same zone with the offset in force at a local wall time; in an overlap or gap `daylight` chooses. */
  atLocal(localSeconds: number, daylight: boolean): Zone {
    if (!this.rules) return this
    const candidates = [this.rules.at(localSeconds - 86_400), this.rules.at(localSeconds + 86_400)]
    const fitting = candidates.filter((offset) => this.rules?.at(localSeconds - offset.seconds).seconds === offset.seconds)
    const pool = fitting.length > 0 ? fitting : candidates
    const chosen = pool.find((offset) => offset.daylight === daylight) ?? pool[0] ?? this.offset
    return new Zone(this.name, chosen, this.rules, this.methods)
  }

  [attribute](name: string): unknown {
    if (name === 'zone') return this.rules || this.name === 'UTC' ? this.name : null
    const method = this.methods[name]
    return method ? method(this) : missing
  }

  [equals](other: unknown): boolean {
    return other instanceof Zone && other.name === this.name && other.offset.seconds === this.offset.seconds
  }

  [identity](): string {
    return `zone ${this.name} ${this.offset.seconds}`
  }

  [text](): string {
    return this.name
  }

  [repr](): string {
    if (!this.rules) return this.name === 'UTC' ? '<UTC>' : this.name
    return `<DstTzInfo '${this.name}' ${this.offset.abbreviation}${offsetAsDelta(this.offset.seconds)} ${this.offset.daylight ? 'DST' : 'STD'}>`
  }

  get [kind](): { typeName: string } {
    return { typeName: 'tzinfo' }
  }
}

export const utc = new Zone('UTC', { seconds: 0, abbreviation: 'UTC', daylight: false })

/** A zone with one offset for ever, named as `datetime.timezone` names it: `UTC+01:00`. */
export function fixedZone(seconds: number): Zone {
  const name = seconds === 0 ? 'UTC' : `UTC${offsetText(seconds)}`
  return new Zone(name, { seconds, abbreviation: name, daylight: false })
}

/** `+01:00`, with seconds where there are any. */
export function offsetText(seconds: number, separator = ':'): string {
  const size = Math.abs(seconds)
  const rest = size % 60 === 0 ? '' : `${separator}${pad(size % 60, 2)}`
  return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(size / 3600), 2)}${separator}${pad(Math.floor(size / 60) % 60, 2)}${rest}`
}

/** As pytz shows an offset: a timedelta, so west of Greenwich is `-1 day, 19:00:00`. */
function offsetAsDelta(seconds: number): string {
  const positive = seconds < 0 ? seconds + 86_400 : seconds
  const clock = `${Math.floor(positive / 3600)}:${pad(Math.floor(positive / 60) % 60, 2)}:${pad(positive % 60, 2)}`
  return seconds < 0 ? `-1 day, ${clock}` : `+${clock}`
}

export class ZoneRules {
  readonly #name: string
  readonly #parts: Intl.DateTimeFormat
  readonly #short: Intl.DateTimeFormat
  readonly #known = new Map<number, Offset>()

  /** Throws a RangeError for a name the platform does not know. */
  constructor(name: string) {
    this.#name = name
    const clock = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
    this.#parts = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', era: 'short', ...clock })
    this.#short = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'short' })
  }

  at(epochSeconds: number): Offset {
    const hour = Math.floor(epochSeconds / 900)
    const known = this.#known.get(hour)
    if (known) return known
    const seconds = this.#offsetAt(epochSeconds)
    const standard = Math.min(...this.#seasonOffsets(epochSeconds))
    const daylight = seconds > standard
    const offset = { seconds, abbreviation: this.#abbreviation(epochSeconds, seconds, daylight), daylight }
    this.#known.set(hour, offset)
    return offset
  }

  /** Local mean time, which pytz gives a zone that no moment was applied to; whole minutes. */
  localMean(): Offset {
    return { seconds: Math.round(this.#offsetAt(-5_364_662_400) / 60) * 60, abbreviation: 'LMT', daylight: false }
  }

  #seasonOffsets(epochSeconds: number): number[] {
    const quarter = 91 * 86_400
    return [-2, -1, 0, 1, 2].map((step) => this.#offsetAt(epochSeconds + step * quarter))
  }

  #offsetAt(epochSeconds: number): number {
    const read = Object.fromEntries(this.#parts.formatToParts(new Date(epochSeconds * 1000)).map((part) => [part.type, part.value]))
    const year = read['era'] === 'BC' ? 1 - Number(read['year']) : Number(read['year'])
    const local = Date.UTC(
      year,
      Number(read['month']) - 1,
      Number(read['day']),
      Number(read['hour']),
      Number(read['minute']),
      Number(read['second']),
    )
    return Math.round(local / 1000) - Math.floor(epochSeconds)
  }

  #abbreviation(epochSeconds: number, seconds: number, daylight: boolean): string {
    const table = abbreviations[this.#name.split('/')[0] ?? '']?.[seconds]
    if (table) return table[daylight ? 1 : 0]
    const shown = this.#short.formatToParts(new Date(epochSeconds * 1000)).find((part) => part.type === 'timeZoneName')?.value ?? ''
    if (/^[A-Z]{3,4}$/.test(shown)) return shown
    return seconds % 3600 === 0 ? offsetText(seconds).slice(0, 3) : offsetText(seconds, '')
  }
}

/** Names the platform's English data leaves as `GMT+1`: continent → offset → [standard, daylight]. */
const abbreviations: Readonly<Record<string, Readonly<Record<number, readonly [string, string]>>>> = {
  Europe: { 0: ['GMT', 'WEST'], 3600: ['CET', 'BST'], 7200: ['EET', 'CEST'], 10800: ['MSK', 'EEST'] },
  Australia: {
    28800: ['AWST', 'AWST'],
    34200: ['ACST', 'ACST'],
    37800: ['ACST', 'ACDT'],
    36000: ['AEST', 'AEST'],
    39600: ['AEST', 'AEDT'],
  },
  Africa: { 0: ['GMT', 'GMT'], 3600: ['WAT', 'WAT'], 7200: ['SAST', 'SAST'], 10800: ['EAT', 'EAT'] },
}
