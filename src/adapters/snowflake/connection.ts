/** One session on Snowflake: statements one by one, each committed by itself unless the SQL says `begin`; exact values, coded errors. */
import type { Connection as DriverConnection, RowStatement } from 'snowflake-sdk'
import type { SluiceError } from '../../core/error.js'
import type { NodeInfo } from '../../core/event.js'
import { Float } from '../../core/float.js'
import type { Invocation } from '../../core/invocation.js'
import { Table } from '../../core/table.js'
import type { AdapterResponse, Connection, ExecuteOptions } from '../adapter.js'
import { uniqueNames } from '../cells.js'
import { told } from '../told.js'
import { connectionLost, endsSession, interrupted, isPassing, queryFailed } from './errors.js'
import { isCount, readResponse } from './response.js'
import { cancelStatement, columnsOf, logOut, rowsOf, type SendOptions, send } from './session.js'
import { type Control, isDdl, isQuery, type Statement, signed, splitStatements, transactionControl } from './statements.js'
import { typeName } from './values.js'

export interface SessionOptions {
  readonly name: string
  readonly invocation: Invocation
  /** Opens another session like the first, when that one is gone. */
  readonly logIn: () => Promise<DriverConnection>
  readonly pace?: Pace
}

/** Milliseconds. */
interface Pace {
  /** Between looks whether the server is still there while a statement runs. */
  readonly look: number
  /** Between requests to stop a statement, which the server may not know yet when it is first told. */
  readonly ask: number
  /** How long a server that was told to stop something may take to say so. */
  readonly patience: number
}

export interface Answer {
  readonly response: AdapterResponse
  readonly table: Table
}

/** A statement that met a lock or a fault inside the server is sent again after about 0.25, 0.5, 1 … s. */
const tries = 5
const pause = 250
/** The driver asks a server that is gone for hours. So many looks in a row without an answer, and we stop it. */
const looks = 4
const usualPace: Pace = { look: 30_000, ask: 250, patience: 3000 }
const nothing: Answer = { response: { message: 'OK' }, table: Table.empty }

export class SnowflakeSession implements Connection {
  readonly name: string
  nodeInfo: NodeInfo | undefined
  committed = 0
  #inTransaction = false
  #session: DriverConnection
  readonly #options: SessionOptions
  /** Set while statements are on their way; `abort` stops them. */
  #work: { readonly stop: AbortController; readonly ended: Promise<unknown> } | undefined
  #closed = false
  readonly #pace: Pace

  constructor(session: DriverConnection, options: SessionOptions) {
    this.name = options.name
    this.#session = session
    this.#options = options
    this.#pace = options.pace ?? usualPace
  }

  /** True only where the SQL itself has begun one: as in dbt, templates that begin and commit do nothing here. */
  get inTransaction(): boolean {
    return this.#inTransaction
  }

  async begin(): Promise<void> {}

  async commit(): Promise<void> {}

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    // A session that is gone has rolled back by itself.
    await this.#told('rollback', () => this.#soon(send(this.#session, 'rollback', {}))).catch(() => undefined)
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<Answer> {
    const statements = options.bindings ? [{ sql, offset: 0 }] : signed(splitStatements(sql))
    return await this.#stoppable(options.signal, async (stop) => {
      let answer = nothing
      for (const [index, statement] of statements.entries()) {
        const last = index === statements.length - 1
        const control = transactionControl(statement.sql)
        const given = await this.#run(
          sql,
          statement,
          { ...options, fetch: options.fetch === true && (last || control === undefined) },
          stop,
        )
        // The rows and counts of `begin; merge …; commit;` are those of the merge.
        if (control === undefined || statements.length === 1) answer = given
      }
      return answer
    })
  }

  /** Many rows for one `insert … values (?, ?)`, as texts. */
  async executeRows(sql: string, rows: readonly (readonly (string | null)[])[]): Promise<Answer> {
    return await this.#stoppable(undefined, (stop) => this.#run(sql, { sql, offset: 0 }, {}, stop, rows))
  }

  async cancel(): Promise<void> {
    const work = this.#work
    if (!work) return
    work.stop.abort()
    await this.#soon(work.ended).catch(() => undefined)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.cancel()
    await this.rollback()
    await this.#soon(logOut(this.#session))
  }

  async #stoppable(signal: AbortSignal | undefined, body: (stop: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const outer = signal ?? this.#options.invocation.signal
    if (outer.aborted) throw interrupted()
    const stop = new AbortController()
    const pass = () => stop.abort()
    outer.addEventListener('abort', pass, { once: true })
    const ended = body(stop.signal)
    this.#work = { stop, ended }
    try {
      return await ended
    } catch (error) {
      await this.rollback()
      throw error
    } finally {
      outer.removeEventListener('abort', pass)
      this.#work = undefined
    }
  }

  async #run(
    whole: string,
    statement: Statement,
    options: ExecuteOptions,
    stop: AbortSignal,
    rows?: SendOptions['binds'],
  ): Promise<Answer> {
    const control = transactionControl(statement.sql)
    const describeOnly = options.fetch === true && options.limit === 0 && isQuery(statement.sql)
    const binds = rows ?? options.bindings?.map(toBind)
    const answer = await this.#told(statement.sql, () =>
      this.#retried(whole, statement, stop, (onStart) =>
        this.#ask(statement.sql, { onStart, describeOnly, ...(binds ? { binds } : {}) }, options),
      ),
    )
    this.#follow(control, statement.sql)
    return answer
  }

  async #ask(sql: string, sending: SendOptions, options: ExecuteOptions): Promise<Answer> {
    const finished = await send(this.#session, sql, sending)
    const columns = columnsOf(finished)
    const counting = isCount(columns)
    const rows = options.fetch || counting ? await rowsOf(finished, options.fetch ? options.limit : 1) : []
    const response = readResponse(finished, columns, rows[0])
    if (!options.fetch) return { response, table: Table.empty }
    const names = uniqueNames(columns.map((column) => column.name))
    return { response, table: new Table(names, columns.map(typeName), rows) }
  }

  /** What a statement did to the transaction. One that creates or alters has committed it. */
  #follow(control: Control | undefined, sql: string): void {
    if (control === 'begin') this.#inTransaction = true
    else if (control !== undefined || (this.#inTransaction && isDdl(sql))) {
      if (control !== 'rollback') this.committed++
      this.#inTransaction = false
    } else if (!this.#inTransaction && !isQuery(sql)) this.committed++
  }

  async #retried(
    whole: string,
    statement: Statement,
    stop: AbortSignal,
    ask: (onStart: (sent: RowStatement) => void) => Promise<Answer>,
  ): Promise<Answer> {
    const watch = { stop, pace: this.#pace, isThere: () => this.#session.isValidAsync() }
    for (let attempt = 1; ; attempt++) {
      try {
        return await watched(watch, ask)
      } catch (error) {
        const failure = queryFailed(error, whole, statement.offset, stop.aborted)
        if (stop.aborted || this.#inTransaction || attempt === tries || !isPassing(failure)) throw failure
        // A link that broke may have lost the answer of a statement that ran: only questions are asked again.
        if (failure.code === 'DB_CONNECTION_LOST' && !(await this.#isRenewed(failure, statement))) throw failure
        // Half of it by chance, so that those who met do not meet again.
        await sleep(pause * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), stop)
      }
    }
  }

  /** A session the server has ended is opened anew: the statement did not run. */
  async #isRenewed(failure: SluiceError, statement: Statement): Promise<boolean> {
    if (!endsSession(failure)) return isQuery(statement.sql)
    this.#session = await this.#options.logIn()
    return true
  }

  /** Waits, but not for a server that is gone. */
  async #soon(work: Promise<unknown>): Promise<void> {
    const waited = new AbortController()
    await Promise.race([work, sleep(this.#pace.patience, waited.signal)]).finally(() => waited.abort())
  }

  async #told<T>(sql: string, work: () => Promise<T>): Promise<T> {
    return await told(this, this.#options.invocation, sql, work)
  }
}

interface Watch {
  readonly stop: AbortSignal
  readonly pace: Pace
  readonly isThere: () => Promise<boolean>
}

/** Runs one statement that `stop` cancels on the server. A server that does not answer is not waited for. */
async function watched({ stop, pace, isThere }: Watch, ask: (onStart: (sent: RowStatement) => void) => Promise<Answer>): Promise<Answer> {
  if (stop.aborted) throw interrupted()
  let sent: RowStatement | undefined
  const timers: NodeJS.Timeout[] = []
  const answer = ask((statement) => {
    sent = statement
  })
  const abandoned = new Promise<never>((_done, fail) => {
    const tell = () => {
      const cancel = () => void (sent && cancelStatement(sent))
      cancel()
      timers.push(
        setInterval(cancel, pace.ask),
        setTimeout(() => fail(interrupted(sent?.getQueryId())), pace.patience),
      )
    }
    stop.addEventListener('abort', tell, { once: true })
    let missed = 0
    const watch = async () => {
      missed = (await isThere()) ? 0 : missed + 1
      if (missed === looks) fail(connectionLost(sent?.getQueryId()))
    }
    timers.push(setInterval(() => void watch(), pace.look).unref())
  })
  try {
    return await Promise.race([answer, abandoned])
  } finally {
    // One clears the other kind, too.
    timers.forEach(clearInterval)
    answer.catch(() => undefined)
    abandoned.catch(() => undefined)
  }
}

/** Ends early, without a word, when `stop` says so. */
async function sleep(milliseconds: number, stop: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(done, milliseconds)
    const end = () => {
      clearTimeout(timer)
      done()
    }
    stop.addEventListener('abort', end, { once: true })
  })
}

function toBind(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isSafeInteger(value))) return value
  if (value instanceof Float) return value.toString()
  return String(value)
}
