/** Python's strip, split and splitlines. */

import { wrongValue } from '../errors.js'
import { spaceClass, trimEnd, trimStart } from '../syntax/characters.js'

const spaces = new RegExp(`[${spaceClass}]+`)
const spacesEverywhere = new RegExp(`[${spaceClass}]+`, 'g')
// biome-ignore lint/suspicious/noControlCharactersInRegex: the line ends Python knows
const lineBreaks = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g

export function strip(text: string, characters: string | null, left: boolean, right: boolean): string {
  if (characters === null) {
    const started = left ? trimStart(text) : text
    return right ? trimEnd(started) : started
  }
  const drop = new Set(characters)
  const points = Array.from(text)
  let start = 0
  let end = points.length
  while (left && start < end && drop.has(points[start] as string)) start++
  while (right && end > start && drop.has(points[end - 1] as string)) end--
  return points.slice(start, end).join('')
}

export function split(text: string, separator: string | null, limit: number): string[] {
  if (separator === null) return splitSpaces(text, limit)
  if (separator === '') throw wrongValue('empty separator')
  const parts = text.split(separator)
  if (limit < 0 || parts.length <= limit + 1) return parts
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)]
}

function splitSpaces(text: string, limit: number): string[] {
  let rest = trimStart(text)
  if (limit < 0) {
    rest = trimEnd(rest)
    return rest === '' ? [] : rest.split(spacesEverywhere)
  }
  const parts: string[] = []
  for (let found = spaces.exec(rest); found && parts.length < limit; found = spaces.exec(rest)) {
    parts.push(rest.slice(0, found.index))
    rest = rest.slice(found.index + found[0].length)
  }
  return rest === '' ? parts : [...parts, rest]
}

export function splitFromRight(text: string, separator: string | null, limit: number): string[] {
  if (limit < 0) return split(text, separator, limit)
  const reversed = split(reverse(text), separator === null ? null : reverse(separator), limit)
  return reversed.map(reverse).reverse()
}

function reverse(text: string): string {
  return Array.from(text).reverse().join('')
}

export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = []
  let start = 0
  for (const found of text.matchAll(lineBreaks)) {
    const end = found.index + found[0].length
    lines.push(text.slice(start, keepEnds ? end : found.index))
    start = end
  }
  if (start < text.length) lines.push(text.slice(start))
  return lines
}
