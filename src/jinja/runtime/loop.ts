/** `loop` inside `{% for %}`. */
import { attribute, call, kind, missing, size, TemplateFunction, type TemplateObject, text } from '../../core/template-object.js'
import { wrongType } from '../errors.js'
import { equal } from './truth.js'
import { isUndefined, Undefined } from './values.js'

/** Renders the loop's body for other items, one level deeper. */
export type Recurse = (items: unknown, depth: number) => unknown

export class Loop implements TemplateObject {
  /** 0-based; the generated loop sets it. */
  at = 0
  readonly #items: readonly unknown[]
  readonly #depth: number
  readonly #recurse: Recurse | null
  #changed: readonly unknown[] | null = null

  constructor(items: readonly unknown[], depth: number, recurse: Recurse | null) {
    this.#items = items
    this.#depth = depth
    this.#recurse = recurse
  }

  [attribute](name: string): unknown {
    const read = loopAttributes[name]
    return read ? read(this) : missing
  }

  [call](args: readonly unknown[]): unknown {
    if (!this.#recurse) throw wrongType("this loop is not marked 'recursive', so `loop(…)` cannot be called")
    return this.#recurse(args[0], this.#depth + 1)
  }

  [size](): number {
    return this.#items.length
  }

  [text](): string {
    return `<LoopContext ${this.at + 1}/${this.#items.length}>`
  }

  get [kind](): { typeName: string } {
    return { typeName: 'LoopContext' }
  }

  get depth(): number {
    return this.#depth
  }

  neighbour(by: 1 | -1): unknown {
    const index = this.at + by
    if (index >= 0 && index < this.#items.length) return this.#items[index]
    return new Undefined(null, null, by < 0 ? 'there is no previous item' : 'there is no next item')
  }

  cycle(args: readonly unknown[]): unknown {
    if (args.length === 0) throw wrongType('no items for cycling given')
    return args[this.at % args.length]
  }

  changed(args: readonly unknown[]): boolean {
    const before = this.#changed
    if (before && before.length === args.length && before.every((value, index) => !isUndefined(value) && equal(value, args[index])))
      return false
    this.#changed = [...args]
    return true
  }
}

function method(name: string, body: (args: readonly unknown[]) => unknown): TemplateFunction {
  return new TemplateFunction(name, (args) => body(args))
}

const loopAttributes: Readonly<Record<string, (loop: Loop) => unknown>> = {
  index: (loop) => loop.at + 1,
  index0: (loop) => loop.at,
  revindex: (loop) => loop[size]() - loop.at,
  revindex0: (loop) => loop[size]() - loop.at - 1,
  first: (loop) => loop.at === 0,
  last: (loop) => loop.at === loop[size]() - 1,
  length: (loop) => loop[size](),
  depth: (loop) => loop.depth,
  depth0: (loop) => loop.depth - 1,
  previtem: (loop) => loop.neighbour(-1),
  nextitem: (loop) => loop.neighbour(1),
  cycle: (loop) => method('cycle', (args) => loop.cycle(args)),
  changed: (loop) => method('changed', (args) => loop.changed(args)),
}
