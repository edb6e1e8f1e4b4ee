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
  /** Unique in its table; letters, digits and underscores. */
  readonly name: string
  readonly kind: RuleKind
  /** Those the rule is about; none of a rule with an expression over the row. */
  readonly columns: readonly string[]
  /**
   * What the kind needs, as `sluice_rule_broken` takes it: `min_value`, `max_value`, `inclusive`; `expression`; `check_table`
   * (`model` or `source.table`), `foreign_key` (a list as long as `columns`); `values`; `pattern`; `old_value`, `new_value`.
   */
  readonly arguments: Plain
  /** SQL; only rows for which it is true are held to the rule. */
  readonly where: string | null
  readonly severity: 'error' | 'warn'
  /** As written: `critical`, `low`. */
  readonly level: string
  readonly description: string
  readonly owner: string | null
  /** ISO 8601 date; since when the rule holds. */
  readonly since: string | null
  /** `warn_if` and `error_if` as tests have them, a share such as `> 0.1 %` too. */
  readonly warnIf: string | null
  readonly errorIf: string | null
  /** Only told, or kept out of the table. */
  readonly onFailure: 'test' | 'quarantine'
  readonly tags: readonly string[]
  readonly meta: Plain
}

/** What `sluice_rule_broken` takes as its rule. */
export function ruleArgument({ name, kind, columns, arguments: args, where }: DataRule): Plain {
  return { name, kind, columns, arguments: args, where }
}
