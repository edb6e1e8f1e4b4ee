/** A data quality rule, as engineers write it in YAML, read and checked. */
import type { Plain } from '../core/node.js'

export const ruleKinds = [
  'value_range',
  'custom_validation',
  'referential_integrity',
  'uniqueness',
  'completeness',
  'allowed_values',
  'regex',
  'replace',
] as const

export type RuleKind = (typeof ruleKinds)[number]

export interface DataRule {
  /** Unique in its table. */
  readonly name: string
  readonly kind: RuleKind
  /** Those the rule is about; none of a rule with an expression over the row. */
  readonly columns: readonly string[]
  /** What the kind needs, as `sluice_rule_broken` takes it: `min_value`, `expression`, `check_table`, `values` … */
  readonly arguments: Plain
  readonly severity: 'error' | 'warn'
  readonly description: string
  readonly owner: string | null
  /** ISO 8601 date; since when the rule holds. */
  readonly since: string | null
  /** `warn_if` and `error_if` as tests have them, a share such as `> 0.1 %` too. */
  readonly warnIf: string | null
  readonly errorIf: string | null
  /** Only told, or kept out of the table. */
  readonly onFailure: 'test' | 'quarantine'
}
