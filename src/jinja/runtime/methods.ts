/** Which table of methods a value has. */
import { Float } from '../../core/float.js'
import { PySet } from './containers.js'
import { dictMethods, setMethods } from './dict-methods.js'
import { listMethods, tupleMethods } from './list-methods.js'
import { type Method, type MethodTable, methodTable, positional } from './method-table.js'
import { stringMethods } from './string-methods.js'
import { float, isDict, isFloat, isObject, numeric, Tuple } from './values.js'

export type { Method }

const integerMethods = methodTable<number | bigint>('int', {
  bit_length: positional([], (self) => {
    const size = BigInt(self)
    return size === 0n ? 0 : (size < 0n ? -size : size).toString(2).length
  }),
  conjugate: positional([], (self) => self),
})
const floatMethods = methodTable<number | Float>('float', {
  is_integer: positional([], (self) => Number.isInteger(numeric(self))),
  conjugate: positional([], (self) => float(numeric(self) ?? 0)),
})

export function methodsOf(value: unknown): MethodTable | undefined {
  if (typeof value === 'string') return stringMethods
  if (isObject(value)) return methodsOfObject(value)
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  return isFloat(value) ? floatMethods : integerMethods
}

function methodsOfObject(value: object): MethodTable | undefined {
  if (value instanceof Tuple) return tupleMethods
  if (Array.isArray(value)) return listMethods
  if (isDict(value)) return dictMethods
  if (value instanceof PySet) return setMethods
  return value instanceof Float ? floatMethods : undefined
}
