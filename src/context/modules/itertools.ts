/** `modules.itertools`. Endless iterators answer `OneShot`s that are read as far as asked. */
import { call, define, TemplateFunction } from '../../core/template-object.js'
import { callValue, numeric, OneShot, Tuple, truth } from '../../jinja/index.js'
import { wrongType } from '../errors.js'
import { items, walk } from '../python.js'

/** `onCall` hears of each call: dbt calls the module deprecated. */
export function itertoolsModule(onCall: () => void): Readonly<Record<string, TemplateFunction>> {
  const chain = new TemplateFunction('chain', (lists) => oneShot('chain', lists.flatMap(items)))
  const functions: readonly TemplateFunction[] = [
    define('count', ['start?', 'step?'], (start = 0, step = 1) => new OneShot(counting(start, step), 'itertools.count')),
    define('cycle', ['iterable'], (list) => new OneShot(cycling(items(list)), 'itertools.cycle')),
    define('repeat', ['object', 'times?'], (value, times?: number) => new OneShot(repeating(value, times), 'itertools.repeat')),
    define('accumulate', ['iterable', 'func?', 'initial?'], accumulate),
    chain,
    define('compress', ['data', 'selectors'], (data, selectors) => {
      const keep = items(selectors)
      return oneShot(
        'compress',
        items(data).filter((_value, index) => index < keep.length && truth(keep[index])),
      )
    }),
    new TemplateFunction('islice', ([list, ...bounds]) => oneShot('islice', slice(list, bounds))),
    define('starmap', ['function', 'iterable'], (body, list) =>
      settle(
        items(list).map((args) => callValue(body, items(args), {})),
        'starmap',
      ),
    ),
    define('tee', ['iterable', 'n?'], (list, count = 2) => {
      const all = items(list)
      return Tuple.from(Array.from({ length: count }, () => oneShot('tee', all)))
    }),
    new TemplateFunction('zip_longest', (lists, { fillvalue = null }) => oneShot('zip_longest', zipLongest(lists.map(items), fillvalue))),
    new TemplateFunction('product', (lists, { repeat = 1 }) =>
      oneShot('product', product(Array.from({ length: Number(repeat) }, () => lists.map(items)).flat())),
    ),
    define('permutations', ['iterable', 'r?'], (list, size?: number | null) =>
      oneShot('permutations', permutations(items(list), size ?? items(list).length)),
    ),
    define('combinations', ['iterable', 'r'], (list, size: number) => oneShot('combinations', combinations(items(list), size, false))),
    define('combinations_with_replacement', ['iterable', 'r'], (list, size: number) =>
      oneShot('combinations_with_replacement', combinations(items(list), size, true)),
    ),
  ]
  const told = (entry: TemplateFunction) =>
    new TemplateFunction(entry.name, (args, kwargs) => {
      onCall()
      return entry[call](args, kwargs)
    })
  return Object.fromEntries(functions.map((entry) => [entry.name, told(entry)]))
}

function oneShot(name: string, values: Iterable<unknown>): OneShot {
  return new OneShot(values, `itertools.${name}`)
}

/** Values of which some may come later, as those of macros do. */
function settle(values: readonly unknown[], name: string): unknown {
  return values.some((value) => value instanceof Promise) ? Promise.all(values).then((done) => oneShot(name, done)) : oneShot(name, values)
}

function* counting(start: number, step: number): Generator<number> {
  for (let value = start; ; value += step) yield value
}

function* cycling(values: readonly unknown[]): Generator<unknown> {
  if (values.length > 0) for (;;) yield* values
}

function* repeating(value: unknown, times = Number.POSITIVE_INFINITY): Generator<unknown> {
  for (let count = 0; count < times; count++) yield value
}

function accumulate(list: unknown, body: unknown, initial: unknown): unknown {
  const values = initial === undefined || initial === null ? items(list) : [initial, ...items(list)]
  if (body === undefined || body === null) return oneShot('accumulate', running(values, add))
  return accumulateWith(values, body)
}

function running(values: readonly unknown[], combine: (a: unknown, b: unknown) => unknown): unknown[] {
  const out: unknown[] = []
  for (const value of values) out.push(out.length === 0 ? value : combine(out.at(-1), value))
  return out
}

/** `a + b` for what running totals are made of. */
function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') return a + b
  const [left, right] = [numeric(a), numeric(b)]
  if (left === undefined || right === undefined) throw wrongType('accumulate() without a function needs numbers or strings')
  return left + right
}

function accumulateWith(values: readonly unknown[], body: unknown): unknown {
  const out: unknown[] = values.slice(0, 1)
  const step = (index: number): unknown => {
    for (let at = index; at < values.length; at++) {
      const value = callValue(body, [out.at(-1), values[at]], {})
      if (value instanceof Promise) return value.then((known) => step(out.push(known)))
      out.push(value)
    }
    return oneShot('accumulate', out)
  }
  return step(1)
}

function slice(list: unknown, bounds: readonly unknown[]): unknown[] {
  const [start, stop, step] = bounds.length === 1 ? [0, bounds[0], 1] : [bounds[0] ?? 0, bounds[1], bounds[2] ?? 1]
  const last = stop === null || stop === undefined ? Number.POSITIVE_INFINITY : Number(stop)
  const walked = walk(list)
  if (!walked) throw wrongType('object is not iterable')
  const out: unknown[] = []
  let index = 0
  if (last <= 0) return out
  for (const value of walked) {
    if (index >= Number(start) && (index - Number(start)) % Number(step) === 0) out.push(value)
    if (++index >= last) break
  }
  return out
}

function zipLongest(lists: readonly (readonly unknown[])[], fill: unknown): Tuple[] {
  const length = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length }, (_, index) => Tuple.from(lists.map((list) => (index < list.length ? list[index] : fill))))
}

function product(lists: readonly (readonly unknown[])[]): Tuple[] {
  return lists
    .reduce<unknown[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]])
    .map((row) => Tuple.from(row))
}

function permutations(values: readonly unknown[], size: number): Tuple[] {
  const pick = (used: readonly number[]): number[][] =>
    used.length === size ? [[...used]] : values.flatMap((_value, index) => (used.includes(index) ? [] : pick([...used, index])))
  return pick([]).map((indexes) => Tuple.from(indexes.map((index) => values[index])))
}

function combinations(values: readonly unknown[], size: number, repeated: boolean): Tuple[] {
  const pick = (from: number, used: readonly number[]): number[][] => {
    if (used.length === size) return [[...used]]
    const out: number[][] = []
    for (let index = from; index < values.length; index++) out.push(...pick(repeated ? index : index + 1, [...used, index]))
    return out
  }
  return pick(0, []).map((indexes) => Tuple.from(indexes.map((index) => values[index])))
}
