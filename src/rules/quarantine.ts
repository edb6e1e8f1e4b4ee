/** `on_rule_failure: quarantine` and `circuit_breaker:` of a model: which rows are kept out of it, and when nothing is built at all. */
import type { Cursor } from '../core/cursor.js'
import { readDataRules } from './read-rules.js'
import type { DataRule } from './rule.js'

interface Breaker {
  /** Of one: more rows than this may not break a rule. */
  readonly rejects: number | null
  /** Column → the share of its values that may be null. */
  readonly nulls: Readonly<Record<string, number>>
}

export interface Quarantine {
  /** Rules whose rows are kept out, or, where none are kept out, counted for the breaker. */
  readonly rules: readonly DataRule[]
  /** False: the breaker alone. */
  readonly keeps: boolean
  readonly breaker: Breaker | null
}

type Setting = (key: string) => Cursor | undefined

/** Undefined where a model asks for neither. Throws SETTINGS_INVALID. */
export function readQuarantine(setting: Setting): Quarantine | undefined {
  const written = setting('data_quality_rules')
  const whole = onFailure(setting('on_rule_failure')) === 'quarantine'
  const breaker = readBreaker(setting('circuit_breaker'))
  // Set for a folder, it is about those models of it that have rules.
  if (written === undefined) return breaker ? { rules: [], keeps: false, breaker } : undefined
  const rules = readDataRules(written)
  const asked = rules.find((rule) => rule.onFailure === 'quarantine' && !isOfRows(rule))
  if (asked) throw written.problem(`rule ${asked.name} cannot put rows into quarantine`, ...whyNot(asked))
  const judging = rules.filter(isOfRows)
  const kept = judging.filter((rule) => rule.onFailure === 'quarantine' || (whole && rule.severity === 'error'))
  if (kept.length > 0) return { rules: kept, keeps: true, breaker }
  return breaker ? { rules: judging.filter(({ severity }) => severity === 'error'), keeps: false, breaker } : undefined
}

function onFailure(cursor: Cursor | undefined): 'quarantine' | 'test' {
  if (cursor === undefined) return 'test'
  const { value } = cursor
  if (value === 'quarantine' || value === 'test') return value
  throw cursor.problem(`on_rule_failure is ${JSON.stringify(value)}`, 'quarantine or test')
}

function readBreaker(cursor: Cursor | undefined): Breaker | null {
  if (cursor === undefined || cursor.value === false) return null
  cursor.mapping(['rejects', 'nulls'], 'circuit_breaker')
  const nulls = cursor.entries('nulls').map(([column]) => [column, cursor.at('nulls').optionalShare(column) ?? 0] as const)
  const rejects = cursor.optionalShare('rejects') ?? null
  if (rejects === null && nulls.length === 0)
    throw cursor.problem('circuit_breaker says no share', '`rejects: 0.1 %` or `nulls: {column: 5 %}`')
  return { rejects, nulls: Object.fromEntries(nulls) }
}

/** A row alone must tell whether it is good: where two rows share a key, either may be the wrong one. */
function isOfRows({ kind }: DataRule): boolean {
  return kind !== 'uniqueness' && kind !== 'replace'
}

function whyNot({ kind }: DataRule): [string, undefined, string] {
  if (kind === 'replace') return ['a rule that judges rows', undefined, 'a rule of type replace mends values; nothing fails it']
  return ['a rule that judges each row by itself', undefined, 'of rows with the same key none is the wrong one; leave it a test']
}
