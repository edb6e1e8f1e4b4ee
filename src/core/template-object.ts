/**
 * How a value of ours shows itself to templates. `core` and `context` values implement these symbols and the template
 * runtime asks for them, so neither needs to import the other. Anything without them is what Python would see:
 * string, number, boolean, null (None), array (list), plain object or Map (dict).
 */
import { SluiceError } from './error.js'

/** Returned by lookups for "no such name"; never a value. */
export const missing: unique symbol = Symbol('sluice.missing')
export type Missing = typeof missing

export const attribute: unique symbol = Symbol('sluice.attribute')
export const item: unique symbol = Symbol('sluice.item')
export const call: unique symbol = Symbol('sluice.call')
export const text: unique symbol = Symbol('sluice.text')
export const truth: unique symbol = Symbol('sluice.truth')
export const iterate: unique symbol = Symbol('sluice.iterate')
export const size: unique symbol = Symbol('sluice.size')
export const equals: unique symbol = Symbol('sluice.equals')
export const kind: unique symbol = Symbol('sluice.kind')
export const repr: unique symbol = Symbol('sluice.repr')
export const operate: unique symbol = Symbol('sluice.operate')
export const compare: unique symbol = Symbol('sluice.compare')
export const identity: unique symbol = Symbol('sluice.identity')

export type Operator = '+' | '-' | '*' | '/' | '//' | '%'

export type Kwargs = Readonly<Record<string, unknown>>

export interface TemplateObject {
  /** `x.name`; answers `missing` when there is none. */
  [attribute]?(name: string): unknown
  /** `x[key]`; answers `missing` when there is none. */
  [item]?(key: unknown): unknown
  /** `x(…)`; may answer a Promise in the async variant. */
  [call]?(args: readonly unknown[], kwargs: Kwargs): unknown
  /** `{{ x }}` and Python's str(). */
  [text]?(): string
  [truth]?(): boolean
  [iterate]?(): Iterable<unknown>
  [size]?(): number
  [equals]?(other: unknown): boolean
  /** Python's repr(), as inside a printed list; `text` where absent. */
  [repr]?(): string
  /** `x + other`, or `other + x` where `reversed`; `missing` when the two do not go together. */
  [operate]?(operator: Operator, other: unknown, reversed: boolean): unknown
  /** Below, at or above zero as `x` is less, equal or greater; `missing` when they have no order. */
  [compare]?(other: unknown): number | Missing
  /** Equal objects give equal strings: key of dicts and sets. */
  [identity]?(): string
  /** What `is mapping`, `is sequence`, `is string`, `is callable` answer, and the Python type name in messages. */
  readonly [kind]?: { readonly typeName: string; readonly is?: readonly ('mapping' | 'sequence' | 'string' | 'iterable')[] }
}

/** A function templates may call. */
export class TemplateFunction implements TemplateObject {
  readonly name: string
  readonly #body: (args: readonly unknown[], kwargs: Kwargs) => unknown

  constructor(name: string, body: (args: readonly unknown[], kwargs: Kwargs) => unknown) {
    this.name = name
    this.#body = body
  }

  [call](args: readonly unknown[], kwargs: Kwargs): unknown {
    return this.#body(args, kwargs)
  }
}

/**
 * A host function with Python's argument binding. `params`: `'x'` required, `'x?'` optional (arrives as undefined),
 * `'*rest'` further positionals as an array, `'**named'` further keywords as a plain object.
 * @example define('ref', ['first', 'second?', '**named'], (first, second, named) => …)
 */
// biome-ignore lint/suspicious/noExplicitAny: bodies name their own parameter types; templates give anything
export function define(name: string, params: readonly string[], body: (...values: any[]) => unknown): TemplateFunction {
  const signature = parseSignature(params)
  return new TemplateFunction(name, (args, kwargs) => body(...bind(name, signature, args, kwargs)))
}

interface Signature {
  readonly names: readonly { readonly name: string; readonly optional: boolean }[]
  readonly rest: boolean
  readonly named: boolean
}

function parseSignature(params: readonly string[]): Signature {
  const plain = params.filter((param) => !param.startsWith('*'))
  return {
    names: plain.map((param) => ({ name: param.replace('?', ''), optional: param.endsWith('?') })),
    rest: params.some((param) => /^\*[^*]/.test(param)),
    named: params.some((param) => param.startsWith('**')),
  }
}

function bind(name: string, signature: Signature, args: readonly unknown[], kwargs: Kwargs): unknown[] {
  const { names, rest, named } = signature
  if (args.length > names.length && !rest) throw wrongArguments(`${name}() takes at most ${names.length} arguments (${args.length} given)`)
  const left: Record<string, unknown> = { ...kwargs }
  const values: unknown[] = names.map((param, index) => {
    const given = Object.hasOwn(left, param.name)
    if (index < args.length) {
      if (given) throw wrongArguments(`${name}() got multiple values for argument '${param.name}'`)
      return args[index]
    }
    if (!given && !param.optional) throw wrongArguments(`${name}() missing required argument: '${param.name}'`)
    const value = left[param.name]
    delete left[param.name]
    return value
  })
  const unexpected = Object.keys(left)[0]
  if (unexpected !== undefined && !named) throw wrongArguments(`${name}() got an unexpected keyword argument '${unexpected}'`)
  if (rest) values.push(args.slice(names.length))
  if (named) values.push(left)
  return values
}

function wrongArguments(message: string): SluiceError {
  return new SluiceError('TEMPLATE_ARGUMENTS', { message })
}
