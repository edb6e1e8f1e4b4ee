/** PostgreSQL's SQL is nearly DuckDB's: what differs are operators, functions in `from`, and the types of results. */
import { Edits } from './edits.js'
import { type DialectPack, operatorMacros, prefix } from './pack.js'
import { postgresNames } from './postgres-names.js'
import { postgresSignatures } from './postgres-signatures.js'
import { postgresFromEngine, postgresToEngine } from './postgres-types.js'
import { SqlText } from './text.js'
import { type Wrap, wrapped } from './wrap.js'

export const postgresPack: DialectPack = {
  rewrite: (sql) => {
    const text = new SqlText(sql, 'postgres')
    const edits = new Edits(sql)
    for (let index = 0; index < text.tokens.length; index++) {
      source(text, index, edits)
      if (!wrapped(text, index, edits, wraps)) renamed(text, index, edits)
      operator(text, index, edits)
    }
    if (!/\b(union|intersect|except)\b/i.test(sql)) textNulls(text, edits)
    return edits.apply()
  },
  signatures: postgresSignatures,
  names: postgresNames,
  setup: operatorMacros('memory.main', ['+', '-', '*', '/', '%', '^']),
  toEngine: postgresToEngine,
  fromEngine: postgresFromEngine,
  // Texts become other types only where they are constants.
  refuses: (types, own) => types.every((type) => !/string_literal|null/i.test(type) && (own || !/varchar|json/i.test(type))),
}

/** Aggregates and windows that cannot be macros: what stands around, and what is asked instead of it. */
const wraps: Readonly<Record<string, Wrap>> = {
  ...Object.fromEntries(
    ['sum', 'avg', 'stddev', 'stddev_pop', 'stddev_samp', 'variance', 'var_pop', 'var_samp', 'json_agg', 'jsonb_agg'].map((name) => [
      name,
      { outer: name, inner: 'any_value' },
    ]),
  ),
  ntile: { outer: 'to_int' },
  percentile_cont: { outer: 'to_double' },
  extract: { outer: 'to_numeric' },
  position: { outer: 'to_int' },
  every: { outer: '', inner: 'bool_and' },
}

const known: ReadonlySet<string> = new Set(postgresSignatures.map(({ name }) => name.slice(prefix.length)))
/** Their arguments are no list, or are words. */
const notRenamed = /^(add|sub|mul|mod|pow|quot|to_int|to_double|to_numeric|position|overlay|extract)$/

function renamed(text: SqlText, index: number, edits: Edits): void {
  const word = text.word(index)
  if (!known.has(word) || text.callEnd(index) === undefined) {
    typeName(text, index, edits)
    return
  }
  if (!notRenamed.test(word)) edits.insert(text.start(index), prefix)
}

function typeName(text: SqlText, index: number, edits: Edits): void {
  const word = text.word(index)
  if (word === 'jsonb') edits.replace(text.start(index), text.end(index), 'json')
  // All of them are one type here, so that arithmetic never runs out of digits.
  if ((word === 'numeric' || word === 'decimal') && text.sign(index + 1) === '(') {
    const close = text.closing(index + 1)
    if (close !== undefined) edits.replace(text.start(index + 1), text.end(close), '')
  }
}

/** `~*`, `#>>`, `?`: each token of an operator is a sign of its own. */
function operator(text: SqlText, index: number, edits: Edits): void {
  const sign = text.sign(index)
  if (sign === '~' && text.sign(index + 1) === '*' && text.joined(index)) edits.replace(text.start(index + 1), text.end(index + 1), '')
  if (sign === '#' && text.sign(index + 1) === '>' && text.joined(index)) edits.replace(text.start(index), text.end(index), '-')
  if (sign === '?') edits.replace(text.start(index), text.end(index), '=')
}

/** Functions with one column, called what the alias says; with several columns nothing is left of the call. */
const scalarSources =
  /^(generate_series|unnest|(json|jsonb)_array_elements(_text)?|(json|jsonb)_object_keys|regexp_split_to_table|string_to_table)$/
const pairSources: Readonly<Record<string, string>> = {
  json_each: 'null::varchar as key, null::json as value',
  jsonb_each: 'null::varchar as key, null::json as value',
  json_each_text: 'null::varchar as key, null::varchar as value',
  jsonb_each_text: 'null::varchar as key, null::varchar as value',
}

function source(text: SqlText, index: number, edits: Edits): void {
  const word = text.word(index)
  const scalar = scalarSources.test(word)
  const pair = pairSources[word]
  if ((!scalar && pair === undefined) || !text.isSource(index)) return
  const close = text.callEnd(index)
  if (close === undefined) return
  const ordinality = text.word(close + 1) === 'with' && text.word(close + 2) === 'ordinality'
  const more = ordinality ? ', null::bigint as ordinality' : ''
  if (ordinality) edits.replace(text.start(close + 1), text.end(close + 2), '')
  if (pair !== undefined) {
    edits.replace(text.start(index), text.end(close), `(select ${pair}${more})`)
    return
  }
  edits.insert(text.start(index), '(select ')
  edits.insert(text.end(close), ` as ${columnName(text, word, close + (ordinality ? 3 : 1))}${more})`)
}

/** The alias of a function with one column is the column's name too, unless it has a name of its own and goes by it. */
function columnName(text: SqlText, word: string, after: number): string {
  const own = word.includes('array_elements') ? 'value' : word
  const alias = text.alias(after)
  if (!alias) return own
  const byOwnName = text.tokens.some((_each, at) => text.text(at) === alias.name && text.sign(at + 1) === '.' && text.word(at + 2) === own)
  return byOwnName ? own : alias.name
}

/** A bare null in a select is a text. */
function textNulls(text: SqlText, edits: Edits): void {
  text.tokens.forEach((token, index) => {
    if (token.word !== 'null') return
    const starts = text.word(index - 1) === 'select' || text.sign(index - 1) === ','
    if (starts && text.word(index + 1) === 'as') edits.insert(token.end, '::varchar')
  })
}
