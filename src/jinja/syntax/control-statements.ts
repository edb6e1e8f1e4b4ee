/** `if`, `for`, `set`, `do`, `with`, `break`, `continue`, `print`, `filter`, `block`, `autoescape`, `raw`. */
import { trimEnd, trimStart } from './characters.js'
import type { Token } from './lexer.js'
import * as nodes from './nodes.js'
import type { StatementParser } from './statement-parser.js'

export type ParseStatement = (parser: StatementParser, tag: Token) => nodes.Statement

function parseIf(parser: StatementParser, tag: Token): nodes.IfNode {
  const cond = parser.parseTuple({ noCondition: true })
  const body = parser.bodyUntil(tag, 'elif', 'else', 'endif')
  const next = parser.advance()
  let else_: nodes.Body | nodes.IfNode | null = null
  if (next.value === 'elif') else_ = parseIf(parser, { ...next, value: tag.value })
  else if (next.value === 'else') else_ = parser.body(tag, 'endif')
  else parser.endTag()
  return new nodes.If(tag.lineno, tag.colno, cond, body, else_)
}

function parseFor(parser: StatementParser, tag: Token): nodes.ForNode {
  const target = parser.parseTarget({ until: 'in' })
  forbidLoop(parser, target)
  if (!parser.skipSymbol('in')) throw parser.unexpected(parser.advance("'in'"), "'in'")
  const iter = parser.parseTuple({ noCondition: true, until: 'recursive' })
  const test = parser.skipSymbol('if') ? parser.parseExpression() : null
  const recursive = parser.skipSymbol('recursive')
  const body = parser.bodyUntil(tag, 'endfor', 'else')
  let else_: nodes.Body | null = null
  if (parser.advance().value === 'else') else_ = parser.body(tag, 'endfor')
  else parser.endTag()
  return new nodes.For(tag.lineno, tag.colno, target, iter, test, body, else_, recursive)
}

function forbidLoop(parser: StatementParser, target: nodes.Target): void {
  if (target.typename === 'Tuple') for (const child of target.children) forbidLoop(parser, child)
  if (target.typename !== 'Symbol' || target.value !== 'loop') return
  throw parser.reject("`loop` cannot be a loop's own variable", target, { hint: 'Inside a loop, `loop` tells where the loop is.' })
}

function parseSet(parser: StatementParser, tag: Token): nodes.Statement {
  const target = parser.parseTarget({ namespaces: true })
  if (parser.isOperator('=')) {
    parser.nextToken()
    const value = parser.parseTuple()
    parser.endTag()
    return new nodes.Assign(tag.lineno, tag.colno, target, value)
  }
  let filter: nodes.FilterNode | null = null
  while (parser.accept('pipe')) filter = parser.parseFilter(filter)
  return new nodes.SetBlock(tag.lineno, tag.colno, target, filter, parser.body(tag, 'endset'))
}

function parseDo(parser: StatementParser, tag: Token): nodes.Statement {
  const expression = parser.parseTuple()
  parser.endTag()
  return new nodes.Do(tag.lineno, tag.colno, expression)
}

function parseWith(parser: StatementParser, tag: Token): nodes.Statement {
  const targets: nodes.Target[] = []
  const values: nodes.Expression[] = []
  while (parser.peekType() !== 'block-end') {
    if (targets.length > 0) parser.need('comma')
    targets.push(parser.parseTarget())
    parser.needAssign()
    values.push(parser.parseExpression())
  }
  return new nodes.With(tag.lineno, tag.colno, targets, values, parser.body(tag, 'endwith'))
}

function parsePrint(parser: StatementParser, tag: Token): nodes.Statement {
  const values: nodes.Expression[] = []
  while (parser.peekType() !== 'block-end') {
    if (values.length > 0) parser.need('comma')
    values.push(parser.parseExpression())
  }
  parser.endTag()
  return new nodes.Output(tag.lineno, tag.colno, values)
}

function parseFilterBlock(parser: StatementParser, tag: Token): nodes.Statement {
  let filter = parser.parseFilter(null)
  while (parser.accept('pipe')) filter = parser.parseFilter(filter)
  return new nodes.FilterBlock(tag.lineno, tag.colno, filter, parser.body(tag, 'endfilter'))
}

function parseBlock(parser: StatementParser, tag: Token): nodes.Statement {
  const name = parser.need('symbol').value
  parser.skipSymbol('scoped')
  parser.skipSymbol('required')
  const body = parser.bodyUntil(tag, 'endblock')
  parser.nextToken()
  parser.skipSymbol(name)
  parser.endTag()
  return new nodes.Scoped(tag.lineno, tag.colno, body)
}

function parseAutoescape(parser: StatementParser, tag: Token): nodes.Statement {
  parser.parseExpression()
  return new nodes.Scoped(tag.lineno, tag.colno, parser.body(tag, 'endautoescape'))
}

function parseRaw(parser: StatementParser, tag: Token): nodes.Statement {
  const start = parser.need('block-end')
  const raw = parser.scanner.raw()
  if (!raw) throw parser.reject('`{% raw %}` is never closed', tag, { expected: '`{% endraw %}`' })
  let data = raw.data
  if (start.value.startsWith('-')) data = trimStart(data)
  if (raw.end.startsWith('{%-')) data = trimEnd(data)
  parser.dropLeadingWhitespace = raw.end.endsWith('-%}')
  return new nodes.Output(tag.lineno, tag.colno, data === '' ? [] : [new nodes.Data(start.lineno, start.colno + start.value.length, data)])
}

function jump(Node: typeof nodes.Break): ParseStatement {
  return (parser, tag) => {
    parser.endTag()
    return new Node(tag.lineno, tag.colno)
  }
}

export const controlStatements: Readonly<Record<string, ParseStatement>> = {
  if: parseIf,
  for: parseFor,
  set: parseSet,
  do: parseDo,
  with: parseWith,
  print: parsePrint,
  filter: parseFilterBlock,
  block: parseBlock,
  autoescape: parseAutoescape,
  raw: parseRaw,
  break: jump(nodes.Break),
  continue: jump(nodes.Continue),
}
