/** Jinja2's `macro` and `call`, and dbt's tags that define something: `test`, `materialization`, `snapshot`, `docs`. */
import type { ParseStatement } from './control-statements.js'
import type { Token } from './lexer.js'
import type { Expression, MacroKind, Parameter } from './nodes.js'
import * as nodes from './nodes.js'
import type { StatementParser } from './statement-parser.js'

/** A tag with a name and parameters: `{% macro x(a) %}`. */
function definition(kind: MacroKind, end: string): ParseStatement {
  return (parser, tag) => {
    const name = parser.need('symbol')
    parser.checkAssignable(name)
    const parameters = parser.parseSignature()
    return new nodes.Macro(tag.lineno, tag.colno, kind, name.value, parameters, parser.body(tag, end), null)
  }
}

/** A tag with a name only: `{% docs x %}`. */
function named(kind: MacroKind, end: string): ParseStatement {
  return (parser, tag) => {
    const name = parser.need('symbol').value
    return new nodes.Macro(tag.lineno, tag.colno, kind, name, [], parser.body(tag, end), null)
  }
}

function parseMaterialization(parser: StatementParser, tag: Token): nodes.Statement {
  const name = parser.need('symbol').value
  let adapter = 'default'
  let languages: Expression = new nodes.ArrayLiteral(tag.lineno, tag.colno, [new nodes.Literal(tag.lineno, tag.colno, 'sql')])
  while (parser.accept('comma')) {
    const option = parser.need('symbol')
    if (option.value === 'default') continue
    parser.needAssign()
    const value = parser.parseExpression()
    if (option.value === 'adapter') adapter = adapterName(parser, value)
    else if (option.value === 'supported_languages') languages = value
    else {
      throw parser.reject(`materialization '${name}' has no option '${option.value}'`, option, {
        expected: '`default`, `adapter=…` or `supported_languages=[…]`',
      })
    }
  }
  const parameter: Parameter = { name: 'supported_languages', default: languages, lineno: tag.lineno, colno: tag.colno }
  return new nodes.Macro(tag.lineno, tag.colno, 'materialization', name, [parameter], parser.body(tag, 'endmaterialization'), adapter)
}

function adapterName(parser: StatementParser, value: Expression): string {
  if (value.typename === 'Literal' && typeof value.value === 'string') return value.value
  throw parser.reject('the adapter must be named literally', value, { expected: "a string such as 'duckdb'" })
}

function parseCall(parser: StatementParser, tag: Token): nodes.Statement {
  const parameters = parser.peekType() === 'left-paren' ? parser.parseSignature() : []
  const call = parser.parseExpression()
  if (call.typename !== 'Call') throw parser.reject('`{% call %}` needs a call', call, { expected: 'a call such as `statement(…)`' })
  return new nodes.CallBlock(tag.lineno, tag.colno, call, parameters, parser.body(tag, 'endcall'))
}

function unavailable(tagName: string): ParseStatement {
  return (parser, tag) => {
    throw parser.reject(`\`{% ${tagName} %}\` is not available: templates here do not load one another`, tag, {
      hint: 'Put what is shared into a macro; macros of the project and its packages are in scope everywhere.',
    })
  }
}

export const blockStatements: Readonly<Record<string, ParseStatement>> = {
  macro: definition('macro', 'endmacro'),
  test: definition('test', 'endtest'),
  data_test: definition('data_test', 'enddata_test'),
  snapshot: named('snapshot', 'endsnapshot'),
  docs: named('docs', 'enddocs'),
  materialization: parseMaterialization,
  call: parseCall,
  include: unavailable('include'),
  import: unavailable('import'),
  from: unavailable('from'),
  extends: unavailable('extends'),
}
