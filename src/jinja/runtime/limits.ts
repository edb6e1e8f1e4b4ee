/**
 * What a template may make grow at one stroke. Python would try, and end for want of memory; JavaScript would end the whole
 * process, or throw an error of its own.
 */
import { tooLarge } from '../errors.js'

/** Characters; below what JavaScript takes. */
const longestText = 2 ** 28
/** Items a template puts in; results of queries may have more. */
const longestList = 2 ** 20
const longestInteger = 2 ** 22
/** Digits Python prints or reads at most. */
const mostDigits = 4300
const unprintable = 10n ** BigInt(mostDigits)

export function requireText(length: number): void {
  if (length > longestText) throw tooLarge('a text', 'characters', longestText)
}

export function requireList(length: number): void {
  if (length > longestList) throw tooLarge('a list', 'items', longestList)
}

/** `length` in bits. */
export function requireInteger(length: number): void {
  if (length > longestInteger) throw tooLarge('a number', 'bits', longestInteger)
}

export function isPrintable(value: bigint): boolean {
  return value < unprintable && value > -unprintable
}

/** JavaScript's own limits on strings, arrays and bigints. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && /Invalid (?:string|array) length|Invalid count value|BigInt/i.test(error.message)
}
