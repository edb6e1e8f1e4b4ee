/** Jinja2's tests: `x is defined`. */
import { Float } from '../../core/float.js'
import { call, item, kind, size, type TemplateObject } from '../../core/template-object.js'
import { access } from './access.js'
import { type Apply, filter } from './filter-table.js'
import { isIterable } from './iterate.js'
import { contains, remainder } from './operators.js'
import { stringMethods } from './string-methods.js'
import { toText } from './text.js'
import { compareValues, equal } from './truth.js'
import { DictView, isDict, isFloat, isObject, numeric, Undefined } from './values.js'

export type HostKind = 'mapping' | 'sequence' | 'string' | 'iterable'

function isHost(value: unknown, wanted: HostKind): boolean {
  return isObject(value) && ((value as TemplateObject)[kind]?.is?.includes(wanted) ?? false)
}

export function isString(value: unknown): boolean {
  return typeof value === 'string' || isHost(value, 'string')
}

export function isMapping(value: unknown): boolean {
  return isDict(value) || isHost(value, 'mapping')
}

/** What has a length and items. */
function isSequence(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value) || isDict(value) || value instanceof Undefined) return true
  if (isHost(value, 'sequence') || isHost(value, 'mapping')) return true
  if (!isObject(value) || value instanceof DictView) return false
  const object = value as TemplateObject
  return object[size] !== undefined && object[item] !== undefined
}

function isCallable(value: unknown): boolean {
  return value instanceof Undefined || (isObject(value) && (value as TemplateObject)[call] !== undefined)
}

function isInteger(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

const plain = (body: (value: unknown) => boolean): Apply => filter([], body)
const compared = (operator: string, body: (order: number) => boolean): Apply =>
  filter(['other'], (value, [other]) => body(compareValues(value, other, operator)))
const parity = (wanted: number): Apply => plain((value) => equal(remainder(value, 2), wanted))
const casing = (method: 'islower' | 'isupper'): Apply =>
  plain((value) => stringMethods.get(method)?.(toText(value), [], {}, access) === true)

const equalTo = filter(['other'], (value, [other]) => equal(value, other))
const unequalTo = filter(['other'], (value, [other]) => !equal(value, other))
const greater = compared('>', (order) => order > 0)
const greaterOrEqual = compared('>=', (order) => order >= 0)
const less = compared('<', (order) => order < 0)
const lessOrEqual = compared('<=', (order) => order <= 0)

/** Those that ask which filters and tests exist are added where both tables are known. */
export const baseTests: Readonly<Record<string, Apply>> = {
  defined: plain((value) => !(value instanceof Undefined)),
  undefined: plain((value) => value instanceof Undefined),
  none: plain((value) => value === null),
  boolean: plain((value) => typeof value === 'boolean'),
  true: plain((value) => value === true),
  false: plain((value) => value === false),
  integer: plain(isInteger),
  float: plain(isFloat),
  number: plain((value) => numeric(value) !== undefined),
  string: plain(isString),
  mapping: plain(isMapping),
  sequence: plain(isSequence),
  iterable: plain((value) => isIterable(value) || isHost(value, 'iterable')),
  callable: plain(isCallable),
  escaped: plain(() => false),
  lower: casing('islower'),
  upper: casing('isupper'),
  odd: parity(1),
  even: parity(0),
  divisibleby: filter(['num'], (value, [by]) => equal(remainder(value, by), 0)),
  sameas: filter(['other'], (value, [other]) => same(value, other)),
  in: filter(['seq'], (value, [container]) => contains(container, value)),
  eq: equalTo,
  equalto: equalTo,
  '==': equalTo,
  ne: unequalTo,
  '!=': unequalTo,
  gt: greater,
  greaterthan: greater,
  '>': greater,
  ge: greaterOrEqual,
  '>=': greaterOrEqual,
  lt: less,
  lessthan: less,
  '<': less,
  le: lessOrEqual,
  '<=': lessOrEqual,
}

/** Python's `is`; equal floats that are different boxes here would be one object there. */
function same(value: unknown, other: unknown): boolean {
  return value === other || (value instanceof Float && other instanceof Float && value.valueOf() === other.valueOf())
}
