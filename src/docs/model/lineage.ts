/** Column lineage of a node: shards of `lineage`. The same links as `sluice lineage` walks. */

/** How a value gets into another column; `table`: by which column is not known; `test`: a test reads it. */
export type SiteLinkKind = string

export interface SiteLineage {
  /** How much is known of its SQL. */
  readonly known: 'column' | 'table' | 'none'
  /** Why it is not more; else empty. */
  readonly reason: string
  readonly columns: readonly SiteLineageColumn[]
  /** Columns that shape its rows and are no part of its values: node, column, effects (`filter`, `join` …). */
  readonly rows: readonly (readonly [number, string, readonly string[]])[]
  /** The other way: nodes whose rows a column of this node shapes: own column, node, effects. */
  readonly shapes: readonly (readonly [string, number, readonly string[]])[]
}

/** The other end of a link; an empty column is the node as a whole. */
export type SiteLink = readonly [node: number, column: string, kind: SiteLinkKind]

export interface SiteLineageColumn {
  readonly name: string
  readonly type: string
  readonly up: readonly SiteLink[]
  readonly down: readonly SiteLink[]
  /** Ids of tests that read it. */
  readonly tests: readonly string[]
  /** Items of selects on the way to it, the outermost first: the common table expression or empty, and the SQL. */
  readonly steps: readonly (readonly [within: string, sql: string])[]
  readonly line: number
}
