/** nunjucks' Parser over our tokens: looking ahead, expecting, and saying precisely what is wrong and where. */
import nunjucks from 'nunjucks/src/parser.js'
import type { SluiceError } from '../../core/error.js'
import { type Advice, syntaxError } from '../errors.js'
import type { TemplateSource } from '../types.js'
import { type Token, Tokenizer, type TokenType } from './lexer.js'
import type { At, Body, Expression } from './nodes.js'

const spoken: Readonly<Partial<Record<TokenType, string>>> = {
  'block-end': '`%}`',
  'variable-end': '`}}`',
  'left-paren': "'('",
  'right-paren': "')'",
  'left-bracket': "'['",
  'right-bracket': "']'",
  'left-curly': "'{'",
  'right-curly': "'}'",
  comma: "','",
  colon: "':'",
  symbol: 'a name',
  int: 'a number',
  float: 'a number',
  string: 'a string',
}

export class TokenParser extends nunjucks.Parser<Token, Expression, Body> {
  readonly source: TemplateSource
  readonly scanner: Tokenizer

  constructor(source: TemplateSource) {
    const reject = (message: string, lineno: number, colno: number, advice?: Advice): SluiceError =>
      syntaxError(message, locate(source, lineno, colno), advice)
    const scanner = new Tokenizer(normalise(source.text), reject)
    super(scanner)
    this.source = source
    this.scanner = scanner
  }

  // nunjucks' versions step over whitespace tokens; ours has none.
  override nextToken(): Token | null {
    const token = this.peeked
    if (token === null) return this.scanner.nextToken()
    this.peeked = null
    return token
  }

  override peekToken(): Token | null {
    if (this.peeked === null) this.peeked = this.scanner.nextToken()
    return this.peeked
  }

  /** nunjucks' own failures (`fail`) come through here as well. */
  override error(message: string, lineno?: number, colno?: number): SluiceError {
    if (lineno !== undefined && colno !== undefined) return this.reject(message, { lineno, colno })
    return this.reject(message, this.peekToken() ?? this.scanner)
  }

  reject(message: string, at: At, advice: Advice = {}): SluiceError {
    return syntaxError(message, locate(this.source, at.lineno, at.colno), advice)
  }

  peekType(): TokenType | 'eof' {
    return this.peekToken()?.type ?? 'eof'
  }

  isOperator(value: string): boolean {
    const token = this.peekToken()
    return token !== null && token.type === 'operator' && token.value === value
  }

  isSymbol(value: string): boolean {
    const token = this.peekToken()
    return token !== null && token.type === 'symbol' && token.value === value
  }

  accept(type: TokenType): boolean {
    if (this.peekToken()?.type !== type) return false
    this.peeked = null
    return true
  }

  /** The next token, which there must be. */
  advance(expected?: string): Token {
    const token = this.nextToken()
    if (token) return token
    throw this.unclosedTag(expected)
  }

  need(type: TokenType, expected: string = spoken[type] ?? type): Token {
    const token = this.advance(expected)
    if (token.type !== type) throw this.unexpected(token, expected)
    return token
  }

  needAssign(): void {
    const token = this.advance("'='")
    if (token.type !== 'operator' || token.value !== '=') throw this.unexpected(token, "'='")
  }

  unexpected(token: Token, expected: string): SluiceError {
    const closer = token.value === '%' ? this.scanner.closerBeforeTagEnd() : null
    if (closer) return this.reject('the tag ends inside brackets', token, { expected: `'${closer}'` })
    const found = token.type === 'string' ? 'a string' : `'${token.value}'`
    const tag = this.scanner.tagStart
    const closing = expected === spoken['block-end'] || expected === spoken['variable-end']
    const elsewhere = tag && tag.lineno !== token.lineno
    const hint = closing && elsewhere ? `The tag opened on line ${locate(this.source, tag.lineno, 0).line} is still open.` : undefined
    return this.reject(`unexpected ${found}`, token, { expected, hint })
  }

  unclosedTag(expected?: string): SluiceError {
    const tag = this.scanner.tagStart
    if (!tag) return this.reject('the template ends too early', this.scanner, { expected })
    const close = tag.type === 'variable-start' ? '}}' : '%}'
    return this.reject(`this \`${tag.value}\` is never closed`, tag, { expected: `\`${close}\`` })
  }
}

/** Line ends become `\n` and the last one goes, as Jinja2 does. */
function normalise(text: string): string {
  const unified = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return unified.endsWith('\n') ? unified.slice(0, -1) : unified
}

/** 0-based position in the text to a 1-based place in the file. */
export function locate(source: TemplateSource, lineno: number, colno: number) {
  const column = lineno === 0 ? colno + (source.column ?? 1) : colno + 1
  return { file: source.file, line: lineno + (source.line ?? 1), column }
}
