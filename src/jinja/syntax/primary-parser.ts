/** Jinja2's operands: literals, names, tuples, and what may follow them — attributes, items, calls, filters, tests. */
import type { SluiceError } from '../../core/error.js'
import type { Token, TokenType } from './lexer.js'
import type { Arguments, At, Expression } from './nodes.js'
import * as nodes from './nodes.js'
import { parseNumber } from './number-literal.js'
import { TokenParser } from './token-parser.js'

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])
const startsTestArgument: ReadonlySet<TokenType | 'eof'> = new Set(['symbol', 'string', 'int', 'float', 'left-bracket', 'left-curly'])
const endsTestArgument = new Set(['else', 'or', 'and'])

export interface TupleOptions {
  /** Names, literals and brackets only, as in `for a, b in`. */
  readonly primaryOnly?: boolean
  /** No `x if y`, as in the list of `for … in … if`. */
  readonly noCondition?: boolean
  /** In parentheses, where `()` is a value. */
  readonly parenthesised?: boolean
  /** A word that ends the tuple. */
  readonly until?: string
}

interface ArgumentsBeingRead {
  readonly positional: Expression[]
  readonly named: [string, Expression][]
  star: Expression | null
  doubleStar: Expression | null
}

export abstract class PrimaryParser extends TokenParser {
  abstract parseExpression(noCondition?: boolean): Expression

  parsePrimary(): Expression {
    const token = this.advance('an expression')
    const { lineno, colno } = token
    switch (token.type) {
      case 'symbol': {
        const constant = constants.get(token.value)
        return constant === undefined ? new nodes.Name(lineno, colno, token.value) : new nodes.Literal(lineno, colno, constant)
      }
      case 'string': {
        let value = token.value
        while (this.peekType() === 'string') value += this.advance().value
        return new nodes.Literal(lineno, colno, value)
      }
      case 'int':
      case 'float':
        return new nodes.NumberLiteral(lineno, colno, parseNumber(token.value, token.type === 'float'))
      case 'left-paren': {
        const inside = this.parseTuple({ parenthesised: true })
        this.need('right-paren')
        return inside
      }
      case 'left-bracket':
        return new nodes.ArrayLiteral(
          lineno,
          colno,
          this.#items('right-bracket', () => this.parseExpression()),
        )
      case 'left-curly':
        return new nodes.DictLiteral(
          lineno,
          colno,
          this.#items('right-curly', () => this.#pair()),
        )
      default:
        throw this.unexpected(token, 'an expression')
    }
  }

  /** Comma-separated up to `close`, which is consumed; a trailing comma is fine. */
  #items<T>(close: TokenType, parse: () => T): T[] {
    const items: T[] = []
    while (this.peekType() !== close) {
      if (items.length > 0) {
        this.need('comma', close === 'right-bracket' ? "',' or ']'" : "',' or '}'")
        if (this.peekType() === close) break
      }
      items.push(parse())
    }
    this.need(close)
    return items
  }

  #pair(): nodes.PairNode {
    const key = this.parseExpression()
    this.need('colon')
    return new nodes.Pair(key.lineno, key.colno, key, this.parseExpression())
  }

  parseTuple(options: TupleOptions = {}): Expression {
    const start = this.peekToken() ?? this.scanner
    const items: Expression[] = []
    let isTuple = false
    for (;;) {
      if (items.length > 0) this.need('comma')
      if (this.#tupleEnds(options.until)) break
      items.push(options.primaryOnly ? this.parsePrimary() : this.parseExpression(options.noCondition))
      if (this.peekType() !== 'comma') break
      isTuple = true
    }
    if (!isTuple) {
      const [only] = items
      if (only) return only
      if (!options.parenthesised) throw this.unexpected(this.advance('an expression'), 'an expression')
    }
    return new nodes.TupleLiteral(start.lineno, start.colno, items)
  }

  #tupleEnds(until: string | undefined): boolean {
    const type = this.peekType()
    if (type === 'variable-end' || type === 'block-end' || type === 'right-paren') return true
    return until !== undefined && this.isSymbol(until)
  }

  parsePostfix(target: Expression): Expression {
    let node = target
    for (let token = this.peekToken(); token; token = this.peekToken()) {
      if (token.type === 'operator' && token.value === '.') node = this.#dot(node)
      else if (token.type === 'left-bracket') node = this.#subscript(node)
      else if (token.type === 'left-paren') node = this.#call(node)
      else break
    }
    return node
  }

  #dot(target: Expression): Expression {
    this.nextToken()
    const token = this.advance('a name')
    if (token.type === 'symbol') return new nodes.Attribute(token.lineno, token.colno, target, token.value)
    if (token.type !== 'int') throw this.unexpected(token, 'a name or number')
    const index = new nodes.NumberLiteral(token.lineno, token.colno, parseNumber(token.value, false))
    return new nodes.Item(token.lineno, token.colno, target, index)
  }

  #subscript(target: Expression): Expression {
    const at = this.need('left-bracket')
    const keys: Expression[] = []
    while (this.peekType() !== 'right-bracket') {
      if (keys.length > 0) this.need('comma')
      keys.push(this.#subscribed())
    }
    this.need('right-bracket')
    const [only] = keys
    const key = only && keys.length === 1 ? only : new nodes.TupleLiteral(at.lineno, at.colno, keys)
    return new nodes.Item(at.lineno, at.colno, target, key)
  }

  #subscribed(): Expression {
    const at = this.peekToken() ?? this.scanner
    let start: Expression | null = null
    if (this.peekType() !== 'colon') {
      start = this.parseExpression()
      if (this.peekType() !== 'colon') return start
    }
    this.need('colon')
    const stop = this.#sliceEnds(true) ? null : this.parseExpression()
    const step = this.accept('colon') && !this.#sliceEnds(false) ? this.parseExpression() : null
    return new nodes.Slice(at.lineno, at.colno, start, stop, step)
  }

  #sliceEnds(colonToo: boolean): boolean {
    const type = this.peekType()
    return type === 'right-bracket' || type === 'comma' || (colonToo && type === 'colon')
  }

  #call(callee: Expression): nodes.CallNode {
    // The place of `ref` in `ref('x')` and of `get` in `config.get('x')`: what the reader looks for.
    return new nodes.Call(callee.lineno, callee.colno, callee, this.parseArguments())
  }

  parseArguments(): Arguments {
    this.need('left-paren')
    const found: ArgumentsBeingRead = { positional: [], named: [], star: null, doubleStar: null }
    for (let more = false; this.peekType() !== 'right-paren'; more = true) {
      if (more) this.need('comma', "',' or ')'")
      if (this.peekType() === 'right-paren') break
      this.#argument(found)
    }
    this.need('right-paren')
    return found
  }

  #argument(found: ArgumentsBeingRead): void {
    const token = this.peekToken()
    if (!token) throw this.unclosedTag('an argument')
    const { star, doubleStar } = found
    if (this.isOperator('*') || this.isOperator('**')) this.#starArgument(token, found)
    else if (token.type === 'symbol' && this.scanner.nextIsAssign()) {
      if (doubleStar) throw this.#misplaced(token)
      this.nextToken()
      this.needAssign()
      found.named.push([token.value, this.parseExpression()])
    } else {
      if (star || doubleStar || found.named.length > 0) throw this.#misplaced(token)
      found.positional.push(this.parseExpression())
    }
  }

  #starArgument(token: Token, found: ArgumentsBeingRead): void {
    const field = token.value === '*' ? 'star' : 'doubleStar'
    if (found.doubleStar || found[field]) throw this.#misplaced(token)
    this.nextToken()
    found[field] = this.parseExpression()
  }

  #misplaced(at: At): SluiceError {
    return this.reject('this argument comes too late', at, { expected: 'positional arguments, then *list, then name=value, then **dict' })
  }

  parseFilters(target: Expression): Expression {
    let node = target
    for (let token = this.peekToken(); token; token = this.peekToken()) {
      if (token.type === 'pipe') {
        this.nextToken()
        node = this.parseFilter(node)
      } else if (token.type === 'symbol' && token.value === 'is') node = this.#test(node)
      else if (token.type === 'left-paren') node = this.#call(node)
      else break
    }
    return node
  }

  parseFilter(target: Expression | null): nodes.FilterNode {
    const { name, at } = this.#dottedName()
    return new nodes.Filter(at.lineno, at.colno, target, name, this.peekType() === 'left-paren' ? this.parseArguments() : null)
  }

  #dottedName(): { name: string; at: Token } {
    const at = this.need('symbol')
    let name = at.value
    while (this.isOperator('.')) {
      this.nextToken()
      name += `.${this.need('symbol').value}`
    }
    return { name, at }
  }

  #test(target: Expression): Expression {
    const is = this.advance()
    const negated = this.skipSymbol('not')
    const { name, at } = this.#dottedName()
    const node = new nodes.Test(at.lineno, at.colno, target, name, this.#testArguments())
    return negated ? new nodes.Not(is.lineno, is.colno, node) : node
  }

  #testArguments(): Arguments | null {
    if (this.peekType() === 'left-paren') return this.parseArguments()
    const token = this.peekToken()
    if (!token || !startsTestArgument.has(token.type)) return null
    if (token.type === 'symbol') {
      if (endsTestArgument.has(token.value)) return null
      if (token.value === 'is') throw this.reject("tests cannot be chained with 'is'", token, { hint: 'Join them with `and`.' })
    }
    return { positional: [this.parsePostfix(this.parsePrimary())], named: [], star: null, doubleStar: null }
  }
}
