/** Snowflake's SQL for the engine: paths into variants, parts of dates, functions in `from`, types of casts. */
import { Edits } from './edits.js'
import { type DialectPack, operatorMacros, prefix } from './pack.js'
import { snowflakeSignatures } from './snowflake-signatures.js'
import { snowflakeFromEngine, snowflakeToEngine } from './snowflake-types.js'
import { SqlText } from './text.js'
import { type Wrap, wrapped } from './wrap.js'

export const snowflakePack: DialectPack = {
  rewrite: (sql) => {
    const text = new SqlText(sql, 'snowflake')
    const edits = new Edits(sql)
    for (let index = 0; index < text.tokens.length; index++) {
      if (source(text, index, edits)) continue
      path(text, index, edits)
      castType(text, index, edits)
      call(text, index, edits)
    }
    return edits.apply()
  },
  signatures: snowflakeSignatures,
  setup: [
    operatorMacros('memory.main', ['+', '-', '*', '/', '%']),
    'create macro memory.main.nvl(a, b) as coalesce(a, b)',
    'create macro memory.main.nvl2(a, b, c) as case when a is not null then b else c end',
    'create macro memory.main.iff(a, b, c) as case when a then b else c end',
    'create macro memory.main.zeroifnull(a) as coalesce(a, 0)',
    'create macro memory.main.nullifzero(a) as nullif(a, 0)',
    'create macro memory.main.equal_null(a, b) as a is not distinct from b',
    `create macro memory.main.decode${decodeForms()}`,
  ].join(';\n'),
  toEngine: snowflakeToEngine,
  fromEngine: snowflakeFromEngine,
  refuses: (types) => types.every((type) => !/varchar|json|string_literal|null|interval/i.test(type)),
}

/** `decode(x, a, 1, b, 2, 3)`: two to eight cases, with and without an `else`. */
function decodeForms(): string {
  const forms: string[] = []
  for (let count = 3; count <= 18; count++) {
    const names = Array.from({ length: count }, (_each, index) => `a${index}`)
    const cases = Array.from(
      { length: Math.floor((count - 1) / 2) },
      (_each, pair) => `when a0 is not distinct from a${pair * 2 + 1} then a${pair * 2 + 2}`,
    )
    const otherwise = count % 2 === 0 ? ` else a${count - 1}` : ''
    forms.push(`(${names.join(', ')}) as case ${cases.join(' ')}${otherwise} end`)
  }
  return forms.join(', ')
}

const wraps: Readonly<Record<string, Wrap>> = {
  sum: { outer: 'sum', inner: 'any_value' },
  avg: { outer: 'avg', inner: 'any_value' },
  ratio_to_report: { outer: 'ratio_to_report', inner: 'any_value' },
  array_agg: { outer: 'array_agg', inner: 'any_value' },
  array_unique_agg: { outer: 'array_agg', inner: 'any_value' },
  count_if: { outer: 'to_int' },
  conditional_change_event: { outer: 'to_int', inner: 'any_value' },
  conditional_true_event: { outer: 'to_int', inner: 'any_value' },
  extract: { outer: 'to_int' },
  approx_count_distinct: { outer: 'to_int' },
  boolor_agg: { outer: '', inner: 'bool_or' },
  booland_agg: { outer: '', inner: 'bool_and' },
  median: { outer: 'avg', inner: 'any_value' },
}

const known: ReadonlySet<string> = new Set(snowflakeSignatures.map(({ name }) => name.slice(prefix.length)))
const notRenamed = /^(add|sub|mul|quot|mod|sum|avg|ratio_to_report|array_agg|to_int|trunc_date|date_add_time)$/
/** Constants that are written as calls. */
const withoutBrackets = /^(current_timestamp|current_date|current_time|localtimestamp|localtime)$/
const withPart = /^(date_?add|timestampadd|timeadd|datediff|timestampdiff|timediff|date_part|date_trunc|last_day)$/

function call(text: SqlText, index: number, edits: Edits): void {
  const word = text.word(index)
  const close = word === '' ? undefined : text.callEnd(index)
  if (close === undefined) return
  if (withoutBrackets.test(word)) {
    edits.replace(text.end(index), text.end(close), '')
    return
  }
  const within = text.word(close + 1) === 'within' && text.word(close + 2) === 'group' ? text.closing(close + 3) : undefined
  if (within !== undefined) edits.replace(text.start(close + 1), text.end(within), '')
  if (wrapped(text, index, edits, wraps) || !known.has(word) || notRenamed.test(word)) return
  const part = withPart.test(word) ? datePart(text, index + 2, edits) : ''
  if (/add$/.test(word) && /^['"]?(h|mi|sec|s$|ms|us|ns|nano|micro|milli)/i.test(part))
    edits.replace(text.start(index), text.end(index), `${prefix}date_add_time`)
  else edits.insert(text.start(index), prefix)
}

/** `day` without quotes is no column here. */
function datePart(text: SqlText, index: number, edits: Edits): string {
  if (text.word(index) !== '' && text.sign(index + 1) === ',') edits.replace(text.start(index), text.end(index), `'${text.text(index)}'`)
  return text.text(index)
}

/** `src:a.b[0]` is as much a variant as `src`. */
function path(text: SqlText, index: number, edits: Edits): void {
  if (text.sign(index) !== ':' || text.sign(index - 1) === ':' || text.sign(index + 1) === ':') return
  let end = index + 1
  for (;;) {
    if (text.sign(end + 1) === '[') end = bracketEnd(text, end + 1)
    else if ((text.sign(end + 1) === '.' || (text.sign(end + 1) === ':' && text.sign(end + 2) !== ':')) && end + 2 < text.tokens.length)
      end += 2
    else break
  }
  edits.replace(text.start(index), text.end(end), '')
}

function bracketEnd(text: SqlText, open: number): number {
  let at = open
  while (at < text.tokens.length && text.sign(at) !== ']') at++
  return at
}

function castType(text: SqlText, index: number, edits: Edits): void {
  const word = text.word(index)
  const afterColons = text.sign(index - 1) === ':' && text.sign(index - 2) === ':'
  const inCast = text.word(index - 1) === 'as' && (text.sign(index + 1) === ')' || text.sign(index + 1) === '(')
  if (word === '' || (!afterColons && !inCast)) return
  const close = text.sign(index + 1) === '(' ? text.closing(index + 1) : index
  if (close === undefined) return
  const type = snowflakeToEngine(text.sql.slice(text.start(index), text.end(close)))
  // An alias that is called like a type stands before no bracket but that of its own query.
  if (type !== null && (afterColons || !/^(date|time|boolean|text|object|array|string)$/.test(word) || isCast(text, index)))
    edits.replace(text.start(index), text.end(close), type)
}

function isCast(text: SqlText, index: number): boolean {
  let depth = 0
  for (let at = index - 1; at > 0; at--) {
    if (text.sign(at) === ')') depth++
    if (text.sign(at) === '(' && depth-- === 0) return /^(try_)?cast$/.test(text.word(at - 1))
  }
  return false
}

const sources: Readonly<Record<string, string>> = {
  flatten:
    'null::bigint as seq, null::varchar as "key", null::varchar as path, null::bigint as "index", null::json as "value", null::json as this',
  split_to_table: 'null::bigint as seq, null::bigint as "index", null::varchar as "value"',
  generator: 'null::bigint as generated',
}

/** `flatten(…)`, with or without `table(…)` around it. */
function source(text: SqlText, index: number, edits: Edits): boolean {
  const wrapper = text.word(index) === 'table' && text.sign(index + 1) === '('
  const name = text.word(wrapper ? index + 2 : index)
  const columns = Object.hasOwn(sources, name) ? sources[name] : undefined
  if (columns === undefined || (!wrapper && !text.isSource(index))) return false
  const close = wrapper ? text.closing(index + 1) : text.callEnd(index)
  if (close === undefined) return false
  edits.replace(text.start(index), text.end(close), `(select ${columns})`)
  return true
}
