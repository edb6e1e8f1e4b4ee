/** Calling a macro: Python's argument binding with Jinja2's `varargs`, `kwargs` and `caller`, depth, and `return`. */

import type { SluiceError } from '../../core/error.js'
import { attribute, type Kwargs, kind, missing, TemplateFunction } from '../../core/template-object.js'
import { awaitedInSync, didYouMean, tooDeep, wrongArguments } from '../errors.js'
import type { Scope } from '../types.js'
import { PyDict } from './containers.js'
import { maximumDepth } from './trace.js'
import { ReturnSignal, Tuple, Undefined } from './values.js'

/** What a macro takes, found when it is compiled. */
export interface MacroShape {
  readonly name: string
  readonly parameters: readonly string[]
  /** How many of the parameters have no default. */
  readonly required: number
  readonly usesCaller: boolean
  readonly usesKwargs: boolean
  readonly usesVarargs: boolean
  /** `return()` ends this macro; a macro inside a macro passes it on to the outer one. */
  readonly catchesReturn: boolean
}

/** Generated: the bound values are the parameters (undefined where not given), then caller, kwargs and varargs as used. */
export type MacroBody = (scope: Scope, values: readonly unknown[]) => unknown

/** Also tells what it takes, as `m.name`, `m.arguments` and the like; `m.get_macro().arguments` where dbt's object wraps it. */
export class Macro extends TemplateFunction {
  readonly #shape: MacroShape

  constructor(shape: MacroShape, body: (args: readonly unknown[], kwargs: Kwargs) => unknown) {
    super(shape.name, body)
    this.#shape = shape
  }

  get [kind](): { typeName: string } {
    return { typeName: 'Macro' }
  }

  [attribute](name: string): unknown {
    const { parameters, usesCaller, usesKwargs, usesVarargs } = this.#shape
    switch (name) {
      case 'name':
        return this.name
      case 'arguments':
        return Tuple.from(parameters)
      case 'caller':
        return usesCaller || parameters.includes('caller')
      case 'catch_kwargs':
        return usesKwargs
      case 'catch_varargs':
        return usesVarargs
      case 'get_macro':
        return new TemplateFunction('get_macro', () => this)
      case 'get_name':
        return new TemplateFunction('get_name', () => this.name)
      default:
        return missing
    }
  }
}

export function syncMacro(shape: MacroShape, scope: Scope, body: MacroBody): Macro {
  return new Macro(shape, (args, kwargs) => {
    const values = bindMacro(shape, args, kwargs)
    enter(scope)
    try {
      const result = body(scope, values)
      if (result instanceof Promise) throw awaitedInSync(`macro '${shape.name}'`, result)
      return result
    } catch (error) {
      return returned(shape, error)
    } finally {
      scope.depth--
    }
  })
}

export function asyncMacro(shape: MacroShape, scope: Scope, body: MacroBody): Macro {
  return new Macro(shape, (args, kwargs) => runAsync(shape, scope, body, bindMacro(shape, args, kwargs)))
}

async function runAsync(shape: MacroShape, scope: Scope, body: MacroBody, values: readonly unknown[]): Promise<unknown> {
  enter(scope)
  try {
    // A pause now and then, so that deep recursion does not pile up on JavaScript's own stack.
    if (scope.depth % pauseEvery === 0) await null
    return await body(scope, values)
  } catch (error) {
    return returned(shape, error)
  } finally {
    scope.depth--
  }
}

const pauseEvery = 50

function enter(scope: Scope): void {
  if (scope.depth >= maximumDepth) throw tooDeep(maximumDepth)
  scope.depth++
}

function returned(shape: MacroShape, error: unknown): unknown {
  if (error instanceof ReturnSignal && shape.catchesReturn) return error.value
  throw error
}

/** Exported for the body of `{% call %}`, which is bound the same way. */
export function bindMacro(shape: MacroShape, args: readonly unknown[], kwargs: Kwargs): unknown[] {
  const { parameters } = shape
  const count = parameters.length
  const values: unknown[] = args.length > count ? args.slice(0, count) : [...args]
  values.length = count
  const { rest, caller } = takeNamed(shape, values, args.length, kwargs)
  if (shape.usesCaller) values.push(caller ?? new Undefined('caller', null, 'No caller defined'))
  if (shape.usesKwargs) values.push(new PyDict(Object.entries(rest ?? {})))
  else if (rest) throw unexpectedKeyword(shape, rest)
  if (shape.usesVarargs) values.push(Tuple.from(args.slice(count)))
  else if (args.length > count) throw tooMany(shape, args.length)
  return values
}

interface Named {
  readonly rest: Record<string, unknown> | null
  readonly caller: unknown
}

function takeNamed(shape: MacroShape, values: unknown[], given: number, kwargs: Kwargs): Named {
  let rest: Record<string, unknown> | null = null
  let caller: unknown
  for (const key in kwargs) {
    const index = shape.parameters.indexOf(key)
    if (index >= given) values[index] = kwargs[key]
    else if (key === 'caller' && shape.usesCaller) caller = kwargs[key]
    else {
      rest ??= {}
      rest[key] = kwargs[key]
    }
  }
  return { rest, caller }
}

function unexpectedKeyword(shape: MacroShape, rest: Readonly<Record<string, unknown>>): SluiceError {
  const [key = ''] = Object.keys(rest)
  if (key === 'caller' && shape.parameters.includes('caller')) {
    return wrongArguments(`macro '${shape.name}' was invoked with two values for the special caller argument`, {
      expected: signatureOf(shape),
    })
  }
  if (key === 'caller') {
    return wrongArguments(`macro '${shape.name}' does not use its caller, so it cannot be used with {% call %}`, {
      expected: signatureOf(shape),
    })
  }
  const twice = shape.parameters.includes(key)
  const message = twice
    ? `macro '${shape.name}' got multiple values for argument '${key}'`
    : `macro '${shape.name}' takes no keyword argument '${key}'`
  return wrongArguments(message, { expected: signatureOf(shape), hint: twice ? undefined : didYouMean(key, shape.parameters) })
}

function tooMany(shape: MacroShape, given: number): SluiceError {
  const count = shape.parameters.length
  return wrongArguments(`macro '${shape.name}' takes not more than ${count} argument(s), ${given} given`, { expected: signatureOf(shape) })
}

function signatureOf({ name, parameters, required }: MacroShape): string {
  return `${name}(${parameters.map((parameter, index) => (index < required ? parameter : `${parameter}=…`)).join(', ')})`
}
