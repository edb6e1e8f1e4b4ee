/**
 * The words of a template or of plain SQL, with their places: enough for rules about how SQL is written. Jinja stays whole,
 * one token for each `{{ }}` and `{% %}`; what a macro writes is not seen.
 */

import type { Dialect } from '../../sql/index.js'

export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'expression' | 'tag' | 'comment'
  /** As written, with quotes and delimiters. */
  readonly text: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** Strings inside Jinja may hold its closing delimiter. */
const jinjaText = String.raw`'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"`
type Patterns = readonly (readonly [Token['kind'] | 'blank', RegExp])[]

const patterns: Patterns = [
  ['blank', /\s+/y],
  ['comment', /\{#[\s\S]*?(?:#\}|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['expression', new RegExp(String.raw`\{\{(?:${jinjaText}|(?!\}\})[\s\S])*(?:\}\}|$)`, 'y')],
  ['tag', /\{%[-+]?\s*raw\s*[-+]?%\}|\{%[-+]?\s*endraw\s*[-+]?%\}/y],
  ['tag', new RegExp(String.raw`\{%(?:${jinjaText}|(?!%\})[\s\S])*(?:%\}|$)`, 'y')],
  ['string', /\b[eE]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y],
  ['quoted', /"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$)/y],
  ['number', /\d[\w.]*/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['symbol', /::|<=|>=|<>|!=|\|\||->>?|[\s\S]/uy],
]

/** Dialects in which a backslash in a string keeps its quote from ending it. */
const escaping: ReadonlySet<Dialect> = new Set(['snowflake', 'bigquery', 'databricks', 'spark'])
const escapedStrings: Patterns = patterns.map(([kind, pattern]) =>
  kind === 'string' ? [kind, /'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|\$\$[\s\S]*?\$\$/y] : [kind, pattern],
)

export function tokensOf(text: string, dialect: Dialect): readonly Token[] {
  const tokens: Token[] = []
  const kinds = escaping.has(dialect) ? escapedStrings : patterns
  let at = 0
  while (at < text.length) {
    const [kind, end] = next(text, at, kinds)
    if (kind !== 'blank') tokens.push({ kind, text: text.slice(at, end), start: at, end })
    at = end
  }
  return tokens
}

function next(text: string, at: number, kinds: Patterns): readonly [Token['kind'] | 'blank', number] {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at
    if (pattern.test(text)) return [kind, pattern.lastIndex]
  }
  return ['symbol', at + 1]
}

/** Without comments and tags: what the SQL is made of. */
export function codeTokens(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ kind }) => kind !== 'comment' && kind !== 'tag')
}

/** Offset → line and column, from 1. */
export function lineFinder(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return (offset) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
