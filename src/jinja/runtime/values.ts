/** Python's values that JavaScript lacks: tuple, namespace, undefined, one-shot iterators; and what kind of value something is. */
import type { SourceLocation } from '../../core/error.js'
import { Float } from '../../core/float.js'
import { identity, iterate, kind, size, type TemplateObject, truth } from '../../core/template-object.js'
import { Tuple } from '../../core/tuple.js'
import type { Scope } from '../types.js'
import { PyDict, PySet } from './containers.js'

export { Tuple }

/** The answer to a name, attribute or item that does not exist. Prints as nothing, is false; anything else fails. */
export class Undefined {
  /** Null where there is only a message. */
  readonly name: string | null
  /** What the name was looked for in; `globalName` for a name on its own. */
  readonly owner: unknown
  readonly message: string | null
  readonly scope: Scope | null

  constructor(name: string | null, owner: unknown, message: string | null = null, scope: Scope | null = null) {
    this.name = name
    this.owner = owner
    this.message = message
    this.scope = scope
  }

  /** They are all equal, so one key of a dict. */
  [identity](): string {
    return 'Undefined'
  }
}

/** The answer to an attribute templates may not reach. */
export class Forbidden extends Undefined {}

export const globalName: unique symbol = Symbol('global name')

export function isUndefined(value: unknown): value is Undefined {
  return value instanceof Undefined
}

/** `namespace(…)`: the one thing whose attributes `set` can change. */
export class Namespace {
  readonly values: PyDict

  constructor(values: PyDict) {
    this.values = values
  }
}

/** A Python iterator: read once, always true, without a length. `map`, `select` and the like answer one. */
export class OneShot implements TemplateObject {
  readonly #source: Iterator<unknown>
  readonly #typeName: string

  constructor(source: Iterable<unknown>, typeName = 'generator') {
    this.#source = source[Symbol.iterator]()
    this.#typeName = typeName
  }

  [iterate](): Iterable<unknown> {
    return { [Symbol.iterator]: () => this.#source }
  }

  [truth](): boolean {
    return true
  }

  get [kind](): { typeName: string; is: readonly ['iterable'] } {
    return { typeName: this.#typeName, is: ['iterable'] }
  }
}

/** `dict.keys()`, `.values()` and `.items()`: follow their dict, have a length, cannot be indexed. */
export class DictView implements TemplateObject {
  readonly #read: () => unknown[]
  readonly typeName: string

  constructor(typeName: string, read: () => unknown[]) {
    this.typeName = typeName
    this.#read = read
  }

  [iterate](): unknown[] {
    return this.#read()
  }

  [size](): number {
    return this.#read().length
  }

  get [kind](): { typeName: string; is: readonly ['iterable'] } {
    return { typeName: this.typeName, is: ['iterable'] }
  }
}

/** The argument of `x[1:2]`. */
export class SliceValue {
  readonly start: unknown
  readonly stop: unknown
  readonly step: unknown

  constructor(start: unknown, stop: unknown, step: unknown) {
    this.start = start
    this.stop = stop
    this.step = step
  }
}

/** Thrown by `return(…)` where it is not the last thing of a macro's own body; not an error, so without a stack. */
export class ReturnSignal {
  readonly value: unknown
  /** Where a template's own text called it. */
  location: SourceLocation | null = null

  constructor(value: unknown) {
    this.value = value
  }
}

export type PlainObject = Record<string, unknown>
export type Dict = PyDict | Map<unknown, unknown> | PlainObject

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** An object literal of ours or of JSON, not an instance of a class. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (!isObject(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? !hasTemplateSymbols(value) : false
}

function hasTemplateSymbols(value: object): boolean {
  return Object.getOwnPropertySymbols(value).length > 0
}

export function isDict(value: unknown): value is Dict {
  return value instanceof PyDict || value instanceof Map || isPlainObject(value)
}

/** Any number as JavaScript's; undefined for what is not a number. Booleans count, as in Python. */
export function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof Float) return value.valueOf()
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return undefined
}

export function isFloat(value: unknown): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))
}

/** A Python float: boxed only where a bare number would read as an integer. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value
}

/** A Python int from a bigint: bare where it is exact. */
export function integer(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

const primitiveTypes: Readonly<Record<string, string>> = {
  string: 'str',
  boolean: 'bool',
  bigint: 'int',
  undefined: 'NoneType',
  function: 'function',
}

/** Python's name for the type, as its messages give it. */
export function typeName(value: unknown): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value !== 'object') return primitiveTypes[typeof value] ?? typeof value
  const own = (value as TemplateObject)[kind]?.typeName
  if (own !== undefined) return own
  return containerType(value)
}

function containerType(value: object): string {
  if (value instanceof Float) return 'float'
  if (value instanceof Tuple) return 'tuple'
  if (Array.isArray(value)) return 'list'
  if (isDict(value)) return 'dict'
  if (value instanceof PySet) return 'set'
  if (value instanceof Undefined) return 'Undefined'
  return (value.constructor as { name?: string } | undefined)?.name ?? 'object'
}
