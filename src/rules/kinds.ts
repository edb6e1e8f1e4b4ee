/** What each kind of rule needs beside its columns, and how that is read. */
import type { Cursor } from '../core/cursor.js'
import type { Plain } from '../core/node.js'
import type { RuleKind } from './rule.js'

export interface KindReader {
  /** Keys of this kind alone. */
  readonly keys: readonly string[]
  /** How many columns it is about. */
  readonly columns: 'one' | 'some' | 'none'
  read(cursor: Cursor, columns: readonly string[]): Plain
}

export const kindReaders: Readonly<Record<RuleKind, KindReader>> = {
  value_range: { keys: ['min_value', 'max_value', 'min', 'max', 'inclusive'], columns: 'one', read: range },
  custom_validation: { keys: ['expression', 'condition', 'sql'], columns: 'none', read: expression },
  referential_integrity: {
    keys: ['check_table', 'reference_table', 'to', 'foreign_key', 'check_column', 'reference_column'],
    columns: 'some',
    read: reference,
  },
  uniqueness: { keys: [], columns: 'some', read: () => ({}) },
  completeness: { keys: [], columns: 'some', read: () => ({}) },
  allowed_values: { keys: ['values', 'allowed_values'], columns: 'one', read: allowed },
  regex: { keys: ['pattern', 'regex'], columns: 'one', read: pattern },
  replace: { keys: ['old_value', 'new_value', 'values'], columns: 'one', read: replacement },
}

/** Of several spellings the one that is there; two at once are a slip. */
export function oneOf(cursor: Cursor, keys: readonly string[]): string | undefined {
  const found = keys.filter((key) => cursor.has(key))
  if (found.length > 1) throw cursor.problem(`${found.join(' and ')} say the same`, `only \`${found[0]}\``, found[1])
  return found[0]
}

function range(cursor: Cursor): Plain {
  const [low, high] = [oneOf(cursor, ['min_value', 'min']), oneOf(cursor, ['max_value', 'max'])]
  if (low === undefined && high === undefined)
    throw cursor.problem('a value_range has no end', '`min_value:` or `max_value:`, or both', undefined, 'add `min_value:`')
  const [least, most] = [low && scalar(cursor, low), high && scalar(cursor, high)]
  if (isNumber(least) && isNumber(most) && Number(least) > Number(most))
    throw cursor.problem(`no value is between ${String(least)} and ${String(most)}`, 'a min_value below the max_value', low)
  return { min_value: least ?? null, max_value: most ?? null, inclusive: cursor.flag('inclusive', true) }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || value instanceof Number
}

/** Text, number or truth value, as YAML has it. */
function scalar(cursor: Cursor, key: string): unknown {
  const value = cursor.at(key).value
  if (typeof value === 'object' && !(value instanceof Number) && !(value instanceof Date))
    throw cursor.problem(`${key} is no single value`, 'a number, a text or a date', key)
  return value instanceof Date ? value.toISOString().slice(0, 10) : value
}

function expression(cursor: Cursor): Plain {
  const key = oneOf(cursor, ['expression', 'condition', 'sql'])
  const text = key === undefined ? '' : cursor.text(key).trim().replace(/;+$/, '')
  if (text === '')
    throw cursor.problem('a custom_validation says nothing', 'SQL that is true for a good row', key, 'add `expression: "amount >= 0"`')
  return { expression: text }
}

function reference(cursor: Cursor, columns: readonly string[]): Plain {
  const key = oneOf(cursor, ['check_table', 'reference_table', 'to'])
  if (key === undefined)
    throw cursor.problem('check_table is missing', 'a model, seed, snapshot or source.table', undefined, 'add `check_table: carriers`')
  const table = tableName(cursor, key)
  const named = oneOf(cursor, ['foreign_key', 'check_column', 'reference_column'])
  const foreign = named === undefined ? columns : cursor.texts(named)
  if (foreign.length !== columns.length)
    throw cursor.problem(
      `${columns.length} columns are compared with ${foreign.length} of ${table}`,
      'as many columns of check_table as of this table',
      named,
    )
  return { check_table: table, foreign_key: [...foreign] }
}

/** `carriers`, `raw.carriers`, or either as `ref('carriers')` and `source('raw', 'carriers')`. */
function tableName(cursor: Cursor, key: string): string {
  const text = cursor.text(key).trim()
  const call = /^(?:\{\{\s*)?(ref|source)\s*\(\s*(['"])([^'"]+)\2\s*(?:,\s*(['"])([^'"]+)\4\s*)?\)(?:\s*\}\})?$/.exec(text)
  const name = call ? [call[3], call[5]].filter((part) => part !== undefined).join('.') : text
  if (/^[^\s.'"(){}]+(?:\.[^\s.'"(){}]+)?$/.test(name)) return name
  throw cursor.problem(`${key} is no name of a table: ${text}`, 'a model, seed, snapshot or source.table', key)
}

function allowed(cursor: Cursor): Plain {
  const key = oneOf(cursor, ['values', 'allowed_values'])
  const values = key === undefined ? [] : cursor.list(key)
  if (values.length === 0) throw cursor.problem('no value is allowed', 'a list of values', key, 'add `values: [a, b]`')
  if (values.some(({ value }) => typeof value === 'object' && value !== null && !(value instanceof Number)))
    throw cursor.problem('values holds something that is no single value', 'a list of texts and numbers', key)
  return { values: values.map(({ value }) => value).filter((value) => value !== null) }
}

function pattern(cursor: Cursor): Plain {
  const key = oneOf(cursor, ['pattern', 'regex'])
  if (key === undefined) throw cursor.problem('pattern is missing', 'a regular expression', undefined, 'add `pattern: "^T[0-9]+$"`')
  const text = cursor.text(key)
  try {
    // JavaScript alone has no flags in front.
    new RegExp(text.replace(/^\(\?[a-z]+\)/, ''))
  } catch {
    throw cursor.problem(`pattern is no regular expression: ${text}`, 'a regular expression such as ^T[0-9]{8}$', key)
  }
  return { pattern: text }
}

/** One pair, or several as `values: {old: new}`. */
function replacement(cursor: Cursor): Plain {
  if (cursor.has('values')) {
    const other = oneOf(cursor, ['old_value', 'new_value'])
    if (other !== undefined)
      throw cursor.problem(`${other} stands beside values`, 'either `values: {old: new}` or old_value and new_value', other)
    const pairs = cursor.entries('values').map(([old, below]) => [old, below.value])
    if (pairs.length === 0) throw cursor.problem('values is empty', '`values: {old: new}`', 'values')
    return { pairs }
  }
  if (cursor.at('old_value').value === undefined)
    throw cursor.problem('old_value is missing', 'the value to replace; null where there is none', undefined, 'add `old_value:`')
  if (cursor.at('new_value').value === undefined)
    throw cursor.problem('new_value is missing', 'what stands there instead; null for nothing', undefined, 'add `new_value:`')
  return { pairs: [['old_value', 'new_value'].map((key) => (cursor.at(key).value === null ? null : scalar(cursor, key)))] }
}
