/** Jinja2's filters on text. */
import { wrongType, wrongValue } from '../errors.js'
import { PyDict } from './containers.js'
import { dictEntries } from './dicts.js'
import type { Apply } from './filter-table.js'
import { filter } from './filter-table.js'
import { iterateValue, lengthOf } from './iterate.js'
import { requireText } from './limits.js'
import { integerArgument, textArgument } from './method-table.js'
import { percentFormat } from './percent-format.js'
import { prettyText } from './pretty.js'
import { capitalize, centerText, replaceText } from './string-methods.js'
import { splitLines, strip } from './strip.js'
import { repr, toText } from './text.js'
import { truth } from './truth.js'
import { undefinedError } from './undefined.js'
import { isDict, numeric, Tuple, typeName, Undefined } from './values.js'

const onText = (body: (text: string) => unknown): Apply => filter([], (value) => body(toText(value)))
const flag = (value: unknown): boolean => value !== undefined && truth(value)

function title(text: string): string {
  const parts = text.split(/([-\s({[<]+)/)
  return parts.map((part) => (part === '' ? '' : part.charAt(0).toUpperCase() + part.slice(1).toLowerCase())).join('')
}

function indent(value: unknown, [width, first, blank]: readonly unknown[]): string {
  if (value instanceof Undefined) throw undefinedError(value)
  if (typeof value !== 'string') throw wrongType(`unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`)
  if (typeof width !== 'string') requireText(integerArgument(width, 4))
  const margin = typeof width === 'string' ? width : ' '.repeat(Math.max(0, integerArgument(width, 4)))
  // The added line end makes the last line count even when it is empty.
  const lines = splitLines(`${value}\n`, false)
  const body = lines.map((line, index) => (index > 0 && (flag(blank) || line !== '') ? margin + line : line)).join('\n')
  return flag(first) ? margin + body : body
}

function truncate(value: unknown, [length, killWords, end, leeway]: readonly unknown[]): unknown {
  const limit = integerArgument(length, 255)
  const mark = end === undefined ? '...' : toText(end)
  if (limit < mark.length) throw wrongValue(`expected length >= ${mark.length}, got ${limit}`)
  if (integerArgument(leeway ?? undefined, 5) < 0) throw wrongValue(`expected leeway >= 0, got ${integerArgument(leeway ?? undefined, 5)}`)
  if (lengthOf(value) <= limit + integerArgument(leeway ?? undefined, 5)) return value
  const cut = Array.from(toText(value))
    .slice(0, limit - mark.length)
    .join('')
  if (flag(killWords)) return cut + mark
  const space = cut.lastIndexOf(' ')
  return (space < 0 ? cut : cut.slice(0, space)) + mark
}

/** Greedy lines of at most `width` characters, as Python's textwrap makes them. */
function wrapLine(line: string, width: number, breakLong: boolean, onHyphens: boolean): string[] {
  const chunks = line.match(onHyphens ? /\s+|[^\s-]*\w[^\s-]*-(?=\w)|[^\s]+?(?=\s|$)|\S+/g : /\s+|\S+/g) ?? []
  const lines: string[] = []
  let current = ''
  const push = () => {
    if (current.trim() !== '') lines.push(current.trimEnd())
    current = ''
  }
  for (const chunk of chunks) {
    if (current.length + chunk.length <= width) {
      if (current !== '' || chunk.trim() !== '' || lines.length === 0) current += chunk
      continue
    }
    push()
    if (chunk.trim() === '') continue
    let rest = chunk
    while (breakLong && rest.length > width) {
      lines.push(rest.slice(0, width))
      rest = rest.slice(width)
    }
    current = rest
  }
  push()
  return lines
}

function wordwrap(value: unknown, [width, breakLong = true, mark, onHyphens = true]: readonly unknown[]): string {
  const end = mark === undefined || mark === null ? '\n' : toText(mark)
  if (typeof value !== 'string' && !(value instanceof Undefined))
    throw wrongType(`'${typeName(value)}' object has no attribute 'splitlines'`)
  const lines = splitLines(toText(value), false)
  const columns = integerArgument(width, 79)
  if (columns <= 0 && lines.length > 0) throw wrongValue(`invalid width ${columns} (must be > 0)`)
  return lines.map((line) => wrapLine(line, columns, truth(breakLong), truth(onHyphens)).join(end)).join(end)
}

const unsafeHtml: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (one) => unsafeHtml[one] ?? one)
}

function quoteUrl(value: unknown, query: boolean): string {
  const quoted = encodeURIComponent(toText(value)).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return query ? quoted.replaceAll('%20', '+') : quoted.replaceAll('%2F', '/')
}

function urlencode(value: unknown): string {
  if (typeof value === 'string' || !(isDict(value) || Array.isArray(value))) return quoteUrl(value, false)
  const pairs = isDict(value) ? dictEntries(value) : iterateValue(value).map((pair) => iterateValue(pair))
  return pairs.map(([key, item]) => `${quoteUrl(key, true)}=${quoteUrl(item, true)}`).join('&')
}

const sizes = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB']

function filesize(value: unknown, [binary]: readonly unknown[]): string {
  const bytes = numeric(value) ?? (toText(value).trim() === '' ? Number.NaN : Number(toText(value)))
  if (Number.isNaN(bytes)) throw wrongValue(`could not convert string to float: ${repr(value)}`)
  const base = flag(binary) ? 1024 : 1000
  if (bytes === 1) return '1 Byte'
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`
  const power = sizes.findIndex((_, index) => index > 0 && (bytes < base ** (index + 1) || index === sizes.length - 1))
  const unit = flag(binary) ? `${sizes[power]?.charAt(0).toUpperCase()}iB` : sizes[power]
  return `${(bytes / base ** power).toFixed(1)} ${unit}`
}

export const textFilters: Readonly<Record<string, Apply>> = {
  string: onText((text) => text),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  capitalize: onText(capitalize),
  title: onText(title),
  safe: onText((text) => text),
  escape: onText(escapeHtml),
  e: onText(escapeHtml),
  forceescape: onText(escapeHtml),
  striptags: onText((text) =>
    text
      .replace(/<!--[\s\S]*?-->|<[^>]*>/g, '')
      .split(/\s+/)
      .filter(Boolean)
      .join(' '),
  ),
  wordcount: onText((text) => (text.match(/[\p{L}\p{N}_]+/gu) ?? []).length),
  pprint: filter([], prettyText),
  urlencode: filter([], urlencode),
  filesizeformat: filter(['binary?'], filesize),
  trim: filter(['chars?'], (value, [characters]) =>
    strip(toText(value), characters == null ? null : textArgument(characters, 'strip'), true, true),
  ),
  replace: filter(['old', 'new', 'count?'], (value, [before, after, count]) =>
    replaceText(toText(value), toText(before), toText(after), integerArgument(count, -1)),
  ),
  center: filter(['width?'], (value, [width]) => {
    const text = toText(value)
    return centerText(text, Math.max(0, integerArgument(width, 80) - Array.from(text).length), ' ')
  }),
  indent: filter(['width?', 'first?', 'blank?'], indent),
  truncate: filter(['length?', 'killwords?', 'end?', 'leeway?'], truncate),
  wordwrap: filter(['width?', 'break_long_words?', 'wrapstring?', 'break_on_hyphens?'], wordwrap),
  format: (value, args, kwargs) => {
    const named = Object.entries(kwargs)
    if (args.length > 0 && named.length > 0) throw wrongType("can't handle positional and keyword arguments at the same time")
    return percentFormat(toText(value), named.length > 0 ? new PyDict(named) : Tuple.from(args))
  },
}
