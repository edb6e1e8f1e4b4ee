/** What the SQL of a project means: every node's columns, where each comes from, and what is wrong, without a warehouse. */
export { type KnownColumn, ProjectCatalog } from './catalog.js'
export { understandingAdapter } from './compile.js'
export { alongColumns, type ColumnOrigin, type ColumnsDescribed, columnNames, describeColumns, tagsOf } from './describe.js'
export { dialectOf } from './dialects.js'
export type * from './model.js'
export { inOrder } from './place.js'
export { type SqlTools, sqlTools } from './tools.js'
export { type UnderstandRequest, understandProject } from './understand.js'
