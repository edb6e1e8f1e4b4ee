/**
 * A live SQLite: one connection a lane, one writer at a time. A schema other than `main` is a file of its own beside the
 * database's, `<name>.<schema>.sqlite`, which every connection attaches.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, extname, isAbsolute, join } from 'node:path'
import { BaseAdapter, define } from 'sluice/adapter-kit'
import { SqliteConnection } from './connection.js'
import { connectFailed, driverMissing, isBusy } from './errors.js'
import { Gate } from './gate.js'

export class SqliteAdapter extends BaseAdapter {
  mostBindings = 30_000
  version = 'unknown'
  gate = new Gate()
  /** Schema → how often it was created: a connection attaches anew what was dropped and made again. */
  schemas = new Map()
  #file
  #driver

  async connect(name) {
    this.#driver ??= await loadDriver()
    this.#file ??= this.#findFile()
    try {
      const database = new this.#driver(this.#file)
      this.version = database.prepare('select sqlite_version()').pluck().get()
      return new SqliteConnection(name, this, database)
    } catch (error) {
      throw connectFailed(error, this.#file)
    }
  }

  isTransient(error) {
    return isBusy(error)
  }

  templateMethods() {
    return {
      create_schema_file: define('create_schema_file', ['schema'], (schema) => this.createSchema(schema)),
      drop_schema_file: define('drop_schema_file', ['schema'], (schema) => this.dropSchema(schema)),
      schema_names: define('schema_names', [], () => ['main', ...this.schemas.keys()]),
      has_schema: define('has_schema', ['schema'], (schema) => schema.toLowerCase() === 'main' || this.schemas.has(schema.toLowerCase())),
    }
  }

  createSchema(schema) {
    const name = schema.toLowerCase()
    if (name !== 'main' && !this.schemas.has(name)) this.schemas.set(name, ++this.#made)
    return ''
  }

  dropSchema(schema) {
    const name = schema.toLowerCase()
    if (this.schemas.delete(name)) rmSync(this.schemaFile(name), { force: true })
    return ''
  }

  #made = 0

  schemaFile(schema) {
    const extension = extname(this.#file)
    return join(dirname(this.#file), `${basename(this.#file, extension)}.${schema}${extension || '.sqlite'}`)
  }

  /** Relative paths start at the project's folder. Schemas of earlier runs are there already. */
  #findFile() {
    const { path } = this.credentials.raw
    const file = isAbsolute(path) ? path : join(this.invocation.projectDir, path)
    const extension = extname(file)
    const start = `${basename(file, extension)}.`
    const names = existsSync(dirname(file)) ? readdirSync(dirname(file)) : []
    for (const name of names)
      if (name.startsWith(start) && name.endsWith(extension) && name !== basename(file))
        this.createSchema(name.slice(start.length, name.length - extension.length))
    return file
  }

  async end() {}
}

async function loadDriver() {
  try {
    return (await import('better-sqlite3')).default
  } catch (error) {
    throw driverMissing(error)
  }
}
