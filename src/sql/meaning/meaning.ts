/** What a query means, as texts that are equal only where the meaning is: of its rows, and of each column's values. */
import type { Dialect } from '../dialect.js'
import type { Query } from '../ir.js'
import type { Catalog } from '../resolve/model.js'
import type { Context } from './model.js'
import { SelectReader } from './select.js'
import { digest, UnsureError } from './text.js'

export interface Meaning {
  /** From, joins, filters, groups, limits, set operations; null where that is not known. */
  readonly rows: string | null
  /** In the order of the query's columns; empty where the rows are not known. */
  readonly columns: readonly (string | null)[]
  /** Why nothing is known. */
  readonly reason?: string
}

/** Expressions and names looked at before the answer is that nobody knows. */
const budget = 200_000

/**
 * Relations count by the catalog's key, so that another schema is no difference. `ordered`: others read the query as a part
 * of theirs, so that its order may matter.
 */
export function meaningOf(query: Query, dialect: Dialect, catalog: Catalog, { ordered = false } = {}): Meaning {
  if (query.exact !== true) return unsure('the parser may have left something out')
  const context: Context = { dialect, catalog, budget }
  try {
    const { columns, rows, layout, order } = new SelectReader(dialect).query(query, new Map(), undefined, context)
    return { rows: digest([rows, layout, ordered ? order : ''].join('\n')), columns: columns.map(({ value }) => digest(value)) }
  } catch (thrown) {
    if (thrown instanceof UnsureError) return unsure(thrown.message)
    if (thrown instanceof RangeError) return unsure('nested too deeply')
    throw thrown
  }
}

function unsure(reason: string): Meaning {
  return { rows: null, columns: [], reason }
}
