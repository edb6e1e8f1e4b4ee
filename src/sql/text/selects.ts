/** Where each `select` of a text has its items and its clauses. */
import type { Dialect } from '../dialect.js'
import type { Span } from '../ir.js'
import { type Token, tokensOf } from './tokens.js'

export type Clause = 'from' | 'where' | 'group' | 'having' | 'qualify' | 'window' | 'order' | 'rest'

export interface SelectText extends Span {
  readonly items: readonly (readonly Token[])[]
  readonly clauses: ReadonlyMap<Clause, readonly Token[]>
}

interface Open {
  readonly start: number
  readonly items: Token[][]
  readonly clauses: Map<Clause, Token[]>
  /** Undefined: among the items. */
  clause: Clause | undefined
  end: number
}

const clauseWords: Readonly<Record<string, Clause>> = {
  from: 'from',
  where: 'where',
  group: 'group',
  having: 'having',
  qualify: 'qualify',
  window: 'window',
  order: 'order',
  limit: 'rest',
  offset: 'rest',
  fetch: 'rest',
  into: 'rest',
  cluster: 'rest',
  distribute: 'rest',
  sort: 'rest',
  using: 'rest',
  tablesample: 'rest',
}

const setOperators = new Set(['union', 'except', 'intersect', 'minus'])

export function selectsOf(sql: string, dialect: Dialect): SelectText[] {
  const scanner = new Scanner(tokensOf(sql, dialect))
  return scanner.scan()
}

class Scanner {
  readonly #tokens: readonly Token[]
  readonly #found: Open[] = []
  /** The select that is open at each depth of brackets. */
  readonly #frames: (Open | undefined)[] = [undefined]
  /** Where a `from` stands before its select, at each depth. */
  readonly #fromFirst: (number | undefined)[] = [undefined]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  scan(): SelectText[] {
    while (this.#at < this.#tokens.length) {
      const token = this.#tokens[this.#at] as Token
      if (/^[([{]$/.test(token.sign)) this.#open(token)
      else if (/^[)\]}]$/.test(token.sign)) this.#close(token)
      else this.#token(token)
      this.#at++
    }
    return this.#found.map(({ start, end, items, clauses }) => ({
      start,
      end,
      // A comma may follow the last one.
      items: items.filter((each) => each.length > 0),
      clauses,
    }))
  }

  #open(token: Token): void {
    this.#add(token)
    this.#frames.push(undefined)
    this.#fromFirst.push(undefined)
  }

  #close(token: Token): void {
    if (this.#frames.length > 1) {
      this.#frames.pop()
      this.#fromFirst.pop()
    }
    this.#add(token)
  }

  #token(token: Token): void {
    const current = this.#frames.at(-1)
    if (token.word === 'select' && this.#sign(-1) !== '.') this.#start(token)
    else if (token.sign === ';' || this.#isSetOperator(token, current)) this.#reset()
    else if (token.word === 'from' && !current) this.#fromFirst[this.#fromFirst.length - 1] ??= token.start
    else if (current && this.#startsClause(token, current)) this.#clause(token, current)
    else if (token.sign === ',' && current && current.clause === undefined) this.#nextItem(token, current)
    else this.#add(token)
  }

  #reset(): void {
    this.#top = undefined
    this.#fromFirst[this.#fromFirst.length - 1] = undefined
  }

  set #top(open: Open | undefined) {
    this.#frames[this.#frames.length - 1] = open
  }

  /** To every select that is open around it. */
  #add(token: Token, except?: Open): void {
    for (const open of this.#frames) {
      if (!open || open === except) continue
      open.end = token.end
      const target = open.clause === undefined ? open.items.at(-1) : open.clauses.get(open.clause)
      target?.push(token)
    }
  }

  #start(token: Token): void {
    this.#top = undefined
    this.#add(token)
    const start = this.#fromFirst.at(-1) ?? token.start
    const open: Open = { start, end: token.end, items: [[]], clauses: new Map(), clause: undefined }
    this.#reset()
    this.#top = open
    this.#found.push(open)
    const before = this.#at
    this.#at += this.#modifiers()
    for (const skipped of this.#tokens.slice(before + 1, this.#at + 1)) this.#add(skipped, open)
  }

  /** How many tokens: `distinct`, `distinct on (…)`, `all`, `top 5`, `as struct`. */
  #modifiers(): number {
    const word = this.#word(1)
    if (word === 'all') return 1
    if (word === 'as' && /^(struct|value)$/.test(this.#word(2))) return 2
    if (word === 'top' && this.#isNumber(2)) return 2
    if (word !== 'distinct') return 0
    return this.#word(2) === 'on' ? this.#afterBrackets(3) : 1
  }

  #afterBrackets(from: number): number {
    let depth = 0
    for (let offset = from; this.#at + offset < this.#tokens.length; offset++) {
      if (this.#sign(offset) === '(') depth++
      else if (this.#sign(offset) === ')' && --depth === 0) return offset
    }
    return from
  }

  #nextItem(token: Token, open: Open): void {
    this.#add(token, open)
    open.items.push([])
  }

  #clause(token: Token, open: Open): void {
    this.#add(token, open)
    const clause = clauseWords[token.word] ?? 'rest'
    open.clause = clause
    open.end = token.end
    const words = open.clauses.get(clause) ?? []
    words.push(token)
    open.clauses.set(clause, words)
  }

  #isNumber(offset: number): boolean {
    const token = this.#tokens[this.#at + offset]
    return token !== undefined && token.word === '' && token.sign === ''
  }

  #word(offset: number): string {
    return this.#tokens[this.#at + offset]?.word ?? ''
  }

  #sign(offset: number): string {
    return this.#tokens[this.#at + offset]?.sign ?? ''
  }

  /** Not the name of something: after a dot or `as`, or as the first word of an item. */
  #isKeyword(): boolean {
    return this.#sign(-1) !== '.' && this.#word(-1) !== 'as'
  }

  #isSetOperator(token: Token, current: Open | undefined): boolean {
    if (!setOperators.has(token.word) || !this.#isKeyword()) return false
    if (!current) return this.#fromFirst.at(-1) !== undefined
    // `* except (a, b)` stands in a star.
    return !(this.#sign(-1) === '*' && this.#sign(1) === '(' && !/^(select|with|values|from|table)$/.test(this.#word(2)))
  }

  #startsClause(token: Token, open: Open): boolean {
    if (clauseWords[token.word] === undefined || !this.#isKeyword()) return false
    if (token.word === 'from') return !(this.#word(-1) === 'distinct' && /^(is|not)$/.test(this.#word(-2)))
    if (/^(group|order|sort|cluster|distribute)$/.test(token.word)) return this.#word(1) === 'by'
    return open.clause !== undefined || this.#endsItem(open)
  }

  /** A word of this kind may be a column too: it ends the items only where one is complete. */
  #endsItem(open: Open): boolean {
    const last = open.items.at(-1)?.at(-1)
    const next = this.#tokens[this.#at + 1]
    const complete = last !== undefined && (last.sign === '' || /^[)\]}*]$/.test(last.sign))
    return complete && next !== undefined && !/^[,.)]$/.test(next.sign) && next.word !== 'from'
  }
}
