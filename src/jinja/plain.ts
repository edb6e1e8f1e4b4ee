/** Template values to plain data for artifacts, configs and hashes. */
import { Float } from '../core/float.js'
import { iterate, type TemplateObject, text } from '../core/template-object.js'
import { PySet } from './runtime/containers.js'
import { dictEntries } from './runtime/dicts.js'
import { toText } from './runtime/text.js'
import { isDict, isObject, Namespace, Undefined } from './runtime/values.js'

/**
 * Dicts become plain objects, lists, tuples, sets and iterators arrays, host objects their text, undefined null. A `Float`
 * stays boxed: it is a number to JSON, and without its box `1.0` would print as `1`.
 */
export function toPlain(value: unknown): unknown {
  if (value === undefined || value instanceof Undefined) return null
  if (!isObject(value) || value instanceof Float) return value
  if (Array.isArray(value) || value instanceof PySet) return Array.from(value, toPlain)
  if (value instanceof Namespace) return toPlain(value.values)
  if (isDict(value)) return Object.fromEntries(dictEntries(value).map(([key, item]) => [toText(key), toPlain(item)]))
  const object = value as TemplateObject
  if (!object[text] && object[iterate]) return Array.from(object[iterate](), toPlain)
  return toText(value)
}
