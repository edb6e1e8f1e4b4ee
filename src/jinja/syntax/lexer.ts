/**
 * Jinja2's tokens for nunjucks' parser: Python's strings and numbers, brackets balanced so that `}}` inside a dict does not
 * end a tag, whitespace left out, exact positions in linear time. Works on character codes; half of parse time is spent here.
 */
import nunjucks, { type Tokenizer as Base } from 'nunjucks/src/lexer.js'
import type { SluiceError } from '../../core/error.js'
import type { Advice } from '../errors.js'
import { isDigit, isNamePart, isNameStart, isSpace } from './characters.js'
import { unescapeString } from './string-literal.js'

export type TokenType =
  | 'data'
  | 'comment'
  | 'block-start'
  | 'block-end'
  | 'variable-start'
  | 'variable-end'
  | 'symbol'
  | 'string'
  | 'int'
  | 'float'
  | 'operator'
  | 'left-paren'
  | 'right-paren'
  | 'left-bracket'
  | 'right-bracket'
  | 'left-curly'
  | 'right-curly'
  | 'comma'
  | 'colon'
  | 'tilde'
  | 'pipe'

export interface Token {
  readonly type: TokenType
  readonly value: string
  readonly lineno: number
  readonly colno: number
}

/** Builds the error for a 0-based place. */
export type Reject = (message: string, lineno: number, colno: number, advice?: Advice) => SluiceError

const brackets: Readonly<Record<string, TokenType>> = {
  '(': 'left-paren',
  ')': 'right-paren',
  '[': 'left-bracket',
  ']': 'right-bracket',
  '{': 'left-curly',
  '}': 'right-curly',
}
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const punctuation: Readonly<Record<string, TokenType>> = { ',': 'comma', ':': 'colon', '~': 'tilde', '|': 'pipe', ';': 'operator' }
const doubled = new Set(['==', '!=', '<=', '>=', '//', '**'])
const single = new Set('%*-+/.<>=')
const floatPattern = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const integerPattern = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const unicodeName = /[\p{ID_Start}_][\p{ID_Continue}]*/uy
// biome-ignore lint/suspicious/noControlCharactersInRegex: what Python counts as white space
const rawEnd = /\{%[-+]?[\s\x1c-\x1f\x85]*endraw[\s\x1c-\x1f\x85]*[-+]?%\}/g
const brace = 123
const newline = 10

// nunjucks exports the function lex() but not its class.
const TokenizerBase = nunjucks.lex('').constructor as typeof Base

export class Tokenizer extends TokenizerBase {
  readonly #reject: Reject
  #lineStart = 0
  #open: string[] = []
  #variable = false
  #unread: Token | null = null
  /** Where the tag being read was opened. */
  tagStart: Token | null = null

  constructor(text: string, reject: Reject) {
    super(text)
    this.#reject = reject
  }

  override nextToken(): Token | null {
    const unread = this.#unread
    if (unread) {
      this.#unread = null
      return unread
    }
    if (!this.in_code) return this.#nextData()
    this.#skipSpace()
    if (this.index >= this.len) return null
    const code = this.str.charCodeAt(this.index)
    const end = this.#open.length === 0 ? this.#tagEnd(code) : null
    if (end) return end
    if (isNameStart(code)) return this.#name(code)
    if (code === 39 || code === 34) return this.#string(code)
    return isDigit(code) ? this.#number() : this.#operator()
  }

  /** Gives a token back; it comes next. */
  unread(token: Token): void {
    this.#unread = token
  }

  /** Whether the word after the current token is `word`; nunjucks' stream looks one token ahead only. */
  nextWordIs(word: string): boolean {
    let at = this.index
    while (isSpace(this.str.charCodeAt(at))) at++
    return this.str.startsWith(word, at) && !isNamePart(this.str.charCodeAt(at + word.length))
  }

  /** Whether the next token is a plain `=`. */
  nextIsAssign(): boolean {
    let at = this.index
    while (isSpace(this.str.charCodeAt(at))) at++
    return this.str.charCodeAt(at) === 61 && this.str.charCodeAt(at + 1) !== 61
  }

  /** After a `%` that is the start of `%}`: the bracket that keeps it from ending the tag. */
  closerBeforeTagEnd(): string | null {
    return this.str.charCodeAt(this.index) === 125 ? (this.#open.at(-1) ?? null) : null
  }

  /** The text up to `{% endraw %}`, which is consumed; null when it never comes. */
  raw(): { readonly data: string; readonly end: string } | null {
    rawEnd.lastIndex = this.index
    const found = rawEnd.exec(this.str)
    if (!found) return null
    const data = this.str.slice(this.index, found.index)
    this.#advance(rawEnd.lastIndex)
    return { data, end: found[0] }
  }

  #nextData(): Token | null {
    const start = this.index
    if (start >= this.len) return null
    const text = this.str
    if (text.charCodeAt(start) === brace) {
      const second = text.charCodeAt(start + 1)
      if (second === 35) return this.#comment()
      if (second === 37 || second === brace) return this.#tagBegin(second === brace)
    }
    return this.#take('data', nextTag(text, start + 1))
  }

  #comment(): Token {
    const close = this.str.indexOf('#}', this.index + 2)
    if (close < 0) {
      throw this.#reject('this comment is never closed', this.lineno, this.colno, { expected: '`#}`' })
    }
    return this.#take('comment', close + 2)
  }

  #tagBegin(variable: boolean): Token {
    const sign = this.str.charCodeAt(this.index + 2)
    // `{%--%}` is an empty tag with two dashes, so one dash belongs to the start either way.
    const token = this.#take(variable ? 'variable-start' : 'block-start', this.index + (sign === 45 || sign === 43 ? 3 : 2))
    this.#variable = variable
    this.#open = []
    this.tagStart = token
    this.in_code = true
    return token
  }

  #tagEnd(code: number): Token | null {
    const signed = code === 45 || code === 43
    const first = signed ? this.index + 1 : this.index
    const expected = this.#variable ? 125 : 37
    if (this.str.charCodeAt(first) !== expected || this.str.charCodeAt(first + 1) !== 125) return null
    this.in_code = false
    return this.#take(this.#variable ? 'variable-end' : 'block-end', first + 2)
  }

  #skipSpace(): void {
    let at = this.index
    const text = this.str
    for (; at < this.len; at++) {
      const code = text.charCodeAt(at)
      if (code === newline) {
        this.lineno++
        this.#lineStart = at + 1
      } else if (!isSpace(code)) break
    }
    this.index = at
    this.colno = at - this.#lineStart
  }

  #name(code: number): Token {
    if (code > 127) return this.#unicodeName()
    let at = this.index + 1
    while (at < this.len) {
      const next = this.str.charCodeAt(at)
      if (next > 127) return this.#unicodeName()
      if (!isNamePart(next)) break
      at++
    }
    return this.#take('symbol', at)
  }

  #unicodeName(): Token {
    unicodeName.lastIndex = this.index
    if (!unicodeName.test(this.str)) return this.#operator()
    return this.#take('symbol', unicodeName.lastIndex)
  }

  #number(): Token {
    const afterDot = this.str.charCodeAt(this.index - 1) === 46
    floatPattern.lastIndex = this.index
    if (!afterDot && floatPattern.test(this.str)) return this.#take('float', floatPattern.lastIndex)
    integerPattern.lastIndex = this.index
    integerPattern.test(this.str)
    return this.#take('int', integerPattern.lastIndex)
  }

  #string(quote: number): Token {
    const text = this.str
    const start = this.index
    let at = start + 1
    let escaped = false
    for (; at < this.len; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) break
      if (code === 92) {
        escaped = true
        at++
      }
    }
    if (at >= this.len) {
      const mark = String.fromCharCode(quote)
      throw this.#reject('this string is never closed', this.lineno, this.colno, { expected: `a closing ${mark}` })
    }
    const inside = text.slice(start + 1, at)
    const value = escaped ? unescapeString(inside) : inside
    if (value === null)
      throw this.#reject('this string has a broken escape sequence', this.lineno, this.colno, { hint: 'Write `\\\\` for a backslash.' })
    return this.#take('string', at + 1, value)
  }

  #operator(): Token {
    const two = this.str.slice(this.index, this.index + 2)
    if (doubled.has(two)) return this.#take('operator', this.index + 2)
    const one = two[0] ?? ''
    const bracket = brackets[one]
    if (bracket) return this.#bracket(one, bracket)
    const type = punctuation[one] ?? (single.has(one) ? 'operator' : undefined)
    if (type) return this.#take(type, this.index + 1)
    throw this.#reject(
      `unexpected character ${JSON.stringify(String.fromCodePoint(this.str.codePointAt(this.index) ?? 0))}`,
      this.lineno,
      this.colno,
    )
  }

  #bracket(one: string, type: TokenType): Token {
    const closer = closers[one]
    if (closer) this.#open.push(closer)
    else {
      const wanted = this.#open.pop()
      if (wanted !== one) throw this.#unbalanced(one, wanted)
    }
    return this.#take(type, this.index + 1)
  }

  #unbalanced(found: string, wanted: string | undefined): SluiceError {
    if (wanted) return this.#reject(`unexpected '${found}'`, this.lineno, this.colno, { expected: `'${wanted}'` })
    const close = this.#variable ? '}}' : '%}'
    const hint = found === '}' ? `The tag that starts with \`${this.tagStart?.value ?? '{{'}\` must end with \`${close}\`.` : undefined
    return this.#reject(`unexpected '${found}'`, this.lineno, this.colno, { expected: found === '}' ? `\`${close}\`` : undefined, hint })
  }

  #take(type: TokenType, end: number, value?: string): Token {
    const token = { type, value: value ?? this.str.slice(this.index, end), lineno: this.lineno, colno: this.colno }
    if (type === 'data' || type === 'string' || type === 'comment') this.#advance(end)
    else {
      this.colno += end - this.index
      this.index = end
    }
    return token
  }

  #advance(end: number): void {
    const text = this.str
    for (let at = text.indexOf('\n', this.index); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      this.lineno++
      this.#lineStart = at + 1
    }
    this.index = end
    this.colno = end - this.#lineStart
  }
}

/** Offset of the next `{{`, `{%` or `{#`, or the end. */
function nextTag(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at >= 0; at = text.indexOf('{', at + 1)) {
    const next = text.charCodeAt(at + 1)
    if (next === brace || next === 37 || next === 35) return at
  }
  return text.length
}
