/**
 * The relations a query reads, from its tokens alone: what stands behind `from` and `join`, without the names that `with`
 * defines. For texts that no parser reads.
 */
import { type Dialect, foldName } from '../dialect.js'
import type { Name, Span } from '../ir.js'
import { type Token, tokensOf } from '../text/tokens.js'

export interface TableRef {
  /** One to three parts, the relation's own name last. */
  readonly path: readonly Name[]
  readonly span: Span
}

/** What is between two brackets, or the whole text. */
interface Level {
  /** A select was begun here, so that `from` is a clause of it and no word of a function. */
  query: boolean
  /** In the list of sources. */
  inFrom: boolean
  /** The next token begins a source. */
  expects: boolean
  /** Where the reader is in a list of CTEs: before a name, before its query, behind it. */
  within: 'name' | 'body' | 'after' | undefined
  recursive: boolean
  /** The CTE whose query is being defined one level below. */
  defining: string | undefined
  /** Names defined here. */
  ctes: string[] | undefined
  first: boolean
}

const clauses = new Set(
  'where group having order qualify window limit offset fetch union except intersect minus for connect start set returning cluster distribute sort view'.split(
    ' ',
  ),
)
/** After these a query begins, so that `with` opens a list of CTEs. */
const beforeQuery = /^(?:as|all|distinct|union|except|intersect|minus|;|explain)$/
const beforeTable = new Set(['lateral', 'only', 'table'])

export function tableRefs(sql: string, dialect: Dialect): TableRef[] {
  return new RefReader(sql, tokensOf(sql, dialect), dialect).run()
}

class RefReader {
  readonly #sql: string
  readonly #tokens: readonly Token[]
  readonly #dialect: Dialect
  readonly #quotes: string
  readonly #refs: TableRef[] = []
  readonly #levels: Level[] = [newLevel()]
  /** How many levels define a name at this place. */
  readonly #visible = new Map<string, number>()
  #at = 0

  constructor(sql: string, tokens: readonly Token[], dialect: Dialect) {
    this.#sql = sql
    this.#tokens = tokens
    this.#dialect = dialect
    this.#quotes = /^(?:bigquery|databricks|spark)$/.test(dialect) ? '`' : '"'
  }

  run(): TableRef[] {
    while (this.#at < this.#tokens.length) {
      const token = this.#tokens[this.#at] as Token
      const level = this.#levels.at(-1) as Level
      if (!this.#source(token, level)) this.#token(token, level)
    }
    return this.#refs
  }

  #token(token: Token, level: Level): void {
    const { first } = level
    level.first = false
    if (token.sign !== '') this.#sign(token.sign, level)
    else if (level.within === 'name' && token.word !== 'recursive') {
      level.defining = this.#key(this.#name(token))
      level.within = 'body'
    } else if (token.word !== '' && !this.#isSign(-1, '.')) this.#word(token.word, level, first)
    this.#at++
  }

  #sign(text: string, level: Level): void {
    if (text === '(') this.#open(level)
    else if (text === ')') this.#close()
    else if (text === ',' && level.within === 'after') level.within = 'name'
    else if (text === ',' && level.inFrom) level.expects = true
    else if (text === ';' && this.#levels.length === 1) this.#statement()
  }

  #statement(): void {
    this.#levels[0] = newLevel()
    this.#visible.clear()
  }

  #open(level: Level): void {
    const inner = newLevel()
    if (level.expects) {
      inner.expects = true
      inner.inFrom = true
      inner.query = true
      level.expects = false
    }
    if (level.within === 'body' && level.recursive) this.#define(level)
    this.#levels.push(inner)
  }

  #close(): void {
    if (this.#levels.length === 1) return
    for (const name of this.#levels.pop()?.ctes ?? []) this.#visible.set(name, (this.#visible.get(name) ?? 1) - 1)
    const level = this.#levels.at(-1) as Level
    // Behind the names of its columns the query is still to come.
    if (level.within !== 'body' || this.#tokens[this.#at + 1]?.word === 'as') return
    this.#define(level)
    level.within = 'after'
  }

  #define(level: Level): void {
    if (level.defining === undefined) return
    level.ctes ??= []
    level.ctes.push(level.defining)
    this.#visible.set(level.defining, (this.#visible.get(level.defining) ?? 0) + 1)
    level.defining = undefined
  }

  #word(text: string, level: Level, first: boolean): void {
    if (text === 'select') begin(level)
    else if (text === 'with' && (first || beforeQuery.test(this.#before()?.word ?? ''))) level.within = 'name'
    else if (text === 'recursive' && level.within === 'name') level.recursive = true
    else if (text === 'from') this.#from(level, first)
    else if (text === 'join' && level.query) level.expects = true
    else if (first && /^(?:table|pivot|unpivot)$/.test(text)) expectSource(level)
    else if (clauses.has(text)) level.inFrom = false
  }

  #from(level: Level, first: boolean): void {
    const comparison = this.#before()?.word === 'distinct' && /^(?:is|not)$/.test(this.#before(2)?.word ?? '')
    if (comparison || !(level.query || first || level.within === 'after')) return
    expectSource(level)
  }

  /** True where the token was taken as a part of a source. */
  #source(token: Token, level: Level): boolean {
    if (!level.expects) return false
    if (this.#passes(token)) return true
    if (token.sign === '(') return false
    level.expects = false
    if (token.word === 'values') level.inFrom = false
    if (/^(?:select|with|values|from)$/.test(token.word) || !this.#isName(token)) return false
    level.first = false
    const parts = this.#path()
    // A function.
    if (!this.#isSign(0, '(')) this.#add(parts)
    return true
  }

  /** Words between `from` and what is read. */
  #passes(token: Token): boolean {
    const rows = token.word === 'rows' && this.#tokens[this.#at + 1]?.word === 'from'
    if (!rows && (!beforeTable.has(token.word) || this.#isSign(1, '('))) return false
    this.#at += rows ? 2 : 1
    return true
  }

  #path(): Name[] {
    const parts = [this.#part()]
    while (this.#isSign(0, '.') && this.#isName(this.#tokens[this.#at + 1])) {
      this.#at++
      parts.push(this.#part())
    }
    return parts.flatMap((part) => (part.quoted && this.#dialect === 'bigquery' ? split(part) : [part]))
  }

  /** One name; of several words with hyphens between them in a project of BigQuery. */
  #part(): Name {
    const first = this.#tokens[this.#at++] as Token
    let last = first
    let { text } = this.#name(first)
    while (this.#dialect === 'bigquery' && this.#joined(last)) {
      last = this.#tokens[this.#at + 1] as Token
      this.#at += 2
      text += `-${this.#name(last).text}`
    }
    return { ...this.#name(first), text, span: { start: first.start, end: last.end } }
  }

  #joined(last: Token): boolean {
    const [hyphen, next] = [this.#tokens[this.#at], this.#tokens[this.#at + 1]]
    return hyphen?.sign === '-' && hyphen.start === last.end && next?.start === hyphen.end && next.sign === ''
  }

  #add(path: readonly Name[]): void {
    const [first] = path
    const key = path.length === 1 && first ? this.#key(first) : undefined
    if (key !== undefined && (this.#visible.get(key) ?? 0) > 0) return
    const start = first?.span?.start ?? 0
    this.#refs.push({ path, span: { start, end: path.at(-1)?.span?.end ?? start } })
  }

  #key({ text, quoted }: Name): string {
    return foldName(text, quoted, this.#dialect, 'table')
  }

  #name({ word, start, end }: Token): Name {
    const text = this.#sql.slice(start, end)
    if (word !== '' || !/^["`]/.test(text)) return { text, quoted: false, span: { start, end } }
    const quote = text[0] ?? ''
    return { text: text.slice(1, -1).replaceAll(quote + quote, quote), quoted: true, span: { start, end } }
  }

  #isName(token: Token | undefined): boolean {
    if (token?.sign !== '') return false
    // A stage, `@name`, is no relation.
    if (token.word !== '') return !token.word.startsWith('@')
    return this.#quotes.includes(this.#sql[token.start] ?? ' ')
  }

  #before(steps = 1): Token | undefined {
    return this.#tokens[this.#at - steps]
  }

  #isSign(ahead: number, text: string): boolean {
    return this.#tokens[this.#at + ahead]?.sign === text
  }
}

function newLevel(): Level {
  return {
    query: false,
    inFrom: false,
    expects: false,
    within: undefined,
    recursive: false,
    defining: undefined,
    ctes: undefined,
    first: true,
  }
}

function begin(level: Level): void {
  level.query = true
  level.inFrom = false
  level.expects = false
  level.within = undefined
}

function expectSource(level: Level): void {
  begin(level)
  level.inFrom = true
  level.expects = true
}

/** `` `project.dataset.table` ``. */
function split(part: Name): Name[] {
  return part.text.split('.').map((text) => ({ ...part, text }))
}
