/** SQL text as words and signs, for what a parser does not tell: where an item begins and ends. */
import type { Dialect } from '../dialect.js'
import type { Span } from '../ir.js'

export interface Token extends Span {
  /** Lower case; empty for what is no word: signs, strings, quoted names, numbers. */
  readonly word: string
  /** A single sign; empty for words and what is quoted. */
  readonly sign: string
}

const backslash: ReadonlySet<Dialect> = new Set(['bigquery', 'databricks', 'spark', 'snowflake'])
const nestedComments: ReadonlySet<Dialect> = new Set(['duckdb', 'postgres', 'redshift', 'databricks', 'spark'])
const doubleQuotedText: ReadonlySet<Dialect> = new Set(['bigquery', 'databricks', 'spark'])

/** Comments and white space are left out. What is not closed reaches to the end of the text. */
export function tokensOf(sql: string, dialect: Dialect): Token[] {
  const out: Token[] = []
  let at = 0
  while (at < sql.length) {
    const next = blank(sql, at, dialect)
    if (next > at) {
      at = next
      continue
    }
    const token = tokenAt(sql, at, dialect)
    out.push(token)
    at = token.end
  }
  return out
}

const space = /\s+/y
const lineComment = /--[^\n]*/y
const slashComment = /\/\/[^\n]*/y
const hashComment = /#[^\n]*/y
const commentEdge = /\/\*|\*\//g

function blank(sql: string, at: number, dialect: Dialect): number {
  return (
    match(space, sql, at) ??
    match(lineComment, sql, at) ??
    (dialect === 'snowflake' ? match(slashComment, sql, at) : undefined) ??
    (dialect === 'bigquery' ? match(hashComment, sql, at) : undefined) ??
    blockComment(sql, at, dialect) ??
    at
  )
}

/** Every dialect's comments are read in one pass, whatever is left open in them. */
function blockComment(sql: string, at: number, dialect: Dialect): number | undefined {
  if (!sql.startsWith('/*', at)) return undefined
  commentEdge.lastIndex = at + 2
  for (let depth = 1; depth > 0; ) {
    const edge = commentEdge.exec(sql)?.[0]
    if (edge === undefined) return sql.length
    if (edge === '*/') depth--
    else if (nestedComments.has(dialect)) depth++
  }
  return commentEdge.lastIndex
}

const word = /[\p{L}_@][\p{L}\p{N}_$@]*/uy
const number = /(?:\d[\d_]*)?\.?\d[\d_]*(?:e[+-]?\d+)?/iy
const dollar = /\$([\p{L}_][\p{L}\p{N}_]*)?\$/uy

function tokenAt(sql: string, at: number, dialect: Dialect): Token {
  const sign = sql[at] ?? ''
  if (sign === "'" || sign === '"' || sign === '`') return { start: at, end: quotedEnd(sql, at, dialect), word: '', sign: '' }
  const tag = sign === '$' ? match(dollar, sql, at) : undefined
  if (tag !== undefined) return { start: at, end: dollarEnd(sql, at, tag), word: '', sign: '' }
  const wordEnd = match(word, sql, at)
  if (wordEnd !== undefined) return wordToken(sql, at, wordEnd, dialect)
  const numberEnd = match(number, sql, at)
  return numberEnd === undefined ? { start: at, end: at + 1, word: '', sign } : { start: at, end: numberEnd, word: '', sign: '' }
}

/** `e'…'` knows the backslash everywhere, `r'…'` nowhere. */
function wordToken(sql: string, start: number, end: number, dialect: Dialect): Token {
  const quote = sql[end]
  const prefixed = end - start <= 2 && (quote === "'" || (quote === '"' && doubleQuotedText.has(dialect)))
  const prefix = prefixed ? sql.slice(start, end).toLowerCase() : ''
  if (!/^(e|r|b|rb|br|x|n|u)$/.test(prefix)) return { start, end, word: sql.slice(start, end).toLowerCase(), sign: '' }
  const escapes = prefix === 'e' || (backslash.has(dialect) && !prefix.includes('r'))
  return { start, end: closed(sql, end, quote ?? '', escapes), word: '', sign: '' }
}

function quotedEnd(sql: string, at: number, dialect: Dialect): number {
  const quote = sql[at] ?? ''
  const escapes = backslash.has(dialect) && (quote === "'" || (quote === '"' && doubleQuotedText.has(dialect)))
  const triple = quote.repeat(3)
  if (dialect === 'bigquery' && quote !== '`' && sql.startsWith(triple, at)) {
    const end = sql.indexOf(triple, at + 3)
    return end < 0 ? sql.length : end + 3
  }
  return closed(sql, at, quote, escapes)
}

/** A doubled quote stands for itself. */
function closed(sql: string, at: number, quote: string, escapes: boolean): number {
  let index = at + 1
  while (index < sql.length) {
    if (escapes && sql[index] === '\\') index += 2
    else if (sql[index] !== quote) index++
    else if (sql[index + 1] === quote) index += 2
    else return index + 1
  }
  return sql.length
}

function dollarEnd(sql: string, at: number, bodyStart: number): number {
  const tag = sql.slice(at, bodyStart)
  const end = sql.indexOf(tag, bodyStart)
  return end < 0 ? sql.length : end + tag.length
}

function match(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : undefined
}
