/** `str.format` and the format mini-language: `'{0:>10} {name!r}'`. */
import { wrongType, wrongValue } from '../errors.js'
import { dictGet, dictHas } from './dicts.js'
import { requireText } from './limits.js'
import type { Access } from './method-table.js'
import { exponent, fixed, general, group, inBase, wholeNumber } from './number-format.js'
import { repr, toText } from './text.js'
import { isDict, isFloat, numeric, typeName } from './values.js'

export interface FormatArguments {
  readonly args: readonly unknown[]
  readonly named: unknown
  readonly access: Access
}

interface Progress {
  next: number
}

export function formatText(template: string, values: FormatArguments): string {
  return formatWith(template, values, { next: 0 })
}

function formatWith(template: string, values: FormatArguments, progress: Progress): string {
  let out = ''
  let at = 0
  while (at < template.length) {
    const one = template.charAt(at)
    if ((one === '{' || one === '}') && template.charAt(at + 1) === one) {
      out += one
      at += 2
    } else if (one === '{') {
      const end = fieldEnd(template, at)
      out += field(template.slice(at + 1, end), values, progress)
      at = end + 1
    } else {
      if (one === '}') throw wrongValue("Single '}' encountered in format string")
      out += one
      at++
    }
  }
  return out
}

function fieldEnd(template: string, start: number): number {
  let depth = 0
  for (let at = start; at < template.length; at++) {
    const one = template.charAt(at)
    if (one === '{') depth++
    else if (one === '}' && --depth === 0) return at
  }
  throw wrongValue("expected '}' before end of string")
}

function field(text: string, values: FormatArguments, progress: Progress): string {
  const [, name = '', conversion, spec = ''] = /^([^!:]*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(text) ?? []
  const value = lookUp(name, values, progress)
  const form = spec.includes('{') ? formatWith(spec, values, progress) : spec
  if (conversion === undefined) return formatValue(value, form)
  if (conversion !== 'r' && conversion !== 's' && conversion !== 'a') throw wrongValue(`Unknown conversion specifier '${conversion}'`)
  return formatValue(conversion === 's' ? toText(value) : repr(value), form)
}

function lookUp(name: string, { args, named, access }: FormatArguments, progress: Progress): unknown {
  const [first = '', ...steps] = name.match(/^[^.[]*|\.[^.[]+|\[[^\]]+\]/g) ?? []
  let value =
    first === '' ? positional(args, progress.next++) : /^\d+$/.test(first) ? positional(args, Number(first)) : byName(named, first)
  for (const step of steps) {
    const key = step.startsWith('.') ? step.slice(1) : step.slice(1, -1)
    value = step.startsWith('.') ? access.attribute(value, key) : access.item(value, /^\d+$/.test(key) ? Number(key) : key)
  }
  return value
}

function positional(args: readonly unknown[], index: number): unknown {
  if (index >= args.length) throw wrongValue(`Replacement index ${index} out of range for positional args tuple`)
  return args[index]
}

function byName(named: unknown, name: string): unknown {
  if (!isDict(named) || !dictHas(named, name)) throw wrongValue(repr(name))
  return dictGet(named, name)
}

interface Spec {
  readonly fill: string
  readonly align: string
  readonly sign: string
  readonly alternate: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | undefined
  readonly type: string
}

const specPattern = /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u

/** Python's `format(value, spec)`. */
export function formatValue(value: unknown, form: string): string {
  if (form === '') return toText(value)
  const found = specPattern.exec(form)
  if (!found) throw wrongValue(`Invalid format specifier '${form}' for object of type '${typeName(value)}'`)
  // A bool is a number as soon as there is anything to format.
  const isNumber = numeric(value) !== undefined
  const spec = readSpec(found, isNumber)
  if (typeof value === 'string' && (found[3] !== undefined || spec.grouping !== '')) {
    throw wrongValue(found[3] === undefined ? `Cannot specify '${spec.grouping}' with 's'.` : 'Sign not allowed in string format specifier')
  }
  return justify(isNumber ? numberText(value, spec) : plainText(value, spec), spec)
}

function readSpec(found: RegExpExecArray, isNumber: boolean): Spec {
  const [, fill, align, sign = '-', alternate, zero, width = 0, grouping = '', precision, type = ''] = found
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (isNumber ? (zero ? '=' : '>') : '<'),
    sign,
    alternate: alternate !== undefined,
    width: Number(width),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  }
}

function plainText(value: unknown, spec: Spec): string {
  if (typeof value !== 'string') throw wrongType(`unsupported format string passed to ${typeName(value)}.__format__`)
  if (spec.type !== '' && spec.type !== 's') throw wrongValue(`Unknown format code '${spec.type}' for object of type '${typeName(value)}'`)
  return Array.from(toText(value)).slice(0, spec.precision).join('')
}

function numberText(value: unknown, spec: Spec): string {
  const digits = 'dxXobn'.includes(spec.type) && spec.type !== '' ? wholeText(value, spec) : decimalText(value, spec)
  const grouped = spec.grouping === '' ? digits : group(digits, spec.grouping, 'xXob'.includes(spec.type) && spec.type !== '' ? 4 : 3)
  if (grouped.startsWith('-') || spec.sign === '-') return grouped
  return spec.sign + grouped
}

function wholeText(value: unknown, spec: Spec): string {
  if (isFloat(value)) throw wrongValue(`Unknown format code '${spec.type}' for object of type 'float'`)
  return inBase(wholeNumber(value, spec.type, false), spec.type, spec.alternate)
}

/** Without a type letter. */
function shortest(value: unknown, number: number, precision: number | undefined): string {
  if (precision === undefined) return typeof value === 'boolean' ? String(number) : toText(value)
  if (!isFloat(value)) throw wrongValue('Precision not allowed in integer format specifier')
  return general(number, precision)
}

function decimalText(value: unknown, { type, precision }: Spec): string {
  const number = numeric(value) ?? 0
  switch (type.toLowerCase()) {
    case '':
      return shortest(value, number, precision)
    case 'f':
      return fixed(number, precision ?? 6)
    case 'e':
      return type === 'E' ? exponent(number, precision ?? 6).toUpperCase() : exponent(number, precision ?? 6)
    case 'g':
      return type === 'G' ? general(number, precision ?? 6).toUpperCase() : general(number, precision ?? 6)
    case '%':
      return `${fixed(number * 100, precision ?? 6)}%`
    default:
      throw wrongValue(`Unknown format code '${type}' for object of type '${typeName(value)}'`)
  }
}

function justify(text: string, { align, fill, width }: Spec): string {
  requireText(width)
  const missing = width - Array.from(text).length
  if (missing <= 0) return text
  if (align === '<') return text + fill.repeat(missing)
  if (align === '>') return fill.repeat(missing) + text
  if (align === '^') return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1))
  const sign = /^[-+ ]?/.exec(text)?.[0] ?? ''
  return sign + fill.repeat(missing) + text.slice(sign.length)
}
