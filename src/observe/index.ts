/** What happens with results after a run: their history. */
export * from './history/index.js'
