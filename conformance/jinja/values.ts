/** Values over the wire: plain ones by value, everything else as a handle that the other side answers for. */
import { Float } from '../../src/core/float.js'
import {
  attribute,
  call,
  compare,
  equals,
  identity,
  item,
  iterate,
  kind,
  missing,
  type Operator,
  operate,
  repr,
  size,
  type TemplateObject,
  text,
  truth,
} from '../../src/core/template-object.js'
import { dictEntries, isDict, OneShot, PyDict, PySet, Tuple, Undefined } from '../../src/jinja/index.js'
import { globalName, integer, SliceValue } from '../../src/jinja/runtime/values.js'

export interface Wire {
  ask(request: Readonly<Record<string, unknown>>): unknown
}

/** Raised by a function of the test; `id` is the exception there. */
export class PythonError extends Error {
  readonly id: unknown

  constructor(id: unknown, message: string) {
    super(message)
    this.id = id
  }
}

interface Handle {
  readonly id: number
  readonly type: string
  readonly can: readonly string[]
  readonly is: readonly ('mapping' | 'sequence' | 'string' | 'iterable')[]
}

const kept: unknown[] = []
const remote = new WeakMap<object, number>()

export function forget(): void {
  kept.length = 0
}

export function encode(value: unknown): unknown {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'bigint':
      return { t: 'int', v: value.toString() }
    case 'number':
      return Number.isInteger(value) ? value : { t: 'float', v: floatWord(value) }
    default:
      return encodeObject(value)
  }
}

function floatWord(value: number): string {
  return Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf'
}

function encodeObject(value: object): unknown {
  const id = remote.get(value)
  if (id !== undefined) return { t: 'own', v: id }
  if (value instanceof Float) return { t: 'float', v: floatWord(value.valueOf()) }
  if (value instanceof Tuple) return { t: 'tuple', v: Array.from(value, encode) }
  if (Array.isArray(value)) return { t: 'list', v: value.map(encode) }
  if (value instanceof PySet) return { t: 'set', v: Array.from(value, encode) }
  if (value instanceof Undefined) return { t: 'undefined', v: value.name, global: value.owner === globalName, text: value.message }
  if (value instanceof SliceValue) return { t: 'slice', v: [encode(value.start), encode(value.stop), encode(value.step)] }
  if (isDict(value)) return { t: 'dict', v: dictEntries(value).map(([key, entry]) => [encode(key), encode(entry)]) }
  if (value instanceof OneShot) return { t: 'iterator', v: Array.from(value[iterate](), encode) }
  kept.push(value)
  return { t: 'theirs', v: kept.length - 1, callable: (value as TemplateObject)[call] !== undefined }
}

export function decode(value: unknown, wire: Wire): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { t, v } = value as { t: string; v: unknown }
  const items = () => (v as unknown[]).map((one) => decode(one, wire))
  switch (t) {
    case 'int':
      return integer(BigInt(v as string))
    case 'float':
      return decodeFloat(v as string)
    case 'list':
      return items()
    case 'tuple':
      return Tuple.from(items())
    case 'set':
      return new PySet(items())
    case 'dict':
      return new PyDict((v as [unknown, unknown][]).map(([key, entry]) => [decode(key, wire), decode(entry, wire)]))
    case 'names':
      return new Map(Object.entries(v as object).map(([key, entry]) => [key, decode(entry, wire)]))
    case 'undefined':
      return new Undefined(v as string | null, globalName)
    case 'missing':
      return missing
    case 'theirs':
      return kept[v as number]
    default:
      return remoteObject(v as Handle, wire)
  }
}

function decodeFloat(word: string): number | Float {
  const value = Number(word.replace('inf', 'Infinity'))
  return Number.isInteger(value) ? new Float(value) : value
}

/** Only what Python's object can do is there, since the engine asks for the presence of each. */
function remoteObject({ id, type, can, is }: Handle, wire: Wire): TemplateObject {
  const ask = (action: string, ...values: readonly unknown[]) => wire.ask({ do: action, id, values: values.map(encode) })
  const all: Readonly<Record<string, TemplateObject>> = {
    call: {
      [call]: (args, kwargs) => wire.ask({ do: 'call', id, args: encode([...args]), kwargs: encode(new Map(Object.entries(kwargs))) }),
    },
    item: { [item]: (key) => ask('item', key) },
    iterate: { [iterate]: () => ask('iterate') as unknown[] },
    size: { [size]: () => ask('size') as number },
  }
  const object: TemplateObject = {
    [attribute]: (name) => (can.includes('attribute') ? ask('attribute', name) : missing),
    [text]: () => ask('text') as string,
    [repr]: () => ask('repr') as string,
    [truth]: () => ask('truth') as boolean,
    [equals]: (other) => ask('equals', other) as boolean,
    [operate]: (operator: Operator, other: unknown, reversed: boolean) => ask('operate', operator, other, reversed),
    [compare]: (other) => ask('compare', other) as number,
    [identity]: () => `python ${id}`,
    [kind]: { typeName: type, is },
  }
  for (const name of can) Object.assign(object, all[name])
  remote.set(object, id)
  return object
}
