/** What the parts of the reading know of each other. */

import type { Dialect } from '../dialect.js'
import type { Expression, Item, Name, Query, Source, Span } from '../ir.js'
import type { Raw } from './raw.js'

export interface Reader {
  readonly dialect: Dialect
  span(raw: unknown): Span | undefined
  name(value: unknown): Name | undefined
  names(values: unknown): Name[]
  query(node: unknown): Query
  source(node: unknown): Source
  expression(node: unknown): Expression
  expressions(nodes: unknown): Expression[]
  item(node: unknown): Item
  inside(node: unknown): Expression[]
  /** Notes what of a node has no place in the tree: `kind` is a row of `readKeys`. */
  check(kind: string, fields: Raw): void
  /** Notes something that has no place in the tree. */
  unread(what: string): void
}

/** The tree holds something that cannot be a query of ours: the text counts as unchecked. */
export class UnreadableError extends Error {}
