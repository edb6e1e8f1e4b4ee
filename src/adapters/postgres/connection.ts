/** One session on PostgreSQL: dbt's transactions, exact values, coded errors, cancelling from outside, reconnection. */
import type { Client } from 'pg'
import { SluiceError } from '../../core/error.js'
import type { NodeInfo } from '../../core/event.js'
import type { Invocation } from '../../core/invocation.js'
import { Table } from '../../core/table.js'
import type { AdapterResponse, Connection, ExecuteOptions } from '../adapter.js'
import { interrupted } from '../base.js'
import { uniqueNames } from '../cells.js'
import { severalStatements, transactionControl } from '../statement-kind.js'
import { told } from '../told.js'
import { cancelBackend } from './cancel.js'
import type { Connector, Opened } from './connect.js'
import { queryFailed } from './errors.js'
import { type Answer, ask } from './query.js'
import { responseOf } from './response.js'
import { isSocketError } from './socket-errors.js'
import { numberedParameters, readsOnly } from './statement-kind.js'
import { driverTypeName } from './types.js'
import { toCells, toParameter } from './values.js'

export interface SessionOptions {
  readonly name: string
  readonly connector: Connector
  readonly invocation: Invocation
  /** Begin and commit do nothing: each statement is permanent at once. */
  readonly autocommit: boolean
}

interface Outcome {
  readonly response: AdapterResponse
  readonly table: Table
}

export class PostgresSession implements Connection {
  readonly name: string
  nodeInfo: NodeInfo | undefined
  committed = 0
  readonly #options: SessionOptions
  #opened: Opened
  /** Why the link is gone, until a new one is made. */
  #broken: unknown
  /** A transaction was asked for and waits for the first statement. */
  #wanted = false
  #inTransaction = false
  #running: Promise<unknown> | undefined
  #cancelling: Promise<void> | undefined
  #wasCancelled = false
  #closed = false

  constructor(opened: Opened, options: SessionOptions) {
    this.name = options.name
    this.#options = options
    this.#opened = opened
    this.#listen(opened.client)
  }

  get inTransaction(): boolean {
    return this.#inTransaction || this.#wanted
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<Outcome> {
    const control = transactionControl(sql)
    if (control) {
      await this[control]()
      return { response: { message: control.toUpperCase(), code: control.toUpperCase(), rowsAffected: -1 }, table: Table.empty }
    }
    const { bindings, fetch = false, limit } = options
    const text = bindings ? numberedParameters(sql) : sql
    const rows = fetch && limit && (bindings || !severalStatements.test(sql)) ? limit : 0
    const answer = await this.#permanent(sql, options.signal, (client) =>
      ask(client, { sql: text, values: bindings?.map(toParameter), keep: fetch, limit: rows }),
    )
    return { response: responseOf(answer), table: fetch ? tableOf(answer, limit) : Table.empty }
  }

  /** Sends rows by COPY: `write` gets the client and feeds the stream. The count of rows comes back as a command tag. */
  async copy(sql: string, write: (client: Client) => Promise<number>): Promise<AdapterResponse> {
    const rows = await this.#permanent(sql, undefined, write)
    return responseOf({ tags: [{ tag: `INSERT 0 ${rows}`, rows: false }] })
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction && !this.#options.autocommit) this.#wanted = true
  }

  async commit(): Promise<void> {
    this.#wanted = false
    if (!this.#inTransaction) return
    try {
      await this.#guarded('COMMIT', undefined, (client) => this.#told('COMMIT', () => client.query('COMMIT')))
      this.committed++
    } catch (error) {
      // Nobody knows whether the server still did it: what may be permanent is not tried again.
      if (error instanceof SluiceError && error.code === 'DB_CONNECTION_LOST') this.committed++
      throw error
    } finally {
      this.#inTransaction = false
    }
  }

  async rollback(): Promise<void> {
    this.#wanted = false
    if (!this.#inTransaction) return
    this.#inTransaction = false
    // With the link the transaction is gone as well.
    if (this.#broken === undefined) await this.#told('ROLLBACK', () => this.#opened.client.query('ROLLBACK').catch(() => undefined))
  }

  async cancel(): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#wasCancelled = true
    this.#cancelling ??= cancelBackend(this.#options.connector, this.#opened.pid, this.#opened.client, running).finally(() => {
      this.#cancelling = undefined
    })
    await this.#cancelling
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.cancel()
    await this.rollback()
    await this.#opened.client.end().catch(() => undefined)
  }

  #listen(client: Client): void {
    const lost = (error: unknown) => {
      if (client === this.#opened.client) this.#broken ??= error
    }
    client.on('error', lost)
    client.on('end', () => lost(new TypeError('Connection terminated unexpectedly')))
    client.on('notice', (notice) => {
      const about = this.nodeInfo ? { node_info: this.nodeInfo } : {}
      this.#options.invocation.events.emit('JinjaLogDebug', { msg: `${notice.severity ?? 'NOTICE'}: ${notice.message ?? ''}`, ...about })
    })
  }

  /** Opens what `begin` announced, sends, and counts what is permanent by that. */
  async #permanent<T>(sql: string, signal: AbortSignal | undefined, send: (client: Client) => Promise<T>): Promise<T> {
    return await this.#guarded(sql, signal, async (client) => {
      if (this.#wanted) {
        this.#wanted = false
        await this.#told('BEGIN', () => client.query('BEGIN'))
        this.#inTransaction = true
      }
      const changes = !this.#inTransaction && !readsOnly(sql)
      try {
        const answer = await this.#told(sql, () => send(client))
        if (changes) this.committed++
        return answer
      } catch (error) {
        // Nobody knows whether the server still did it: what may be permanent is not tried again.
        if (changes && isSocketError(error)) this.committed++
        throw error
      } finally {
        const status = client.getTransactionStatus()
        this.#inTransaction = status === 'T' || status === 'E'
      }
    })
  }

  /** Errors coded, a failed transaction rolled back, the run's cancel signal heard. */
  async #guarded<T>(sql: string, asked: AbortSignal | undefined, work: (client: Client) => Promise<T>): Promise<T> {
    const signal = asked ?? this.#options.invocation.signal
    const stop = () => void this.cancel()
    if (signal.aborted) throw interrupted()
    signal.addEventListener('abort', stop, { once: true })
    this.#wasCancelled = false
    try {
      this.#running = this.#linked().then(work)
      return (await this.#running) as T
    } catch (error) {
      const failure = this.#wasCancelled ? interrupted() : queryFailed(error, sql)
      // A request still under way would hit the next statement.
      await this.#cancelling
      await this.rollback()
      throw failure
    } finally {
      this.#running = undefined
      signal.removeEventListener('abort', stop)
      await this.#cancelling
    }
  }

  /** The client, new where the old link broke while nothing was open on it. */
  async #linked(): Promise<Client> {
    if (this.#broken === undefined) return this.#opened.client
    if (this.#inTransaction) throw this.#broken
    this.#opened = await this.#options.connector.open()
    this.#broken = undefined
    this.#listen(this.#opened.client)
    return this.#opened.client
  }

  async #told<T>(sql: string, work: () => Promise<T>): Promise<T> {
    return await told(this, this.#options.invocation, sql, work)
  }
}

function tableOf({ fields, rows }: Answer, limit: number | null | undefined): Table {
  const types = fields.map((field) => field.dataTypeID)
  const kept = limit ? rows.slice(0, limit) : rows
  return new Table(uniqueNames(fields.map((field) => field.name)), types.map(typeName), toCells(kept, types))
}

function typeName(oid: number): string {
  return driverTypeName(oid) ?? `unknown type_code ${oid}`
}
