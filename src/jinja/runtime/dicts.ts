/** One way to read and change dicts, whichever form they have: PyDict, Map or plain object. */
import { wrongValue } from '../errors.js'
import { PyDict, requireHashable } from './containers.js'
import { type Dict, isDict } from './values.js'

/** `undefined` when there is no such key. */
export function dictGet(dict: Dict, key: unknown): unknown {
  if (dict instanceof PyDict) return dict.get(key)
  const found = dict instanceof Map ? dict.get(key) : typeof key === 'string' && Object.hasOwn(dict, key) ? dict[key] : missingKey
  if (found === missingKey || (found === undefined && dict instanceof Map && !dict.has(key))) return undefined
  return found === undefined ? null : found
}

const missingKey = Symbol('missing key')

export function dictHas(dict: Dict, key: unknown): boolean {
  if (dict instanceof PyDict || dict instanceof Map) return dict.has(key)
  if (typeof key !== 'string') requireHashable(key)
  return typeof key === 'string' && Object.hasOwn(dict, key)
}

export function dictSet(dict: Dict, key: unknown, value: unknown): void {
  if (dict instanceof PyDict || dict instanceof Map) dict.set(key, value)
  // Not an assignment: `__proto__` must become a key like any other.
  else Object.defineProperty(dict, String(key), { value, writable: true, enumerable: true, configurable: true })
}

export function dictDelete(dict: Dict, key: unknown): void {
  if (dict instanceof PyDict || dict instanceof Map) dict.delete(key)
  else delete dict[String(key)]
}

export function dictSize(dict: Dict): number {
  return dict instanceof PyDict || dict instanceof Map ? dict.size : Object.keys(dict).length
}

export function dictKeys(dict: Dict): unknown[] {
  return dict instanceof PyDict || dict instanceof Map ? [...dict.keys()] : Object.keys(dict)
}

export function dictEntries(dict: Dict): [unknown, unknown][] {
  return dict instanceof PyDict || dict instanceof Map ? [...dict.entries()] : Object.entries(dict)
}

export function dictValues(dict: Dict): unknown[] {
  return dict instanceof PyDict || dict instanceof Map ? [...dict.values()] : Object.values(dict)
}

/** Entries of a dict, or of a list of pairs. */
export function pairsOf(value: unknown, iterateValue: (value: unknown) => readonly unknown[]): [unknown, unknown][] {
  if (isDict(value)) return dictEntries(value)
  return iterateValue(value).map((pair, index) => {
    const [key, item, ...more] = iterateValue(pair)
    const length = item === undefined ? (key === undefined ? 0 : 1) : 2 + more.length
    if (length !== 2) throw wrongValue(`dictionary update sequence element #${index} has length ${length}; 2 is required`)
    return [key, item]
  })
}
