/** Equality of JSON-plain values as Python sees it: `true` is 1, boxed numbers are numbers, a key without value is no key. */
export function samePlain(a: unknown, b: unknown): boolean {
  const [left, right] = [unboxed(a), unboxed(b)]
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return sameNumber(left, right)
  if (Array.isArray(left) !== Array.isArray(right)) return false
  return Array.isArray(left) ? sameList(left, right as unknown[]) : sameRecord(left as PlainRecord, right as PlainRecord)
}

type PlainRecord = Readonly<Record<string, unknown>>

function unboxed(value: unknown): unknown {
  if (value === undefined) return null
  return value instanceof Number || value instanceof String || value instanceof Boolean ? value.valueOf() : value
}

function sameNumber(a: unknown, b: unknown): boolean {
  if (typeof a === 'boolean' && typeof b === 'number') return Number(a) === b
  return typeof a === 'number' && typeof b === 'boolean' && a === Number(b)
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((entry, index) => samePlain(entry, b[index]))
}

function sameRecord(a: PlainRecord, b: PlainRecord): boolean {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) if (!samePlain(a[key], b[key])) return false
  return true
}
