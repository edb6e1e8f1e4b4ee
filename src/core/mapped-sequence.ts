/** Values by index and, where they have names, by name: what agate's rows, columns and their lists have in common. */
import { attribute, define, item, iterate, kind, missing, repr, size, type TemplateObject, text } from './template-object.js'
import { Tuple } from './tuple.js'

export class MappedSequence<T = unknown> implements TemplateObject {
  readonly #names: readonly string[] | null
  readonly #values: () => readonly T[]

  /**
   * @param names - null where only an index finds a value
   * @param values - asked for each time, so that none is made before it is needed
   */
  constructor(names: readonly string[] | null, values: () => readonly T[]) {
    this.#names = names
    this.#values = values
  }

  [item](key: unknown): unknown {
    if (typeof key === 'string') return this.#named(key)
    const found = typeof key === 'number' ? this.#values().at(key) : undefined
    return found === undefined ? missing : found
  }

  #named(key: unknown): unknown {
    const index = typeof key === 'string' ? (this.#names?.indexOf(key) ?? -1) : -1
    return index < 0 ? missing : this.#values()[index]
  }

  #pairs(): [string, T | undefined][] {
    const values = this.#values()
    return (this.#names ?? []).map((name, index) => [name, values[index]])
  }

  [attribute](name: string): unknown {
    switch (name) {
      case 'values':
        return define('values', [], () => Tuple.from(this.#values()))
      case 'keys':
        return define('keys', [], () => (this.#names === null ? null : Tuple.from(this.#names)))
      case 'items':
        return define('items', [], () => Tuple.from(this.#pairs().map((pair) => Tuple.from<unknown>(pair))))
      case 'get':
        return define('get', ['key', 'default?'], (key, fallback = null) => {
          const found = this.#named(key)
          return found === missing ? fallback : found
        })
      case 'dict':
        return define('dict', [], () => new Map(this.#pairs()))
      default:
        return missing
    }
  }

  *[iterate](): Iterable<unknown> {
    yield* this.#values()
  }

  [size](): number {
    return this.#values().length
  }

  /** The first five, as agate prints them. */
  [text](): string {
    const values = this.#values()
    const shown = values.slice(0, 5).map((value) => (typeof value === 'string' ? `'${value}'` : textOf(value)))
    return `<agate.${this[kind].typeName}: (${shown.join(', ')}${values.length > 5 ? ', ...' : ''})>`
  }

  get [kind](): { typeName: string; is: readonly ['sequence'] } {
    return { typeName: 'MappedSequence', is: ['sequence'] }
  }
}

function textOf(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  const object = value as TemplateObject
  return object[repr]?.() ?? object[text]?.() ?? String(value)
}
