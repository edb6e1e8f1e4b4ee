/** What happens with results after a run: their history, and what they say of it. */
export * from './history/index.js'
export type * from './incident.js'
export * from './late/index.js'
