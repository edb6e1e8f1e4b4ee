/** The table of filters and tests, and those that apply one another: `map`, `select` and the like. */
import type { Kwargs } from '../../core/template-object.js'
import { didYouMean, wrongArguments, wrongValue } from '../errors.js'
import type { Scope } from '../types.js'
import { type Apply, attributeGetter, filter } from './filter-table.js'
import { iterateValue } from './iterate.js'
import { listFilters } from './list-filters.js'
import { numberFilters } from './number-filters.js'
import { baseTests } from './tests.js'
import { toText } from './text.js'
import { textFilters } from './text-filters.js'
import { truth } from './truth.js'
import { OneShot } from './values.js'

const noKwargs: Kwargs = Object.freeze({})

function map(value: unknown, args: readonly unknown[], kwargs: Kwargs, scope: Scope | null): OneShot {
  if (args.length === 0 && 'attribute' in kwargs) {
    const { attribute, default: fallback, ...others } = kwargs
    const unexpected = Object.keys(others)[0]
    if (unexpected !== undefined) throw wrongArguments(`Unexpected keyword argument '${unexpected}'`)
    return new OneShot(lazily(value, (items) => items.map(attributeGetter(attribute, scope, fallback))))
  }
  const [name, ...rest] = args
  if (name === undefined) throw wrongArguments('map requires a filter argument')
  return new OneShot(lazily(value, (items) => items.map((item) => applyFilter(toText(name), item, rest, kwargs, scope))))
}

/** Python's generator functions do nothing, and fail at nothing, before they are read. */
function* lazily(value: unknown, work: (items: readonly unknown[]) => readonly unknown[]): Iterable<unknown> {
  if (truth(value)) yield* work(iterateValue(value))
}

function selecting(wanted: boolean, byAttribute: boolean): Apply {
  return (value, args, kwargs, scope) => {
    if (byAttribute && args.length === 0) throw wrongArguments('Missing parameter for attribute name')
    const get = byAttribute ? attributeGetter(args[0], scope) : (item: unknown) => item
    const [name, ...rest] = byAttribute ? args.slice(1) : args
    const passes = (item: unknown) => truth(name === undefined ? get(item) : applyTest(toText(name), get(item), rest, kwargs, scope))
    return new OneShot(lazily(value, (items) => items.filter((item) => passes(item) === wanted)))
  }
}

const same = filter([], (value) => value)

export const filters: ReadonlyMap<string, Apply> = new Map(
  Object.entries({
    ...textFilters,
    ...numberFilters,
    ...listFilters,
    map,
    select: selecting(true, false),
    reject: selecting(false, false),
    selectattr: selecting(true, true),
    rejectattr: selecting(false, true),
    // Only a native rendering tells these apart, see native.ts.
    as_text: same,
    as_bool: same,
    as_native: same,
    as_number: same,
  }),
)

export const tests: ReadonlyMap<string, Apply> = new Map(
  Object.entries({
    ...baseTests,
    filter: filter([], (value): boolean => filters.has(toText(value))),
    test: filter([], (value): boolean => tests.has(toText(value))),
  }),
)

export function applyFilter(
  name: string,
  value: unknown,
  args: readonly unknown[],
  kwargs: Kwargs = noKwargs,
  scope: Scope | null = null,
): unknown {
  const apply = filters.get(name)
  if (!apply) throw wrongValue(`No filter named '${name}'.`, didYouMean(name, filters.keys()))
  return apply(value, args, kwargs, scope)
}

export function applyTest(
  name: string,
  value: unknown,
  args: readonly unknown[],
  kwargs: Kwargs = noKwargs,
  scope: Scope | null = null,
): boolean {
  const apply = tests.get(name)
  if (!apply) throw wrongValue(`No test named '${name}'.`, didYouMean(name, tests.keys()))
  return apply(value, args, kwargs, scope) as boolean
}
