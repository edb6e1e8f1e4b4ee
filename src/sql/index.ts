/** What a query means: its text to a tree, the tree to columns with their sources. */
export { type Dialect, foldName } from './dialect.js'
export { loadPolyglot, type PolyglotParser } from './polyglot/parse.js'
export type { Catalog } from './resolve/model.js'
export { type ResolvedQuery, resolveQuery } from './resolve/resolve.js'
