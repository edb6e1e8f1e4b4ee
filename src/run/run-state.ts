/** What one run's parts share while it lasts. */
import type { ConnectionPool } from '../adapters/index.js'
import type { Journal } from './journal.js'
import type { RunOptions } from './options.js'
import type { Publishing } from './publish/publishing.js'
import type { Slots } from './slots.js'

export interface RunState {
  readonly options: RunOptions
  readonly pool: ConnectionPool
  readonly journal: Journal
  readonly slots: Slots
  readonly publishing?: Publishing | undefined
}
