/** Nodes → SQL: templates rendered, ephemeral models put in as common table expressions, unit tests over given rows. */
export { placeAtTarget, placeForAuthor } from './author-place.js'
export { compileNode } from './compile-node.js'
export { locateDatabaseError } from './locate.js'
export type { CompiledNode, CompileOptions } from './types.js'
