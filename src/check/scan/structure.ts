/** Where a query selects, reads and calls, from its tokens alone: no dialect's grammar is asked, so none can refuse. */
import { codeTokens, type Token } from './tokens.js'

/** A name in `from`: its parts without quotes. */
export interface TableName {
  readonly parts: readonly string[]
  readonly start: number
  readonly end: number
}

export interface SelectClause {
  /** Name of the common table expression it stands in; null for the query itself; undefined inside a subquery. */
  readonly within: string | null | undefined
  readonly stars: readonly Token[]
  /** Names of tables and common table expressions in its `from`; undefined where it reads Jinja or a subquery. */
  readonly reads: readonly (TableName | undefined)[]
}

export interface CallName {
  /** Lower case, with the schema where one is written. */
  readonly name: string
  readonly start: number
  readonly end: number
}

export interface Structure {
  readonly selects: readonly SelectClause[]
  /** Lower case. */
  readonly ctes: ReadonlySet<string>
  /** Words behind the sources of any `from`, lower case: names given to them are among these. */
  readonly aliases: ReadonlySet<string>
  readonly calls: readonly CallName[]
  readonly joins: number
  /** Jinja expressions, such as refs. */
  readonly expressions: readonly Token[]
}

const niladic = new Set([
  'current_date',
  'current_time',
  'current_timestamp',
  'current_user',
  'localtime',
  'localtimestamp',
  'session_user',
  'sysdate',
])
const afterFrom = new Set([
  'where',
  'group',
  'having',
  'qualify',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'union',
  'intersect',
  'except',
  'select',
])

interface Scope {
  readonly within: string | null | undefined
  stars: Token[]
  reads: (TableName | undefined)[]
  at: 'none' | 'items' | 'source' | 'after-source' | 'rest'
}

export function structureOf(all: readonly Token[]): Structure {
  const tokens = codeTokens(all)
  const walk = new Walk(tokens)
  return {
    selects: walk.selects,
    ctes: walk.ctes,
    aliases: walk.aliases,
    calls: callsOf(tokens),
    joins: tokens.filter((token) => token.kind === 'word' && token.text.toLowerCase() === 'join').length,
    expressions: tokens.filter(({ kind }) => kind === 'expression'),
  }
}

class Walk {
  readonly selects: SelectClause[] = []
  readonly ctes = new Set<string>()
  readonly aliases = new Set<string>()
  readonly #tokens: readonly Token[]
  readonly #open: Scope[] = [fresh(null)]

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
    for (let at = 0; at < tokens.length; at = this.#step(at));
    while (this.#open.length > 0) this.#close()
  }

  #word(at: number): string {
    const token = this.#tokens[at]
    return token && (token.kind === 'word' || token.kind === 'symbol') ? token.text.toLowerCase() : ''
  }

  /** Without quotes, lower case. */
  #name(at: number): string {
    const { kind, text } = this.#tokens[at] as Token
    return (kind === 'quoted' ? text.slice(1, -1) : text).toLowerCase()
  }

  /** The next place to look at. */
  #step(at: number): number {
    const word = this.#word(at)
    if (word === '(') return this.#bracket(at)
    if (word === ')') {
      if (this.#open.length > 1) this.#close()
      return at + 1
    }
    const scope = this.#open.at(-1) as Scope
    if (word === 'select') return this.#select(scope, at)
    if (scope.at === 'none') return at + 1
    if (scope.at === 'items') return this.#items(scope, at)
    return this.#from(scope, at, word)
  }

  #select(scope: Scope, at: number): number {
    this.#finish(scope)
    scope.at = 'items'
    return at + 1
  }

  #items(scope: Scope, at: number): number {
    const word = this.#word(at)
    const before = this.#word(at - 1)
    if (word === 'from' && !(before === 'distinct' && ['is', 'not'].includes(this.#word(at - 2)))) scope.at = 'source'
    else if (word === '*' && ['select', 'distinct', 'all', ',', '.'].includes(before)) scope.stars.push(this.#tokens[at] as Token)
    return at + 1
  }

  #from(scope: Scope, at: number, word: string): number {
    if (afterFrom.has(word)) scope.at = 'rest'
    else if (scope.at !== 'rest' && (word === 'join' || word === ',')) scope.at = 'source'
    else if (scope.at === 'source') return this.#source(scope, at)
    else if (![this.#word(at - 1), this.#word(at + 1)].includes('.')) this.aliases.add(this.#name(at))
    return at + 1
  }

  #source(scope: Scope, at: number): number {
    if (['lateral', 'only', 'table', 'values'].includes(this.#word(at))) return at + 1
    const table = this.#table(at)
    scope.at = 'after-source'
    if (!table) {
      scope.reads.push(undefined)
      return at + 1
    }
    const next = at + table.length
    // A call is no table; its bracket is looked into.
    scope.reads.push(this.#word(next) === '(' ? undefined : table.name)
    return next
  }

  /** A path of names, or a file in quotes; Jinja before a dot counts as a name. */
  #table(at: number): { readonly name: TableName; readonly length: number } | undefined {
    const parts: string[] = []
    let next = at
    for (; ; next += 2) {
      const token = this.#tokens[next]
      if (!token || !['word', 'quoted', 'expression', 'string'].includes(token.kind)) break
      parts.push(token.kind === 'quoted' ? token.text.slice(1, -1) : token.text)
      if (this.#word(next + 1) !== '.') {
        next++
        break
      }
    }
    const [first, last] = [this.#tokens[at], this.#tokens[next - 1]]
    if (!first || !last || parts.length === 0 || (parts.length === 1 && first.kind === 'expression')) return undefined
    return { name: { parts, start: first.start, end: last.end }, length: next - at }
  }

  /** A bracket starts a query of its own, or a list whose words belong to nothing. */
  #bracket(at: number): number {
    const outer = this.#open.at(-1) as Scope
    if (outer.at === 'source') {
      outer.reads.push(undefined)
      outer.at = 'after-source'
    }
    const name = this.#cteBefore(at)
    if (name !== undefined) this.ctes.add(name)
    this.#open.push(fresh(name ?? (this.#open.length === 1 && outer.at === 'none' && this.#word(at + 1) === 'select' ? null : undefined)))
    return at + 1
  }

  /** `name as (`, `name (a, b) as materialized (`. */
  #cteBefore(at: number): string | undefined {
    let before = at - 1
    while (['materialized', 'not'].includes(this.#word(before))) before--
    if (this.#word(before) !== 'as') return undefined
    const follows = this.#tokens[at + 1]
    if (!follows || !(follows.kind === 'expression' || ['select', 'with', 'values', 'from', '('].includes(this.#word(at + 1))))
      return undefined
    before--
    if (this.#word(before) === ')') while (before > 0 && this.#word(before) !== '(') before--
    if (this.#word(before) === '(') before--
    return ['quoted', 'word'].includes(this.#tokens[before]?.kind ?? '') ? this.#name(before) : undefined
  }

  #close(): void {
    const scope = this.#open.pop()
    if (scope) this.#finish(scope)
  }

  #finish(scope: Scope): void {
    if (scope.at !== 'none') this.selects.push({ within: scope.within, stars: scope.stars, reads: scope.reads })
    scope.stars = []
    scope.reads = []
    scope.at = 'none'
  }
}

function fresh(within: Scope['within']): Scope {
  return { within, stars: [], reads: [], at: 'none' }
}

function callsOf(tokens: readonly Token[]): readonly CallName[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word') return []
    const name = token.text.toLowerCase()
    const [before, after] = [tokens[at - 1]?.text, tokens[at + 1]?.text]
    if (after !== '(')
      return niladic.has(name) && before !== '.' && before?.toLowerCase() !== 'as' ? [{ name, start: token.start, end: token.end }] : []
    const schema = before === '.' ? tokens[at - 2] : undefined
    const start = schema?.start ?? token.start
    return [{ name: schema ? `${schema.text.toLowerCase()}.${name}` : name, start, end: token.end }]
  })
}

/** Tables that are named in full: neither common table expressions nor columns of a table beside them. */
export function hardCoded({ selects, ctes, aliases }: Structure): readonly TableName[] {
  return selects.flatMap(({ reads }) => {
    const known = new Set(aliases)
    return reads.flatMap((table) => {
      if (!table) return []
      const first = (table.parts[0] ?? '').toLowerCase()
      const other = table.parts.length === 1 ? ctes.has(first) : known.has(first)
      known.add((table.parts.at(-1) ?? '').toLowerCase())
      return other ? [] : [table]
    })
  })
}

/** Stars through which columns come that the query nowhere names: `select *` over a common table expression counts as that one's. */
export function openStars({ selects, ctes }: Structure): readonly Token[] {
  const found = new Set<Token>()
  const waiting: (string | null)[] = [null]
  const seen = new Set(waiting)
  for (let within = waiting.pop(); within !== undefined; within = waiting.pop()) {
    for (const select of selects.filter((each) => each.within === within && each.stars.length > 0)) {
      const names = select.reads.map((table) => (table?.parts.length === 1 ? (table.parts[0] ?? '').toLowerCase() : ''))
      waiting.push(...names.filter((name) => ctes.has(name) && !seen.has(name)))
      for (const name of names) seen.add(name)
      const named = names.every((name) => ctes.has(name))
      for (const star of named ? [] : select.stars) found.add(star)
    }
  }
  return [...found]
}
