/** `'%s of %(name)d' % values`, as Python formats. */
import { item, missing, type TemplateObject } from '../../core/template-object.js'
import { wrongType, wrongValue } from '../errors.js'
import { dictGet } from './dicts.js'
import { requireText } from './limits.js'
import { exponent, fixed, general, inBase, wholeNumber } from './number-format.js'
import { repr, toText } from './text.js'
import { undefinedError } from './undefined.js'
import { isDict, isFloat, isObject, numeric, Tuple, typeName, Undefined } from './values.js'

const directive = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?([\s\S]?)/g

interface Spec {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly code: string
}

export function percentFormat(template: string, values: unknown): string {
  const args: readonly unknown[] = values instanceof Tuple ? values : [values]
  let used = 0
  let byName = false
  const take = (): unknown => {
    if (used >= args.length) throw wrongType('not enough arguments for format string')
    return args[used++]
  }
  const text = template.replace(directive, (_whole: string, name, flags, width, point, precision, code: string) => {
    if (code === '%') return '%'
    if (code === '') throw wrongValue('incomplete format')
    byName ||= name !== undefined
    const spec = { flags, code, width: sized(width, take) ?? 0, precision: point === undefined ? undefined : (sized(precision, take) ?? 0) }
    return pad(convert(name === undefined ? take() : named(values, name), spec), spec)
  })
  // To CPython everything that can be subscribed is a mapping here, except a tuple and a text.
  const isMapping = isDict(values) || values instanceof Undefined || (Array.isArray(values) && !(values instanceof Tuple))
  if (used < args.length && !byName && !isMapping) throw wrongType('not all arguments converted during string formatting')
  return text
}

/** A width or precision: digits, or `*` for the next argument. */
function sized(text: string | undefined, take: () => unknown): number | undefined {
  if (text === undefined) return undefined
  return text === '*' ? Number(take()) : Number(text)
}

function named(values: unknown, name: string): unknown {
  const found = isDict(values) ? dictGet(values, name) : isObject(values) ? (values as TemplateObject)[item]?.(name) : undefined
  if (found === undefined || found === missing) {
    throw isDict(values) ? wrongValue(repr(name)) : wrongType('format requires a mapping')
  }
  return found
}

function convert(value: unknown, spec: Spec): string {
  const { code, precision } = spec
  switch (code) {
    case 's':
      return toText(value).slice(0, precision)
    case 'r':
    case 'a':
      return repr(value).slice(0, precision)
    case 'c':
      return character(value)
    case 'd':
    case 'i':
    case 'u':
      return signed(wholeNumber(value, code, true).toString(), spec)
    case 'x':
    case 'X':
    case 'o':
      return signed(inBase(wholeNumber(value, code, false), code, spec.flags.includes('#')), spec)
    default:
      return signed(decimal(value, spec), spec)
  }
}

function character(value: unknown): string {
  if (typeof value === 'string' && Array.from(value).length === 1) return value
  const code = isFloat(value) ? undefined : numeric(value)
  if (code === undefined) throw value instanceof Undefined ? undefinedError(value) : wrongType('%c requires int or char')
  if (code < 0 || code > 0x10ffff) throw wrongValue('%c arg not in range(0x110000)')
  return String.fromCodePoint(code)
}

function decimal(value: unknown, { code, precision = 6, flags }: Spec): string {
  const number = numeric(value)
  if (!'eEfFgG'.includes(code)) throw wrongValue(`unsupported format character '${code}'`)
  if (number === undefined) {
    if (value instanceof Undefined) throw undefinedError(value)
    throw wrongType(`must be real number, not ${typeName(value)}`)
  }
  const lower = code.toLowerCase()
  const text =
    lower === 'f' ? fixed(number, precision) : lower === 'e' ? exponent(number, precision) : general(number, precision, flags.includes('#'))
  return code === lower ? text : text.toUpperCase()
}

function signed(text: string, { flags }: Spec): string {
  if (text.startsWith('-')) return text
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text
}

function pad(text: string, { flags, width, code }: Spec): string {
  if (text.length >= width) return text
  requireText(width)
  if (flags.includes('-')) return text.padEnd(width)
  if (!flags.includes('0') || 'src'.includes(code)) return text.padStart(width)
  const sign = /^[-+ ]?(?:0[xXoO])?/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}
