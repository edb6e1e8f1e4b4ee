/** A query's tokens with what belongs together: brackets, calls, what follows a call, the clause a place is in. */
import type { Dialect } from '../../dialect.js'
import { type Token, tokensOf } from '../../text/tokens.js'

const clauseWords: ReadonlySet<string> = new Set([
  ...['group', 'order', 'limit', 'qualify', 'window', 'union', 'except', 'intersect', 'fetch', 'offset', 'using'],
])
/** After an alias's place these are none. */
const notAliases =
  /^(on|using|where|join|left|right|full|inner|cross|natural|group|order|having|limit|union|except|intersect|qualify|window|with|as|lateral|tablesample|fetch|offset|asof|and|or)$/

type Clause = 'items' | 'from' | 'condition' | 'other' | 'call'

export class SqlText {
  readonly sql: string
  readonly tokens: readonly Token[]
  readonly #closing = new Map<number, number>()
  readonly #inFrom: boolean[] = []
  readonly #inCondition: boolean[] = []

  constructor(sql: string, dialect: Dialect) {
    this.sql = sql
    this.tokens = tokensOf(sql, dialect)
    this.#pair()
  }

  #pair(): void {
    const open: { readonly index: number; clause: Clause }[] = [{ index: -1, clause: 'other' }]
    this.tokens.forEach((token, index) => {
      const top = open.at(-1)
      if (top && token.word !== '') top.clause = clauseAfter(token.word, top.clause, this.tokens[index - 1]?.word)
      this.#inFrom[index] = top?.clause === 'from'
      this.#inCondition[index] = top?.clause === 'condition'
      if (token.sign === '(') open.push({ index, clause: isCaller(this.tokens[index - 1]) ? 'call' : (top?.clause ?? 'other') })
      if (token.sign === ')' && open.length > 1) this.#closing.set(open.pop()?.index ?? -1, index)
    })
  }

  text(index: number): string {
    const token = this.tokens[index]
    return token ? this.sql.slice(token.start, token.end) : ''
  }

  sign(index: number): string {
    return this.tokens[index]?.sign ?? ''
  }

  word(index: number): string {
    return this.tokens[index]?.word ?? ''
  }

  /** Two signs that stand without space between them are one operator. */
  joined(index: number): boolean {
    return this.tokens[index]?.end === this.tokens[index + 1]?.start
  }

  start(index: number): number {
    return this.tokens[index]?.start ?? this.sql.length
  }

  end(index: number): number {
    return this.tokens[index]?.end ?? this.sql.length
  }

  /** Of an opening bracket; undefined where it is never closed. */
  closing(index: number): number | undefined {
    return this.#closing.get(index)
  }

  /** Whether a source of `from` may begin here. */
  isSource(index: number): boolean {
    const before = this.tokens[index - 1]
    return (
      this.#inFrom[index] === true &&
      (before?.sign === ',' || before?.sign === '(' || /^(from|join|lateral|table)$/.test(before?.word ?? ''))
    )
  }

  /** Whether it stands in `where`, `on` or `having`, and in no function there. */
  inCondition(index: number): boolean {
    return this.#inCondition[index] === true
  }

  /** Index of a call's closing bracket; undefined where the word is none. */
  callEnd(index: number): number | undefined {
    const isCall = this.word(index) !== '' && this.sign(index + 1) === '(' && this.sign(index - 1) !== '.'
    return isCall ? this.closing(index + 1) : undefined
  }

  /** The last token of what belongs to an aggregate after its arguments: order, filter, window. */
  aggregateEnd(close: number): number {
    let at = close
    for (;;) {
      const next = this.#clauseEnd(at + 1)
      if (next === undefined) return at
      at = next
    }
  }

  #clauseEnd(at: number): number | undefined {
    const word = this.word(at)
    if (word === 'filter' && this.sign(at + 1) === '(') return this.closing(at + 1)
    if (word === 'within' && this.word(at + 1) === 'group') return this.closing(at + 2)
    if ((word === 'ignore' || word === 'respect') && this.word(at + 1) === 'nulls') return at + 1
    if (word === 'over') return this.sign(at + 1) === '(' ? this.closing(at + 1) : at + 1
    return undefined
  }

  /** The alias of a source that ends before this token. */
  alias(after: number): { readonly name: string; readonly index: number; readonly columns: boolean } | undefined {
    const index = this.word(after) === 'as' ? after + 1 : after
    const token = this.tokens[index]
    const quoted = token?.word === '' && /^["`]/.test(this.text(index))
    if (!token || (!quoted && (token.word === '' || notAliases.test(token.word)))) return undefined
    return { name: this.text(index), index, columns: this.sign(index + 1) === '(' }
  }
}

function isCaller(token: Token | undefined): boolean {
  return token !== undefined && token.word !== '' && !/^(from|join|lateral|table|where|on|having|and|or|not)$/.test(token.word)
}

function clauseAfter(word: string, clause: Clause, before: string | undefined): Clause {
  if (word === 'select') return 'items'
  if (clause === 'call') return clause
  if (word === 'from') return before === 'distinct' ? clause : 'from'
  if (word === 'join') return 'from'
  if (word === 'where' || word === 'on' || word === 'having') return 'condition'
  return clauseWords.has(word) ? 'other' : clause
}
