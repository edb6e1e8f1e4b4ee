/** What a node's own page needs: shards of `detail`. */
import type { SiteProfile } from './profile.js'
import type { NodeStatus } from './site.js'

export interface SiteDetail {
  readonly id: string
  /** Absent where nobody has looked at its values. */
  readonly profile?: SiteProfile
  readonly description: string
  readonly relation: string
  readonly file: string
  /** Where it is defined in the file. */
  readonly line: number
  /** The properties file that describes it; empty where there is none. */
  readonly properties: string
  /** What only resources of its type have: a source's loader, a metric's measure, a function's arguments … */
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** Columns that one row is known by; empty where nobody says so. */
  readonly grain: readonly string[]
  /** Of a versioned model: the version that is referred to without naming one. */
  readonly latest: string
  readonly columns: readonly SiteColumn[]
  /** Empty where SQL is left out. */
  readonly rawCode: string
  readonly compiledCode: string
  readonly tests: readonly SiteTest[]
  readonly message: string
  readonly config: readonly (readonly [string, string])[]
  /** Settings that are no defaults: made in the file itself, or in properties and project files. */
  readonly configFrom: Readonly<Record<string, 'file' | 'properties'>>
  readonly stats: readonly (readonly [string, string])[]
  readonly url: string
  readonly ownerText: string
  readonly constraints: readonly SiteConstraint[]
  /** Privilege → who has it. */
  readonly grants: readonly (readonly [string, readonly string[]])[]
  /** `meta` of the node, as `key: value` with nested keys joined by dots. */
  readonly meta: readonly (readonly [string, string])[]
}

export interface SiteConstraint {
  readonly kind: string
  readonly columns: readonly string[]
  readonly text: string
}

export interface SiteColumn {
  readonly name: string
  readonly type: string
  readonly description: string
  /** The column a description is inherited from; null where it is the node's own. */
  readonly from: { readonly node: number; readonly column: string } | null
  /** Own and inherited. */
  readonly tags: readonly string[]
  /** Ids of `SiteTest`. */
  readonly tests: readonly string[]
  readonly constraints: readonly string[]
}

export interface SiteTest {
  readonly id: string
  readonly name: string
  /** `not_null`, `unit`, `singular` … */
  readonly kind: string
  readonly column: string
  readonly status: NodeStatus
  readonly severity: string
  readonly failures: number | null
  readonly message: string
  readonly seconds: number | null
  readonly description: string
  /** `warn_if`, `error_if` where they are not the usual ones. */
  readonly threshold: string
  readonly file: string
  readonly sql: string
  /** Some of the rows that it found; null where it passed, or none were kept. */
  readonly samples?: SiteSamples | null
}

export interface SiteSamples {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}
