/** Jinja2's operators, level by level; `or` and `and` are nunjucks' own. */
import type { Token } from './lexer.js'
import type { BinaryName, CompareOperator, Expression } from './nodes.js'
import * as nodes from './nodes.js'
import { PrimaryParser } from './primary-parser.js'

const sums: Readonly<Record<string, BinaryName>> = { '+': 'Add', '-': 'Sub' }
const products: Readonly<Record<string, BinaryName>> = { '*': 'Mul', '/': 'Div', '//': 'FloorDiv', '%': 'Mod' }
const comparisons = new Set(['==', '!=', '<', '<=', '>', '>='])

export class ExpressionParser extends PrimaryParser {
  override parseExpression(noCondition = false): Expression {
    return noCondition ? this.parseOr() : this.parseInlineIf()
  }

  parseInlineIf(): Expression {
    let node = this.parseOr()
    for (let token = this.peekToken(); token && this.skipSymbol('if'); token = this.peekToken()) {
      const cond = this.parseOr()
      const else_ = this.skipSymbol('else') ? this.parseInlineIf() : null
      node = new nodes.InlineIf(token.lineno, token.colno, node, cond, else_)
    }
    return node
  }

  override parseNot(): Expression {
    const token = this.peekToken()
    if (token && this.skipSymbol('not')) return new nodes.Not(token.lineno, token.colno, this.parseNot())
    return this.parseCompare()
  }

  parseCompare(): Expression {
    const first = this.parseSum()
    let operands: nodes.CompareOperandNode[] | null = null
    for (let token = this.peekToken(); token; token = this.peekToken()) {
      const operator = this.#comparison(token)
      if (!operator) break
      operands ??= []
      operands.push(new nodes.CompareOperand(token.lineno, token.colno, this.parseSum(), operator))
    }
    return operands ? new nodes.Compare(first.lineno, first.colno, first, operands) : first
  }

  #comparison(token: Token): CompareOperator | null {
    if (token.type === 'operator' && comparisons.has(token.value)) {
      this.nextToken()
      return token.value as CompareOperator
    }
    if (token.type !== 'symbol') return null
    if (token.value === 'in') {
      this.nextToken()
      return 'in'
    }
    if (token.value !== 'not' || !this.scanner.nextWordIs('in')) return null
    this.nextToken()
    this.nextToken()
    return 'notin'
  }

  parseSum(): Expression {
    let node = this.parseConcat()
    for (let token = this.peekToken(); token?.type === 'operator'; token = this.peekToken()) {
      const name = sums[token.value]
      if (!name) break
      this.nextToken()
      node = new nodes.Binary[name](token.lineno, token.colno, node, this.parseConcat())
    }
    return node
  }

  parseConcat(): Expression {
    const first = this.parseProduct()
    if (this.peekType() !== 'tilde') return first
    const at = this.peekToken() as Token
    const parts = [first]
    while (this.accept('tilde')) parts.push(this.parseProduct())
    return new nodes.Concat(at.lineno, at.colno, parts)
  }

  parseProduct(): Expression {
    let node = this.parsePower()
    for (let token = this.peekToken(); token?.type === 'operator'; token = this.peekToken()) {
      const name = products[token.value]
      if (!name) break
      this.nextToken()
      node = new nodes.Binary[name](token.lineno, token.colno, node, this.parsePower())
    }
    return node
  }

  parsePower(): Expression {
    let node = this.parseUnary()
    while (this.isOperator('**')) {
      const token = this.advance()
      node = new nodes.Binary.Pow(token.lineno, token.colno, node, this.parseUnary())
    }
    return node
  }

  parseUnary(filters = true): Expression {
    const token = this.peekToken()
    let node: Expression
    if (token?.type === 'operator' && (token.value === '-' || token.value === '+')) {
      this.nextToken()
      const Sign = token.value === '-' ? nodes.Neg : nodes.Pos
      node = new Sign(token.lineno, token.colno, this.parseUnary(false))
    } else node = this.parsePrimary()
    node = this.parsePostfix(node)
    return filters ? this.parseFilters(node) : node
  }
}
