/** Python's truth, equality and ordering. */
import { Float } from '../../core/float.js'
import {
  missing,
  compare as ownCompare,
  equals as ownEquals,
  truth as ownTruth,
  size,
  type TemplateObject,
} from '../../core/template-object.js'
import { wrongType } from '../errors.js'
import { PyDict, PySet } from './containers.js'
import { dictEntries, dictGet, dictSize } from './dicts.js'
import { undefinedError } from './undefined.js'
import { type Dict, isDict, isObject, isPlainObject, numeric, Tuple, typeName, Undefined } from './values.js'

export function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value !== ''
  if (!isObject(value)) return typeof value === 'number' ? value !== 0 : Boolean(value)
  if (Array.isArray(value)) return value.length > 0
  return objectTruth(value)
}

function objectTruth(value: object): boolean {
  if (value instanceof PyDict || value instanceof PySet || value instanceof Map) return value.size > 0
  if (value instanceof Undefined) return false
  if (value instanceof Float) return value.valueOf() !== 0
  const object = value as TemplateObject
  if (object[ownTruth]) return object[ownTruth]()
  if (object[size]) return object[size]() > 0
  return !isPlainObject(value) || Object.keys(value).length > 0
}

export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true
  const [a, b] = [numeric(left), numeric(right)]
  if (a !== undefined && b !== undefined) return equalNumbers(left, right, a, b)
  return isObject(left) && isObject(right) && a === undefined && b === undefined ? equalObjects(left, right) : equalToOwn(left, right)
}

function equalObjects(left: object, right: object): boolean {
  if (Array.isArray(left) && Array.isArray(right)) return equalArrays(left, right)
  if (isDict(left) && isDict(right)) return equalDicts(left, right)
  if (left instanceof PySet && right instanceof PySet) return left.size === right.size && [...left].every((member) => right.has(member))
  return (left instanceof Undefined && right instanceof Undefined) || equalToOwn(left, right)
}

function equalNumbers(left: unknown, right: unknown, a: number, b: number): boolean {
  return typeof left === 'bigint' && typeof right === 'bigint' ? left === right : a === b
}

/** Host objects decide for themselves, also against strings and the like. */
function equalToOwn(left: unknown, right: unknown): boolean {
  const [a, b] = [left as TemplateObject | null | undefined, right as TemplateObject | null | undefined]
  if (isObject(left) && a?.[ownEquals]) return a[ownEquals](right)
  if (isObject(right) && b?.[ownEquals]) return b[ownEquals](left)
  return (left ?? null) === null && (right ?? null) === null
}

function equalArrays(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length || left instanceof Tuple !== right instanceof Tuple) return false
  return left.every((item, index) => equal(item, right[index]))
}

function equalDicts(left: Dict, right: Dict): boolean {
  if (dictSize(left) !== dictSize(right)) return false
  return dictEntries(left).every(([key, value]) => {
    const other = dictGet(right, key)
    return other !== undefined && equal(value, other)
  })
}

/** Below, at or above zero; `operator` is for the message. */
export function compareValues(left: unknown, right: unknown, operator: string): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  const [a, b] = [numeric(left), numeric(right)]
  if (a !== undefined && b !== undefined) return compareNumbers(left, right, a, b)
  if (Array.isArray(left) && Array.isArray(right) && left instanceof Tuple === right instanceof Tuple)
    return compareArrays(left, right, operator)
  if (left instanceof Undefined) throw undefinedError(left)
  if (right instanceof Undefined) throw undefinedError(right)
  const own = compareByObjects(left, right)
  if (own !== missing) return own
  throw wrongType(`'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`)
}

/** By code point, as Python does; JavaScript's `<` goes by UTF-16 unit. */
export function compareText(left: string, right: string): number {
  const end = Math.min(left.length, right.length)
  for (let index = 0; index < end; index++) {
    const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)]
    if (a !== b) return surrogateLast(a) - surrogateLast(b)
  }
  return left.length - right.length
}

function surrogateLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function compareNumbers(left: unknown, right: unknown, a: number, b: number): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN
}

function compareArrays(left: readonly unknown[], right: readonly unknown[], operator: string): number {
  const end = Math.min(left.length, right.length)
  for (let index = 0; index < end; index++) {
    if (!equal(left[index], right[index])) return compareValues(left[index], right[index], operator)
  }
  return left.length - right.length
}

function compareByObjects(left: unknown, right: unknown): number | typeof missing {
  if (isObject(left)) {
    const answer = (left as TemplateObject)[ownCompare]?.(right)
    if (answer !== undefined && answer !== missing) return answer
  }
  if (!isObject(right)) return missing
  const answer = (right as TemplateObject)[ownCompare]?.(left)
  return answer === undefined || answer === missing ? missing : -answer
}
