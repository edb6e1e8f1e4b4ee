/** What the values of a table are like, kept and compared with what they were like. */
export { profileChanges } from './changes.js'
export { type KeptProfile, profileFile, readProfile } from './keep.js'
export { profileRelation } from './measure.js'
export type { Sample } from './model.js'
export { profileText } from './words.js'
