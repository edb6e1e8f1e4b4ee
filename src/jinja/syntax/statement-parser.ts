/** What statements are made of: assignment targets, signatures, bodies up to their end tag. */
import { ExpressionParser } from './expression-parser.js'
import type { Token } from './lexer.js'
import type { Body, Expression, Parameter, Target, TargetTupleNode } from './nodes.js'
import * as nodes from './nodes.js'

export interface TargetOptions {
  /** `ns.x` allowed, as in `set`. */
  readonly namespaces?: boolean
  readonly until?: string
}

export class StatementParser extends ExpressionParser {
  /** Tags opened and not yet closed, innermost last. */
  readonly open: { readonly tag: Token; readonly ends: readonly string[] }[] = []

  /** `%}`, after the optional colon of `{% if x: %}`. */
  endTag(): void {
    this.accept('colon')
    const token = this.need('block-end')
    this.dropLeadingWhitespace = token.value.startsWith('-')
  }

  /** From `%}` to one of the end tags, whose word is the next token. */
  bodyUntil(tag: Token, ...ends: string[]): Body {
    this.endTag()
    this.open.push({ tag, ends })
    const body = this.parseUntilBlocks(...ends)
    this.open.pop()
    if (!this.peekToken()) throw this.#neverClosed(tag, ends)
    return body
  }

  /** From `%}` through the end tag. */
  body(tag: Token, end: string): Body {
    const body = this.bodyUntil(tag, end)
    this.nextToken()
    this.endTag()
    return body
  }

  #neverClosed(tag: Token, ends: readonly string[]) {
    return this.reject(`\`{% ${tag.value} %}\` is never closed`, tag, { expected: ends.map((end) => `\`{% ${end} %}\``).join(' or ') })
  }

  parseTarget(options: TargetOptions = {}): Target {
    const first = this.#oneTarget(options)
    if (this.peekType() !== 'comma') return first
    const targets = [first]
    while (this.accept('comma')) {
      if (this.#targetEnds(options.until)) break
      targets.push(this.#oneTarget(options))
    }
    return new nodes.TargetTuple(first.lineno, first.colno, targets)
  }

  #targetEnds(until: string | undefined): boolean {
    const type = this.peekType()
    if (type === 'variable-end' || type === 'block-end' || type === 'right-paren') return true
    return type === 'operator' || (until !== undefined && this.isSymbol(until))
  }

  #oneTarget(options: TargetOptions): Target {
    const token = this.peekToken()
    if (options.namespaces && token?.type === 'symbol') {
      this.nextToken()
      if (this.isOperator('.')) {
        this.nextToken()
        return new nodes.NamespaceTarget(token.lineno, token.colno, token.value, this.need('symbol').value)
      }
      this.pushBack(token)
    }
    return this.#asTarget(this.parsePrimary())
  }

  /** Undoes one `nextToken` after a further token was looked at. */
  pushBack(token: Token): void {
    const after = this.peeked
    this.peeked = null
    this.pushToken(token)
    if (after) this.scanner.unread(after)
  }

  #asTarget(expression: Expression): Target {
    if (expression.typename === 'Symbol') return expression
    if (expression.typename === 'Tuple') {
      for (const child of expression.children) this.#asTarget(child)
      return expression as unknown as TargetTupleNode
    }
    throw this.reject('this cannot be assigned to', expression, { expected: 'a name, or names separated by commas' })
  }

  /** `(a, b: string, c=1)`; type annotations are checked for form only. */
  parseSignature(): Parameter[] {
    this.need('left-paren')
    const parameters: Parameter[] = []
    while (this.peekType() !== 'right-paren') {
      if (parameters.length > 0) this.need('comma', "',' or ')'")
      parameters.push(this.#parameter(parameters.at(-1)))
    }
    this.need('right-paren')
    return parameters
  }

  #parameter(before: Parameter | undefined): Parameter {
    const token = this.need('symbol')
    this.checkAssignable(token)
    if (this.accept('colon')) this.#typeName()
    let value: Expression | null = null
    if (this.isOperator('=')) {
      this.nextToken()
      value = this.parseExpression()
    } else if (before?.default) {
      throw this.reject(`parameter '${token.value}' needs a default`, token, {
        expected: `a default, as '${before.name}' before it has one`,
      })
    }
    return { name: token.value, default: value, lineno: token.lineno, colno: token.colno }
  }

  #typeName(): void {
    this.need('symbol')
    if (!this.accept('left-bracket')) return
    for (let more = false; this.peekType() !== 'right-bracket'; more = true) {
      if (more) this.need('comma')
      this.#typeName()
    }
    this.need('right-bracket')
  }

  checkAssignable(token: Token): void {
    if (!['true', 'false', 'none', 'True', 'False', 'None'].includes(token.value)) return
    throw this.reject(`'${token.value}' is a constant and cannot be assigned to`, token)
  }
}
