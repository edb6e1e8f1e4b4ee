/** Everything the page receives, as types. */
export type * from './blocks.js'
export type * from './changes.js'
export type * from './detail.js'
export type * from './lineage.js'
export type * from './monitors.js'
export type * from './report.js'
export type * from './select.js'
export type * from './site.js'
