/** How the two engines are looked at: PostgreSQL by a second connection that never stops reading, DuckDB by opening its file. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rows, tables } from './project.mjs'

function question(name, where, schema) {
  return `select count(*) as rows, min(version) as low, max(version) as high, sum(bad) as bad from ${schema}.${name} where ${where}`
}

/** What is wrong with a table, or undefined: it must be there, whole, of one version, and without a row the tests refuse. */
function wrong(name, { rows: count, low, high, bad }) {
  if (Number(count) !== rows) return `${name} has ${count} rows instead of ${rows}`
  if (Number(low) !== Number(high)) return `${name} mixes version ${low} and ${high}`
  return Number(bad) === 0 ? undefined : `${name} shows ${bad} rows that its tests refuse (version ${high})`
}

export async function duckdb(folder) {
  const path = join(folder, 'shop.duckdb')
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const ask = async (sql) => {
    const instance = await DuckDBInstance.create(path)
    const connection = await instance.connect()
    try {
      return (await connection.runAndReadAll(sql)).getRowObjects()
    } finally {
      connection.closeSync()
      instance.closeSync()
    }
  }
  let looks = 0
  return {
    output: { type: 'duckdb', path: 'shop.duckdb', threads: 2 },
    // All in one opening of the file.
    look: async () => {
      looks++
      const parts = Object.entries(tables('duckdb')).map(
        ([name, where]) => `select '${name}' as name, * from (${question(name, where, 'main')})`,
      )
      const found = await ask(parts.join(' union all ')).catch((error) => [{ name: String(error), rows: -1 }])
      return found.map((each) => wrong(each.name, each)).filter(Boolean)
    },
    leftovers: async () =>
      (await ask("select table_name as name from information_schema.tables where table_name like '%\\_\\_dbt\\_%' escape '\\'")).map(
        ({ name }) => name,
      ),
    watch: () => ({ end: async () => ({ looks, problems: [], slowest: 0 }) }),
    close: async () => undefined,
  }
}

export async function postgres(folder, given) {
  const server = given ?? (await startServer(folder))
  const { default: pg } = await import('pg')
  const { host, port, user, password, dbname = 'postgres' } = server
  const connect = async () => {
    const client = new pg.Client({ host, port, user, password, database: dbname })
    await client.connect()
    return client
  }
  const all = Object.entries(tables('postgres'))
  const client = await connect()
  await client.query('create schema if not exists kills')
  const lookOnce = async (reader, [name, where]) => {
    const { rows: found } = await reader.query(question(name, where, 'kills'))
    return wrong(name, found[0])
  }
  return {
    output: { type: 'postgres', host, port, user, password, dbname, schema: 'kills', threads: 2 },
    look: async () => {
      const problems = []
      for (const table of all) problems.push(await lookOnce(client, table).catch((error) => `${table[0]}: ${error.message}`))
      return problems.filter(Boolean)
    },
    leftovers: async () => {
      const sql =
        "select relname as name from pg_class where relnamespace = 'kills'::regnamespace and relkind in ('r','v','m') and relname like '%\\_\\_dbt\\_%'"
      return (await client.query(sql)).rows.map(({ name }) => name)
    },
    watch: () => watch(connect, all, lookOnce),
    close: async () => {
      await client.query('drop schema kills cascade')
      await client.end()
      server.end?.()
    },
  }
}

/** Reads all tables again and again until it is ended. */
function watch(connect, all, lookOnce) {
  const seen = { looks: 0, slowest: 0, problems: [] }
  let on = true
  const reading = (async () => {
    const reader = await connect()
    while (on) {
      for (const table of all) {
        const started = performance.now()
        const problem = await lookOnce(reader, table).catch((error) => `${table[0]}: ${error.message}`)
        seen.slowest = Math.max(seen.slowest, performance.now() - started)
        seen.looks++
        if (problem) seen.problems.push(problem)
      }
      await sleep(1)
    }
    await reader.end()
  })()
  const end = async () => {
    on = false
    await reading
    return seen
  }
  return { end }
}

async function startServer(folder) {
  const state = join(folder, 'server.json')
  const starter = resolve(import.meta.dirname, '../../e2e/harness/start-postgres.mjs')
  const child = spawn(process.execPath, [starter, '--state', state, '--watch', String(process.pid)], { stdio: 'ignore' })
  while (!existsSync(state)) await sleep(50)
  const answer = JSON.parse(readFileSync(state, 'utf8'))
  if (answer.error) throw new TypeError(answer.error)
  return { ...answer, end: () => child.kill('SIGTERM') }
}
