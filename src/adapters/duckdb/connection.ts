/** One session on DuckDB: transactions by flag, exact values, coded errors, interruption from outside. */
import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBResult, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { NodeInfo } from '../../core/event.js'
import { Float } from '../../core/float.js'
import type { Invocation } from '../../core/invocation.js'
import { Table } from '../../core/table.js'
import type { AdapterResponse, Connection, ExecuteOptions } from '../adapter.js'
import { interrupted } from '../base.js'
import { uniqueNames } from '../cells.js'
import { readsOnly, severalStatements, transactionControl } from '../statement-kind.js'
import { told } from '../told.js'
import type { Driver, Retries } from './database.js'
import { exceptionName, isConflict, queryFailed } from './errors.js'
import { RowTally } from './row-tally.js'
import { toCell } from './values.js'

export interface SessionOptions {
  readonly name: string
  readonly driver: Driver
  readonly invocation: Invocation
  readonly retries: Retries
  /** `disable_transactions`: begin and commit do nothing. */
  readonly autocommit: boolean
}

/** A conflict lost outside a transaction: the statement is sent again after 20, 40, 80 … ms. */
const conflictTries = 6
const conflictPause = 20
/** Errors found before anything ran: DuckDB keeps the transaction, and templates that probe for a table rely on it. */
const harmless = new Set(['CatalogException', 'BinderException', 'ParserException'])

export class DuckDBSession implements Connection {
  readonly name: string
  nodeInfo: NodeInfo | undefined
  committed = 0
  readonly #session: DuckDBConnection
  readonly #options: SessionOptions
  #inTransaction = false
  /** A transaction was asked for and waits for the first statement that changes something. */
  #wanted = false
  #running: Promise<unknown> | undefined
  #stopOther: (() => void) | undefined
  #closed = false

  constructor(session: DuckDBConnection, options: SessionOptions) {
    this.name = options.name
    this.#session = session
    this.#options = options
  }

  get inTransaction(): boolean {
    return this.#inTransaction || this.#wanted
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<{ readonly response: AdapterResponse; readonly table: Table }> {
    const control = transactionControl(sql)
    if (control) {
      await this[control]()
      return { response: { message: 'OK' }, table: Table.empty }
    }
    if (this.#wanted && !readsOnly(sql)) await this.#reallyBegin()
    return await this.#told(sql, () => this.#guarded(sql, options))
  }

  async begin(): Promise<void> {
    if (!this.#inTransaction && !this.#options.autocommit) this.#wanted = true
  }

  async #reallyBegin(): Promise<void> {
    this.#wanted = false
    await this.#told('BEGIN', () => this.#session.run('BEGIN TRANSACTION'))
    this.#inTransaction = true
  }

  async commit(): Promise<void> {
    this.#wanted = false
    if (!this.#inTransaction) return
    try {
      await this.#told('COMMIT', () => this.#track(this.#session.run('COMMIT')))
      this.committed++
    } catch (error) {
      await this.rollback()
      throw queryFailed(error, 'COMMIT')
    }
    this.#inTransaction = false
  }

  async rollback(): Promise<void> {
    this.#wanted = false
    if (!this.#inTransaction) return
    this.#inTransaction = false
    // N.B. a commit that failed has rolled back already; saying so again is an error of no interest.
    await this.#told('ROLLBACK', () => this.#session.run('ROLLBACK').catch(() => undefined))
  }

  /** Work for this session that is no statement of it; `stop` ends it when the session is cancelled. */
  async alongside<T>(work: () => Promise<T>, stop: () => void): Promise<T> {
    this.#stopOther = stop
    try {
      return await work()
    } finally {
      this.#stopOther = undefined
    }
  }

  async cancel(): Promise<void> {
    this.#stopOther?.()
    const running = this.#running
    if (!running) return
    // The statement may still be on its way to the engine, where an interrupt finds nothing: ask until it has ended.
    const asking = setInterval(() => this.#session.interrupt(), 10)
    this.#session.interrupt()
    await running.catch(() => undefined)
    clearInterval(asking)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.cancel()
    await this.rollback()
    this.#session.closeSync()
  }

  async #told<T>(sql: string, work: () => Promise<T>): Promise<T> {
    return await told(this, this.#options.invocation, sql, work)
  }

  async #guarded(sql: string, options: ExecuteOptions): Promise<{ response: AdapterResponse; table: Table }> {
    const signal = options.signal ?? this.#options.invocation.signal
    const stop = () => void this.cancel()
    if (signal.aborted) throw interrupted()
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await this.#run(sql, options, signal)
    } catch (error) {
      if (!harmless.has(exceptionName(error))) await this.rollback()
      throw queryFailed(error, sql)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** Several statements go one by one, so that rows are counted by kind and a conflict repeats only the one that lost. */
  async #run(sql: string, options: ExecuteOptions, signal: AbortSignal): Promise<{ response: AdapterResponse; table: Table }> {
    const tally = new RowTally(this.#options.driver)
    const result =
      severalStatements.test(sql) && !options.bindings
        ? await this.#runEach(sql, tally, signal)
        : await this.#retried(() => this.#send(sql, options), signal)
    tally.add(result)
    if (!this.#inTransaction && !readsOnly(sql)) this.committed++
    return { response: tally.response(), table: options.fetch ? await this.#table(result, options.limit) : Table.empty }
  }

  async #runEach(sql: string, tally: RowTally, signal: AbortSignal): Promise<DuckDBResult> {
    const statements = await this.#track(this.#session.extractStatements(sql))
    for (let index = 0; ; index++) {
      const result = await this.#retried(async () => {
        const prepared = await statements.prepare(index)
        return await prepared.run().finally(() => prepared.destroySync())
      }, signal)
      if (index === statements.count - 1) return result
      tally.add(result)
    }
  }

  async #retried(send: () => Promise<DuckDBResult>, signal: AbortSignal): Promise<DuckDBResult> {
    const { retries } = this.#options
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.#track(send())
        return result
      } catch (error) {
        const lostRace = !this.#inTransaction && isConflict(error) && attempt < conflictTries
        const asProfileSays = attempt < retries.queryAttempts && retries.exceptions.includes(exceptionName(error))
        if (signal.aborted || !(lostRace || asProfileSays)) throw error
        await new Promise((resolve) => setTimeout(resolve, lostRace ? conflictPause * 2 ** attempt : 1000 * 2 ** (attempt - 1)))
      }
    }
  }

  async #send(sql: string, options: ExecuteOptions): Promise<DuckDBResult> {
    if (options.bindings) {
      const bound = options.bindings.map((value) => toParameter(value, this.#options.driver))
      return await this.#session.run(
        sql,
        bound.map(([value]) => value),
        bound.map(([, type]) => type) as DuckDBType[],
      )
    }
    return options.fetch && options.limit ? await this.#session.stream(sql) : await this.#session.run(sql)
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#running = work
    try {
      return await work
    } finally {
      this.#running = undefined
    }
  }

  async #table(result: DuckDBResult, limit: number | null | undefined): Promise<Table> {
    const { driver } = this.#options
    const types = result.columnTypes()
    const rows: unknown[][] = []
    for await (const batch of batches(result)) {
      for (const row of batch) rows.push(row.map((value, index) => toCell(value, types[index] as DuckDBType, driver)))
      if (limit && rows.length >= limit) break
    }
    return new Table(uniqueNames(result.columnNames()), types.map(String), limit ? rows.slice(0, limit) : rows)
  }
}

/** N.B. a whole result is there already: asking for its chunks one by one on the thread pool would cost more than reading them. */
async function* batches(result: DuckDBResult): AsyncGenerator<DuckDBValue[][]> {
  if (result.isStreaming) yield* result.yieldRows()
  else
    for (let index = 0; index < (result as DuckDBMaterializedResult).chunkCount; index++)
      yield (result as DuckDBMaterializedResult).getChunk(index).getRows()
}

function toParameter(value: unknown, driver: Driver): [DuckDBValue, DuckDBType | undefined] {
  if (value instanceof Float) return [value.toString(), driver.VARCHAR]
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [BigInt(value), driver.BIGINT] : [value, driver.DOUBLE]
  if (typeof value === 'bigint') return [value, driver.HUGEINT]
  if (value === null || value === undefined) return [null, driver.SQLNULL]
  if (typeof value === 'boolean') return [value, driver.BOOLEAN]
  return [String(value), driver.VARCHAR]
}
