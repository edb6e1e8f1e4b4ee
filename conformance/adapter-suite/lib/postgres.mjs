/** A server with the databases and roles that the suite expects. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const starter = resolve(dirname(fileURLToPath(import.meta.url)), '../../../e2e/harness/start-postgres.mjs')
const grantees = ['dbt_test_user_1', 'dbt_test_user_2', 'dbt_test_user_3']
const longestStart = 120_000

/** @returns `env`, by which the suite finds it, and `stop()` */
export async function openPostgres(work) {
  const { server, stop } = await running(work)
  await prepare(server)
  const env = {
    POSTGRES_TEST_HOST: server.host,
    POSTGRES_TEST_PORT: String(server.port),
    POSTGRES_TEST_USER: server.user,
    POSTGRES_TEST_PASS: server.password,
    POSTGRES_TEST_DATABASE: 'dbt',
    ...Object.fromEntries(grantees.map((name) => [name.toUpperCase(), name])),
  }
  return { env, stop }
}

async function prepare(server) {
  const client = new pg.Client({ ...server, database: 'postgres' })
  await client.connect()
  try {
    for (const name of ['dbt', 'dbtMixedCase']) {
      await client.query(`drop database if exists "${name}" with (force)`)
      await client.query(`create database "${name}" template template0`)
    }
    for (const name of ['noaccess', ...grantees]) {
      await client.query(`drop role if exists ${name}`)
      await client.query(`create role ${name} with ${name === 'noaccess' ? "login password 'password'" : 'nologin'}`)
    }
    await client.query('grant connect on database dbt to noaccess')
  } finally {
    await client.end()
  }
}

async function running(work) {
  const { PGHOST, PGPORT, PGUSER, PGPASSWORD } = process.env
  if (PGHOST !== undefined) {
    const server = { host: PGHOST, port: Number(PGPORT ?? 5432), user: PGUSER ?? 'postgres', password: PGPASSWORD ?? '' }
    return { server, stop: async () => {} }
  }
  const state = join(work, 'server.json')
  const child = spawn(process.execPath, [starter, '--state', state, '--watch', String(process.pid)], { stdio: 'ignore' })
  for (let waited = 0; !existsSync(state); waited += 50) {
    if (waited > longestStart) throw new TypeError('PostgreSQL did not start within two minutes')
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
