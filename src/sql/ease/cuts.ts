/**
 * Deep nesting made shallow without moving a character: brackets that say nothing become blanks, and what lies too deep is
 * cut out, to be read by itself.
 */
import type { Dialect } from '../dialect.js'
import type { Span } from '../ir.js'
import { type Token, tokensOf } from '../text/tokens.js'

export interface Cut {
  /** Stands for it in the text. */
  readonly name: string
  readonly kind: 'query' | 'value'
  readonly span: Span
}

export interface Shallow {
  /** As long as the text it was made of. */
  readonly sql: string
  readonly cuts: readonly Cut[]
}

/** Levels that every parser reads. */
const deepest = 16
/** Beyond so many, nothing but a fault wrote it, and the parts would take too long. */
const bottomless = 600

interface Bracket {
  readonly open: number
  readonly close: number
  readonly isCase: boolean
}

export function shallow(sql: string, dialect: Dialect): Shallow {
  const tokens = tokensOf(sql, dialect)
  const brackets = bracketsOf(tokens)
  const idle = idleBrackets(tokens, brackets)
  if (depthOf(brackets) - idle.length > bottomless) return { sql, cuts: [] }
  const cuts = cutsOf(sql, tokens, brackets, idle)
  const blanks = idle.flatMap(({ open, close }) => [tokens[open], tokens[close]].flatMap((each) => each ?? []))
  const edits = [
    ...blanks.map((span) => ({ span, text: '' })),
    ...cuts.map(({ span, name, kind }) => ({ span, text: kind === 'query' ? `select ${name}` : name })),
  ]
  return { sql: replaced(sql, edits), cuts }
}

/** In the order in which they open; only those that close. */
function bracketsOf(tokens: readonly Token[]): Bracket[] {
  const open: { readonly at: number; readonly isCase: boolean }[] = []
  const out: Bracket[] = []
  tokens.forEach((token, at) => {
    if (opens(token, tokens[at - 1])) open.push({ at, isCase: token.sign !== '(' })
    if (token.sign !== ')' && !(token.word === 'end' && open.at(-1)?.isCase)) return
    while (token.sign === ')' && open.at(-1)?.isCase) open.pop()
    const begun = open.pop()
    if (begun) out.push({ open: begun.at, close: at, isCase: begun.isCase })
  })
  return out.sort((a, b) => a.open - b.open)
}

function opens({ sign, word }: Token, before: Token | undefined): boolean {
  return sign === '(' || (word === 'case' && before?.sign !== '.')
}

function depthOf(brackets: readonly Bracket[]): number {
  const around: number[] = []
  let most = 0
  for (const { open, close } of brackets) {
    while (around.length > 0 && (around.at(-1) ?? 0) < open) around.pop()
    around.push(close)
    most = Math.max(most, around.length)
  }
  return most
}

/** Of brackets right inside each other the outermost and the innermost may mean something. */
function idleBrackets(tokens: readonly Token[], brackets: readonly Bracket[]): Bracket[] {
  return brackets.flatMap((outer, index) => {
    const [inner, innermost] = [brackets[index + 1], brackets[index + 2]]
    const direct = (a: Bracket, b: Bracket | undefined) => b !== undefined && b.open === a.open + 1 && b.close === a.close - 1
    const idle =
      inner && direct(outer, inner) && direct(inner, innermost) && [outer, inner, innermost].every((each) => each && isRound(tokens, each))
    return idle ? [inner] : []
  })
}

function isRound(tokens: readonly Token[], { open }: Bracket): boolean {
  return tokens[open]?.sign === '('
}

function cutsOf(sql: string, tokens: readonly Token[], brackets: readonly Bracket[], idle: readonly Bracket[]): Cut[] {
  const skipped = new Set(idle)
  const around: Bracket[] = []
  const cuts: Cut[] = []
  let weight = 0
  let until = -1
  for (const bracket of brackets) {
    if (bracket.open < until || skipped.has(bracket)) continue
    while (around.length > 0 && (around.at(-1)?.close ?? 0) < bracket.open) weight -= weightOf(tokens, around.pop() as Bracket)
    const own = weightOf(tokens, bracket)
    const cut = weight + own > deepest ? cutOf(sql, tokens, bracket, cuts.length) : undefined
    if (cut) {
      cuts.push(cut)
      until = bracket.close
    } else {
      around.push(bracket)
      weight += own
    }
  }
  return cuts
}

const begins = /^(?:select|with|values|from|table)$/
/** Before a bracket these are no functions, and the bracket is no value of its own. */
const noFunctions = new Set(
  'in over filter group using values as exists any all some by from join lateral table on materialized within columns rows range sets rollup cube with unnest'.split(
    ' ',
  ),
)
/** Behind these a value begins. */
const beforeValue = new Set('then else when and or not select where on having between like case'.split(' '))

function weightOf(tokens: readonly Token[], { open }: Bracket): number {
  return begins.test(tokens[open + 1]?.word ?? '') ? 2 : 1
}

function cutOf(sql: string, tokens: readonly Token[], bracket: Bracket, number: number): Cut | undefined {
  const [first, last] = [tokens[bracket.open], tokens[bracket.close]]
  if (!first || !last) return undefined
  const name = `_c${number}_`
  const whole = (start: number): Cut | undefined =>
    last.end - start < name.length ? undefined : { name, kind: 'value', span: { start, end: last.end } }
  if (bracket.isCase) return whole(first.start)
  if (begins.test(tokens[bracket.open + 1]?.word ?? '')) {
    const span = { start: first.end, end: last.start }
    return span.end - span.start < `select ${name}`.length ? undefined : { name, kind: 'query', span }
  }
  const before = tokens[bracket.open - 1]
  if (!before || noFunctions.has(before.word)) return undefined
  const isFunction = before.word !== '' && !beforeValue.has(before.word) && !/^[.@]$/.test(tokens[bracket.open - 2]?.sign ?? '')
  if (isFunction) return whole(before.start)
  const isValue = before.word === '' ? /^[-+*/%|=<>,(]$/.test(before.sign) : beforeValue.has(before.word)
  return isValue && !hasComma(tokens, bracket) && sql[first.start] === '(' ? whole(first.start) : undefined
}

/** A comma of its own makes a list of it. */
function hasComma(tokens: readonly Token[], { open, close }: Bracket): boolean {
  let depth = 0
  for (let at = open + 1; at < close; at++) {
    const sign = tokens[at]?.sign ?? ''
    if (/^[([{]$/.test(sign)) depth++
    else if (/^[)\]}]$/.test(sign)) depth--
    else if (sign === ',' && depth === 0) return true
  }
  return false
}

/** Each place filled with its text and blanks. */
function replaced(sql: string, edits: readonly { readonly span: Span; readonly text: string }[]): string {
  let out = ''
  let at = 0
  for (const { span, text } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    // Inside of what is cut out already.
    if (span.start < at) continue
    out += sql.slice(at, span.start) + text.padEnd(span.end - span.start)
    at = span.end
  }
  return out + sql.slice(at)
}
