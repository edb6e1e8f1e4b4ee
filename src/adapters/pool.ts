/** Connections by lane: opened when a lane first needs one, kept for the run, handed over clean, closed together. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '../core/error.js'
import type { Adapter, Connection } from './adapter.js'
import { interrupted, retried } from './base.js'

export interface PoolOptions {
  /** Further tries of `use` after a transient failure. A link that broke is tried once more only: the statement may have broken it. */
  readonly retries?: number
  /** First pause in milliseconds; doubles with each try, give or take a quarter. */
  readonly pause?: number
  /** Milliseconds after a link broke, in which the server may come back. */
  readonly linkPause?: number
  /** Told before work is done again. */
  readonly onRetry?: (lane: string, error: unknown) => void
}

export class ConnectionPool {
  readonly #adapter: Adapter
  readonly #options: PoolOptions
  readonly #lanes = new Map<string, Promise<Connection>>()
  readonly #ready = new Map<string, Connection>()
  readonly #cancel = new AbortController()
  #stopped = false

  constructor(adapter: Adapter, options: PoolOptions = {}) {
    this.#adapter = adapter
    this.#options = options
  }

  /** The lane's connection, opened at first use. Nobody waits for one that opens while all is cancelled. */
  async connection(lane: string): Promise<Connection> {
    const { signal } = this.#cancel
    if (signal.aborted) throw interrupted()
    const opening = this.#lanes.get(lane) ?? this.#open(lane)
    let stop = (): void => undefined
    const cancelled = new Promise<never>((_, fail) => {
      stop = () => fail(interrupted())
      signal.addEventListener('abort', stop, { once: true })
    })
    return await Promise.race([opening, cancelled]).finally(() => signal.removeEventListener('abort', stop))
  }

  /**
   * Runs `work` on the lane's connection and leaves no transaction open: what the work did not commit is rolled back.
   * A transient failure before anything was permanent is tried again from the start, on a new connection where it broke.
   */
  async use<T>(lane: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    const { retries = 0, pause = 100, linkPause = beforeNewLink, onRetry } = this.#options
    let repeatable = true
    let lost = 0
    const once = async (): Promise<T> => {
      if (lost > 0) await sleep(linkPause, undefined, { signal: this.#cancel.signal }).catch(() => undefined)
      const connection = await this.connection(lane)
      const before = connection.committed
      try {
        return await work(connection)
      } catch (error) {
        repeatable = connection.committed === before
        if (isLost(error)) {
          lost++
          this.#forget(lane, connection)
        }
        throw error
      } finally {
        await connection.rollback()
      }
    }
    const isTransient = (error: unknown): boolean => {
      const again = repeatable && lost < 2 && !this.#stopped && this.#adapter.isTransient(error)
      if (again) onRetry?.(lane, error)
      return again
    }
    return await retried(once, { attempts: retries + 1, pause, signal: this.#cancel.signal, isTransient })
  }

  /** Stops the statement in progress on one lane, and on those beside it (`<lane> …`); each fails with `INTERRUPTED`. */
  async cancel(lane: string): Promise<void> {
    const named = [...this.#ready].filter(([name]) => name === lane || name.startsWith(`${lane} `))
    await Promise.all(named.map(([, connection]) => connection.cancel()))
  }

  /** Stops every statement in progress; each fails with `INTERRUPTED`, and no work is tried again. */
  async stopRunning(): Promise<void> {
    this.#stopped = true
    await Promise.all([...this.#ready.keys()].map((lane) => this.cancel(lane)))
  }

  /** Stops every statement in progress, and whatever would follow; each fails with `INTERRUPTED`. */
  async cancelAll(): Promise<void> {
    this.#cancel.abort()
    await this.stopRunning()
  }

  /** Rolls back and closes every connection; the adapter stays open. */
  async close(): Promise<void> {
    const lanes = [...this.#lanes.values()]
    this.#lanes.clear()
    this.#ready.clear()
    const closing = Promise.all(lanes.map((lane) => lane.then((connection) => connection.close()).catch(() => undefined)))
    // One that still opens closes itself when it is there.
    if (!this.#cancel.signal.aborted) await closing
    else await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, lastWait).unref())])
  }

  #open(lane: string): Promise<Connection> {
    const opening = this.#adapter.connect(lane)
    this.#lanes.set(lane, opening)
    opening.then(
      (connection) => this.#ready.set(lane, connection),
      () => this.#lanes.delete(lane),
    )
    return opening
  }

  /** The next use of the lane opens another one. */
  #forget(lane: string, connection: Connection): void {
    this.#lanes.delete(lane)
    this.#ready.delete(lane)
    void connection.close().catch(() => undefined)
  }
}

const beforeNewLink = 1000
/** Milliseconds for connections to close after a cancel. */
const lastWait = 500

function isLost(error: unknown): boolean {
  return error instanceof SluiceError && error.code === 'DB_CONNECTION_LOST'
}
