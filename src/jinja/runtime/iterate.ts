/** Iterating and measuring values as Python does. */
import { Float } from '../../core/float.js'
import { iterate, kind, size, type TemplateObject } from '../../core/template-object.js'
import { wrongType, wrongValue } from '../errors.js'
import { PySet } from './containers.js'
import { dictKeys, dictSize } from './dicts.js'
import { isDict, isObject, typeName, Undefined } from './values.js'

/** The items in order. A list answers itself, so that what is appended while looping is seen, as in Python. */
export function iterateValue(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return Array.from(value)
  if (value instanceof Undefined) return []
  if (isObject(value)) {
    if (value instanceof PySet) return [...value]
    if (isDict(value)) return dictKeys(value)
    const items = (value as TemplateObject)[iterate]?.()
    if (items !== undefined) return Array.isArray(items) ? items : Array.from(items)
  }
  throw wrongType(`'${typeName(value)}' object is not iterable`)
}

export function isIterable(value: unknown): boolean {
  if (typeof value === 'string' || value instanceof Undefined) return true
  if (!isObject(value) || value instanceof Float) return false
  if (Array.isArray(value) || value instanceof PySet || isDict(value)) return true
  const object = value as TemplateObject
  return object[iterate] !== undefined || (object[kind]?.is?.length ?? 0) > 0
}

/** Python's len(): characters, not UTF-16 units. */
export function lengthOf(value: unknown): number {
  if (typeof value === 'string') return codePoints(value)
  if (Array.isArray(value)) return value.length
  if (value instanceof Undefined) return 0
  if (isObject(value)) {
    if (value instanceof PySet) return value.size
    if (isDict(value)) return dictSize(value)
    const own = (value as TemplateObject)[size]?.()
    if (own !== undefined) return own
  }
  throw wrongType(`object of type '${typeName(value)}' has no len()`)
}

function codePoints(text: string): number {
  let count = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length) {
      const next = text.charCodeAt(index + 1)
      if (next >= 0xdc00 && next <= 0xdfff) count--
    }
  }
  return count
}

/** Exactly `count` items for `a, b = value`. */
export function unpack(value: unknown, count: number): readonly unknown[] {
  if (!isIterable(value)) throw wrongType(`cannot unpack non-iterable ${typeName(value)} object`)
  const items = iterateValue(value)
  if (items.length < count) throw wrongValue(`not enough values to unpack (expected ${count}, got ${items.length})`)
  if (items.length > count) throw wrongValue(`too many values to unpack (expected ${count})`)
  return items
}
