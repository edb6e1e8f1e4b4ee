/** Python's number literals: integers beyond 2^53 keep every digit, `1.0` stays a float. */
import { Float } from '../../core/float.js'

export function parseNumber(text: string, isFloat: boolean): number | bigint | Float {
  const digits = text.replaceAll('_', '')
  const value = Number(digits)
  if (isFloat) return Number.isInteger(value) ? new Float(value) : value
  return Number.isSafeInteger(value) ? value : BigInt(digits)
}
