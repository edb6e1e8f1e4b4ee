/** Where the history of runs lies: in files, or in tables of the warehouse. */
import type { NodeRecord, RunHead, RunRecord } from './record.js'

export interface RunsAsked {
  /** The newest. */
  readonly limit?: number
  /** Started then or later. */
  readonly since?: Date
}

export interface HistoryStore {
  /** Once, however often it is called with the same run. */
  write(record: RunRecord): Promise<void>
  /** Newest first. What cannot be read is left out. */
  runs(limit?: number): Promise<readonly RunHead[]>
  /** Of one of `runs`. */
  nodes(run: RunHead): Promise<readonly NodeRecord[]>
  /** Whole runs, newest first: quicker than one by one. */
  records(asked?: RunsAsked): Promise<readonly RunRecord[]>
  /** Removes runs that started before; says how many. */
  prune(before: Date): Promise<number>
  /** True for the first who asks on a day: it is theirs to prune. */
  claimPruning(now: Date): Promise<boolean>
}
