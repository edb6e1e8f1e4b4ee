/** What is known while the meaning of a query is worked out. */
import type { Dialect } from '../dialect.js'
import type { Cte } from '../ir.js'
import type { Catalog } from '../resolve/model.js'

export interface Column {
  /** By which names are compared. */
  readonly key: string
  readonly name: string
  readonly value: string
}

/** A query's answer. */
export interface Shape {
  readonly columns: readonly Column[]
  /** Instances that any further column may come from. */
  readonly open: readonly string[]
  /** Columns and open instances in order, where there are open ones. */
  readonly layout: string
  readonly rows: string
  /** Empty where the rows come in any order. */
  readonly order: string
  /** Rows are left out after the values have been computed: a window outside sees others than one inside. */
  readonly late: boolean
}

export interface Relation {
  readonly alias: string | undefined
  readonly path: readonly string[]
  readonly columns: readonly Column[]
  readonly open: readonly string[]
}

export interface Joined {
  readonly what: string
  readonly order: string
  readonly kind: string
  readonly on: readonly string[]
}

/** One `from` with all that is merged into it: values are told by its instances. */
export interface Frame {
  readonly counts: Map<string, number>
  readonly where: string[]
  /** Orders of queries that were merged into it. */
  readonly orders: string[]
}

export interface Scope {
  readonly frame: Frame
  readonly relations: Relation[]
  readonly merged: Map<string, { readonly column: Column; readonly owners: ReadonlySet<Relation> }>
  readonly aliases: Map<string, Column>
  readonly windows: Map<string, string>
  readonly outer: Scope | undefined
  /** Definition of a CTE: what it reads from outside stands elsewhere than it. */
  readonly barrier?: boolean
}

export interface Definition {
  readonly cte: Cte
  readonly ctes: Ctes
  readonly outer: Scope | undefined
  /** A recursive one, or one that has been asked for. */
  shape?: Shape
  readonly recursive: boolean
}

export type Ctes = ReadonlyMap<string, Definition>

export interface Context {
  readonly dialect: Dialect
  readonly catalog: Catalog
  /** Nodes left: an answer in bounded time. */
  budget: number
}

/** Whether a name may stand for an item's alias: where a column has it too, it is the column, the alias, or nobody knows. */
export type AliasUse = 'never' | 'column' | 'alias' | 'unsure'

export interface Place {
  readonly scope: Scope
  readonly ctes: Ctes
  readonly context: Context
  readonly aliases: AliasUse
  /** How many lambdas are around. */
  readonly lambdas: number
}

export function newFrame(): Frame {
  return { counts: new Map(), where: [], orders: [] }
}

export function newScope(frame: Frame, outer: Scope | undefined): Scope {
  return { frame, relations: [], merged: new Map(), aliases: new Map(), windows: new Map(), outer }
}
