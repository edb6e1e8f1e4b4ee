/** The tables of the warehouse together with runs that still wait in files to be sent there. */
import type { NodeRecord, RunHead, RunRecord } from './record.js'
import type { HistoryStore, RunsAsked } from './store.js'

export class HistoryBoth implements HistoryStore {
  readonly #tables: HistoryStore
  readonly #waiting: HistoryStore
  /** Runs that are in the files alone. */
  readonly #inFiles = new Set<string>()

  constructor(tables: HistoryStore, waiting: HistoryStore) {
    this.#tables = tables
    this.#waiting = waiting
  }

  async write(record: RunRecord): Promise<void> {
    await this.#tables.write(record)
  }

  async runs(limit = Number.POSITIVE_INFINITY): Promise<readonly RunHead[]> {
    const kept = await this.#tables.runs(limit)
    return newest(kept, this.#noted(await this.#waiting.runs(), kept), limit, ({ startedAt }) => startedAt)
  }

  async nodes(run: RunHead): Promise<readonly NodeRecord[]> {
    return await (this.#inFiles.has(run.id) ? this.#waiting : this.#tables).nodes(run)
  }

  async records(asked: RunsAsked = {}): Promise<readonly RunRecord[]> {
    const kept = await this.#tables.records(asked)
    const waiting = await this.#waiting.records(asked)
    const only = new Set(
      this.#noted(
        waiting.map(({ head }) => head),
        kept.map(({ head }) => head),
      ),
    )
    const rest = waiting.filter(({ head }) => only.has(head))
    return newest(kept, rest, asked.limit ?? Number.POSITIVE_INFINITY, ({ head }) => head.startedAt)
  }

  async prune(before: Date): Promise<number> {
    return (await this.#tables.prune(before)) + (await this.#waiting.prune(before))
  }

  async claimPruning(now: Date): Promise<boolean> {
    return await this.#tables.claimPruning(now)
  }

  #noted(waiting: readonly RunHead[], kept: readonly RunHead[]): readonly RunHead[] {
    const known = new Set(kept.map(({ id }) => id))
    const only = waiting.filter(({ id }) => !known.has(id))
    for (const { id } of only) this.#inFiles.add(id)
    return only
  }
}

function newest<T>(some: readonly T[], others: readonly T[], limit: number, time: (each: T) => string): readonly T[] {
  if (others.length === 0) return some
  return [...some, ...others].sort((a, b) => (time(a) < time(b) ? 1 : time(a) > time(b) ? -1 : 0)).slice(0, limit)
}
