/**
 * `data_quality_rules:` as written → rules. A list, or lists by column. What is wrong with a rule is told at its line: a rule
 * that is not read would pass for one that is kept.
 */
import { type Cursor, shareOf } from '../core/cursor.js'
import { nearest } from '../core/nearest.js'
import type { Plain } from '../core/node.js'
import { kindReaders, oneOf } from './kinds.js'
import { type DataRule, type RuleKind, ruleKinds } from './rule.js'

const typeKeys = ['type', 'rule_type', 'rule']
const columnKeys = ['column', 'field', 'columns', 'fields', 'column_name']
const commonKeys = [
  'name',
  ...typeKeys,
  ...columnKeys,
  'severity',
  'owner',
  'since',
  'description',
  'threshold',
  'warn_if',
  'error_if',
  'where',
  'on_failure',
  'enabled',
  'tags',
  'meta',
]

/** How urgent a rule is, as people write it → what a broken one does. */
const severities: Readonly<Record<string, DataRule['severity']>> = {
  error: 'error',
  critical: 'error',
  high: 'error',
  warn: 'warn',
  warning: 'warn',
  medium: 'warn',
  low: 'warn',
}

/** The cursor stands on the value of `data_quality_rules`. Rules with `enabled: false` are left out. */
export function readDataRules(cursor: Cursor): DataRule[] {
  return readWritten(writtenRules(cursor), [])
}

/** Rules of one table, each by its cursor. `also`: further keys that may stand there. */
export function readRuleList(rules: readonly Cursor[], also: readonly string[]): DataRule[] {
  return readWritten(
    rules.map((rule) => [rule, undefined]),
    also,
  )
}

type Written = readonly [rule: Cursor, column: string | undefined]

function readWritten(written: readonly Written[], also: readonly string[]): DataRule[] {
  const names = new Set<string>()
  return written.filter(([rule]) => enabled(rule)).map(([rule, column]) => readRule(rule, { column, names, also }))
}

function enabled(rule: Cursor): boolean {
  return rule.value === null || typeof rule.value !== 'object' || Array.isArray(rule.value) || rule.flag('enabled', true)
}

/** Each with the column it stands under, where the rules are grouped by column. */
function writtenRules(cursor: Cursor): Written[] {
  const { value } = cursor
  if (Array.isArray(value)) return cursor.items().map((rule) => [rule, undefined])
  if (value === null || typeof value !== 'object')
    throw cursor.problem('data_quality_rules is no list', 'a list of rules, or lists of rules by column')
  return Object.keys(value).flatMap((column) => cursor.list(column).map((rule) => [rule, column] as const))
}

interface Around {
  readonly column: string | undefined
  /** Those taken. */
  readonly names: Set<string>
  readonly also: readonly string[]
}

function readRule(cursor: Cursor, around: Around): DataRule {
  const kind = readKind(cursor)
  const reader = kindReaders[kind]
  cursor.mapping([...commonKeys, ...reader.keys, ...around.also], `a rule of type ${kind}`)
  const columns = readColumns(cursor, kind, around.column)
  const level = cursor.optionalWord('severity', Object.keys(severities)) ?? 'error'
  const severity = severities[level] ?? 'error'
  return {
    name: readName(cursor, kind, columns, around.names),
    kind,
    columns,
    arguments: reader.read(cursor, columns),
    where: cursor.optionalText('where') ?? null,
    severity,
    level,
    description: cursor.optionalText('description')?.trim() ?? '',
    owner: cursor.optionalText('owner') ?? null,
    since: readSince(cursor),
    ...readThresholds(cursor, severity),
    onFailure: cursor.optionalWord('on_failure', ['test', 'quarantine']) ?? 'test',
    tags: cursor.texts('tags'),
    meta: readMeta(cursor),
  }
}

function readKind(cursor: Cursor): RuleKind {
  const { value } = cursor
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw cursor.problem('a rule is no mapping', 'a mapping with type, column and what the type needs')
  const key = oneOf(cursor, typeKeys)
  if (key !== undefined) return cursor.optionalWord(key, ruleKinds) as RuleKind
  const slip = Object.keys(value).find((one) => nearest(one, ['type', 'rule_type']) !== undefined)
  throw cursor.problem(
    'a rule has no type',
    `\`type:\` with one of ${ruleKinds.join(', ')}`,
    slip,
    slip === undefined ? 'add `type:`' : `did you mean ${nearest(slip, ['type', 'rule_type'])}?`,
  )
}

function readColumns(cursor: Cursor, kind: RuleKind, above: string | undefined): readonly string[] {
  const key = oneOf(cursor, columnKeys)
  const columns = key === undefined ? (above === undefined ? [] : [above]) : cursor.texts(key)
  const wanted = kindReaders[kind].columns
  if (columns.some((name) => name.trim() === '')) throw cursor.problem('a column has no name', 'the name of a column', key)
  if (wanted !== 'none' && columns.length === 0)
    throw cursor.problem(`a rule of type ${kind} has no column`, 'the column it is about', undefined, 'add `column:`')
  if (wanted === 'one' && columns.length > 1)
    throw cursor.problem(`a rule of type ${kind} is about one column`, 'one column', key, 'write a rule for each column')
  return columns
}

function readName(cursor: Cursor, kind: RuleKind, columns: readonly string[], names: Set<string>): string {
  const written = cursor.optionalText('name')
  const plain = (written ?? [...columns, kind].join('_')).trim().replace(/\W+/g, '_')
  if (plain === '' || plain === '_') throw cursor.problem('a rule has an empty name', 'letters, digits and underscores', 'name')
  if (written !== undefined && names.has(plain))
    throw cursor.problem(`two rules are named ${plain}`, 'a name for each rule of a table', 'name', 'rename one of them')
  let name = plain
  for (let next = 2; names.has(name); next++) name = `${plain}_${next}`
  names.add(name)
  return name
}

function readSince(cursor: Cursor): string | null {
  const { value } = cursor.at('since')
  if (value === undefined || value === null) return null
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$/.exec(text) ?? []
  const known = day !== undefined && new Date(`${day}T00:00:00Z`)
  if (!known || Number.isNaN(known.getTime()) || known.toISOString().slice(0, 10) !== day)
    throw cursor.problem(`since is no date: ${text}`, 'a date such as 2026-01-31', 'since')
  return day ?? null
}

function readMeta(cursor: Cursor): Plain {
  if (!cursor.has('meta')) return {}
  return Object.fromEntries(cursor.entries('meta').map(([key, below]) => [key, below.value]))
}

/** `> 5`, `>= 0.1 %`, `between 1 and 5`: what stands behind the number of failures; a bare figure is none. */
const comparison = /^\s*(?:(?:=|!=|<>|<=?|>=?)\s*\d+(?:\.\d+)?\s*%?|between\s+\d+\s+and\s+\d+)\s*$/i

type Thresholds = Pick<DataRule, 'warnIf' | 'errorIf'>

/** A threshold is what may fail and still pass, whatever the severity. */
function readThresholds(cursor: Cursor, severity: DataRule['severity']): Thresholds {
  const warnIf = readComparison(cursor, 'warn_if')
  const errorIf = readComparison(cursor, 'error_if')
  if (!cursor.has('threshold')) return { warnIf, errorIf }
  const written = String(cursor.at('threshold').value)
  const share = shareOf(written)
  if (share === undefined || (!written.includes('%') && share >= 1))
    throw cursor.problem(
      `threshold is no share of rows: ${written}`,
      'a share such as 0.1 % or 0.001',
      'threshold',
      /^\s*\d+\s*$/.test(written) ? `for a number of rows write \`error_if: "> ${written.trim()}"\`` : undefined,
    )
  const over = `> ${Number((share * 100).toPrecision(12))} %`
  const key = severity === 'error' ? 'error_if' : 'warn_if'
  if (cursor.has(key)) throw cursor.problem(`threshold and ${key} say the same`, 'only one of them', key)
  return severity === 'error' ? { warnIf: warnIf ?? over, errorIf: over } : { warnIf: over, errorIf }
}

function readComparison(cursor: Cursor, key: string): string | null {
  const text = cursor.optionalText(key)
  if (text === undefined) return null
  if (!comparison.test(text))
    throw cursor.problem(
      `${key} is no comparison: ${text}`,
      'a comparison with a number of rows or a share of them: > 10, >= 0.1 %',
      key,
      /^\s*\d/.test(text) ? `write \`${key}: "> ${text.trim()}"\`` : undefined,
    )
  return text.trim()
}
