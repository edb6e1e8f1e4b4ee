/** What a query means: its text to a tree, the tree to columns with their sources. */
export { type Dialect, dialects, foldName } from './dialect.js'
export type { Name, Query, Span } from './ir.js'
export { type Meaning, meaningOf } from './meaning/meaning.js'
export { loadPolyglot, type PolyglotParser } from './polyglot/parse.js'
export type { Catalog, CatalogRelation, Diagnostic, EdgeKind, Effect } from './resolve/model.js'
export { type ResolvedQuery, resolveQuery } from './resolve/resolve.js'
export { createTypeChecker, type TypeCheckerOptions } from './types/checker.js'
export type { CheckedQuery, TypeChecker, TypedColumn, TypeFinding } from './types/model.js'
