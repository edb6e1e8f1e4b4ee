/** Names that templates find, for those who read templates without running them. */
import { pureTable } from './adapter/pure.js'
import { runtimeTable } from './adapter/runtime.js'
import { raisers } from './exceptions.js'

export const templateNames = {
  /** Functions of `adapter` on every engine. */
  adapter: () => [...Object.keys(pureTable), ...Object.keys(runtimeTable)],
  exceptions: () => Object.keys(raisers),
}
