/** What the docs page evaluates selections with: the same code as the commands, and nothing that needs more than the language. */
export type { StateOptions } from './environment.js'
export { commandTypes, resolveResourceTypes } from './resource-types.js'
export { selectNodes } from './select-nodes.js'
export type { SelectorEntries } from './yaml.js'
