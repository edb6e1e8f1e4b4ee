/** What the resolver knows of columns and relations while it walks a query. */
import type { Dialect } from '../dialect.js'
import type { Name, Span } from '../ir.js'
import type { StepNode } from './steps.js'

/** From weak to strong: along a chain the strongest counts. */
export const edgeKinds = ['passthrough', 'rename', 'derive', 'aggregate', 'window'] as const
export type EdgeKind = (typeof edgeKinds)[number]

export type Effect = 'filter' | 'join' | 'group' | 'order'

export interface Leaf {
  /** Key of the relation, as the catalog gives it. */
  readonly relation: string
  /** As the catalog writes it; folded where the catalog does not know the columns. */
  readonly column: string
}

/** What a value is made of: each leaf once, with the strongest kind of its ways here. */
export type Reads = ReadonlyMap<string, { readonly leaf: Leaf; readonly kind: EdgeKind }>

export const noReads: Reads = new Map()

export interface ScopeColumn {
  readonly name: string
  /** By which names are compared. */
  readonly key: string
  readonly reads: Reads
  /** Reads of the fields of a struct that is built in the query, by folded name. */
  readonly fields?: ReadonlyMap<string, Reads>
  readonly span?: Span
  /** The items it came through. */
  readonly steps?: readonly StepNode[] | undefined
}

/** A relation, or the answer of a query, as others see it. */
export interface Shape {
  readonly columns: readonly ScopeColumn[]
  /** Keys of relations whose columns nobody knows and which come through a star: any further column may be one of theirs. */
  readonly open: readonly string[]
  /** Any further column is made of these. */
  readonly opaque?: Reads
}

export interface ScopeRelation extends Shape {
  /** Folded; undefined where it has none. */
  readonly alias: string | undefined
  /** Folded parts of a table's path. */
  readonly path: readonly string[]
  /** A table or view of the warehouse itself. */
  readonly stored?: boolean
}

export interface MergedColumn {
  readonly column: ScopeColumn
  readonly owners: ReadonlySet<ScopeRelation>
}

export interface Scope {
  readonly relations: ScopeRelation[]
  /** Columns of `using` and natural joins, by key: one column for several. */
  readonly merged: Map<string, MergedColumn>
  /** Aliases of the select's own items, as far as they are read. */
  readonly aliases: Map<string, ScopeColumn>
  readonly windows: Map<string, Reads>
  readonly outer: Scope | undefined
}

export interface CatalogRelation {
  readonly key: string
  /** Undefined where it is known to be there and its columns are not. */
  readonly columns: readonly Name[] | undefined
  /** Others may exist: somebody wrote these down, nobody asked the warehouse. `typed`: all of them with care, so that another one is worth a word. */
  readonly declared?: 'typed' | 'partly'
}

export interface Catalog {
  /** `missing`: surely not there. Undefined: nobody knows. */
  relation(path: readonly Name[]): CatalogRelation | 'missing' | undefined
}

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly message: string
  readonly span?: Span
  /** The name that may have been meant. */
  readonly meant?: string
}

export type DiagnosticCode =
  | 'SQL_UNKNOWN_COLUMN'
  | 'SQL_AMBIGUOUS_COLUMN'
  | 'SQL_UNKNOWN_TABLE'
  | 'SQL_UNKNOWN_ALIAS'
  | 'SQL_COLUMN_COUNT'
  | 'SQL_DUPLICATE_NAME'
  | 'SQL_MISPLACED_AGGREGATE'
  | 'SQL_NOT_GROUPED'
  | 'SQL_UNDECLARED_COLUMN'

/** What a name in a query stands for. */
export interface Reference {
  readonly span: Span
  readonly kind: 'column' | 'star' | 'table' | 'cte'
  /** Key of a relation of the catalog: the table itself, or the one a column comes from as it is. */
  readonly relation?: string
  /** Column of the relation; without one, the name in the query. */
  readonly column?: string
  /** Names that a star stands for. */
  readonly columns?: readonly string[]
  /** Where the query itself defines it: an item, or the name of a common table expression. */
  readonly definition?: Span
}

export interface Context {
  readonly dialect: Dialect
  readonly catalog: Catalog
  readonly diagnostics: Diagnostic[]
  /** Leaves that shape the rows and are no part of the values. */
  readonly indirect: Map<string, { readonly leaf: Leaf; readonly effects: Set<Effect> }>
  /** Every relation that was read, by key. */
  readonly relations: Set<string>
  /** Those of them whose columns are only declared. */
  readonly declared: Map<string, CatalogRelation>
  /** Set where a name could stand for several relations with unknown columns. */
  imprecise: boolean
  /** Name of the query that is being read; null for the outermost. */
  within: string | null
  /** Gathers the items that columns come through while one is read. */
  trace: Set<StepNode> | undefined
  /** By where they begin; undefined where nobody asks. */
  readonly references: Map<number, Reference> | undefined
}

/** CTEs by folded name, the nearest definition. */
export type Ctes = ReadonlyMap<string, CteShape>

export interface CteShape extends Shape {
  readonly name: Name
  /** Row-shaping reads of the CTE: they count where the CTE is used. */
  readonly effects: ReadonlyMap<string, { readonly leaf: Leaf; readonly effects: ReadonlySet<Effect> }>
  readonly tables: ReadonlySet<string>
}
