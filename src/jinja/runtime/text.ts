/** Python's `str()` and `repr()`: what `{{ x }}` prints. */
import { Float } from '../../core/float.js'
import { iterate, kind, repr as ownRepr, type TemplateObject, text } from '../../core/template-object.js'
import { wrongValue } from '../errors.js'
import { type PyDict, PySet } from './containers.js'
import { dictEntries } from './dicts.js'
import { isPrintable } from './limits.js'
import { type Dict, DictView, isDict, Namespace, Tuple, typeName, Undefined } from './values.js'

export function toText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (value === null || value === undefined) return 'None'
  if (value instanceof Undefined) return ''
  if (typeof value === 'object') return (value as TemplateObject)[text]?.() ?? repr(value)
  return repr(value)
}

/** Python refuses to print more digits than anybody reads. */
function bigText(value: bigint): string {
  if (isPrintable(value)) return value.toString()
  throw wrongValue('Exceeds the limit (4300 digits) for integer string conversion')
}

function numberText(value: number): string {
  return Number.isInteger(value) ? (value === 0 ? '0' : String(value)) : floatText(value)
}

/** Python's shortest text of a float: always with a point or an exponent. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) return exponentText(value.toExponential())
  const plain = Object.is(value, -0) ? '-0' : String(value)
  return plain.includes('.') ? plain : `${plain}.0`
}

/** `1e-7` with at least two digits of exponent. */
export function exponentText(plain: string): string {
  return plain.replace(/e([+-])(\d)$/, 'e$10$2')
}

export function repr(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'boolean':
      return value ? 'True' : 'False'
    case 'object':
      return value === null ? 'None' : objectRepr(value)
    case 'number':
      return numberText(value)
    case 'bigint':
      return bigText(value)
    default:
      return value === undefined ? 'None' : `<${typeName(value)}>`
  }
}

/** Containers being printed, outermost first: one inside itself prints as `[...]`. */
const open: object[] = []

function objectRepr(value: object): string {
  if (!Array.isArray(value) && !isDict(value)) return otherRepr(value)
  if (open.includes(value)) return value instanceof Tuple ? '(...)' : Array.isArray(value) ? '[...]' : '{...}'
  open.push(value)
  try {
    return containerRepr(value)
  } finally {
    open.pop()
  }
}

function containerRepr(value: readonly unknown[] | Dict): string {
  if (value instanceof Tuple) return value.length === 1 ? `(${repr(value[0])},)` : `(${list(value)})`
  return Array.isArray(value) ? `[${list(value)}]` : dictRepr(dictEntries(value as Dict))
}

function otherRepr(value: object): string {
  if (value instanceof Float) return (value as TemplateObject)[ownRepr]?.() ?? floatText(value.valueOf())
  if (value instanceof PySet) return value.size === 0 ? 'set()' : `{${list([...value])}}`
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof Namespace) return `<Namespace ${dictRepr(value.values)}>`
  if (value instanceof DictView) return `${value.typeName}([${list(value[iterate]())}])`
  const object = value as TemplateObject
  return object[ownRepr]?.() ?? object[text]?.() ?? `<${object[kind]?.typeName ?? typeName(value)} object>`
}

function list(items: readonly unknown[]): string {
  return Array.from(items, repr).join(', ')
}

export function dictRepr(entries: Iterable<readonly [unknown, unknown]> | PyDict, show: (value: unknown) => string = repr): string {
  return `{${Array.from(entries, ([key, item]) => `${show(key)}: ${show(item)}`).join(', ')}}`
}

const shortEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
// Control characters, unassigned and separator characters other than the space: what Python calls not printable.
const unprintable = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu

function quoted(value: string): string {
  const mark = value.includes("'") && !value.includes('"') ? '"' : "'"
  const escaped = value.replace(unprintable, (one) => shortEscapes[one] ?? codeEscape(one.codePointAt(0) ?? 0))
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark
}

function codeEscape(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
