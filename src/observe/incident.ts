/** What somebody has to know of: one root cause with everything that follows from it, whichever part of the tool found it. */
import type { UniqueId } from '../core/node.js'

/**
 * `failure`: a node could not be built; `test`: a data test (rules, monitors and reconciliations too); `late`: a model or source
 * missed its SLA; `gate`: a source was not good enough to be read; `drift`: a source changed its columns; `slo`: a promise of
 * the project is broken.
 */
export type IncidentKind = 'failure' | 'test' | 'late' | 'gate' | 'drift' | 'slo'

export interface Incident {
  /** The same for the same trouble in later runs, so that it is told once and its end as well: `late:source.p.feed.tickets`. */
  readonly key: string
  readonly kind: IncidentKind
  readonly severity: 'error' | 'warn'
  /** One line. */
  readonly title: string
  /** Why, in words; some lines. */
  readonly text: string
  /** Root cause. */
  readonly cause: UniqueId
  /** Nodes that suffer from it: skipped, or late for its sake. */
  readonly affected: readonly UniqueId[]
  readonly exposures: readonly UniqueId[]
  readonly owner: string | null
  /** Of the owner. */
  readonly email: string | null
  readonly group: string | null
  readonly tags: readonly string[]
  /** `meta.runbook` of the cause. */
  readonly runbook: string | null
  /** ISO 8601, UTC; when it began, as far as known. */
  readonly since: string
  /** Whose results tell of it: it is over when all of them are well again. Without: when whoever found it finds it no more. */
  readonly witnesses?: readonly UniqueId[]
}
