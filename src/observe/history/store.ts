/** Where the history of runs lies: in files, or in tables of the warehouse. */
import type { NodeRecord, RunHead, RunRecord } from './record.js'

export interface HistoryStore {
  write(record: RunRecord): Promise<void>
  /** Newest first. What cannot be read is left out. */
  runs(limit?: number): Promise<readonly RunHead[]>
  /** Of one of `runs`. */
  nodes(run: RunHead): Promise<readonly NodeRecord[]>
  /** Removes runs that started before; says how many. */
  prune(before: Date): Promise<number>
}
