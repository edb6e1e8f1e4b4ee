/** Plain data in and out of JSON without loss: what JSON cannot say is listed beside it. */
import { Float } from './float.js'

/** Where a value stands, what it is, and its text. */
type Repair = readonly [path: readonly string[], kind: 'float' | 'number' | 'undefined', text: string]

export interface Packed {
  readonly value: unknown
  readonly repairs: readonly Repair[]
}

/** Undefined where something is no plain data, which then cannot be kept. */
export function pack(value: unknown): Packed | undefined {
  const repairs: Repair[] = []
  return collect(value, [], repairs) ? { value, repairs } : undefined
}

/** Collects what JSON cannot say; false at the first thing that is no data. */
function collect(value: unknown, path: string[], repairs: Repair[]): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      if (!Number.isFinite(value) || Object.is(value, -0)) repairs.push([[...path], 'number', Object.is(value, -0) ? '-0' : String(value)])
      return true
    case 'undefined':
      repairs.push([[...path], 'undefined', ''])
      return true
    case 'object':
      return value === null || collectObject(value, path, repairs)
    default:
      return false
  }
}

function collectObject(value: object, path: string[], repairs: Repair[]): boolean {
  if (value instanceof Float) return repairs.push([[...path], 'float', String(value.valueOf())]) > 0
  const prototype: unknown = Object.getPrototypeOf(value)
  if (Array.isArray(value) ? prototype !== Array.prototype : prototype !== Object.prototype) return false
  if ('toJSON' in value) return false
  for (const key in value) {
    path.push(key)
    if (!collect((value as Readonly<Record<string, unknown>>)[key], path, repairs)) return false
    path.pop()
  }
  return true
}

/** The value again, in the object that JSON gave. */
export function unpack({ value, repairs }: Packed): unknown {
  const root = { value } as Record<string, unknown>
  for (const [path, kind, text] of repairs) {
    const steps = ['value', ...path]
    const last = steps.pop() as string
    const home = steps.reduce((at, step) => at[step] as Record<string, unknown>, root)
    home[last] = kind === 'float' ? new Float(Number(text)) : kind === 'number' ? Number(text) : undefined
  }
  return root.value
}

/** Equal for equal data alone, kinds of numbers told apart. Undefined where it holds something that is no data. */
export function canonical(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
      return `${value}n`
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'object':
      return value === null ? 'null' : canonicalObject(value)
    default:
      return undefined
  }
}

function canonicalObject(value: object): string | undefined {
  if (value instanceof Float) return `Float ${value.valueOf()}`
  if (Array.isArray(value)) {
    const items = joined(value.map(canonical))
    return items === undefined ? undefined : `${value.constructor === Array ? '' : value.constructor.name}[${items}]`
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  const entries = joined(
    Object.entries(value).map(([key, item]) => {
      const text = canonical(item)
      return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`
    }),
  )
  return entries === undefined ? undefined : `{${entries}}`
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(',')
}
