/** How filters and tests are written, and what their attribute paths mean. */
import type { Kwargs } from '../../core/template-object.js'
import type { Scope } from '../types.js'
import { getItem } from './access.js'
import { bindArguments, type Signature, signature } from './signature.js'
import { Undefined } from './values.js'

export type Apply = (value: unknown, args: readonly unknown[], kwargs: Kwargs, scope: Scope | null) => unknown
export type FilterBody = (value: unknown, values: readonly unknown[], scope: Scope | null) => unknown

/** A filter whose arguments bind as a Python function's would; absent ones arrive as undefined. */
export function filter(parameters: readonly string[], body: FilterBody): Apply & { signature?: Signature } {
  const expected = signature(...parameters)
  const apply: Apply = (value, args, kwargs, scope) => body(value, bindArguments('filter', expected, args, kwargs), scope)
  return Object.assign(apply, { signature: expected })
}

/** `'a.b.0'`, one step after another; each as `x[step]`. */
export function attributeGetter(path: unknown, scope: Scope | null, fallback?: unknown): (item: unknown) => unknown {
  if (path === null || path === undefined) return (item) => item
  const steps = typeof path === 'string' ? path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)) : [path]
  return (item) => {
    let value = item
    for (const step of steps) {
      value = getItem(value, step, scope)
      if (fallback !== undefined && fallback !== null && value instanceof Undefined) value = fallback
    }
    return value
  }
}

export function ignoreCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}
