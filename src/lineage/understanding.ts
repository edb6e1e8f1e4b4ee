/** One node's compiled SQL against the catalog. Places are offsets in that text, so that the answer can be kept by content. */

import { cteName } from '../context/index.js'
import type { UniqueId } from '../core/node.js'
import {
  type Catalog,
  type Diagnostic,
  type Dialect,
  type Meaning,
  meaningOf,
  type Query,
  type ResolvedQuery,
  resolveQuery,
  type Span,
} from '../sql/index.js'
import type { ColumnEdge, ColumnStep, Depth, RowEdge, Severity } from './model.js'

export interface FoundInSql {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly span?: Span
  readonly expected?: string
  readonly hint?: string
}

export interface UnderstoodColumn {
  readonly name: string
  readonly type: string | null
  readonly upstream: readonly ColumnEdge[]
  readonly steps: readonly ColumnStep[]
  readonly valueHash: string | null
  readonly span?: Span
}

export interface Understanding {
  readonly depth: Depth
  readonly reason: string | null
  readonly columns: readonly UnderstoodColumn[]
  readonly complete: boolean
  readonly reads: readonly UniqueId[]
  readonly rows: readonly RowEdge[]
  readonly rowsHash: string | null
  readonly findings: readonly FoundInSql[]
}

export interface SqlToUnderstand {
  readonly sql: string
  readonly dialect: Dialect
  readonly catalog: Catalog
  /** Aliases of the ephemeral models put before the query: they are nodes of their own. */
  readonly ephemeral: readonly string[]
  /** The same query, as the parser reads it that leaves nothing out. */
  readonly exact?: Query | undefined
  /** Whether its meaning is wanted, which takes as long as all the rest. */
  readonly meant?: boolean
  /** It becomes a part of its readers' queries, so that the order of its rows may matter. */
  readonly ordered?: boolean
}

/** What nothing could be learnt of but what the project says itself. */
export function unread(reason: string, reads: readonly UniqueId[]): Understanding {
  return { depth: reads.length > 0 ? 'table' : 'none', reason, columns: [], complete: false, reads, rows: [], rowsHash: null, findings: [] }
}

export function understandQuery(given: Query, request: SqlToUnderstand): Understanding {
  const { dialect, catalog, ephemeral } = request
  const query = withoutEphemeral(given, ephemeral)
  const resolved = resolveQuery(query, dialect, catalog)
  const meaning = meaningIn(query, request)
  return {
    depth: resolved.precision,
    reason: resolved.precision === 'column' ? null : 'columns of a relation it reads are not known',
    columns: resolved.columns.map((column, index) => columnOf(column, meaning.columns[index] ?? null)),
    complete: resolved.complete,
    reads: resolved.relations,
    rows: resolved.indirect.map(({ relation, column, effects }) => ({ node: relation, column, effects })),
    rowsHash: meaning.rows,
    findings: resolved.diagnostics.map(found),
  }
}

const noMeaning: Meaning = { rows: null, columns: [] }

function meaningIn(query: Query, { dialect, catalog, ephemeral, exact, ordered, meant }: SqlToUnderstand): Meaning {
  if (meant !== true) return noMeaning
  return meaningOf(exact ? withoutEphemeral(exact, ephemeral) : query, dialect, catalog, { ordered: ordered === true })
}

/** Names that stand before the query as common table expressions mean the nodes themselves. */
function withoutEphemeral(query: Query, aliases: readonly string[]): Query {
  if (aliases.length === 0 || query.ctes.length === 0) return query
  const names = new Set(aliases.map((alias) => cteName(alias).toLowerCase()))
  return { ...query, ctes: query.ctes.filter((cte) => !names.has(cte.name.text.toLowerCase())) }
}

function columnOf({ name, upstream, steps, span }: ResolvedQuery['columns'][number], valueHash: string | null): UnderstoodColumn {
  const edges = upstream.map(({ relation, column, kind }) => ({ node: relation, column, kind }))
  return { name, type: null, upstream: edges, steps, valueHash, ...(span && { span }) }
}

/** What is only declared, or may be there for all the project knows, the warehouse might take. */
const mild = new Set(['SQL_UNDECLARED_COLUMN', 'SQL_UNKNOWN_TABLE'])

function found({ code, message, span, meant }: Diagnostic): FoundInSql {
  const severity = mild.has(code) ? 'warning' : 'error'
  return { code, severity, message, ...(span && { span }), ...(meant !== undefined && { hint: `did you mean ${meant}?` }) }
}
