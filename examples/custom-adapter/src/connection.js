/** One session: statements through the driver, which is synchronous; what changes anything waits for its turn. */
import { createHash } from 'node:crypto'
import { BaseConnection, readsOnly } from 'sluice/adapter-kit'
import { isBusy, queryFailed } from './errors.js'
import { quote } from './types.js'
import { toCell, toParameter } from './values.js'

export class SqliteConnection extends BaseConnection {
  /** Another process may hold the file for a while. */
  retries = { attempts: 12, pause: 20, mostPause: 2_000 }
  #adapter
  #database
  /** Ends this session's turn as the writer; set while a transaction is open. */
  #leave
  #attached = new Map()

  constructor(name, adapter, database) {
    super(name, adapter.invocation)
    this.#adapter = adapter
    this.#database = database
    // Views keep their text when a table is swapped by rename, as everywhere else.
    database.pragma('legacy_alter_table = on')
    addFunctions(database)
  }

  async control(word) {
    if (word === 'BEGIN') {
      this.#attach()
      const leave = await this.#adapter.gate.enter()
      try {
        this.#database.exec('begin immediate')
        this.#leave = leave
      } catch (error) {
        leave()
        throw error
      }
      return
    }
    try {
      this.#database.exec(word)
    } finally {
      if (!this.#database.inTransaction) this.#leave?.()
    }
  }

  async send(sql, { bindings, fetch, limit }) {
    this.#attach()
    const leave = this.#database.inTransaction || readsOnly(sql) ? undefined : await this.#adapter.gate.enter()
    try {
      return this.#run(sql, (bindings ?? []).map(toParameter), fetch ? limit : 0)
    } finally {
      leave?.()
    }
  }

  #run(sql, bindings, limit) {
    const statement = this.#prepared(sql)
    if (statement === undefined) return this.#runSeveral(sql)
    if (!statement.reader) {
      const { changes } = statement.run(...bindings)
      return { columns: [], rows: [], response: { message: 'OK', rowsAffected: changes } }
    }
    const columns = statement.columns()
    const rows = []
    for (const row of statement
      .raw(true)
      .safeIntegers(true)
      .iterate(...bindings)) {
      if (typeof limit === 'number' && rows.length >= limit) break
      rows.push(row.map((value, index) => toCell(value, columns[index].type)))
    }
    return { columns: columns.map(({ name, type }) => ({ name, type: type ?? '' })), rows, response: { message: 'OK' } }
  }

  /** Undefined for several statements in one text, which the driver prepares not. */
  #prepared(sql) {
    try {
      return this.#database.prepare(sql)
    } catch (error) {
      if (error instanceof RangeError) return undefined
      throw error
    }
  }

  #runSeveral(sql) {
    const changes = () => this.#database.prepare('select total_changes()').pluck().get()
    const before = changes()
    this.#database.exec(sql)
    return { columns: [], rows: [], response: { message: 'OK', rowsAffected: changes() - before } }
  }

  /** Brings this session's schemas in line with those that other sessions have created and dropped. */
  #attach() {
    if (this.#database.inTransaction) return
    const { schemas } = this.#adapter
    for (const [name, made] of this.#attached)
      if (schemas.get(name) !== made) {
        this.#database.exec(`detach ${quote(name)}`)
        this.#attached.delete(name)
      }
    for (const [name, made] of schemas)
      if (!this.#attached.has(name)) {
        this.#database.prepare(`attach ? as ${quote(name)}`).run(this.#adapter.schemaFile(name))
        this.#attached.set(name, made)
      }
  }

  toError(error, sql) {
    return queryFailed(error, sql)
  }

  isTransient(error) {
    return isBusy(error)
  }

  async end() {
    this.#database.close()
    this.#leave?.()
  }
}

/** Functions that other warehouses have and the macros rely on; a null gives a null. */
function addFunctions(database) {
  const define = (name, body) =>
    database.function(name, { deterministic: true, varargs: true }, (...args) => (args.includes(null) ? null : body(...args)))
  define('md5', (value) => createHash('md5').update(String(value)).digest('hex'))
  define(
    'split_part',
    (text, delimiter, position) =>
      String(text)
        .split(String(delimiter))
        .at(position > 0 ? position - 1 : position) ?? '',
  )
}
