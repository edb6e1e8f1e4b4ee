/** Template values → the plain data our own code works with. */
import { Float } from '../core/float.js'
import type { Plain } from '../core/node.js'
import { iterate, type TemplateObject } from '../core/template-object.js'
import { dictEntries, isDict, isUndefined, PySet, typeName } from '../jinja/index.js'
import { wrongType } from './errors.js'

/** A dict of any form as a plain object with string keys; values stay template values. */
export function plainObject(value: unknown): Plain {
  if (isDict(value)) return Object.fromEntries(dictEntries(value).map(([key, entry]) => [String(key), entry]))
  throw wrongType(`expected a dict, got ${typeName(value)}`)
}

/** Everything inside becomes JSON-like: arrays, plain objects, scalars; boxed floats stay, so that `1.0` is not `1`. */
export function toPlainDeep(value: unknown): unknown {
  if (value === undefined || isUndefined(value)) return null
  if (value === null || typeof value !== 'object' || value instanceof Float) return value
  if (Array.isArray(value)) return value.map(toPlainDeep)
  if (isDict(value)) return Object.fromEntries(dictEntries(value).map(([key, entry]) => [String(key), toPlainDeep(entry)]))
  if (value instanceof PySet) return [...value].map(toPlainDeep)
  return value
}

/** What a `for` loop would walk; undefined for what cannot be walked. */
export function walk(value: unknown): Iterable<unknown> | undefined {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof PySet) return value
  if (isDict(value)) return dictEntries(value).map(([key]) => key)
  return value !== null && typeof value === 'object' ? (value as TemplateObject)[iterate]?.() : undefined
}

export function items(value: unknown): unknown[] {
  const walked = walk(value)
  if (!walked) throw wrongType(`'${typeName(value)}' object is not iterable`)
  return [...walked]
}
