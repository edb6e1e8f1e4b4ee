/**
 * `x.name` and `x[key]`: attribute before item for a dot, item before attribute for brackets. Nothing of JavaScript is
 * reachable: only tables of Python's methods, a dict's keys, and what host objects offer through their symbols.
 */
import { attribute, item, iterate, kind, missing, TemplateFunction, type TemplateObject } from '../../core/template-object.js'
import { wrongType } from '../errors.js'
import type { Scope } from '../types.js'
import { hasSurrogates } from './code-points.js'
import { PyDict } from './containers.js'
import { dictGet } from './dicts.js'
import type { Access } from './method-table.js'
import { type Method, methodsOf } from './methods.js'
import { undefinedError } from './undefined.js'
import {
  type Dict,
  Forbidden,
  float,
  isDict,
  isFloat,
  isObject,
  Namespace,
  numeric,
  SliceValue,
  Tuple,
  typeName,
  Undefined,
} from './values.js'

export const access: Access = { attribute: (owner, name) => getAttribute(owner, name), item: (owner, key) => getItem(owner, key) }

export function getAttribute(owner: unknown, name: string, scope: Scope | null = null): unknown {
  if (isObject(owner) && !Array.isArray(owner)) {
    if (owner instanceof PyDict) return dictAttribute(owner, name)
    const own = (owner as TemplateObject)[attribute]
    if (own !== undefined) return objectAttribute(owner, name)
    if (owner instanceof Undefined) return ofUndefined(owner, name, scope)
    if (owner instanceof Namespace) return namespaceAttribute(owner, name)
    if (isDict(owner)) return dictAttribute(owner, name)
    if ((owner as TemplateObject)[item]) return objectAttribute(owner, name)
  }
  return methodAttribute(owner, name)
}

function namespaceAttribute(owner: Namespace, name: string): unknown {
  return ofEveryObject.test(name) ? unsafe(owner, name) : valueOr(owner.values.get(name), name, owner)
}

/** What every Python object has: there, and forbidden, whatever else goes by that name. */
const ofEveryObject = /^__(?:call|class|dict|doc|getattr|getitem|hash|init|iter|len|module|new|reduce|repr|slots|str)__$/

function ofUndefined(owner: Undefined, name: string, scope: Scope | null): unknown {
  return ofEveryObject.test(name) && !(owner instanceof Forbidden) ? unsafe(owner, name) : throughUndefined(owner, scope)
}

/** In lenient mode an undefined value swallows what is asked of it. */
export function throughUndefined(value: Undefined, scope: Scope | null): Undefined {
  if (scope?.undefinedMode === 'lenient') return value
  throw undefinedError(value)
}

/** None is a value; JavaScript's undefined stands for none found. */
function valueOr(found: unknown, name: string, owner: unknown): unknown {
  return found === undefined ? new Undefined(name, owner) : found
}

function dictAttribute(dict: Dict, name: string): unknown {
  const method = methodsOf(dict)?.get(name)
  if (method) return bound(dict, name, method)
  if (ofEveryObject.test(name)) return unsafe(dict, name)
  return valueOr(dictGet(dict, name), name, dict)
}

function methodAttribute(owner: unknown, name: string): unknown {
  if (name.startsWith('_')) return unsafe(owner, name)
  const method = methodsOf(owner)?.get(name)
  if (method) return bound(owner, name, method)
  if (Array.isArray(owner) && attribute in owner) return objectAttribute(owner, name)
  return valueOr(numberAttribute(owner, name), name, owner)
}

function numberAttribute(owner: unknown, name: string): unknown {
  const number = numeric(owner)
  if (number === undefined) return undefined
  if (name === 'real') return typeof owner === 'boolean' ? number : owner
  if (name === 'imag') return isFloat(owner) ? float(0) : 0
  if (isFloat(owner)) return undefined
  return name === 'numerator' ? owner : name === 'denominator' ? 1 : undefined
}

function unsafe(owner: unknown, name: string): Forbidden {
  return new Forbidden(name, owner, `access to attribute '${name}' of '${typeName(owner)}' object is unsafe.`)
}

function objectAttribute(owner: object, name: string): unknown {
  const object = owner as TemplateObject
  if (name.startsWith('_')) return privateOf(object, name)
  const found = object[attribute]?.(name)
  if (found !== undefined && found !== missing) return found
  if (found === undefined && object[attribute]) return null
  const entry = object[item]?.(name)
  return entry === undefined || entry === missing ? new Undefined(name, owner) : entry
}

/** An item of that name may be had; an attribute never. */
function privateOf(owner: TemplateObject, name: string): unknown {
  const entry = owner[item]?.(name)
  return entry === undefined || entry === missing ? unsafe(owner, name) : entry
}

function bound(self: unknown, name: string, method: Method): TemplateFunction {
  return new TemplateFunction(name, (args, kwargs) => method(self, args, kwargs, access))
}

export function getItem(owner: unknown, key: unknown, scope: Scope | null = null): unknown {
  if (key instanceof SliceValue) return sliceOf(owner, key.start, key.stop, key.step, scope)
  if (owner instanceof Undefined) return throughUndefined(owner, scope)
  if (typeof owner === 'string' || Array.isArray(owner)) return elementAt(owner, key, scope)
  if (!isObject(owner)) return byName(owner, key, scope)
  if (isDict(owner)) {
    const found = dictGet(owner, key)
    return found === undefined ? byName(owner, key, scope) : found
  }
  const found = (owner as TemplateObject)[item]?.(key)
  return found === undefined || found === missing ? byName(owner, key, scope) : found
}

/** After an item was not found: an attribute of that name, else undefined. */
function byName(owner: unknown, key: unknown, scope: Scope | null): unknown {
  if (typeof key === 'string') {
    if (isDict(owner)) return dictAttribute(owner, key)
    return getAttribute(owner, key, scope)
  }
  return new Undefined(describeKey(key), owner, null)
}

function describeKey(key: unknown): string {
  return typeof key === 'string' ? key : String(numeric(key) ?? key)
}

function elementAt(owner: string | readonly unknown[], key: unknown, scope: Scope | null): unknown {
  const index = isFloat(key) ? undefined : numeric(key)
  if (index === undefined) return byName(owner, key, scope)
  const items = typeof owner === 'string' && hasSurrogates(owner) ? Array.from(owner) : owner
  const found = items.at(index)
  if (found !== undefined && index >= -items.length) return found
  return new Undefined(
    String(index),
    owner,
    `${Array.isArray(owner) ? (owner instanceof Tuple ? 'tuple' : 'list') : 'str'} object has no element ${index}`,
  )
}

/** `x[start:stop:step]`. */
export function sliceOf(owner: unknown, start: unknown, stop: unknown, step: unknown, scope: Scope | null = null): unknown {
  if (owner instanceof Undefined) return throughUndefined(owner, scope)
  if (typeof owner === 'string') return sliceText(owner, start, stop, step)
  if (Array.isArray(owner)) {
    const picked = isUnit(step) ? Array.from(owner.slice(...bounds(owner.length, start, stop))) : pick(owner, start, stop, step)
    return owner instanceof Tuple ? Tuple.from(picked) : picked
  }
  const own = isObject(owner) ? (owner as TemplateObject)[item]?.(new SliceValue(start, stop, step)) : undefined
  if (own !== undefined && own !== missing) return own
  if (isHostSequence(owner)) return sliceOf(Tuple.from(owner[iterate]?.() ?? []), start, stop, step, scope)
  throw wrongType(isDict(owner) ? "unhashable type: 'slice'" : `'${typeName(owner)}' object is not subscriptable`)
}

function isHostSequence(owner: unknown): owner is TemplateObject {
  return isObject(owner) && (owner as TemplateObject)[kind]?.is?.includes('sequence') === true
}

function sliceText(text: string, start: unknown, stop: unknown, step: unknown): string {
  if (isUnit(step) && !hasSurrogates(text)) return text.slice(...bounds(text.length, start, stop))
  return pick(Array.from(text), start, stop, step).join('')
}

function isUnit(step: unknown): boolean {
  return step === null || step === 1
}

function bounds(length: number, start: unknown, stop: unknown): [number, number] {
  const from = clamp(start, 0, length, 0)
  return [from, Math.max(from, clamp(stop, length, length, 0))]
}

function clamp(value: unknown, absent: number, length: number, low: number): number {
  if (value === null) return absent
  const index = isFloat(value) ? undefined : numeric(value)
  if (index === undefined) {
    if (value instanceof Undefined) throw undefinedError(value)
    throw wrongType('slice indices must be integers or None')
  }
  return index < 0 ? Math.max(length + index, low) : Math.min(index, low < 0 ? length - 1 : length)
}

function pick(items: readonly unknown[], start: unknown, stop: unknown, step: unknown): unknown[] {
  const by = clamp(step, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
  const backwards = numeric(step) !== undefined && (numeric(step) as number) < 0
  const stride = backwards ? (numeric(step) as number) : by
  if (stride === 0) throw wrongType('slice step cannot be zero')
  const low = backwards ? -1 : 0
  const from = clamp(start, backwards ? items.length - 1 : 0, items.length, low)
  const to = clamp(stop, backwards ? -1 : items.length, items.length, low)
  const picked: unknown[] = []
  for (let index = from; backwards ? index > to : index < to; index += stride) picked.push(items[index])
  return picked
}
