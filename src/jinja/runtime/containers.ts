/** Python's dict and set: insertion order and key equality (`1 == 1.0 == True`, tuples by value), over a JavaScript Map. */
import { Float } from '../../core/float.js'
import { equals, identity, type TemplateObject, text } from '../../core/template-object.js'
import { wrongType } from '../errors.js'

/** What stands for a key in the Map; the key itself for strings, numbers and null. */
function hash(key: unknown): unknown {
  switch (typeof key) {
    case 'string':
      return key.charCodeAt(0) === 0 ? `\0s${key}` : key
    case 'boolean':
      return key ? 1 : 0
    case 'object':
      return key === null ? key : hashObject(key)
    default:
      return key
  }
}

function hashObject(key: object): unknown {
  if (key instanceof Float) return key.valueOf()
  if (Array.isArray(key)) return hashArray(key)
  if (key instanceof PyDict || key instanceof Map) throw unhashable('dict')
  if (key instanceof PySet) throw unhashable('set')
  const prototype: unknown = Object.getPrototypeOf(key)
  if ((prototype === Object.prototype || prototype === null) && Object.getOwnPropertySymbols(key).length === 0) throw unhashable('dict')
  const object = key as TemplateObject
  if (object[identity]) return `\0i${object[identity]()}`
  return object[equals] && object[text] ? `\0o${object[text]()}` : key
}

function hashArray(key: readonly unknown[]): string {
  if (key.constructor === Array) throw unhashable('list')
  const parts = key.map((part) => {
    const hashed = hash(part)
    return typeof hashed === 'object' && hashed !== null ? serial(hashed) : `${typeof hashed}:${String(hashed)}`
  })
  return `\0t${JSON.stringify(parts)}`
}

const serials = new WeakMap<object, string>()
let objects = 0

function serial(object: object): string {
  let id = serials.get(object)
  if (id === undefined) {
    id = `#${++objects}`
    serials.set(object, id)
  }
  return id
}

/** Fails for what Python cannot use as a key. */
export function requireHashable(key: unknown): void {
  hash(key)
}

function unhashable(type: string) {
  return wrongType(`unhashable type: '${type}'`)
}

export class PyDict {
  readonly #values = new Map<unknown, unknown>()
  /** Keys whose hash is not the key. */
  #originals: Map<unknown, unknown> | null = null

  constructor(entries?: Iterable<readonly [unknown, unknown]>) {
    if (entries) for (const [key, value] of entries) this.set(key, value)
  }

  get size(): number {
    return this.#values.size
  }

  /** `undefined` when there is no such key; stored values are never undefined. */
  get(key: unknown): unknown {
    return this.#values.get(hash(key))
  }

  has(key: unknown): boolean {
    return this.#values.has(hash(key))
  }

  set(key: unknown, value: unknown): this {
    const hashed = hash(key)
    if (hashed !== key && !this.#values.has(hashed)) {
      this.#originals ??= new Map()
      this.#originals.set(hashed, key)
    }
    this.#values.set(hashed, value === undefined ? null : value)
    return this
  }

  delete(key: unknown): boolean {
    const hashed = hash(key)
    this.#originals?.delete(hashed)
    return this.#values.delete(hashed)
  }

  clear(): void {
    this.#values.clear()
    this.#originals = null
  }

  *keys(): IterableIterator<unknown> {
    for (const hashed of this.#values.keys()) yield this.#original(hashed)
  }

  values(): IterableIterator<unknown> {
    return this.#values.values()
  }

  *entries(): IterableIterator<[unknown, unknown]> {
    for (const [hashed, value] of this.#values) yield [this.#original(hashed), value]
  }

  [Symbol.iterator](): IterableIterator<[unknown, unknown]> {
    return this.entries()
  }

  #original(hashed: unknown): unknown {
    return this.#originals?.has(hashed) ? this.#originals.get(hashed) : hashed
  }
}

export class PySet {
  readonly #members = new PyDict()

  constructor(members?: Iterable<unknown>) {
    if (members) for (const member of members) this.add(member)
  }

  get size(): number {
    return this.#members.size
  }

  has(member: unknown): boolean {
    return this.#members.has(member)
  }

  add(member: unknown): this {
    if (!this.#members.has(member)) this.#members.set(member, true)
    return this
  }

  delete(member: unknown): boolean {
    return this.#members.delete(member)
  }

  clear(): void {
    this.#members.clear()
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this.#members.keys()
  }
}
