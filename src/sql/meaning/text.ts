/** Texts that stand for meanings: the same text only for the same tag and parts, and never long. */
import { createHash } from 'node:crypto'

/** Cannot stand in SQL that a parser takes. */
const [open, between, close] = ['\u0001', '\u0002', '\u0003']
const longest = 160

export function node(tag: string, ...parts: readonly string[]): string {
  const text = `${open}${tag}${between}${parts.join(between)}${close}`
  return text.length > longest ? `#${digest(text)}` : text
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27)
}

/** Where order and repetition change nothing. */
export function asSet(parts: readonly string[]): string[] {
  return [...new Set(parts)].sort()
}

/** The query cannot be told from others with certainty: it has no meaning to compare. */
export class UnsureError extends Error {}
