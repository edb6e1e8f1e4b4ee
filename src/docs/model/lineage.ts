/** Column lineage of a node: shards of `lineage`. The same links as `sluice lineage` walks. */

/** How a value gets into another column; `table`: by which column is not known; `test`: a test reads it. */
export type SiteLinkKind = string

export interface SiteLineage {
  /** How much is known of its SQL. */
  readonly known: 'column' | 'table' | 'none'
  /** Why it is not more; else empty. */
  readonly reason: string
  /** All its columns are known, with where each comes from; else a column that is not listed comes from all it reads. */
  readonly clear: boolean
  /** Those of its SQL, then those that only others name. */
  readonly columns: readonly SiteLineageColumn[]
  /** So many of `columns`, the first ones, are of its SQL. */
  readonly own: number
  /** Columns that shape its rows and are no part of its values: node, column, effects (`filter`, `join` …). */
  readonly rows: readonly (readonly [number, string, readonly string[]])[]
  /** The other way: nodes whose rows a column of this node shapes: own column, node, effects. */
  readonly shapes: readonly (readonly [string, number, readonly string[]])[]
  /** The node as a whole: what it reads, and what reads it. */
  readonly above: readonly number[]
  readonly below: readonly number[]
  /** Those of `below` that may take any of its columns, because it is not known which they take. */
  readonly unclear: readonly number[]
  /** Readers without a page (tests, hooks) that no column names: id, and 1 where it may read any of the columns. */
  readonly readers: readonly (readonly [id: string, unclear: 0 | 1])[]
}

/** The other end of a link; an empty column is the node as a whole. */
export type SiteLink = readonly [node: number, column: string, kind: SiteLinkKind]

export interface SiteLineageColumn {
  readonly name: string
  readonly type: string
  /** With the whole nodes above where it is not known which column it is. */
  readonly up: readonly SiteLink[]
  /** Columns that take its value. */
  readonly down: readonly SiteLink[]
  /** Ids of tests that read it. */
  readonly tests: readonly string[]
  /** Items of selects on the way to it, the outermost first: the common table expression or empty, and the SQL. */
  readonly steps: readonly (readonly [within: string, sql: string])[]
  /** 0 where no place is known. */
  readonly line: number
}
