/** What a place of a text may name. */
import type { UniqueId } from '../../core/node.js'
import type { SqlCte, SqlSource } from '../sql/model.js'
import type { SeenColumn } from '../sql/scope.js'

export type Thing =
  /** A model, seed, snapshot or source. */
  | { readonly kind: 'node'; readonly id: UniqueId }
  | { readonly kind: 'macro'; readonly id: UniqueId }
  | { readonly kind: 'doc'; readonly id: UniqueId }
  | { readonly kind: 'var'; readonly name: string }
  | { readonly kind: 'config'; readonly name: string }
  /** A column of a node. */
  | { readonly kind: 'column'; readonly node: UniqueId; readonly column: string }
  /** A column that this text makes. */
  | { readonly kind: 'made'; readonly column: SeenColumn }
  | { readonly kind: 'cte'; readonly cte: SqlCte }
  | { readonly kind: 'source'; readonly source: SqlSource; readonly id: UniqueId | undefined }

export interface Target {
  readonly thing: Thing
  /** Offsets of the word. */
  readonly start: number
  readonly end: number
}
