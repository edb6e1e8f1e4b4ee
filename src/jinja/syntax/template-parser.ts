/** Text, `{{ }}`, `{% %}` and `{# #}` in turn; the statements are tables beside. */
import { didYouMean } from '../errors.js'
import { withinStack } from '../nesting.js'
import type { TemplateSource } from '../types.js'
import { blockStatements } from './block-statements.js'
import { trimEnd, trimStart } from './characters.js'
import { controlStatements, type ParseStatement } from './control-statements.js'
import type { Token } from './lexer.js'
import type { At, Body, DataNode, Expression, OutputNode, Statement } from './nodes.js'
import * as nodes from './nodes.js'
import { StatementParser } from './statement-parser.js'

const statements: ReadonlyMap<string, ParseStatement> = new Map(Object.entries({ ...controlStatements, ...blockStatements }))

class TemplateParser extends StatementParser {
  override parseNodes(): Statement[] {
    const found: Statement[] = []
    for (let token = this.nextToken(); token; token = this.nextToken()) {
      if (token.type === 'block-start') {
        this.dropLeadingWhitespace = false
        const statement = this.parseStatement()
        if (!statement) break
        found.push(statement)
      } else {
        const output = this.#output(token)
        if (output) found.push(output)
      }
    }
    return found
  }

  #output(token: Token): OutputNode | null {
    if (token.type === 'data') return this.#data(token)
    if (token.type !== 'comment') return this.#expression(token)
    const { value } = token
    this.dropLeadingWhitespace = value.length > 4 && value.charCodeAt(value.length - 3) === 45
    return null
  }

  #data(token: Token): OutputNode | null {
    const whole = token.value
    let text = this.dropLeadingWhitespace ? trimStart(whole) : whole
    const at = text.length === whole.length ? token : placeAfter(token, whole.slice(0, whole.length - text.length))
    this.dropLeadingWhitespace = false
    const next = this.peekToken()
    if (next && next.value.charCodeAt(2) === 45) text = trimEnd(text)
    return text === '' ? null : outputOf(at, new nodes.Data(at.lineno, at.colno, text))
  }

  #expression(token: Token): OutputNode {
    const value = this.parseTuple()
    const end = this.need('variable-end')
    this.dropLeadingWhitespace = end.value.startsWith('-')
    return outputOf(token, value)
  }

  /** Null at an end tag the caller waits for; its word is then the next token. */
  override parseStatement(): Statement | null {
    const tag = this.peekToken()
    if (!tag) throw this.unclosedTag('the name of a tag')
    if (tag.type !== 'symbol') throw this.unexpected(tag, 'the name of a tag')
    if (this.breakOnBlocks?.includes(tag.value)) return null
    const parse = statements.get(tag.value)
    if (!parse) throw this.#unknownTag(tag)
    this.nextToken()
    return parse(this, tag)
  }

  #unknownTag(tag: Token) {
    const innermost = this.open.at(-1)
    if (innermost && (tag.value.startsWith('end') || tag.value === 'else' || tag.value === 'elif')) {
      return this.reject(`\`{% ${tag.value} %}\` does not close \`{% ${innermost.tag.value} %}\``, tag, {
        expected: innermost.ends.map((end) => `\`{% ${end} %}\``).join(' or '),
        hint: `\`{% ${innermost.tag.value} %}\` was opened on line ${innermost.tag.lineno + (this.source.line ?? 1)}.`,
      })
    }
    if (tag.value === 'else' || tag.value === 'elif') return this.reject(`\`{% ${tag.value} %}\` outside \`{% if %}\``, tag)
    if (tag.value.startsWith('end')) {
      return this.reject(`\`{% ${tag.value} %}\` closes nothing`, tag, {
        hint: `Remove it, or open \`{% ${tag.value.slice(3)} %}\` before it.`,
      })
    }
    return this.reject(`unknown tag '${tag.value}'`, tag, { hint: didYouMean(tag.value, statements.keys()) })
  }
}

/** Where text goes on after `dropped`. */
function placeAfter({ lineno, colno }: At, dropped: string): At {
  const lines = dropped.split('\n')
  const last = lines.at(-1)?.length ?? 0
  return lines.length === 1 ? { lineno, colno: colno + last } : { lineno: lineno + lines.length - 1, colno: last }
}

function outputOf(at: At, child: Expression | DataNode): OutputNode {
  return new nodes.Output(at.lineno, at.colno, [child])
}

export function parseTemplate(source: TemplateSource): Body {
  return withinStack(source, () => new TemplateParser(source).parseAsRoot())
}

/** An expression alone, with nothing after it; null where the text is not one. */
export function parseLiteralText(text: string): Expression | null {
  const source = { text: `{{ ${text} }}`, file: '' }
  try {
    const [only, ...more] = new TemplateParser(source).parseAsRoot().children
    if (more.length > 0 || only?.typename !== 'Output') return null
    const [value] = only.children
    return value && value.typename !== 'TemplateData' ? value : null
  } catch {
    return null
  }
}
