/** Selected nodes → results: built, tested, compiled or asked for their freshness, in dependency order over N lanes. */
export { besideInfo } from './group-info.js'
export { readLastRun } from './journal.js'
export { nodeInfo } from './node-info.js'
export { runOperation } from './operation.js'
export type { RunOptions, RunOutcome } from './options.js'
export { runNodes } from './run-nodes.js'
