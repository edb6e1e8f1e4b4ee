/** What conformance cases work with: the user's warehouse, a scratch project built twice in scratch schemas, and sessions. */
import type { Adapter, AdapterModule, Bench, Case, Connection, Credentials, Day } from '../../adapters/index.js'
import type { Runtime } from '../../context/index.js'
import { SluiceError } from '../../core/error.js'
import type { RunEvent } from '../../core/event.js'
import type { RunResult } from '../../core/result.js'
import { Table } from '../../core/table.js'
import { notBuilt } from '../errors.js'
import { buildDay, cloneInto, type Scratch } from './scratch.js'

export interface BenchOptions {
  readonly adapter: Adapter
  readonly scratch: Scratch
  readonly cases: readonly Case[]
  /** Grows with every event of the scratch runs. */
  readonly events: readonly RunEvent[]
  readonly rowTexts: (table: Table) => string[]
}

export class LiveBench implements Bench {
  readonly module: AdapterModule
  readonly credentials: Credentials
  readonly schemas: Bench['schemas']
  readonly #options: BenchOptions
  readonly #sessions: Connection[] = []
  readonly #results = new Map<string, RunResult>()
  readonly #reads = new Map<string, readonly string[] | SluiceError>()
  readonly #errors: string[] = []
  #runtime: Runtime | undefined
  /** The session of what asks for none. */
  #standing: Connection | undefined

  constructor(options: BenchOptions) {
    this.#options = options
    this.module = options.adapter.module
    this.credentials = options.scratch.credentials
    this.schemas = options.scratch.schemas
  }

  /** Builds the scratch project as it is on both days and reads what cases ask for. */
  async build(): Promise<void> {
    const { scratch, adapter } = this.#options
    for (const day of [1, 2] as const) {
      const built = await buildDay(scratch, adapter, day)
      this.#runtime = built.runtime
      for (const [name, result] of built.results) this.#results.set(`${name} ${day}`, result)
      await this.#readAll(day)
    }
  }

  async #readAll(day: Day): Promise<void> {
    const { cases, rowTexts } = this.#options
    for (const [name, template] of cases.flatMap((each) => Object.entries(each.reads ?? {}))) {
      const key = `${name} ${day}`
      try {
        this.#reads.set(key, rowTexts(await this.query(template.replace(/\{\{ ref\('(\w+)'\) \}\}/g, reference))).sort())
      } catch (error) {
        if (!(error instanceof SluiceError)) throw error
        this.#reads.set(key, error)
      }
    }
  }

  async connect(): Promise<Connection> {
    const connection = await this.#options.adapter.connect(`conformance_${this.#sessions.length + 1}`)
    this.#sessions.push(connection)
    return connection
  }

  isTransient(error: unknown): boolean {
    return this.#options.adapter.isTransient(error)
  }

  async #session(given: Connection | undefined): Promise<Connection> {
    if (given) return given
    this.#standing ??= await this.#options.adapter.connect('conformance')
    return this.#standing
  }

  async render(template: string, given?: Connection): Promise<string> {
    const connection = await this.#session(given)
    try {
      const text = await (this.#runtime as Runtime).operationScope(connection).render(template, 'conformance')
      await connection.commit()
      return text.trim()
    } catch (error) {
      await connection.rollback()
      throw this.#noted(error)
    }
  }

  async query(template: string, given?: Connection): Promise<Table> {
    const sql = await this.render(template, given)
    const connection = await this.#session(given)
    try {
      return (await connection.execute(sql, { fetch: true })).table
    } catch (error) {
      throw this.#noted(error)
    }
  }

  result(node: string, day: Day): RunResult {
    const result = this.#results.get(`${node} ${day}`)
    if (!result) throw notBuilt(node, day)
    return result
  }

  rows(name: string, day: Day): readonly string[] {
    const read = this.#reads.get(`${name} ${day}`)
    if (read === undefined) throw notBuilt(name, day)
    if (read instanceof SluiceError) throw read
    return read
  }

  async heard(work: () => Promise<unknown>): Promise<readonly RunEvent[]> {
    const before = this.#options.events.length
    await work()
    return this.#options.events.slice(before)
  }

  clone(node: string): Promise<RunResult> {
    return cloneInto(this.#options.scratch, this.#options.adapter, node)
  }

  said(): readonly string[] {
    return [...this.#errors, ...this.#options.events.map((event) => JSON.stringify(event.data, plain))]
  }

  /** Closes the sessions of the case that has ended. */
  async tidy(): Promise<void> {
    for (const connection of this.#sessions.splice(0)) await connection.close()
  }

  async close(): Promise<void> {
    await this.tidy()
    await this.#standing?.close()
  }

  #noted(error: unknown): unknown {
    this.#errors.push(error instanceof SluiceError ? JSON.stringify(error.toJSON(), plain) : String(error))
    return error
  }
}

/** An operation cannot `ref` what it did not declare: the relation by its path. */
function reference(_match: string, name: string): string {
  return `{{ api.Relation.create(database=target.database, schema=target.schema, identifier='${name}') }}`
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Table ? value.toText() : value
}
