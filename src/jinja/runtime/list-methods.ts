/** Methods of Python's list and tuple. */
import { wrongType, wrongValue } from '../errors.js'
import { iterateValue } from './iterate.js'
import { requireList } from './limits.js'
import { integerArgument, methodTable, positional } from './method-table.js'
import { bindArguments, signature } from './signature.js'
import { repr } from './text.js'
import { compareValues, equal } from './truth.js'

function positionOf(list: readonly unknown[], wanted: unknown, start: unknown, end: unknown): number {
  const from = bound(integerArgument(start, 0), list.length)
  const to = bound(integerArgument(end, list.length), list.length)
  return list.findIndex((item, index) => index >= from && index < to && equal(item, wanted))
}

function bound(index: number, length: number): number {
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length)
}

function takeOut(list: unknown[], position: unknown): unknown {
  if (list.length === 0) throw wrongValue('pop from empty list')
  const at = integerArgument(position, -1)
  const index = at < 0 ? list.length + at : at
  if (index < 0 || index >= list.length) throw wrongValue('pop index out of range')
  return list.splice(index, 1)[0]
}

const sortSignature = signature('key?', 'reverse?')

function sortInPlace(list: unknown[], [, reverse]: readonly unknown[]): null {
  const backwards = integerArgument(reverse, 0) !== 0
  // Reversed twice keeps equal items in their order, as Python's stable sort does.
  if (backwards) list.reverse()
  list.sort((left, right) => compareValues(left, right, '<'))
  if (backwards) list.reverse()
  return null
}

const reading = {
  index: positional<readonly unknown[]>(['value', 'start?', 'stop?'], (self, [wanted, start, stop]) => {
    const found = positionOf(self, wanted, start, stop)
    if (found < 0) throw wrongValue(`${repr(wanted)} is not in list`)
    return found
  }),
  count: positional<readonly unknown[]>(['value'], (self, [wanted]) => self.filter((item) => equal(item, wanted)).length),
}

export const tupleMethods = methodTable<readonly unknown[]>('tuple', reading)

export const listMethods = methodTable<unknown[]>('list', {
  ...reading,
  append: positional(['object'], (self, [value]) => {
    // A loop over the list that it makes longer would never end.
    requireList(self.length)
    self.push(value)
    return null
  }),
  extend: positional(['iterable'], (self, [values]) => {
    requireList(self.length)
    for (const value of [...iterateValue(values)]) self.push(value)
    return null
  }),
  insert: positional(['index', 'object'], (self, [index, value]) => {
    self.splice(bound(integerArgument(index, 0), self.length), 0, value)
    return null
  }),
  pop: positional(['index?'], (self, [index]) => takeOut(self, index)),
  remove: positional(['value'], (self, [wanted]) => {
    const found = self.findIndex((item) => equal(item, wanted))
    if (found < 0) throw wrongValue('list.remove(x): x not in list')
    self.splice(found, 1)
    return null
  }),
  reverse: positional([], (self) => {
    self.reverse()
    return null
  }),
  sort: (self, args, kwargs) => {
    if (args.length > 0) throw wrongType('sort() takes no positional arguments')
    return sortInPlace(self as unknown[], bindArguments('list.sort', sortSignature, args, kwargs))
  },
  copy: positional([], (self) => [...self]),
  clear: positional([], (self) => {
    self.length = 0
    return null
  }),
})
