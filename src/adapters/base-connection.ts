/**
 * A session whose driver-independent half is done: transactions that begin with the first change, the events every
 * statement is told by, the cancel signal, repeated tries of what may pass, and rows as tables.
 */
import { SluiceError } from '../core/error.js'
import type { NodeInfo } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import { type Cell, Table } from '../core/table.js'
import type { AdapterResponse, Connection, ExecuteOptions } from './adapter.js'
import { interrupted, type RetryOptions, retried } from './base.js'
import { uniqueNames } from './cells.js'
import { readsOnly, transactionControl } from './statement-kind.js'
import { told } from './told.js'

/** What the driver gave for one text sent. */
export interface Answer {
  /** Empty where the statement gives no rows. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Cells as templates expect them: see `Cell`. */
  readonly rows: readonly (readonly Cell[])[]
  readonly response: AdapterResponse
}

export abstract class BaseConnection implements Connection {
  readonly name: string
  nodeInfo: NodeInfo | undefined
  committed = 0
  protected readonly invocation: Invocation
  protected readonly retries: Pick<RetryOptions, 'attempts' | 'pause' | 'mostPause'> = { attempts: 5, pause: 20 }
  #inTransaction = false
  /** A transaction was asked for and waits for the first statement that changes something. */
  #wanted = false
  #running: Promise<unknown> | undefined
  #closed = false

  constructor(name: string, invocation: Invocation) {
    this.name = name
    this.invocation = invocation
  }

  /** Sends one text, which may hold several statements, and gives the answer of the last. Rejects with the driver's error. */
  protected abstract send(sql: string, options: ExecuteOptions): Promise<Answer>
  /** A driver's error as ours: a code, the message, and `detail: {sql, position}` where the place is known. */
  protected abstract toError(error: unknown, sql: string): SluiceError
  /** Ends the session; nothing runs and no transaction is open then. */
  protected abstract end(): Promise<void>

  /** Stops the running statement, from outside; it then rejects. Engines that declare `cancel` can. */
  protected async interrupt(): Promise<void> {}

  /** May the same statement pass when it is sent again? Asked outside transactions and for BEGIN only. */
  protected isTransient(_error: unknown): boolean {
    return false
  }

  /** Sends BEGIN, COMMIT or ROLLBACK. */
  protected async control(word: 'BEGIN' | 'COMMIT' | 'ROLLBACK'): Promise<void> {
    await this.send(word, {})
  }

  get inTransaction(): boolean {
    return this.#inTransaction || this.#wanted
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<{ readonly response: AdapterResponse; readonly table: Table }> {
    const word = transactionControl(sql)
    if (word) {
      await this[word]()
      return { response: { message: 'OK' }, table: Table.empty }
    }
    const signal = options.signal ?? this.invocation.signal
    if (signal.aborted) throw interrupted()
    const changes = !readsOnly(sql)
    if (this.#wanted && changes) await this.#reallyBegin(signal)
    const answer = await this.#guarded(sql, options, signal)
    if (!this.#inTransaction && changes) this.committed++
    return { response: answer.response, table: options.fetch ? tableOf(answer, options.limit) : Table.empty }
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction) this.#wanted = true
  }

  async commit(): Promise<void> {
    this.#wanted = false
    if (!this.#inTransaction) return
    try {
      await this.#told('COMMIT', () => this.#tracked(this.control('COMMIT')))
    } catch (error) {
      await this.rollback()
      throw this.#known(error, 'COMMIT')
    }
    this.#inTransaction = false
    this.committed++
  }

  async rollback(): Promise<void> {
    this.#wanted = false
    if (!this.#inTransaction) return
    this.#inTransaction = false
    // A commit that failed may have rolled back already: saying so again is an error of no interest.
    await this.#told('ROLLBACK', () => this.control('ROLLBACK').catch(() => undefined))
  }

  async cancel(): Promise<void> {
    const running = this.#running
    if (!running) return
    await this.interrupt()
    await running.catch(() => undefined)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.cancel()
    await this.rollback()
    await this.end()
  }

  async #reallyBegin(signal: AbortSignal): Promise<void> {
    const work = () => this.#told('BEGIN', () => this.#tracked(this.control('BEGIN')))
    try {
      await retried(work, { ...this.retries, signal, isTransient: (error) => this.isTransient(error) })
    } catch (error) {
      throw this.#known(error, 'BEGIN')
    }
    this.#wanted = false
    this.#inTransaction = true
  }

  async #guarded(sql: string, options: ExecuteOptions, signal: AbortSignal): Promise<Answer> {
    const stop = () => void this.cancel()
    signal.addEventListener('abort', stop, { once: true })
    try {
      const again = (error: unknown) => !this.#inTransaction && !signal.aborted && this.isTransient(error)
      return await retried(() => this.#told(sql, () => this.#tracked(this.send(sql, options))), {
        ...this.retries,
        signal,
        isTransient: again,
      })
    } catch (error) {
      await this.rollback()
      throw signal.aborted ? interrupted(error) : this.#known(error, sql)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async #told<T>(sql: string, work: () => Promise<T>): Promise<T> {
    return await told(this, this.invocation, sql, work)
  }

  async #tracked<T>(work: Promise<T>): Promise<T> {
    this.#running = work
    try {
      return await work
    } finally {
      this.#running = undefined
    }
  }

  #known(error: unknown, sql: string): SluiceError {
    return error instanceof SluiceError ? error : this.toError(error, sql)
  }
}

function tableOf({ columns, rows }: Answer, limit: number | null | undefined): Table {
  const names = uniqueNames(columns.map((column) => column.name))
  const types = columns.map((column) => column.type)
  return new Table(names, types, limit ? rows.slice(0, limit) : rows)
}

/**
 * Where in a statement a name stands that an error speaks of, for drivers that tell the name but no place. 0-based offset;
 * text in comments and quotes is passed over. Undefined where it does not occur.
 */
export function positionOf(name: string, sql: string): number | undefined {
  const wanted = name.replaceAll('"', '').toLowerCase()
  const last = wanted.split('.').at(-1) ?? wanted
  const tokens = sql.matchAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[^\s]/gu)
  const matches = [...tokens].filter(([token]) => token.replaceAll('"', '').toLowerCase() === last)
  return (matches.find(({ index }) => standsAs(wanted, last, sql, index)) ?? matches[0])?.index
}

/** With what stands before it: `main.orders` rather than another `orders`. */
function standsAs(wanted: string, last: string, sql: string, index: number): boolean {
  const before = sql.slice(0, index).replaceAll('"', '').toLowerCase()
  return `${before}${last}`.endsWith(wanted)
}
