/** `strftime` and `strptime` with C-locale names. */
import { civil, dayNumber, dayOfYear, isoCalendar, isoYearStart, pad, weekday } from './calendar.js'
import { offsetText } from './zone.js'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A moment on a wall clock, with its offset when it has one. */
export interface ClockFields {
  readonly days: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly microsecond: number
  readonly offsetSeconds?: number | undefined
  readonly zoneName?: string | undefined
}

type Directive = (at: ClockFields) => string

const directives: Readonly<Record<string, Directive>> = {
  a: (at) => weekdays[weekday(at.days)]?.slice(0, 3) ?? '',
  A: (at) => weekdays[weekday(at.days)] ?? '',
  w: (at) => String((weekday(at.days) + 1) % 7),
  d: (at) => pad(civil(at.days).day, 2),
  e: (at) => String(civil(at.days).day).padStart(2, ' '),
  b: (at) => months[civil(at.days).month - 1]?.slice(0, 3) ?? '',
  h: (at) => months[civil(at.days).month - 1]?.slice(0, 3) ?? '',
  B: (at) => months[civil(at.days).month - 1] ?? '',
  m: (at) => pad(civil(at.days).month, 2),
  y: (at) => pad(civil(at.days).year % 100, 2),
  Y: (at) => String(civil(at.days).year),
  C: (at) => pad(Math.floor(civil(at.days).year / 100), 2),
  H: (at) => pad(at.hour, 2),
  I: (at) => pad(at.hour % 12 || 12, 2),
  k: (at) => String(at.hour).padStart(2, ' '),
  l: (at) => String(at.hour % 12 || 12).padStart(2, ' '),
  p: (at) => (at.hour < 12 ? 'AM' : 'PM'),
  P: (at) => (at.hour < 12 ? 'am' : 'pm'),
  M: (at) => pad(at.minute, 2),
  S: (at) => pad(at.second, 2),
  f: (at) => pad(at.microsecond, 6),
  z: (at) => (at.offsetSeconds === undefined ? '' : offsetText(at.offsetSeconds, '')),
  Z: (at) => at.zoneName ?? '',
  j: (at) => pad(dayOfYear(at.days), 3),
  U: (at) => pad(Math.floor((dayOfYear(at.days) + 6 - ((weekday(at.days) + 1) % 7)) / 7), 2),
  W: (at) => pad(Math.floor((dayOfYear(at.days) + 6 - weekday(at.days)) / 7), 2),
  G: (at) => pad(isoCalendar(at.days)[0], 4),
  g: (at) => pad(isoCalendar(at.days)[0] % 100, 2),
  u: (at) => String(weekday(at.days) + 1),
  V: (at) => pad(isoCalendar(at.days)[1], 2),
  s: (at) => String(at.days * 86_400 + at.hour * 3600 + at.minute * 60 + at.second - (at.offsetSeconds ?? 0)),
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
}

/** Directives made of others. */
const composed: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  r: '%I:%M:%S %p',
}

/** Unknown directives stay as written, `%-d` drops leading zeros (glibc). */
export function strftime(at: ClockFields, format: string): string {
  return format.replace(/%([-_0^#]?)([A-Za-z%])/g, (whole, flag: string, letter: string) => {
    const parts = composed[letter]
    const value = parts === undefined ? directives[letter]?.(at) : strftime(at, parts)
    return value === undefined ? whole : withFlag(value, flag)
  })
}

function withFlag(value: string, flag: string): string {
  switch (flag) {
    case '-':
      return value.replace(/^[0 ]+(?=.)/, '')
    case '_':
      return value.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length))
    case '0':
      return value.replace(/^ +/, (blanks) => '0'.repeat(blanks.length))
    case '^':
      return value.toUpperCase()
    default:
      return value
  }
}

/** What each directive of `strptime` accepts. */
const patterns: Readonly<Record<string, string>> = {
  d: '3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]',
  f: '\\d{1,6}',
  H: '2[0-3]|[01]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  G: '\\d{4}',
  j: '36[0-6]|3[0-5]\\d|[12]\\d{2}|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  S: '6[01]|[0-5]\\d|\\d',
  U: '5[0-3]|[0-4]\\d|\\d',
  W: '5[0-3]|[0-4]\\d|\\d',
  V: '5[0-3]|0[1-9]|[1-4]\\d|\\d',
  w: '[0-6]',
  u: '[1-7]',
  y: '\\d{2}',
  Y: '\\d{4}',
  z: '[+-]\\d{2}:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z',
  Z: 'UTC|GMT|[A-Z]{3,4}',
  p: 'AM|PM',
  a: weekdays.map((name) => name.slice(0, 3)).join('|'),
  A: weekdays.join('|'),
  b: months.map((name) => name.slice(0, 3)).join('|'),
  B: months.join('|'),
}

/** The fields read, or what did not fit. */
export function strptime(value: string, format: string): ClockFields | string {
  const compiled = patternOf(format)
  if (typeof compiled === 'string') return compiled
  const match = compiled.pattern.exec(value)
  if (!match) return `time data ${quoted(value)} does not match format ${quoted(format)}`
  if (match[0].length !== value.length) return `unconverted data remains: ${value.slice(match[0].length)}`
  return fieldsOf(new Map(compiled.letters.map((letter, index) => [letter, match[index + 1] ?? ''])))
}

interface FormatPattern {
  readonly pattern: RegExp
  readonly letters: readonly string[]
}

/** The format as a regular expression with one group per directive. */
function patternOf(format: string): FormatPattern | string {
  const letters: string[] = []
  const expanded = format.replace(/%([cxXDFTRr])/g, (_whole, letter: string) => (composed[letter] ?? '').replace('%e', '%d'))
  let source = ''
  for (const token of expanded.match(/%.|\s+|[\s\S]/g) ?? []) {
    const letter = token[1]
    const directive = token.length === 2 && token.startsWith('%') && token !== '%%' ? letter : undefined
    if (directive === undefined) {
      source += literalPattern(token)
      continue
    }
    const pattern = patterns[directive]
    if (pattern === undefined) return `'${directive}' is a bad directive in format '${format}'`
    letters.push(directive)
    source += `(${pattern})`
  }
  return { pattern: new RegExp(`^${source}`, 'i'), letters }
}

function literalPattern(token: string): string {
  if (token === '%%') return '%'
  return /^\s+$/.test(token) ? '\\s+' : token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function quoted(value: string): string {
  return `'${value}'`
}

function fieldsOf(read: ReadonlyMap<string, string>): ClockFields | string {
  const number = (letter: string): number | undefined => (read.has(letter) ? Number(read.get(letter)) : undefined)
  const days = daysOf(read, number)
  if (typeof days === 'string') return days
  const twelve = number('I')
  const afternoon = read.get('p')?.toUpperCase() === 'PM'
  const hour = twelve === undefined ? (number('H') ?? 0) : (twelve % 12) + (afternoon ? 12 : 0)
  const fraction = read.get('f')
  const offset = read.get('z')
  return {
    days,
    hour,
    minute: number('M') ?? 0,
    second: number('S') ?? 0,
    microsecond: fraction === undefined ? 0 : Number(fraction.padEnd(6, '0')),
    offsetSeconds: offset === undefined ? undefined : offsetOf(offset),
    zoneName: read.get('Z'),
  }
}

function daysOf(read: ReadonlyMap<string, string>, number: (letter: string) => number | undefined): number | string {
  const short = number('y')
  const year = number('Y') ?? (short === undefined ? 1900 : short + (short <= 68 ? 2000 : 1900))
  const isoYear = number('G')
  const isoWeek = number('V')
  const dayOfWeek = weekdayOf(read, number)
  if (isoYear !== undefined && isoWeek !== undefined && dayOfWeek !== undefined)
    return isoYearStart(isoYear) + (isoWeek - 1) * 7 + dayOfWeek
  const ordinal = number('j')
  if (ordinal !== undefined) return dayNumber(year, 1, 1) + ordinal - 1
  const sundayWeek = number('U')
  const week = sundayWeek ?? number('W')
  if (week !== undefined && dayOfWeek !== undefined) return weekBased(year, week, dayOfWeek, sundayWeek !== undefined)
  const month = number('m') ?? monthOf(read) ?? 1
  const day = number('d') ?? 1
  const days = dayNumber(year, month, day)
  return civil(days).month === month ? days : 'day is out of range for month'
}

function weekBased(year: number, week: number, dayOfWeek: number, sundayFirst: boolean): number {
  const first = dayNumber(year, 1, 1)
  const firstWeekday = sundayFirst ? (weekday(first) + 1) % 7 : weekday(first)
  const wanted = sundayFirst ? (dayOfWeek + 1) % 7 : dayOfWeek
  const weekZero = (7 - firstWeekday) % 7
  return first + (week === 0 ? wanted - firstWeekday : weekZero + 7 * (week - 1) + wanted)
}

/** Monday is 0. */
function weekdayOf(read: ReadonlyMap<string, string>, number: (letter: string) => number | undefined): number | undefined {
  const fromSunday = number('w')
  if (fromSunday !== undefined) return (fromSunday + 6) % 7
  const fromMonday = number('u')
  if (fromMonday !== undefined) return fromMonday - 1
  const name = read.get('A') ?? read.get('a')
  return name === undefined ? undefined : weekdays.findIndex((known) => known.toLowerCase().startsWith(name.toLowerCase()))
}

function monthOf(read: ReadonlyMap<string, string>): number | undefined {
  const name = read.get('B') ?? read.get('b')
  return name === undefined ? undefined : months.findIndex((known) => known.toLowerCase().startsWith(name.toLowerCase())) + 1
}

export function offsetOf(value: string): number {
  if (value === 'Z') return 0
  const [hours = '0', minutes = '0', seconds = '0'] = value.slice(1).replaceAll(':', '').match(/\d\d/g) ?? []
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return value.startsWith('-') ? -size : size
}
