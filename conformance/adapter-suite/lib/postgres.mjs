/** A server with the databases and roles that the suite expects. */
import pg from 'pg'
import { openServer } from '../../lib/server.mjs'

const grantees = ['dbt_test_user_1', 'dbt_test_user_2', 'dbt_test_user_3']

/** @returns `env`, by which the suite finds it, and `stop()` */
export async function openPostgres(work) {
  const { server, stop } = await openServer(work)
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
