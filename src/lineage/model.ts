/** What is known of the SQL of a project: plain data, so that it can be kept in a file, compared, and drawn. */
import type { SourceLocation } from '../core/error.js'
import type { UniqueId } from '../core/node.js'
import type { Dialect, EdgeKind, Effect } from '../sql/index.js'

/** How much is known of a node: its columns, the relations it reads, or nothing. */
export type Depth = 'column' | 'table' | 'none'

export interface ColumnId {
  readonly node: UniqueId
  /** As the node it belongs to writes it. */
  readonly column: string
}

export interface ColumnEdge extends ColumnId {
  readonly kind: EdgeKind
}

/** A column that shapes the rows of a node and is no part of their values. */
export interface RowEdge extends ColumnId {
  readonly effects: readonly Effect[]
}

/** One item of a select on the way from a source column to the node's: the outermost first. */
export interface ColumnStep {
  /** The common table expression it stands in; null for the query itself. */
  readonly within: string | null
  /** The item's SQL, without its alias. */
  readonly sql: string
}

export interface NodeColumn {
  readonly name: string
  /** As the warehouse spells it; null where nobody knows. */
  readonly type: string | null
  readonly upstream: readonly ColumnEdge[]
  /** Empty for columns that come through a star, of seeds and of sources. */
  readonly steps: readonly ColumnStep[]
  /** Equal where the value is computed alike from the same columns, however it is written; null where that is not known. */
  readonly valueHash: string | null
  /** Where the model names it. */
  readonly location: SourceLocation | null
}

export type Severity = 'error' | 'warning' | 'info'

/** Something that is wrong with a node's SQL, at its place in the template. */
export interface SqlFinding {
  /** A code of `core/error-codes.ts`. */
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly node: UniqueId
  readonly location: SourceLocation
  /** Exclusive end, where the text stands in the template as it stands in the SQL. */
  readonly end?: { readonly line: number; readonly column: number }
  readonly expected?: string
  readonly hint?: string
}

export interface NodeSql {
  readonly id: UniqueId
  readonly depth: Depth
  /** Why it is not deeper. */
  readonly reason: string | null
  readonly columns: readonly NodeColumn[]
  /** False where it may have further columns. */
  readonly complete: boolean
  /** Nodes whose relations are read, sorted. */
  readonly reads: readonly UniqueId[]
  readonly rows: readonly RowEdge[]
  /** Equal where the rows are shaped alike: from, joins, filters, groups, limits; null where that is not known. */
  readonly rowsHash: string | null
  readonly findings: readonly SqlFinding[]
}

export interface ProjectSql {
  readonly dialect: Dialect
  /** Models, snapshots, seeds, sources, tests, analyses. */
  readonly nodes: ReadonlyMap<UniqueId, NodeSql>
  /** By file, line and column. */
  readonly findings: readonly SqlFinding[]
  /** Milliseconds of each stage, and how many nodes were answered from the cache. */
  readonly effort: { readonly compile: number; readonly resolve: number; readonly types: number; readonly cached: number }
}
