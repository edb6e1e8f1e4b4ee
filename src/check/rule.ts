/** A rule of the project, read and checked, and what a kind of rule is. */
import type { RelatedLocation, SourceLocation } from '../core/error.js'
import type { ErrorCode } from '../core/error-codes.js'
import type { Resource, ResourceType, UniqueId } from '../core/node.js'
import type { Severity } from '../lineage/index.js'
import type { Facts } from './facts.js'
import type { OptionSpec, Options } from './options.js'

export type RuleSeverity = Severity | 'off'

/** Another severity for some of the nodes. */
export interface Override {
  readonly select: readonly string[]
  readonly exclude: readonly string[]
  readonly severity: RuleSeverity
  /** Names of rules and codes; null for all. */
  readonly of: ReadonlySet<string> | null
}

export interface Rule {
  readonly name: string
  readonly kind: string
  /** Words of the selection syntax, or names of folders; undefined: what the kind takes where nothing is said. */
  readonly select: readonly string[] | undefined
  readonly exclude: readonly string[]
  readonly severity: RuleSeverity
  readonly message: string | undefined
  readonly docs: string | undefined
  readonly options: Options
  readonly overrides: readonly Override[]
  readonly location: SourceLocation
}

/** A finding before its rule's severity and words are known. */
export interface Draft {
  readonly node: Resource | { readonly unique_id: UniqueId }
  readonly message: string
  readonly at: SourceLocation
  readonly end?: { readonly line: number; readonly column: number } | undefined
  /** What of the node it is about; '' for the node itself. */
  readonly about?: string
  readonly expected?: string | undefined
  readonly hint?: string | undefined
  readonly related?: readonly RelatedLocation[] | undefined
  /** Where it is never more than this. */
  readonly severity?: Severity
}

export interface Kind {
  readonly code: ErrorCode
  /** One line for the list in docs/rules.md. */
  readonly meaning: string
  /** Types of resources it looks at. */
  readonly takes: readonly ResourceType[]
  /** What it looks at where a rule selects nothing; all of the project else. */
  readonly select?: readonly string[]
  readonly options: Readonly<Record<string, OptionSpec>>
  check(rule: Rule, facts: Facts): Iterable<Draft>
}
