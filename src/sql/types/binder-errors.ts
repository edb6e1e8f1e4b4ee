/** What DuckDB's binder says, as findings in our own words. What is not surely wrong is none: the query is unchecked. */
import type { Span } from '../ir.js'
import type { TypeFinding, TypeFindingCode } from './model.js'
import { utf16Offset } from './offsets.js'
import { operatorSigns } from './packs/pack.js'

/** DuckDB's error with `errors_as_json`. */
export interface BinderError {
  readonly exception_type: string
  readonly exception_message: string
  readonly error_subtype?: string
  readonly name?: string
  /** Names, separated by commas. */
  readonly candidates?: string
  /** Byte offset as decimal text. */
  readonly position?: string
  /** `name(TYPE, TYPE)`. */
  readonly call?: string
  readonly type?: string
}

export function readBinderError(error: unknown): BinderError {
  const text = error instanceof Error ? error.message : String(error)
  const start = text.indexOf('{')
  try {
    const parsed: unknown = JSON.parse(start < 0 ? '' : text.slice(start))
    if (isBinderError(parsed)) return parsed
  } catch {
    // Not every layer of the driver speaks JSON.
  }
  return { exception_type: 'Unknown', exception_message: text }
}

function isBinderError(value: unknown): value is BinderError {
  return typeof value === 'object' && value !== null && 'exception_message' in value && typeof value.exception_message === 'string'
}

/** A type as the dialect calls it; null where it has no such type. */
export type Spell = (type: string) => string | null

interface Rule {
  readonly code: TypeFindingCode
  readonly pattern: RegExp
  /** Absent: the engine's own first line. */
  readonly say?: (match: RegExpExecArray, error: BinderError, spell: Spell) => string
}

/** First match wins. */
const rules: readonly Rule[] = [
  { code: 'SQL_SYNTAX', pattern: /^syntax error at or near "(.*?)"$/s, say: ([, near]) => `syntax error at ${near}` },
  { code: 'SQL_SYNTAX', pattern: /^syntax error at end of input/, say: () => 'the SQL ends too early' },
  {
    code: 'SQL_UNKNOWN_COLUMN',
    pattern: /^Referenced column "(.+?)" not found in FROM clause/,
    say: ([, name]) => `there is no column ${name}`,
  },
  {
    code: 'SQL_UNKNOWN_COLUMN',
    pattern: /^(?:Values list|Table) "(.+?)" does not have a column named "(.+?)"/,
    say: ([, table, name]) => `${table} has no column ${name}`,
  },
  {
    code: 'SQL_UNKNOWN_COLUMN',
    pattern: /^Column "(.+?)" in (EXCLUDE|REPLACE|RENAME) list not found/,
    say: ([, name]) => `there is no column ${name}`,
  },
  {
    code: 'SQL_UNKNOWN_COLUMN',
    pattern: /^Column "(.+?)" does not exist on (left|right) side of join/,
    say: ([, name, side]) => `the ${side} side of the join has no column ${name}`,
  },
  {
    code: 'SQL_AMBIGUOUS_COLUMN',
    pattern: /^Ambiguous reference to column name "(.+?)"/,
    say: ([, name]) => `column ${name} is in several relations: say in which`,
  },
  {
    code: 'SQL_UNKNOWN_ALIAS',
    pattern: /^Referenced table "(.+?)" not found/,
    say: ([, name]) => `${name} is none of the relations of this query`,
  },
  {
    code: 'SQL_NOT_GROUPED',
    pattern: /^column "?(.+?)"? must appear in the GROUP BY clause or/i,
    say: ([, name]) => `column ${name} is neither in the group by nor inside an aggregate`,
  },
  {
    code: 'SQL_MISPLACED_AGGREGATE',
    pattern: /^(WHERE|GROUP BY|HAVING|QUALIFY|JOIN) clause cannot contain (aggregates|window functions)/i,
    say: ([, clause = '', what = '']) =>
      `${clause.toLowerCase()} may contain no ${what.replace('functions', 'function').replace('aggregates', 'aggregate')}`,
  },
  {
    code: 'SQL_MISPLACED_AGGREGATE',
    pattern: /^(aggregate|window) function calls cannot (be nested|contain)/i,
    say: ([, what]) => `${what} functions cannot be nested`,
  },
  {
    code: 'SQL_COLUMN_COUNT',
    pattern: /^Set operations can only apply to expressions with the same number of result columns/,
    say: () => 'the queries of this union have different numbers of columns',
  },
  {
    code: 'SQL_COLUMN_COUNT',
    pattern: /^Subquery returns (\d+) columns - expected (\d+)/,
    say: ([, has, wants]) => `this subquery has ${has} columns, ${wants} expected`,
  },
  {
    code: 'SQL_DUPLICATE_NAME',
    pattern: /^Duplicate CTE name "(.+?)"/,
    say: ([, name]) => `two common table expressions are called ${name}`,
  },
  {
    code: 'SQL_UNKNOWN_FUNCTION',
    pattern: /^(?:\w+ )?Function with name "?(.+?)"? does not exist/,
    say: ([, name]) => `there is no function ${name}`,
  },
  {
    code: 'SQL_TYPE',
    pattern: /^No function matches the given name and argument types/,
    say: (_match, error, spell) => wrongCall(error, spell),
  },
  {
    code: 'SQL_TYPE',
    pattern: /^Cannot compare values of type (.+?) and (?:type|of type|values of type) (.+?) - an explicit cast/,
    say: ([, left, right], _error, spell) => `${typeName(left, spell)} and ${typeName(right, spell)} cannot be compared`,
  },
  {
    code: 'SQL_TYPE',
    pattern: /^Cannot mix values of type (.+?) and (.+?) in (.+?) - an explicit cast/,
    say: ([, left, right, place], _error, spell) =>
      `${typeName(left, spell)} and ${typeName(right, spell)} cannot be mixed in ${place?.toLowerCase().replace(/ (operator|expression)$/, '')}`,
  },
  {
    code: 'SQL_TYPE',
    pattern: /^(?:Unimplemented type for cast|Cannot cast|Can't cast) \(?(.+?) (?:->|to) (.+?)\)?$/m,
    say: ([, from, to], _error, spell) => `${typeName(from, spell)} cannot be cast to ${typeName(to, spell)}`,
  },
  { code: 'SQL_TYPE', pattern: /^Type with name "?(.+?)"? does not exist/, say: ([, name]) => `there is no type ${name}` },
]

/** The types that an error is about, as the engine calls them, and whether it is a call that refuses them. */
export function refusedTypes({ exception_message, call, name }: BinderError): {
  readonly types: readonly string[]
  readonly call?: string
} {
  if (call !== undefined) return { types: argumentsOf(call), ...(name && { call: name }) }
  for (const { code, pattern } of rules) {
    const match = code === 'SQL_TYPE' ? pattern.exec(exception_message) : null
    if (match) return { types: match.slice(1, 3) }
  }
  return { types: [] }
}

/** Undefined where nothing is surely wrong with the query. */
export function findingOf(error: BinderError, sql: string, spell: Spell = () => null): TypeFinding | undefined {
  // A column of unknown type is of type NULL here: what the engine says of it is no fault of the query.
  if (/"NULL"/.test(error.exception_message)) return undefined
  if (/not in the catalog, but it exists in the|Max expression depth/.test(error.exception_message)) return undefined
  for (const { code, pattern, say } of rules) {
    const match = pattern.exec(error.exception_message)
    if (!match) continue
    const span = spanOf(error, sql)
    const meant = code.startsWith('SQL_UNKNOWN') ? error.candidates?.split(',')[0] : undefined
    const message = say?.(match, error, spell) ?? firstLine(error.exception_message)
    return { code: arity(code, error), severity: 'error', message, ...(span && { span }), ...(meant && { meant }) }
  }
  return undefined
}

/** Whether each form of the function that was called takes more arguments. */
export function takesMore({ call, candidates }: BinderError): boolean {
  if (call === undefined || candidates === undefined) return false
  const has = argumentsOf(call).length
  const signatures = signaturesIn(candidates)
  return signatures.length > 0 && signatures.every((each) => argumentsOf(each).length > has)
}

function signaturesIn(candidates: string): string[] {
  return candidates.match(/\w+\([^()]*(?:\([^()]*\)[^()]*)*\)(?= ->)/g) ?? []
}

/** A call that no candidate could take, whatever the types, is no matter of types. */
function arity(code: TypeFindingCode, { call, candidates }: BinderError): TypeFindingCode {
  if (code !== 'SQL_TYPE' || call === undefined || candidates === undefined) return code
  const has = argumentsOf(call).length
  const signatures = signaturesIn(candidates)
  const takes = signatures.some((each) => /\.\.\.|\[/.test(each) || argumentsOf(each).length === has)
  return takes || signatures.length === 0 ? code : 'SQL_UNKNOWN_FUNCTION'
}

function argumentsOf(call: string): string[] {
  const inside = call.slice(call.indexOf('(') + 1, call.lastIndexOf(')'))
  const parts: string[] = []
  let depth = 0
  for (const piece of inside.split(/([(),])/)) {
    if (piece === '(') depth++
    if (piece === ')') depth--
    if (piece === ',' && depth === 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${piece}`)
  }
  return parts.map((each) => each.trim()).filter((each) => each !== '')
}

const operator = /^\W+$/

function wrongCall({ name = '', call = '', exception_message }: BinderError, spell: Spell): string {
  const types = argumentsOf(call).map((each) => typeName(each, spell))
  if (types.length === 0) return `${name || firstLine(exception_message)} is called without arguments`
  const sign = operator.test(name) ? name : operatorSigns.get(name)
  if (sign !== undefined && types.length === 2) return `${types[0]} ${sign} ${types[1]} is not defined`
  return `${name} does not take ${types.join(', ')}`
}

/** `INTEGER_LITERAL`, `STRING_LITERAL`: a constant that has no type yet. */
function typeName(text = '', spell: Spell): string {
  const literals: Readonly<Record<string, string>> = { INTEGER_LITERAL: 'a whole number', STRING_LITERAL: 'a text' }
  return literals[text] ?? spell(text) ?? text.replaceAll('"', '').toLowerCase()
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? text
}

function spanOf({ position, name, exception_message }: BinderError, sql: string): Span | undefined {
  if (position === undefined) return undefined
  const start = utf16Offset(sql, Number(position))
  const named = name ?? /"(.+?)"/.exec(exception_message)?.[1]
  const rest = sql.slice(start)
  const word = /^(?:"(?:[^"]|"")*"|[\w$]+|\W)(?:\.(?:"(?:[^"]|"")*"|[\w$]+))*/u.exec(rest)?.[0] ?? rest.slice(0, 1)
  const length = named && rest.toLowerCase().startsWith(named.toLowerCase()) ? Math.max(named.length, word.length) : word.length
  return { start, end: start + length }
}
