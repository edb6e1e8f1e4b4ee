/** How many rows broke a rule, of how many → what that means; as a test with the same thresholds ends. */
import type { DataRule } from './rule.js'

export type Verdict = 'pass' | 'warn' | 'fail'

export function judgeRule(rule: Pick<DataRule, 'severity' | 'warnIf' | 'errorIf'>, failures: number, rows: number): Verdict {
  if (rule.severity === 'error' && exceeds(rule.errorIf, failures, rows)) return 'fail'
  return exceeds(rule.warnIf, failures, rows) ? 'warn' : 'pass'
}

const compare: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
}

/** Without a threshold any row does. An empty table has no share that is too large. */
function exceeds(threshold: string | null, failures: number, rows: number): boolean {
  if (threshold === null) return failures !== 0
  const [, least, most] = /^between\s+(\d+)\s+and\s+(\d+)$/i.exec(threshold) ?? []
  if (least !== undefined) return failures >= Number(least) && failures <= Number(most)
  const [, sign = '', digits = '', percent] = /^(\D+?)\s*(\d+(?:\.\d+)?)\s*(%?)$/.exec(threshold) ?? []
  const holds = compare[sign.trim()]
  if (!holds) return failures !== 0
  if (percent !== '%') return holds(failures, Number(digits))
  return (failures > 0 || rows > 0) && holds(failures * 100, Number(digits) * rows)
}
