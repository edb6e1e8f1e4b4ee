/** What the engines share on the way from driver values to cells: Python's texts, safe integers, dbt's column names. */
import { Decimal } from '../core/decimal.js'

/** dbt's rule: the second `a` is `a_2`. */
export function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}_${count}`
  })
}

/** A number where it is exact, else a bigint. */
export function pythonInteger(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** Python's `json.dumps` of lists, Maps and plain values: spaces after separators, ASCII only. */
export function pythonJson(value: unknown): string {
  if (value instanceof Map) return `{${[...value].map(([key, entry]) => `${pythonJson(key)}: ${pythonJson(entry)}`).join(', ')}}`
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (value instanceof Decimal) return value.digits
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  const text = JSON.stringify(value) ?? 'null'
  return text.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Python's `str()` of bytes. */
export function pythonBytes(bytes: Uint8Array): string {
  const escapes: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 39: "\\'", 92: '\\\\' }
  const text = [...bytes].map((byte) => {
    const printable = byte >= 32 && byte < 127
    return escapes[byte] ?? (printable ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)
  })
  return `b'${text.join('')}'`
}
