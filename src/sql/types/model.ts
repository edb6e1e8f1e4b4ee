/** What the type checker is told and what it answers. Findings have offsets in the text that was checked. */
import type { Span } from '../ir.js'

export interface TypedColumn {
  readonly name: string
  /** As the dialect spells it; null where nobody knows. */
  readonly type: string | null
}

export type TypeFindingCode =
  | 'SQL_SYNTAX'
  | 'SQL_UNKNOWN_COLUMN'
  | 'SQL_AMBIGUOUS_COLUMN'
  | 'SQL_UNKNOWN_ALIAS'
  | 'SQL_UNKNOWN_FUNCTION'
  | 'SQL_TYPE'
  | 'SQL_NOT_GROUPED'
  | 'SQL_MISPLACED_AGGREGATE'
  | 'SQL_COLUMN_COUNT'
  | 'SQL_DUPLICATE_NAME'

export interface TypeFinding {
  readonly code: TypeFindingCode
  /** `warning` where another engine than the warehouse has judged. */
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** UTF-16; absent where only the query as a whole can be named. */
  readonly span?: Span
  /** The name that may have been meant. */
  readonly meant?: string
}

export interface CheckedQuery {
  /** Null where the query is not checked or wrong. */
  readonly columns: readonly TypedColumn[] | null
  /** `checked`: the engine has bound the whole query, or says what is wrong with it. */
  readonly status: 'checked' | 'unchecked'
  /** Why it is unchecked. */
  readonly reason: string | null
  readonly findings: readonly TypeFinding[]
}

/** What is wrong, or the types of columns as well: these take longer where columns are read whose types nobody knows. */
export type Asked = 'types' | 'faults'

export interface TypeChecker {
  /**
   * Says that a relation has these columns and no others; a second time: instead of the first. A relation that is not
   * declared, or whose columns are not all known, leaves the queries that read it unchecked.
   * @param path Database, schema and name as they are stored, as many as the queries write; `quoted` names are not folded by queries.
   */
  declare(path: readonly string[], columns: readonly TypedColumn[]): void
  /** Binds one query against the declared relations. Nothing is executed, no file and no network is read. */
  check(sql: string, asked?: Asked): Promise<CheckedQuery>
  close(): void
}
