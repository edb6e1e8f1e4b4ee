/** What a query means, as texts that are equal only where the meaning is: of its rows, and of each column's values. */
import type { Dialect } from '../dialect.js'
import type { Query } from '../ir.js'
import type { Catalog } from '../resolve/model.js'

export interface Meaning {
  /** From, joins, filters, groups, limits, set operations; null where that is not known. */
  readonly rows: string | null
  /** In the order of the query's columns; null where a column's value is not known. */
  readonly columns: readonly (string | null)[]
}

/** Relations count by the catalog's key, so that another schema is no difference. */
export function meaningOf(query: Query, _dialect: Dialect, _catalog: Catalog): Meaning {
  return { rows: null, columns: query.kind === 'select' ? query.items.map(() => null) : [] }
}
