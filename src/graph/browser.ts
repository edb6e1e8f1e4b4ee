/** The graph as the docs page has it. */
export { type Graph, plainGraph } from './linked.js'
