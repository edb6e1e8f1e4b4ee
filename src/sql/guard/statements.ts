/** What the statements of a text do, from its tokens: no parser is loaded, and none has to read the text. */
import type { Dialect } from '../dialect.js'
import type { Span } from '../ir.js'
import { type Token, tokensOf } from '../text/tokens.js'
import { asking, changing, reachingFunctions, writing, writingFunctions } from './words.js'

export interface Statement {
  readonly span: Span
  /** First word, lower case. */
  readonly word: string
  /** What surely changes something, and where. */
  readonly writes?: Doing
  /** What keeps it from being a plain question. */
  readonly reaches?: Doing
}

export interface Doing {
  /** As one would say it: `delete`, `select into`, `nextval()`. */
  readonly what: string
  readonly span: Span
}

export function statementsOf(sql: string, dialect: Dialect): Statement[] {
  const statements: Token[][] = [[]]
  let depth = 0
  for (const token of tokensOf(sql, dialect)) {
    if (token.sign === '(') depth++
    else if (token.sign === ')') depth--
    if (token.sign === ';' && depth <= 0) statements.push([])
    else statements.at(-1)?.push(token)
  }
  return statements.filter((each) => each.length > 0).map((each) => statementOf(each, dialect))
}

/** The first thing in a text that surely changes the warehouse; undefined where nothing does, as far as anybody can tell. */
export function writeIn(sql: string, dialect: Dialect): Doing | undefined {
  const [first, second] = statementsOf(sql, dialect)
  return first?.writes ?? second?.writes ?? (second && { what: 'a second statement', span: second.span })
}

function statementOf(tokens: readonly Token[], dialect: Dialect): Statement {
  const span = { start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 }
  const first = tokens.find((each) => each.sign !== '(')
  const word = first?.word ?? ''
  const writes = firstWord(tokens, first, dialect) ?? inside(tokens, dialect)
  const reaches = asking.has(word) ? reaching(tokens) : first && doing(word === '' ? 'no query' : word, first)
  return { span, word, ...(writes && { writes }), ...(reaches && { reaches }) }
}

/** A procedure of DuckDB or Trino is a question as often as not. */
const callAsks: ReadonlySet<Dialect> = new Set(['duckdb', 'trino'])

function firstWord(tokens: readonly Token[], first: Token | undefined, dialect: Dialect): Doing | undefined {
  if (!first) return undefined
  if (first.word === 'explain') return explained(tokens, first)
  const asks = first.word === 'call' && callAsks.has(dialect)
  return writing.has(first.word) && !asks ? doing(first.word, first) : undefined
}

/** `explain` alone changes nothing, `explain analyze` runs the statement. */
function explained(tokens: readonly Token[], first: Token): Doing | undefined {
  const runs = tokens.some((each) => each.word === 'analyze' || each.word === 'analyse')
  const changes = tokens.find((each) => changing.has(each.word) || each.word === 'create')
  return runs && changes ? doing(`explain analyze ${changes.word}`, first) : undefined
}

function inside(tokens: readonly Token[], dialect: Dialect): Doing | undefined {
  let depth = 0
  const state: State = { asked: false, from: false }
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token
    if (token.sign === '(') depth++
    else if (token.sign === ')') depth--
    const found = depth === 0 ? outermost(tokens, at, state, dialect) : undefined
    const done = found ?? bracketed(tokens, at) ?? called(tokens, at, writingFunctions) ?? sequence(tokens, at, dialect)
    if (done) return done
  }
  return undefined
}

interface State {
  asked: boolean
  from: boolean
}

/** Behind the list of a `with`, `select … into`, and `from … insert`. */
function outermost(tokens: readonly Token[], at: number, state: State, dialect: Dialect): Doing | undefined {
  const token = tokens[at] as Token
  const before = tokens[at - 1]
  if (changing.has(token.word) && !state.asked && before?.sign === ')') return doing(token.word, token)
  if (token.word === 'insert' && /^(databricks|spark)$/.test(dialect) && /^(into|overwrite)$/.test(tokens[at + 1]?.word ?? ''))
    return doing('insert', token)
  const into = token.word === 'into' && /^(postgres|redshift)$/.test(dialect) && before?.sign !== '.' && before?.word !== 'as'
  if (into && state.asked && !state.from) return doing('select into', token)
  if (token.word === 'select') state.asked = true
  if (token.word === 'from') state.from = true
  return undefined
}

/** `with x as (delete …)`. */
function bracketed(tokens: readonly Token[], at: number): Doing | undefined {
  const token = tokens[at] as Token
  const opens = tokens[at - 1]?.sign === '(' && /^(as|materialized)$/.test(tokens[at - 2]?.word ?? '')
  return opens && changing.has(token.word) && tokens[at + 1]?.sign === '' ? doing(token.word, token) : undefined
}

function called(tokens: readonly Token[], at: number, names: ReadonlySet<string>): Doing | undefined {
  const token = tokens[at] as Token
  return names.has(token.word) && tokens[at + 1]?.sign === '(' ? doing(`${token.word}()`, token) : undefined
}

/** `numbers.nextval`. */
function sequence(tokens: readonly Token[], at: number, dialect: Dialect): Doing | undefined {
  const token = tokens[at] as Token
  const next = dialect === 'snowflake' && token.word === 'nextval' && tokens[at - 1]?.sign === '.'
  return next ? doing('nextval', token) : undefined
}

function reaching(tokens: readonly Token[]): Doing | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token
    const locks = token.word === 'for' && /^(update|share|no|key)$/.test(tokens[at + 1]?.word ?? '')
    const found = locks ? doing(`for ${tokens[at + 1]?.word}`, token) : called(tokens, at, reachingFunctions)
    if (found) return found
  }
  return undefined
}

function doing(what: string, { start, end }: Token): Doing {
  return { what, span: { start, end } }
}
