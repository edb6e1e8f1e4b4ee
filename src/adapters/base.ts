/** What an adapter need not write itself: an adapter that opens connections, loads seeds by bound values and closes once. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { TemplateFunction } from '../core/template-object.js'
import type { Adapter, AdapterModule, AdapterResponse, Connection, Credentials, SeedLoad } from './adapter.js'

export abstract class BaseAdapter implements Adapter {
  readonly module: AdapterModule
  readonly credentials: Credentials
  readonly invocation: Invocation
  /** Most values one statement may bind. */
  protected readonly mostBindings: number = 900
  #open = true

  /** Registers the credentials' secrets, so that no event tells them. */
  constructor(module: AdapterModule, credentials: Credentials, invocation: Invocation) {
    this.module = module
    this.credentials = credentials
    this.invocation = invocation
    for (const secret of credentials.secrets) invocation.redactor.add(secret)
  }

  /** Of the warehouse, as it tells. */
  abstract readonly version: string
  abstract connect(name: string): Promise<Connection>
  /** Ends what all connections share; called once. */
  protected abstract end(): Promise<void>

  isTransient(_error: unknown): boolean {
    return false
  }

  templateMethods(_connection: Connection): Readonly<Record<string, TemplateFunction>> {
    return {}
  }

  /** The mark of the n-th bound value (from 1) in a statement. */
  protected placeholder(_position: number): string {
    return '?'
  }

  /** By `insert … values` of bound rows. An engine with a bulk path overrides this and declares `bulk-seed`. */
  async loadSeed(request: SeedLoad, connection: Connection): Promise<AdapterResponse> {
    const names = request.columns.map((column) => column.quoted).join(', ')
    const atOnce = Math.max(1, Math.floor(this.mostBindings / Math.max(1, request.columns.length)))
    const rows = request.table.rows.map((row) => row.cells)
    for (let from = 0; from < rows.length; from += atOnce) {
      const batch = rows.slice(from, from + atOnce)
      let position = 0
      const marks = batch.map((cells) => `(${cells.map(() => this.placeholder(++position)).join(', ')})`)
      await connection.execute(`insert into ${request.relation} (${names}) values ${marks.join(', ')}`, { bindings: batch.flat() })
    }
    return { message: `INSERT ${rows.length}`, code: 'INSERT', rowsAffected: rows.length }
  }

  async close(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.end()
  }
}

export interface RetryOptions {
  /** Tries in all. */
  readonly attempts: number
  /** Milliseconds before the second try; doubles each time, give or take a quarter so that rivals part. */
  readonly pause: number
  readonly mostPause?: number
  readonly signal?: AbortSignal
  readonly isTransient: (error: unknown) => boolean
}

/** Runs `work` until it succeeds, fails for good, or the tries are used up. A signal ends the waiting with `INTERRUPTED`. */
export async function retried<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= options.attempts || !options.isTransient(error)) throw error
      const pause = Math.min(options.pause * 2 ** (attempt - 1), options.mostPause ?? 10_000)
      await waited(pause * (0.75 + Math.random() / 2), options.signal)
    }
  }
}

async function waited(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {})
  } catch (cause) {
    throw interrupted(cause)
  }
}

export function interrupted(cause?: unknown): SluiceError {
  return new SluiceError('INTERRUPTED', { message: 'the run was cancelled', cause })
}
