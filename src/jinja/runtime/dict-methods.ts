/** Methods of Python's dict and set. */
import type { Kwargs } from '../../core/template-object.js'
import { wrongArguments, wrongValue } from '../errors.js'
import { PyDict, PySet } from './containers.js'
import { dictDelete, dictEntries, dictGet, dictHas, dictKeys, dictSet, dictValues, pairsOf } from './dicts.js'
import { iterateValue } from './iterate.js'
import { methodTable, positional } from './method-table.js'
import { contains } from './operators.js'
import { repr } from './text.js'
import { undefinedError } from './undefined.js'
import { type Dict, DictView, Tuple, Undefined } from './values.js'

export function updateDict(dict: Dict, args: readonly unknown[], kwargs: Kwargs): null {
  if (args.length > 1) throw wrongArguments(`update expected at most 1 argument, got ${args.length}`)
  if (args[0] instanceof Undefined) throw undefinedError(args[0])
  if (args.length === 1) for (const [key, value] of pairsOf(args[0], iterateValue)) dictSet(dict, key, value)
  for (const [key, value] of Object.entries(kwargs)) dictSet(dict, key, value)
  return null
}

function takeOut(dict: Dict, [key, ...fallback]: readonly unknown[]): unknown {
  if (!dictHas(dict, key)) {
    if (fallback.length > 0) return fallback[0]
    throw wrongValue(repr(key))
  }
  const value = dictGet(dict, key)
  dictDelete(dict, key)
  return value
}

export const dictMethods = methodTable<Dict>('dict', {
  items: positional([], (self) => new DictView('dict_items', () => dictEntries(self).map((entry) => Tuple.from(entry)))),
  keys: positional([], (self) => new DictView('dict_keys', () => dictKeys(self))),
  values: positional([], (self) => new DictView('dict_values', () => dictValues(self))),
  get: positional(['key', 'default?'], (self, [key, fallback = null]) => dictGet(self, key) ?? (dictHas(self, key) ? null : fallback)),
  update: (self, args, kwargs) => updateDict(self as Dict, args, kwargs),
  pop: positional(['key', 'default?'], takeOut),
  setdefault: positional(['key', 'default?'], (self, [key, fallback = null]) => {
    if (!dictHas(self, key)) dictSet(self, key, fallback)
    return dictGet(self, key)
  }),
  popitem: positional([], (self) => {
    const last = dictEntries(self).at(-1)
    if (!last) throw wrongValue("'popitem(): dictionary is empty'")
    dictDelete(self, last[0])
    return Tuple.from(last)
  }),
  copy: positional([], (self) => new PyDict(dictEntries(self))),
  clear: positional([], (self) => {
    for (const key of dictKeys(self)) dictDelete(self, key)
    return null
  }),
})

const others = (values: readonly unknown[]): unknown[] => values.flatMap((value) => [...iterateValue(value)])

function change(set: PySet, members: Iterable<unknown>): null {
  const kept = [...members]
  set.clear()
  for (const member of kept) set.add(member)
  return null
}

const intersection = (self: PySet, values: readonly unknown[]) =>
  [...self].filter((member) => values.every((value) => contains(value, member)))
const difference = (self: PySet, values: readonly unknown[]) => {
  const without = new PySet(others(values))
  return [...self].filter((member) => !without.has(member))
}
const symmetric = (self: PySet, values: readonly unknown[]) => {
  const other = new PySet(others(values))
  return [...difference(self, values), ...[...other].filter((member) => !self.has(member))]
}

export const setMethods = methodTable<PySet>('set', {
  add: positional(['elem'], (self, [member]) => {
    self.add(member)
    return null
  }),
  update: positional(['*'], (self, values) => change(self, [...self, ...others(values)])),
  union: positional(['*'], (self, values) => new PySet([...self, ...others(values)])),
  intersection: positional(['*'], (self, values) => new PySet(intersection(self, values))),
  difference: positional(['*'], (self, values) => new PySet(difference(self, values))),
  symmetric_difference: positional(['other'], (self, values) => new PySet(symmetric(self, values))),
  intersection_update: positional(['*'], (self, values) => change(self, intersection(self, values))),
  difference_update: positional(['*'], (self, values) => change(self, difference(self, values))),
  issubset: positional(['other'], (self, [other]) => [...self].every((member) => contains(other, member))),
  issuperset: positional(['other'], (self, [other]) => iterateValue(other).every((member) => self.has(member))),
  isdisjoint: positional(['other'], (self, [other]) => !iterateValue(other).some((member) => self.has(member))),
  copy: positional([], (self) => new PySet(self)),
  discard: positional(['elem'], (self, [member]) => {
    self.delete(member)
    return null
  }),
  remove: positional(['elem'], (self, [member]) => {
    if (!self.delete(member)) throw wrongValue(repr(member))
    return null
  }),
  pop: positional([], (self) => {
    const [first] = self
    if (first === undefined) throw wrongValue("'pop from an empty set'")
    self.delete(first)
    return first
  }),
  clear: positional([], (self) => {
    self.clear()
    return null
  }),
})
