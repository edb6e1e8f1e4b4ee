/** Methods of Python's str. */
import { wrongType, wrongValue } from '../errors.js'
import { hasSurrogates } from './code-points.js'
import { dictGet } from './dicts.js'
import { iterateValue } from './iterate.js'
import { requireText } from './limits.js'
import { integerArgument, keyworded, type MethodBody, type MethodSpec, methodTable, positional, textArgument } from './method-table.js'
import { formatText } from './string-format.js'
import { split, splitFromRight, splitLines, strip } from './strip.js'
import { isDict, Tuple, typeName } from './values.js'

const test = (pattern: RegExp): MethodSpec<string> => positional([], (self) => pattern.test(self))
const map = (body: (self: string) => string): MethodSpec<string> => positional([], body)

function stripping(left: boolean, right: boolean): MethodSpec<string> {
  return positional(['chars?'], (self, [characters]) =>
    strip(self, characters == null ? null : textArgument(characters, 'strip'), left, right),
  )
}

function splitting(body: typeof split): MethodSpec<string> {
  return keyworded(['sep?', 'maxsplit?'], (self, [separator, limit]) =>
    body(self, separator == null ? null : textArgument(separator, 'split'), integerArgument(limit, -1)),
  )
}

/** `find` and its like: in a part of the text, given and answered in characters. */
function searching(name: string, body: (text: string, wanted: string) => number): MethodBody<string> {
  return (self, [wanted, start, end]) => {
    const text = textArgument(wanted, name)
    const points = hasSurrogates(self) ? Array.from(self) : self
    const [from, to] = range(points.length, start, end)
    const part = typeof points === 'string' ? points.slice(from, to) : points.slice(from, to).join('')
    if (from > points.length) return -1
    const found = body(part, text)
    return found < 0 ? -1 : from + (typeof points === 'string' ? found : Array.from(part.slice(0, found)).length)
  }
}

function range(length: number, start: unknown, end: unknown): [number, number] {
  const clamp = (value: number) => (value < 0 ? Math.max(0, length + value) : value)
  return [clamp(integerArgument(start ?? undefined, 0)), Math.min(length, clamp(integerArgument(end ?? undefined, length)))]
}

const find = searching('find', (text, wanted) => text.indexOf(wanted))
const rfind = searching('rfind', (text, wanted) => text.lastIndexOf(wanted))

function orFail(body: MethodBody<string>): MethodBody<string> {
  return (self, values) => {
    const found = body(self, values)
    if (found === -1) throw wrongValue('substring not found')
    return found
  }
}

function affix(name: 'startswith' | 'endswith', matches: (part: string, wanted: string) => boolean): MethodSpec<string> {
  return positional(['affix', 'start?', 'end?'], (self, [wanted, start, end]) => {
    const [from, to] = range(self.length, start, end)
    const part = from > self.length ? null : self.slice(from, Math.max(from, to))
    const candidates = wanted instanceof Tuple ? wanted : [wanted]
    return candidates.some((candidate) => {
      if (typeof candidate !== 'string') {
        throw wrongType(`${name} first arg must be str or a tuple of str, not ${typeName(candidate)}`)
      }
      return part !== null && matches(part, candidate)
    })
  })
}

export function replaceText(text: string, before: string, after: string, count: number): string {
  if (after.length * text.length > 1e6) requireText(text.length + countText(text, before) * (after.length - before.length))
  if (count < 0) return text.replaceAll(before, () => after)
  let done = 0
  // Splitting at most `count` times; an empty `before` stands between all characters.
  if (before === '')
    return Array.from(text).reduce((out, one) => out + (done++ < count ? after : '') + one, '') + (done++ < count ? after : '')
  const parts = text.split(before)
  return parts.reduce((out, part, index) => (index === 0 ? part : out + (index <= count ? after : before) + part), '')
}

function join(self: string, [items]: readonly unknown[]): string {
  const parts = iterateValue(items)
  parts.forEach((part, index) => {
    if (typeof part !== 'string') throw wrongType(`sequence item ${index}: expected str instance, ${typeName(part)} found`)
  })
  return parts.join(self)
}

function justify(name: string, place: (self: string, missing: number, fill: string) => string): MethodSpec<string> {
  return positional(['width', 'fillchar?'], (self, [width, fill]) => {
    const filler = fill === undefined ? ' ' : textArgument(fill, name)
    if (Array.from(filler).length !== 1) throw wrongType('The fill character must be exactly one character long')
    const missing = integerArgument(width, 0) - Array.from(self).length
    requireText(missing)
    return missing <= 0 ? self : place(self, missing, filler)
  })
}

/** Python puts the odd blank on the left only where the width is odd. */
export function centerText(text: string, missing: number, fill: string): string {
  const width = missing + Array.from(text).length
  requireText(width)
  const left = (missing >> 1) + (missing & width & 1)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

function partition(self: string, at: number, separator: string, absent: readonly string[]): Tuple {
  if (separator === '') throw wrongValue('empty separator')
  return at < 0 ? Tuple.from(absent) : Tuple.of(self.slice(0, at), separator, self.slice(at + separator.length))
}

export function capitalize(text: string): string {
  const [first = '', ...rest] = Array.from(text)
  return titleCase(first) + rest.join('').toLowerCase()
}

/** `ß` becomes `Ss`, not `SS`, at the start of a word. */
function titleCase(one: string): string {
  const upper = one.toUpperCase()
  return upper.length > one.length ? upper.slice(0, 1) + upper.slice(1).toLowerCase() : upper
}

const cased = /\p{Cased}/u

function title(self: string): string {
  let inside = false
  return Array.from(self, (one) => {
    const shown = cased.test(one) ? (inside ? one.toLowerCase() : titleCase(one)) : one
    inside = cased.test(one)
    return shown
  }).join('')
}

function expandTabs(self: string, size: number): string {
  let column = 0
  return Array.from(self, (one) => {
    if (one === '\t') {
      const spaces = size > 0 ? size - (column % size) : 0
      column += spaces
      return ' '.repeat(spaces)
    }
    column = one === '\n' || one === '\r' ? 0 : column + 1
    return one
  }).join('')
}

function zeroFill(self: string, width: number): string {
  requireText(width)
  const sign = self.startsWith('-') || self.startsWith('+') ? self.slice(0, 1) : ''
  return sign + self.slice(sign.length).padStart(width - sign.length, '0')
}

function countText(self: string, wanted: string): number {
  return wanted === '' ? Array.from(self).length + 1 : self.split(wanted).length - 1
}

function translate(self: string, table: unknown): string {
  if (!isDict(table)) throw wrongType(`'${typeName(table)}' object is not a translation table`)
  return Array.from(self, (one) => {
    const found = dictGet(table, one.codePointAt(0))
    return found === undefined ? one : found === null ? '' : typeof found === 'number' ? String.fromCodePoint(found) : String(found)
  }).join('')
}

export const stringMethods = methodTable<string>('str', {
  upper: map((self) => self.toUpperCase()),
  lower: map((self) => self.toLowerCase()),
  casefold: map((self) => self.toLowerCase().replaceAll('ß', 'ss')),
  capitalize: map(capitalize),
  title: map(title),
  swapcase: map((self) => Array.from(self, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join('')),
  strip: stripping(true, true),
  lstrip: stripping(true, false),
  rstrip: stripping(false, true),
  split: splitting(split),
  rsplit: splitting(splitFromRight),
  splitlines: keyworded(['keepends?'], (self, [keep]) => splitLines(self, integerArgument(keep, 0) !== 0)),
  replace: positional(['old', 'new', 'count?'], (self, [before, after, count]) =>
    replaceText(self, textArgument(before, 'replace'), textArgument(after, 'replace'), integerArgument(count, -1)),
  ),
  startswith: affix('startswith', (part, wanted) => part.startsWith(wanted)),
  endswith: affix('endswith', (part, wanted) => part.endsWith(wanted)),
  format: (self, args, kwargs, access) => formatText(self as string, { args, named: kwargs, access }),
  format_map: (self, args, kwargs, access) => {
    if (args.length !== 1 || Object.keys(kwargs).length > 0)
      throw wrongType(`format_map() takes exactly one argument (${args.length} given)`)
    return formatText(self as string, { args: [], named: args[0], access })
  },
  join: positional(['iterable'], join),
  find: positional(['sub', 'start?', 'end?'], find),
  rfind: positional(['sub', 'start?', 'end?'], rfind),
  index: positional(['sub', 'start?', 'end?'], orFail(find)),
  rindex: positional(['sub', 'start?', 'end?'], orFail(rfind)),
  count: positional(['sub', 'start?', 'end?'], (self, [wanted, start, end]) => {
    return countText(self.slice(...range(self.length, start, end)), textArgument(wanted, 'count'))
  }),
  isdigit: test(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]+$/u),
  isdecimal: test(/^\p{Nd}+$/u),
  isnumeric: test(/^\p{N}+$/u),
  isalpha: test(/^\p{L}+$/u),
  isalnum: test(/^[\p{L}\p{N}]+$/u),
  isascii: positional([], (self) => Array.from(self).every((one) => (one.codePointAt(0) ?? 0) < 128)),
  isspace: positional([], (self) => self !== '' && strip(self, null, true, true) === ''),
  isupper: positional([], (self) => cased.test(self) && self === self.toUpperCase()),
  islower: positional([], (self) => cased.test(self) && self === self.toLowerCase()),
  istitle: positional([], (self) => cased.test(self) && self === title(self)),
  isidentifier: test(/^[\p{ID_Start}_]\p{ID_Continue}*$/u),
  isprintable: positional([], (self) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(self)),
  zfill: positional(['width'], (self, [width]) => zeroFill(self, integerArgument(width, 0))),
  ljust: justify('ljust', (self, missing, fill) => self + fill.repeat(missing)),
  rjust: justify('rjust', (self, missing, fill) => fill.repeat(missing) + self),
  center: justify('center', centerText),
  partition: positional(['sep'], (self, [wanted]) => {
    const separator = textArgument(wanted, 'partition')
    return partition(self, self.indexOf(separator), separator, [self, '', ''])
  }),
  rpartition: positional(['sep'], (self, [wanted]) => {
    const separator = textArgument(wanted, 'rpartition')
    return partition(self, self.lastIndexOf(separator), separator, ['', '', self])
  }),
  removeprefix: positional(['prefix'], (self, [prefix]) => {
    const wanted = textArgument(prefix, 'removeprefix')
    return self.startsWith(wanted) ? self.slice(wanted.length) : self
  }),
  removesuffix: positional(['suffix'], (self, [suffix]) => {
    const wanted = textArgument(suffix, 'removesuffix')
    return wanted !== '' && self.endsWith(wanted) ? self.slice(0, -wanted.length) : self
  }),
  expandtabs: keyworded(['tabsize?'], (self, [size]) => expandTabs(self, integerArgument(size, 8))),
  translate: positional(['table'], (self, [table]) => translate(self, table)),
})
