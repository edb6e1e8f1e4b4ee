/** Two versions of a node's SQL: what readers of it would notice. */
import type { NodeSql } from './model.js'

export interface ColumnChange {
  readonly column: string
  readonly change: 'added' | 'removed' | 'renamed' | 'retyped' | 'reordered' | 'value'
  /** The earlier name of a renamed column, the earlier type of a retyped one. */
  readonly from?: string
  readonly breaking: boolean
  /** One clause: `computed differently`, `int → text`. */
  readonly why: string
}

export interface NodeChange {
  /** `compatible`: readers go on working and read the same values. */
  readonly level: 'none' | 'compatible' | 'breaking'
  /** The rows are shaped differently: every column may have other values. */
  readonly rows: boolean
  /** In the order of the columns now, those that are gone last. */
  readonly columns: readonly ColumnChange[]
  /** Why the two cannot be compared; the node then counts as changed. */
  readonly unknown?: string
}

export function changeOf(before: NodeSql, after: NodeSql): NodeChange {
  return { level: 'breaking', rows: true, columns: [], unknown: before.reason ?? after.reason ?? 'not compared' }
}
