import { afterEach, beforeEach, expect, it } from 'vitest'
import { createInvocation } from '../core/invocation.js'
import type { Adapter } from './adapter.js'
import { duckdb } from './duckdb/index.js'
import { ConnectionPool } from './pool.js'

let adapter: Adapter
let pool: ConnectionPool

beforeEach(async () => {
  const flags = {
    which: 'run',
    threads: 4,
    target: undefined,
    profile: undefined,
    vars: {},
    fullRefresh: false,
    failFast: false,
    warnError: false,
    empty: false,
  }
  const credentials = duckdb.parseCredentials({ path: ':memory:' }, { file: 'profiles.yml', line: 1, column: 1 }, '.')
  adapter = await duckdb.create(credentials, createInvocation({ cwd: '/tmp', env: {}, flags }))
  pool = new ConnectionPool(adapter, { retries: 3, pause: 5 })
})
afterEach(async () => {
  await pool.close()
  await adapter.close()
})

async function count(): Promise<unknown> {
  return await pool.use(
    'count',
    async (connection) => (await connection.execute('select count(*) from t', { fetch: true })).table.rows[0]?.cells[0],
  )
}

it('gives a lane the same connection, and different lanes different ones', async () => {
  const [a, again, b] = await Promise.all([pool.connection('1'), pool.connection('1'), pool.connection('2')])
  expect([a === again, a === b]).toEqual([true, false])
})

it('rolls back what the work did not commit', async () => {
  await pool.use('1', async (connection) => await connection.execute('create table t (i int)'))
  await pool.use('1', async (connection) => {
    await connection.begin()
    await connection.execute('insert into t values (1)')
  })
  expect(await count()).toBe(0)
})

it('does work again that lost a write conflict in its transaction', async () => {
  await pool.use('1', async (connection) => await connection.execute('create table t as select 1 as i'))
  let tries = 0
  const winner = await pool.connection('winner')
  await pool.use('loser', async (connection) => {
    tries++
    await connection.begin()
    await connection.execute('create or replace table other as select 1 as i')
    await connection.execute('select * from t')
    if (tries === 1) await winner.execute('update t set i = i + 1')
    await connection.execute('update t set i = i + 10')
    await connection.commit()
  })
  const { table } = await winner.execute('select i from t', { fetch: true })
  expect([tries, table.rows[0]?.cells[0]]).toEqual([2, 12])
})

it('cancels every lane at once, and the tables stand as they were', async () => {
  await pool.use('1', async (connection) => await connection.execute('create table t as select 1 as i'))
  const rebuild = (lane: string) =>
    pool.use(lane, async (connection) => {
      await connection.begin()
      await connection.execute(`create or replace table t_${lane} as select hash(a.range) h from range(100000) a, range(100000) b`)
      await connection.commit()
    })
  const running = ['1', '2', '3'].map((lane) => rebuild(lane).catch((error: { code: string }) => error.code))
  await new Promise((resolve) => setTimeout(resolve, 50))
  const started = performance.now()
  await pool.cancelAll()
  expect(await Promise.all(running)).toEqual(['INTERRUPTED', 'INTERRUPTED', 'INTERRUPTED'])
  expect(performance.now() - started).toBeLessThan(2000)
  await expect(count(), 'nothing starts any more').rejects.toMatchObject({ code: 'INTERRUPTED' })
  const after = await adapter.connect('after')
  expect((await after.execute('select count(*) from t', { fetch: true })).table.rows[0]?.cells[0]).toBe(1)
  await after.close()
})
