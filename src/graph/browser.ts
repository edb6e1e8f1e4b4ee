/** The graph as the docs page has it. */
export { plainGraph } from './linked.js'
