/** How tables of Python methods are written. */
import type { Kwargs } from '../../core/template-object.js'
import { wrongType } from '../errors.js'
import { bindArguments, refuseKeywords, signature } from './signature.js'
import { undefinedError } from './undefined.js'
import { numeric, typeName, Undefined } from './values.js'

/** `x.name` and `x[key]`, handed in because `str.format` needs them and they need the methods. */
export interface Access {
  attribute(owner: unknown, name: string): unknown
  item(owner: unknown, key: unknown): unknown
}
export type Method = (self: unknown, args: readonly unknown[], kwargs: Kwargs, access: Access) => unknown
export type MethodTable = ReadonlyMap<string, Method>
export type MethodBody<Self> = (self: Self, values: readonly unknown[]) => unknown

export interface MethodSpec<Self> {
  readonly parameters: readonly string[]
  readonly keywords: boolean
  readonly body: MethodBody<Self>
}

/** Arguments by position only, as most of CPython's methods take them. */
export function positional<Self>(parameters: readonly string[], body: MethodBody<Self>): MethodSpec<Self> {
  return { parameters, keywords: false, body }
}

/** Arguments by position or name. */
export function keyworded<Self>(parameters: readonly string[], body: MethodBody<Self>): MethodSpec<Self> {
  return { parameters, keywords: true, body }
}

export function methodTable<Self>(type: string, specs: Readonly<Record<string, MethodSpec<Self> | Method>>): MethodTable {
  return new Map(Object.entries(specs).map(([name, spec]) => [name, typeof spec === 'function' ? spec : toMethod(`${type}.${name}`, spec)]))
}

function toMethod<Self>(name: string, spec: MethodSpec<Self>): Method {
  const expected = signature(...spec.parameters)
  return (self, args, kwargs) => {
    if (!spec.keywords) refuseKeywords(name, kwargs)
    return spec.body(self as Self, bindArguments(name, expected, args, kwargs))
  }
}

/** An argument that must be text. */
export function textArgument(value: unknown, method: string): string {
  if (typeof value === 'string') return value
  if (value instanceof Undefined) throw undefinedError(value)
  throw wrongType(`${method}() argument must be str, not ${typeName(value)}`)
}

/** An argument that must be a whole number. */
export function integerArgument(value: unknown, absent: number): number {
  if (value === undefined) return absent
  const number = numeric(value)
  if (number !== undefined && Number.isInteger(number)) return number
  if (value instanceof Undefined) throw undefinedError(value)
  throw wrongType(`'${typeName(value)}' object cannot be interpreted as an integer`)
}
