/** Calling values, and the macros among them. */
import { call, type Kwargs, type TemplateObject } from '../../core/template-object.js'
import { wrongType } from '../errors.js'
import type { Scope } from '../types.js'
import { access, getAttribute, throughUndefined } from './access.js'
import { dictEntries } from './dicts.js'
import { iterateValue } from './iterate.js'
import { methodsOf } from './methods.js'
import { toText } from './text.js'
import { isDict, isObject, typeName, Undefined } from './values.js'

export const noKwargs: Kwargs = Object.freeze({})

/** `callee(*args, **kwargs)`; a function that answers nothing answers None. */
export function callValue(callee: unknown, args: readonly unknown[], kwargs: Kwargs = noKwargs, scope: Scope | null = null): unknown {
  if (isObject(callee)) {
    const object = callee as TemplateObject
    if (object[call]) return object[call](args, kwargs) ?? null
    if (callee instanceof Undefined) return throughUndefined(callee, scope)
  }
  throw wrongType(`'${typeName(callee)}' object is not callable`)
}

/** `owner.name(…)` without making a bound method for Python's own types. */
export function callMethod(owner: unknown, name: string, args: readonly unknown[], kwargs: Kwargs, scope: Scope): unknown {
  const method = methodsOf(owner)?.get(name)
  if (method) return method(owner, args, kwargs, access)
  return callValue(getAttribute(owner, name, scope), args, kwargs, scope)
}

/** `**mapping` in a call, added to what is named there already. */
export function mergeKwargs(named: Record<string, unknown>, mapping: unknown): Kwargs {
  if (mapping instanceof Undefined) return named
  if (!isDict(mapping)) throw wrongType(`argument after ** must be a mapping, not ${typeName(mapping)}`)
  for (const [key, value] of dictEntries(mapping)) named[toText(key)] = value
  return named
}

/** `*items` in a call. */
export function spread(items: unknown): readonly unknown[] {
  return iterateValue(items)
}
