/** The parts of a template's SQL, with places in the template. */
import type { SqlItem } from './items.js'
import type { SqlGroup, SqlToken } from './tokens.js'

export interface SqlCte {
  readonly name: SqlToken
  /** Names given to its columns. */
  readonly columns: readonly SqlToken[]
  query: SqlQuery
  /** Of the whole definition. */
  readonly start: number
  readonly end: number
}

export interface SqlSelect {
  readonly start: number
  readonly end: number
  readonly items: readonly SqlItem[]
  readonly sources: readonly SqlSource[]
  /** The select around it, whose columns it may read. */
  readonly outer: SqlSelect | undefined
  /** Where its first clause behind the items begins. */
  readonly itemsEnd: number
}

export interface SqlQuery {
  readonly start: number
  readonly end: number
  readonly ctes: readonly SqlCte[]
  readonly selects: readonly SqlSelect[]
  /** The definition it is the body of. */
  readonly cte?: SqlCte
}

export interface SqlOutline {
  readonly tokens: readonly SqlToken[]
  readonly query: SqlQuery
  /** All, inner ones behind those around them. */
  readonly selects: readonly SqlSelect[]
  readonly ctes: readonly SqlCte[]
}

export interface SqlSource {
  readonly start: number
  readonly end: number
  /** What its columns are called by; its own name where it has no alias. */
  readonly alias: SqlToken | undefined
  /** A tag that stands for the relation. */
  readonly tag: SqlToken | undefined
  readonly path: readonly SqlToken[]
  readonly cte: SqlCte | undefined
  readonly query: SqlQuery | undefined
  readonly group: SqlGroup | undefined
}
