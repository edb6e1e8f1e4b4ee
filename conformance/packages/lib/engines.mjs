/** The databases of a run. Both tools see one of the same name, so that compiled SQL can be compared as text. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const database = 'conformance'
const starter = resolve(dirname(fileURLToPath(import.meta.url)), '../../../e2e/harness/start-postgres.mjs')

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
  const { server, stop } = await running(work)
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

async function running(work) {
  const { PGHOST, PGPORT, PGUSER, PGPASSWORD } = process.env
  if (PGHOST !== undefined) {
    const server = { host: PGHOST, port: Number(PGPORT ?? 5432), user: PGUSER ?? 'postgres', password: PGPASSWORD ?? '' }
    return { server, stop: async () => {} }
  }
  const state = join(work, 'postgres.json')
  const child = spawn(process.execPath, [starter, '--state', state, '--watch', String(process.pid)], { stdio: 'ignore' })
  for (let waited = 0; !existsSync(state); waited += 50) {
    if (waited > 110_000) throw new TypeError('PostgreSQL did not start within two minutes')
    await new Promise((done) => setTimeout(done, 50))
  }
  const { host, port, user, password, error } = JSON.parse(readFileSync(state, 'utf8'))
  if (error !== undefined) throw new TypeError(error)
  const ended = new Promise((done) => child.once('exit', done))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { server: { host, port, user, password }, stop }
}
