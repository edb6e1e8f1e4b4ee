/** The databases of a run. Both tools see one of the same name, so that compiled SQL can be compared as text. */
import { join } from 'node:path'
import pg from 'pg'
import { openServer } from '../../lib/server.mjs'

const database = 'conformance'

/**
 * @returns `engine`, `open(root)` (an empty database; gives the profile's target), `close(name)` (keeps it under that name),
 *   `stop()`
 */
export async function startEngine(engine, work) {
  if (engine === 'duckdb') return duckdb()
  if (engine === 'postgres') return await postgres(work)
  throw new TypeError(`no such engine: ${engine}; there are duckdb, postgres`)
}

function duckdb() {
  return {
    engine: 'duckdb',
    open: async (root) => ({ type: 'duckdb', path: join(root, `${database}.duckdb`), schema: 'main', threads: 4 }),
    close: async () => {},
    stop: async () => {},
  }
}

async function postgres(work) {
  const { server, stop } = await openServer(work)
  const once = async (sql) => {
    const client = new pg.Client({ ...server, database: 'postgres' })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  return {
    engine: 'postgres',
    open: async () => {
      await once(`drop database if exists ${database} with (force)`)
      await once(`create database ${database} template template0`)
      return { type: 'postgres', ...server, dbname: database, schema: 'conformance', threads: 4 }
    },
    close: async (name) => {
      await once(`drop database if exists "${name}" with (force)`)
      await once(`alter database ${database} rename to "${name}"`)
    },
    stop,
  }
}
