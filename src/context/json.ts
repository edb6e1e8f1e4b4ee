/** Python's json module: its separators, escapes and number forms, which end up in SQL, test names and hashes. */
import { Float } from '../core/float.js'
import { dictEntries, isDict, PyDict, toText, typeName } from '../jinja/index.js'
import { wrongType } from './errors.js'

/** json.dumps: `", "` and `": "`, non-ASCII escaped. */
export function toJson(value: unknown, sortKeys = false): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return jsonString(value)
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) return jsonNumber(value)
  if (Array.isArray(value)) return `[${Array.from(value, (entry) => toJson(entry, sortKeys)).join(', ')}]`
  if (!isDict(value)) throw wrongType(`Object of type ${typeName(value)} is not JSON serializable`)
  const pairs = dictEntries(value).map(([key, entry]) => [jsonKey(key), entry] as const)
  if (sortKeys) pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${pairs.map(([key, entry]) => `${jsonString(key)}: ${toJson(entry, sortKeys)}`).join(', ')}}`
}

function jsonKey(key: unknown): string {
  if (typeof key === 'string') return key
  if (key === null) return 'null'
  if (typeof key === 'boolean') return key ? 'true' : 'false'
  if (typeof key === 'number' || typeof key === 'bigint' || key instanceof Float) return jsonNumber(key)
  throw wrongType(`keys must be str, int, float, bool or None, not ${typeName(key)}`)
}

function jsonNumber(value: number | bigint | Float): string {
  const text = toText(value)
  return text === 'nan' ? 'NaN' : text === 'inf' ? 'Infinity' : text === '-inf' ? '-Infinity' : text
}

function jsonString(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** json.loads; `fallback` for text that is no JSON. Integers stay exact, `1.0` stays a float, key order stays. */
export function fromJson(text: unknown, fallback: unknown): unknown {
  if (typeof text !== 'string') throw wrongType(`the JSON object must be str, bytes or bytearray, not ${typeName(text)}`)
  const reader = new Reader(text)
  try {
    return reader.document()
  } catch (error) {
    if (error instanceof BadJson) return fallback
    throw error
  }
}

class BadJson extends Error {}

const literals: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  false: false,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): unknown {
    const value = this.#value()
    this.#blank()
    if (this.#at < this.#text.length) throw new BadJson()
    return value
  }

  #value(): unknown {
    this.#blank()
    const char = this.#text[this.#at]
    if (char === '{') return this.#object()
    if (char === '[') return this.#array()
    if (char === '"') return this.#string()
    return this.#scalar()
  }

  #object(): PyDict {
    const entries = new PyDict()
    this.#at++
    if (this.#skip('}')) return entries
    for (;;) {
      this.#blank()
      if (this.#text[this.#at] !== '"') throw new BadJson()
      const key = this.#string()
      if (!this.#skip(':')) throw new BadJson()
      entries.set(key, this.#value())
      if (this.#skip('}')) return entries
      if (!this.#skip(',')) throw new BadJson()
    }
  }

  #array(): unknown[] {
    const entries: unknown[] = []
    this.#at++
    if (this.#skip(']')) return entries
    for (;;) {
      entries.push(this.#value())
      if (this.#skip(']')) return entries
      if (!this.#skip(',')) throw new BadJson()
    }
  }

  #string(): string {
    const match = /"(?:[^"\\]|\\.)*"/y
    match.lastIndex = this.#at
    const found = match.exec(this.#text)?.[0]
    if (found === undefined) throw new BadJson()
    this.#at += found.length
    try {
      return JSON.parse(found) as string
    } catch {
      throw new BadJson()
    }
  }

  #scalar(): unknown {
    const match = /-?Infinity|NaN|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    match.lastIndex = this.#at
    const found = match.exec(this.#text)?.[0]
    if (found === undefined) throw new BadJson()
    this.#at += found.length
    return Object.hasOwn(literals, found) ? literals[found] : numberOf(found)
  }

  #skip(char: string): boolean {
    this.#blank()
    if (this.#text[this.#at] !== char) return false
    this.#at++
    return true
  }

  #blank(): void {
    while (this.#at < this.#text.length && ' \t\n\r'.includes(this.#text[this.#at] ?? '')) this.#at++
  }
}

function numberOf(text: string): unknown {
  const value = Number(text)
  if (/[.eE]/.test(text)) return Number.isInteger(value) ? new Float(value) : value
  return Number.isSafeInteger(value) ? value : BigInt(text)
}
