/** What the parts of the reading know of each other. */
import type { Expression, FromItem, Query } from '../ir.js'
import type { Places } from './places.js'

export interface Reader {
  readonly places: Places
  query(node: unknown): Query
  sources(nodes: unknown): FromItem[]
  expression(node: unknown): Expression
  expressions(nodes: unknown): Expression[]
  inside(node: unknown): Expression[]
  /** Something that shapes the answer has no place in our tree. */
  lose(): void
}

/** The statement is no query, or has something in it that our tree cannot say. */
export class UnreadableError extends Error {}
