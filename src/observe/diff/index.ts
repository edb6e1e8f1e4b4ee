/** Two relations compared: columns, rows, values. */
export { diffRelations } from './diff.js'
export { familyOf } from './family.js'
export type { DiffAnswer, DiffOptions, Tolerance } from './model.js'
export type { DiffSide } from './side.js'
export { diffMarkdown, diffText } from './words.js'
