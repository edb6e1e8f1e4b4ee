/** `cast('abc' as int)`: a constant that is no value of the type it is cast to, which engines find out when they run. */
import type { Dialect } from '../dialect.js'
import type { TypeFinding } from './model.js'
import { SqlText } from './packs/text.js'

const shapes: readonly (readonly [type: RegExp, value: RegExp])[] = [
  [/^(tinyint|smallint|integer|int|int2|int4|int8|bigint|hugeint|byteint)$/, /^\s*[+-]?\d[\d_]*(\.\d*)?(e[+-]?\d+)?\s*$/i],
  [
    /^(numeric|decimal|number|float|float4|float8|double|real)$/,
    /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$|^\s*[+-]?(nan|inf|infinity)\s*$/i,
  ],
  [/^(boolean|bool)$/, /^\s*(t|f|tr|tru|true|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|0|1)\s*$/i],
  // Dates are written in many ways: one without any digit is none but for these words.
  [
    /^(date|timestamp|timestamptz|timestamp_ntz|timestamp_ltz|timestamp_tz|datetime)$/,
    /\d|^\s*[+-]?(infinity|epoch|now|today|yesterday|tomorrow)\s*$/i,
  ],
]

export function wrongLiterals(sql: string, dialect: Dialect): TypeFinding[] {
  if (!/'\s*(::|as\b)/i.test(sql)) return []
  const text = new SqlText(sql, dialect)
  return text.tokens.flatMap((token, index) => {
    const literal = sql.slice(token.start, token.end)
    if (!literal.startsWith("'") || literal.includes('\\')) return []
    const type = castTo(text, index)
    const shape = shapes.find(([pattern]) => pattern.test(type))
    const value = literal.slice(1, -1).replaceAll("''", "'")
    if (!shape || shape[1].test(value)) return []
    const span = { start: token.start, end: token.end }
    return [{ code: 'SQL_TYPE', severity: 'error', message: `${literal} is no ${type}`, span } as const]
  })
}

function castTo(text: SqlText, literal: number): string {
  if (text.sign(literal + 1) === ':' && text.sign(literal + 2) === ':' && text.sign(literal + 4) !== '[') return text.word(literal + 3)
  const called = text.sign(literal - 1) === '(' && text.word(literal - 2) === 'cast' && text.word(literal + 1) === 'as'
  return called && text.sign(literal + 3) !== '[' ? text.word(literal + 2) : ''
}
