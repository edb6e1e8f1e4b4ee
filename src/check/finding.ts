/** What a check finds, whoever looked: the SQL or a rule of the project. Plain data. */
import type { RelatedLocation, SourceLocation } from '../core/error.js'
import type { ErrorCode } from '../core/error-codes.js'
import type { UniqueId } from '../core/node.js'
import type { Severity, SqlFinding } from '../lineage/index.js'

export interface Finding {
  readonly code: ErrorCode
  readonly severity: Severity
  readonly message: string
  /** Null where it is about no node, as for the rules file. */
  readonly node: UniqueId | null
  readonly location: SourceLocation
  /** Exclusive. */
  readonly end?: { readonly line: number; readonly column: number } | undefined
  readonly expected?: string | undefined
  readonly hint?: string | undefined
  readonly related?: readonly RelatedLocation[] | undefined
  /** Name of the rule; null for findings of the SQL. */
  readonly rule: string | null
  /** Where the rule is explained: an address or a file. */
  readonly docs?: string | undefined
  /** What of the node it is about, such as a column: part of the fingerprint, where the message may be the project's own words. */
  readonly about: string
}

export function ofSql(finding: SqlFinding): Finding {
  const { code, ...rest } = finding
  return { ...rest, code: code as ErrorCode, rule: null, about: finding.message }
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** By file and place; of one place, the worst first. */
export function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a.location, b.location]
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.line - right.line || left.column - right.column || ranks[a.severity] - ranks[b.severity] || (a.code < b.code ? -1 : 1)
}
