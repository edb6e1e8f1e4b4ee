/** Connections by lane: opened when a lane first needs one, kept for the run, handed over clean, closed together. */
import type { Adapter, Connection } from './adapter.js'

export interface PoolOptions {
  /** Further tries of `use` after a transient failure. */
  readonly retries?: number
  /** First pause in milliseconds; doubles with each try. */
  readonly pause?: number
}

export class ConnectionPool {
  readonly #adapter: Adapter
  readonly #options: Required<PoolOptions>
  readonly #lanes = new Map<string, Promise<Connection>>()
  #cancelled = false

  constructor(adapter: Adapter, options: PoolOptions = {}) {
    this.#adapter = adapter
    this.#options = { retries: 0, pause: 100, ...options }
  }

  /** The lane's connection, opened at first use. */
  connection(lane: string): Promise<Connection> {
    const known = this.#lanes.get(lane)
    if (known !== undefined) return known
    const opening = this.#adapter.connect(lane)
    this.#lanes.set(lane, opening)
    opening.catch(() => this.#lanes.delete(lane))
    return opening
  }

  /**
   * Runs `work` on the lane's connection and leaves no transaction open: what the work did not commit is rolled back.
   * A transient failure is tried again from the start, so the work must be repeatable until its commit.
   */
  async use<T>(lane: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const connection = await this.connection(lane)
      try {
        return await work(connection)
      } catch (error) {
        if (this.#cancelled || attempt >= this.#options.retries || !this.#adapter.isTransient(error)) throw error
      } finally {
        await connection.rollback()
      }
      await sleep(this.#options.pause * 2 ** attempt)
    }
  }

  /** Stops every statement in progress; each fails with `INTERRUPTED`. */
  async cancelAll(): Promise<void> {
    this.#cancelled = true
    const open = await this.#settled()
    await Promise.all(open.map((connection) => connection.cancel()))
  }

  /** Rolls back and closes every connection; the adapter stays open. */
  async close(): Promise<void> {
    const open = await this.#settled()
    this.#lanes.clear()
    for (const connection of open) await connection.close()
  }

  async #settled(): Promise<Connection[]> {
    const outcomes = await Promise.allSettled(this.#lanes.values())
    return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
