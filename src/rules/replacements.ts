/** Rules that replace values → what `sluice_transform_columns` takes: by column, each pair a case. */
import type { DataRule } from './rule.js'

interface ReplacedValue {
  /** Null: no value. */
  readonly old: unknown
  readonly new: unknown
  /** SQL; null: every row. */
  readonly where: string | null
}

export interface Replacement {
  readonly column: string
  /** The first that fits counts. */
  readonly cases: readonly ReplacedValue[]
}

export function replacementsOf(rules: readonly DataRule[]): Replacement[] {
  const byColumn = new Map<string, ReplacedValue[]>()
  for (const rule of rules) {
    const [column] = rule.columns
    if (rule.kind !== 'replace' || column === undefined) continue
    const pairs = (rule.arguments.pairs ?? []) as readonly (readonly [unknown, unknown])[]
    const cases = pairs.map(([old, value]) => ({ old, new: value, where: rule.where }))
    byColumn.set(column, [...(byColumn.get(column) ?? []), ...cases])
  }
  return [...byColumn].map(([column, cases]) => ({ column, cases }))
}
