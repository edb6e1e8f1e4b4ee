/**
 * What generated code calls, under short names. Two versions: the synchronous one refuses promises, since nothing
 * rendered while parsing may wait for a database.
 */
import { type Kwargs, missing } from '../../core/template-object.js'
import { awaitedInSync, wrongType } from '../errors.js'
import type { Scope } from '../types.js'
import { getAttribute, getItem, sliceOf } from './access.js'
import { callMethod, callValue, mergeKwargs, noKwargs, spread } from './call.js'
import { PyDict } from './containers.js'
import { applyFilter, applyTest } from './filters.js'
import { globals } from './globals.js'
import { iterateValue, unpack } from './iterate.js'
import { Loop } from './loop.js'
import { asyncMacro, bindMacro, syncMacro } from './macro.js'
import { applyNativeFilter } from './native-marks.js'
import { add, contains, divide, floorDivide, multiply, negate, positive, power, remainder, subtract } from './operators.js'
import { toText } from './text.js'
import { traced } from './trace.js'
import { compareValues, equal, truth } from './truth.js'
import { globalName, isUndefined, Namespace, ReturnSignal, SliceValue, Tuple, typeName, Undefined } from './values.js'

/** A name that is no variable of the template: the scope's, Jinja2's, or undefined. */
function global(scope: Scope, name: string): unknown {
  const found = scope.lookup(name)
  if (found !== missing) return found === undefined ? null : found
  return globals.get(name) ?? new Undefined(name, globalName, null, scope)
}

/** The same for a variable's first value, where absence must stay visible. */
function outer(scope: Scope, name: string): unknown {
  const found = scope.lookup(name)
  if (found === missing) return globals.get(name)
  return found === undefined ? null : found
}

function local(value: unknown, name: string, scope: Scope): unknown {
  return value === undefined ? new Undefined(name, globalName, null, scope) : value
}

function setInNamespace(target: unknown, name: string, value: unknown): void {
  if (!(target instanceof Namespace)) {
    throw wrongType(
      'cannot assign attribute on non-namespace object',
      `Only a \`namespace(…)\` can be changed with \`{% set x.${name} = … %}\`; this is ${isUndefined(target) ? 'undefined' : `a ${typeName(target)}`}.`,
    )
  }
  target.values.set(name, value)
}

function absent(parameter: string): Undefined {
  return new Undefined(parameter, null, `parameter '${parameter}' was not provided`)
}

function noElse(): Undefined {
  return new Undefined(null, null, 'the inline if-expression evaluated to false and no else section was defined.')
}

function leave(value: unknown): never {
  throw new ReturnSignal(value)
}

const base = {
  global,
  outer,
  local,
  attr: (scope: Scope, owner: unknown, name: string, _at: number) => getAttribute(owner, name, scope),
  item: (scope: Scope, owner: unknown, key: unknown, _at: number) => getItem(owner, key, scope),
  slice: (scope: Scope, owner: unknown, start: unknown, stop: unknown, step: unknown, _at: number) =>
    sliceOf(owner, start, stop, step, scope),
  sliceValue: (start: unknown, stop: unknown, step: unknown) => new SliceValue(start, stop, step),
  kwargs: mergeKwargs,
  spread,
  none: noKwargs,
  filter: (scope: Scope, name: string, value: unknown, args: readonly unknown[], kwargs: Kwargs, _at: number) =>
    applyFilter(name, value, args, kwargs, scope),
  nativeFilter: (scope: Scope, name: string, value: unknown, args: readonly unknown[], kwargs: Kwargs, _at: number) =>
    applyNativeFilter(name, value) ?? applyFilter(name, value, args, kwargs, scope),
  test: (scope: Scope, name: string, value: unknown, args: readonly unknown[], kwargs: Kwargs, _at: number) =>
    applyTest(name, value, args, kwargs, scope),
  isUndefined,
  text: toText,
  truth,
  equal,
  compare: compareValues,
  contains,
  Add: add,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  FloorDiv: floorDivide,
  Mod: remainder,
  Pow: power,
  Neg: negate,
  Pos: positive,
  iterate: iterateValue,
  unpack,
  tuple: (items: readonly unknown[]) => Tuple.from(items),
  dict: (entries: readonly (readonly [unknown, unknown])[]) => new PyDict(entries),
  loop: (items: readonly unknown[], depth: number, recurse: ((items: unknown, depth: number) => unknown) | null) =>
    new Loop(items, depth, recurse),
  setInNamespace,
  absent,
  noElse,
  leave,
  bind: bindMacro,
  traced,
}

function settled(value: unknown, callee: unknown): unknown {
  if (value instanceof Promise)
    throw awaitedInSync(callee instanceof Object && 'name' in callee ? `'${String(callee.name)}'` : 'a call', value)
  return value
}

export const syncOperations = {
  ...base,
  macro: syncMacro,
  call: (scope: Scope, callee: unknown, args: readonly unknown[], kwargs: Kwargs, _at: number) =>
    settled(callValue(callee, args, kwargs, scope), callee),
  method: (scope: Scope, owner: unknown, name: string, args: readonly unknown[], kwargs: Kwargs, _at: number) =>
    settled(callMethod(owner, name, args, kwargs, scope), name),
}

export const asyncOperations = {
  ...base,
  macro: asyncMacro,
  call: (scope: Scope, callee: unknown, args: readonly unknown[], kwargs: Kwargs, _at: number) => callValue(callee, args, kwargs, scope),
  method: (scope: Scope, owner: unknown, name: string, args: readonly unknown[], kwargs: Kwargs, _at: number) =>
    callMethod(owner, name, args, kwargs, scope),
}
