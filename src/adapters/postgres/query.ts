/**
 * One message to the server and what comes back, as the wire has it: command tags whole, cells as text. pg's own query
 * class cuts the tags and turns cells into lossy values.
 */
import type { Client, Connection as Wire } from 'pg'

export interface WireField {
  readonly name: string
  readonly dataTypeID: number
}

export interface Answer {
  /** Of every statement in the text, e.g. `INSERT 0 3`; `rows` says whether it gave rows to read. */
  readonly tags: readonly { readonly tag: string; readonly rows: boolean }[]
  /** Of the last statement that gave rows. */
  readonly fields: readonly WireField[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Ask {
  readonly sql: string
  /** Makes it a prepared statement: one only, `$1` … for the values. */
  readonly values?: readonly (string | null)[] | undefined
  /** Keep rows; otherwise they are dropped as they come. */
  readonly keep: boolean
  /** Rows to read at most, by the portal of a prepared statement; 0 is all. */
  readonly limit: number
}

export async function ask(client: Client, question: Ask): Promise<Answer> {
  return await new Promise((done, fail) => {
    client.query(new WireQuery(question, done, fail) as never)
  })
}

class WireQuery {
  readonly #question: Ask
  readonly #done: (answer: Answer) => void
  readonly #fail: (error: unknown) => void
  readonly #tags: { tag: string; rows: boolean }[] = []
  #fields: readonly WireField[] = []
  #rows: (readonly (string | null)[])[] = []
  #described = false

  constructor(question: Ask, done: (answer: Answer) => void, fail: (error: unknown) => void) {
    this.#question = question
    this.#done = done
    this.#fail = fail
  }

  submit(wire: Wire): void {
    const { sql, values, limit } = this.#question
    if (values !== undefined || limit > 0) this.#prepare(wire)
    else wire.query(sql)
  }

  #prepare(wire: Wire): void {
    const { sql, values, limit } = this.#question
    wire.stream.cork()
    wire.parse({ name: '', text: sql, types: [] }, true)
    wire.bind({ portal: '', statement: '', values: [...(values ?? [])] }, true)
    wire.describe({ type: 'P', name: '' }, true)
    wire.execute({ portal: '', ...(limit > 0 ? { rows: limit as never } : {}) }, true)
    // N.B. this ends the portal too, so rows beyond the limit are never computed.
    wire.sync()
    wire.stream.uncork()
  }

  handleRowDescription(message: { readonly fields: readonly WireField[] }): void {
    this.#described = true
    this.#fields = message.fields
    this.#rows = []
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    if (this.#question.keep) this.#rows.push(message.fields)
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.#tags.push({ tag: message.text, rows: this.#described })
    this.#described = false
  }

  handlePortalSuspended(): void {
    this.handleCommandComplete({ text: `SELECT ${this.#rows.length}` })
  }

  handleEmptyQuery(): void {
    // A comment alone; the server says no more.
  }

  handleCopyInResponse(wire: { sendCopyFail(reason: string): void }): void {
    wire.sendCopyFail('COPY FROM STDIN has no data here')
  }

  handleCopyData(): void {
    // COPY TO STDOUT: nobody reads it.
  }

  handleReadyForQuery(): void {
    this.#done({ tags: this.#tags, fields: this.#fields, rows: this.#rows })
  }

  /** N.B. the state of the transaction is known only when the server is ready again. */
  handleError(error: unknown, wire: Wire): void {
    const fromServer = (error as { readonly severity?: string }).severity !== undefined
    const fail = () => {
      wire.off('readyForQuery', fail)
      wire.off('end', fail)
      this.#fail(error)
    }
    if (fromServer) {
      wire.once('readyForQuery', fail)
      wire.once('end', fail)
    } else fail()
  }
}
