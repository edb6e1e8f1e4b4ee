/** Jinja2's filters on sequences and mappings. */
import { attribute, missing, type TemplateObject } from '../../core/template-object.js'
import { wrongType, wrongValue } from '../errors.js'
import type { Scope } from '../types.js'
import { getAttribute } from './access.js'
import { PySet } from './containers.js'
import { dictEntries } from './dicts.js'
import { type Apply, attributeGetter, filter, ignoreCase } from './filter-table.js'
import { iterateValue, lengthOf } from './iterate.js'
import { textOfJson } from './json.js'
import { integerArgument } from './method-table.js'
import { methodsOf } from './methods.js'
import { add } from './operators.js'
import { toText } from './text.js'
import { compareValues, equal, truth } from './truth.js'
import { undefinedError } from './undefined.js'
import { isDict, OneShot, Tuple, typeName, Undefined } from './values.js'

const flag = (value: unknown): boolean => value !== undefined && truth(value)

/** What to compare items by. */
function keyOf(attribute: unknown, caseSensitive: unknown, scope: Scope | null): (item: unknown) => unknown {
  const get = attributeGetter(attribute, scope)
  return flag(caseSensitive) ? get : (item) => ignoreCase(get(item))
}

/** Stable; `reverse` keeps equal items in their order. */
function sortBy(items: readonly unknown[], key: (item: unknown) => unknown, reverse: boolean): unknown[] {
  const keyed = items.map((item) => [key(item), item] as const)
  const sign = reverse ? -1 : 1
  return keyed.sort(([left], [right]) => sign * compareValues(left, right, '<')).map(([, item]) => item)
}

function sort(value: unknown, [reverse, caseSensitive, attribute]: readonly unknown[], scope: Scope | null): unknown {
  const paths = typeof attribute === 'string' ? attribute.split(',') : [attribute]
  const keys = paths.map((path) => keyOf(path, caseSensitive, scope))
  return sortBy(iterateValue(value), (item) => keys.map((key) => key(item)), integerArgument(reverse, 0) !== 0)
}

function unique(value: unknown, [caseSensitive, attribute]: readonly unknown[], scope: Scope | null): unknown {
  const key = keyOf(attribute, caseSensitive, scope)
  const seen = new PySet()
  const kept = iterateValue(value).filter((item) => {
    const by = key(item)
    if (seen.has(by)) return false
    seen.add(by)
    return true
  })
  return new OneShot(kept)
}

function extreme(sign: 1 | -1): Apply {
  return filter(['case_sensitive?', 'attribute?'], (value, [caseSensitive, attribute], scope) => {
    const items = iterateValue(value)
    if (items.length === 0) return new Undefined(null, null, 'No aggregated item, sequence was empty.')
    const key = keyOf(attribute, caseSensitive, scope)
    const operator = sign > 0 ? '>' : '<'
    return items.reduce((best, item) => (sign * compareValues(key(item), key(best), operator) > 0 ? item : best))
  })
}

function batch(value: unknown, [count, fill]: readonly unknown[]): unknown {
  const size = integerArgument(count, 1)
  const items = iterateValue(value)
  const rows: unknown[][] = []
  for (let start = 0; start < items.length; start += Math.max(1, size)) rows.push(items.slice(start, start + Math.max(1, size)))
  const last = rows.at(-1)
  while (last && fill !== undefined && fill !== null && last.length < size) last.push(fill)
  return new OneShot(rows)
}

function slice(value: unknown, [count, fill]: readonly unknown[]): unknown {
  const items = iterateValue(value)
  const slices = integerArgument(count, 1)
  if (slices === 0) throw wrongValue('integer division or modulo by zero')
  const each = Math.floor(items.length / slices)
  const longer = items.length % slices
  const rows: unknown[][] = []
  for (let index = 0, start = 0; index < slices; index++) {
    const end = start + each + (index < longer ? 1 : 0)
    const row = items.slice(start, end)
    if (fill !== undefined && fill !== null && index >= longer) row.push(fill)
    rows.push(row)
    start = end
  }
  return new OneShot(rows)
}

function groupBy(value: unknown, [attribute, fallback, caseSensitive]: readonly unknown[], scope: Scope | null): unknown {
  const get = attributeGetter(attribute, scope, fallback)
  const key = flag(caseSensitive) ? get : (item: unknown) => ignoreCase(get(item))
  const groups: { by: unknown; items: unknown[] }[] = []
  for (const item of sortBy(iterateValue(value), key, false)) {
    const by = key(item)
    const last = groups.at(-1)
    if (last && equal(last.by, by)) last.items.push(item)
    else groups.push({ by, items: [item] })
  }
  return groups.map(({ items }) => new Group(get(items[0]), items))
}

/** A pair that is also known as `.grouper` and `.list`. */
class Group extends Tuple implements TemplateObject {
  constructor(grouper: unknown, list: readonly unknown[]) {
    super()
    this.push(grouper, list)
  }

  [attribute](name: string): unknown {
    return name === 'grouper' ? this[0] : name === 'list' ? this[1] : missing
  }
}

function dictsort(value: unknown, [caseSensitive, by = 'key', reverse]: readonly unknown[]): unknown {
  if (by !== 'key' && by !== 'value') throw wrongValue('You can only sort by either "key" or "value"')
  if (!isDict(value)) throw value instanceof Undefined ? undefinedError(value) : wrongType(`'${typeName(value)}' object has no items`)
  const entries = dictEntries(value).map((entry) => Tuple.from(entry))
  const position = by === 'key' ? 0 : 1
  const key = (entry: unknown) => (entry as Tuple)[position]
  return sortBy(entries, flag(caseSensitive) ? key : (entry) => ignoreCase(key(entry)), flag(reverse))
}

function sum(value: unknown, [attribute, start = 0]: readonly unknown[], scope: Scope | null): unknown {
  if (typeof start === 'string') throw wrongType("sum() can't sum strings [use ''.join(seq) instead]")
  return iterateValue(value).map(attributeGetter(attribute, scope)).reduce(add, start)
}

function reverse(value: unknown): unknown {
  if (typeof value === 'string') return Array.from(value).reverse().join('')
  const items = [...iterateValue(value)].reverse()
  return value instanceof OneShot ? items : new OneShot(items, 'reversed')
}

function items(value: unknown): unknown {
  if (value instanceof Undefined) return new OneShot([])
  if (!isDict(value)) throw wrongType('Can only get item pairs from a mapping.')
  return new OneShot(dictEntries(value).map((entry) => Tuple.from(entry)))
}

/** None is an item like any other; only JavaScript's undefined means there is none. */
function itemOr(found: unknown, name: string): unknown {
  return found === undefined ? new Undefined(null, null, `No ${name} item, sequence was empty.`) : found
}

function edge(name: 'first' | 'last', at: 0 | -1): Apply {
  return filter([], (value) => itemOr(iterateValue(value).at(at), name))
}

function length(value: unknown): number {
  return lengthOf(value)
}

export const listFilters: Readonly<Record<string, Apply>> = {
  length: filter([], length),
  count: filter([], length),
  list: filter([], (value) => Array.from(iterateValue(value))),
  first: edge('first', 0),
  last: edge('last', -1),
  random: filter([], (value) => {
    const from = iterateValue(value)
    return itemOr(from[Math.floor(Math.random() * from.length)], 'random')
  }),
  reverse: filter([], reverse),
  items: filter([], items),
  batch: filter(['linecount', 'fill_with?'], batch),
  slice: filter(['slices', 'fill_with?'], slice),
  join: filter(['d?', 'attribute?'], (value, [separator = '', attribute], scope) =>
    iterateValue(value).map(attributeGetter(attribute, scope)).map(toText).join(toText(separator)),
  ),
  sort: filter(['reverse?', 'case_sensitive?', 'attribute?'], sort),
  unique: filter(['case_sensitive?', 'attribute?'], unique),
  min: extreme(-1),
  max: extreme(1),
  sum: filter(['attribute?', 'start?'], sum),
  groupby: filter(['attribute', 'default?', 'case_sensitive?'], groupBy),
  dictsort: filter(['case_sensitive?', 'by?', 'reverse?'], dictsort),
  tojson: filter(['indent?'], (value, [indent]) => {
    const plain = textOfJson(value, { sortKeys: true, indent: indent === undefined || indent === null ? null : integerArgument(indent, 0) })
    return plain.replace(/[<>&']/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)
  }),
  default: filter(['default_value?', 'boolean?'], defaulted),
  d: filter(['default_value?', 'boolean?'], defaulted),
  attr: filter(['name'], (value, [name], scope) => {
    if (typeof name !== 'string') throw wrongType(`attribute name must be string, not '${typeName(name)}'`)
    const isKeyOnly = isDict(value) && !methodsOf(value)?.has(toText(name))
    return isKeyOnly ? new Undefined(toText(name), value) : getAttribute(value, toText(name), scope)
  }),
  is_list: filter([], (value) => Array.isArray(value) && !(value instanceof Tuple)),
}

function defaulted(value: unknown, [fallback = '', boolean]: readonly unknown[]): unknown {
  return value instanceof Undefined || (flag(boolean) && !truth(value)) ? fallback : value
}
