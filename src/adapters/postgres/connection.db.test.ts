import { connect as connectTo, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PostgresDatabase } from '../../../e2e/harness/postgres.js'
import type { Adapter, Connection } from '../adapter.js'
import { type Bench, bench } from './bench.test-data.js'

let database: PostgresDatabase
let adapter: Adapter
let session: Connection
let connected: Bench['connected']
let cells: Bench['cells']
let end: Bench['end']

beforeAll(async () => {
  ;({ database, adapter, session, connected, cells, end } = await bench())
})
afterAll(() => end())

it('gives every value whole', async () => {
  const values: readonly [sql: string, shown: string][] = [
    ['9007199254740993', '9007199254740993'],
    ['42::int2', '42'],
    ['123456789012345678901234567890.12345678901234567890', '123456789012345678901234567890.12345678901234567890'],
    ['1.50::numeric(10,2)', '1.50'],
    ["'NaN'::numeric", 'NaN'],
    ['1::float8', '1.0'],
    ["'infinity'::float4", 'Infinity'],
    ['true', 'true'],
    ["date '2024-02-29'", '2024-02-29'],
    ["date 'infinity'", 'infinity'],
    ["date '0044-03-15 BC'", '0044-03-15 BC'],
    ["timestamp '2024-01-02 03:04:05.123456'", '2024-01-02 03:04:05.123456'],
    ["timestamptz '2024-01-02 03:04:05.1+00'", '2024-01-02 03:04:05.100000+00:00'],
    ["time '03:04:05.5'", '03:04:05.500000'],
    ["timetz '03:04:05+02'", '03:04:05+02:00'],
    ["interval '-1 day 02:00:00.5'", '-1 day, 2:00:00.500000'],
    ["interval '1 year 2 mons'", '1 year 2 mons'],
    ["'\\x00ff41'::bytea", "b'\\x00\\xffA'"],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ['\'{"b": 12345678901234567890, "a": ["ü", null, 1.10]}\'::json', '{"b": 12345678901234567890, "a": ["\\u00fc", null, 1.10]}'],
    ['\'"lone"\'::jsonb', 'lone'],
    ['array[1, null, 3]::int8[]', '[1, null, 3]'],
    ["array[array['a\"', 'b,{'], array[null, 'NULL']]", '[["a\\"", "b,{"], [null, "NULL"]]'],
    ["array[timestamp '2024-01-02 03:04:05']", '["2024-01-02T03:04:05"]'],
    ['int4range(1, 5)', '[1,5)'],
    ['null::int', 'null'],
    ["'😀 ünï'::text", '😀 ünï'],
  ]
  const { table } = await session.execute(`select ${values.map(([sql]) => sql).join(', ')}, 1 as a, 2 as a`, { fetch: true })
  expect(table.rows[0]?.cells.slice(0, -2).map(String)).toEqual(values.map(([, shown]) => shown))
  expect(table.columnNames.slice(-2)).toEqual(['a', 'a_2'])
  await session.execute("set timezone = 'Asia/Kolkata'")
  expect(await cells("select timestamptz '2024-01-02 00:00:00+00'")).toEqual(['2024-01-02 05:30:00+05:30'])
  await session.execute('reset timezone')
})

it('tells what the last of several statements did, and the rows by kind', async () => {
  const { response } = await session.execute('create table t as select generate_series(1, 5) as i')
  expect(response).toEqual({ message: 'SELECT 5', code: 'SELECT', rowsAffected: 5, extra: { rows_inserted: 5 } })
  const several = await session.execute('insert into t values (9); update t set i = i + 1; delete from t where i > 5')
  expect(several.response).toEqual({
    message: 'DELETE 2',
    code: 'DELETE',
    rowsAffected: 2,
    extra: { rows_inserted: 1, rows_updated: 6, rows_deleted: 2 },
  })
  const view = await session.execute('create view v as select * from t')
  expect(view.response).toEqual({ message: 'CREATE VIEW', code: 'CREATE VIEW', rowsAffected: -1 })
})

it('reads no more rows than asked for, and binds values', async () => {
  const started = performance.now()
  const { table } = await session.execute('select generate_series(1, 1000000000) as i', { fetch: true, limit: 3 })
  expect(table.rows.map((row) => row.cells[0])).toEqual([1, 2, 3])
  expect(performance.now() - started).toBeLessThan(2000)
  const bound = await session.execute("select %s::text || '%%', %s::int + 1, %s::text is null", {
    fetch: true,
    bindings: ["it's; --", 41, null],
  })
  expect(bound.table.rows[0]?.cells).toEqual(["it's; --%", 42, true])
})

it('begins with the first statement, keeps to the end, and loses all of it at an error', async () => {
  await session.execute('create table kept (i int)')
  const before = session.committed
  await session.begin()
  await session.execute('create table gone (i int); insert into kept values (1)')
  await expect(session.execute('insert into kept values (1, 2)')).rejects.toMatchObject({ code: 'SQL_SYNTAX' })
  expect([session.inTransaction, session.committed - before]).toEqual([false, 0])
  expect(await cells("select to_regclass('gone'), (select count(*) from kept)")).toEqual(['null', '0'])
  await session.begin()
  await session.execute('insert into kept values (2)')
  await session.execute('commit;')
  await session.begin()
  await session.rollback()
  await session.execute('begin')
  await session.execute('insert into kept values (3)')
  await session.rollback()
  expect([session.committed - before, ...(await cells('select sum(i) from kept'))]).toEqual([1, '2'])
  // Deferred constraints speak up at the end only.
  await session.execute('create table once (i int unique deferrable initially deferred)')
  await session.begin()
  await session.execute('insert into once values (1), (1)')
  await expect(session.commit()).rejects.toMatchObject({ code: 'CONSTRAINT_VIOLATED' })
  expect([session.inTransaction, ...(await cells('select count(*) from once'))]).toEqual([false, '0'])
})

it.each([
  ['select  nope from pg_class', 'SQL_UNKNOWN_COLUMN', 8],
  ["select '😀', nope", 'SQL_UNKNOWN_COLUMN', 13],
  ['select 1;\nselect * from nope', 'SQL_UNKNOWN_TABLE', 24],
  ['select * from nope.t', 'SQL_UNKNOWN_TABLE', 14],
  ['select nope(1)', 'SQL_UNKNOWN_FUNCTION', 7],
  ['selekt 1', 'SQL_SYNTAX', 0],
  ["select 'x'::int", 'SQL_VALUE_INVALID', 7],
  ['select 1 / 0', 'SQL_VALUE_INVALID', undefined],
  ['create table t as select 1', 'DB_QUERY_FAILED', undefined],
  ["set statement_timeout = '20ms'; select pg_sleep(5)", 'DB_TIMEOUT', undefined],
] as const)('codes and places the error of %s', async (sql, code, position) => {
  const other = await adapter.connect('errors')
  const error = await other.execute(sql).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code, fields: { detail: position === undefined ? { sql } : { sql, position } } })
  await other.close()
})

it('cancels within a second, from outside, and goes on', async () => {
  const sleeping = session.execute('select pg_sleep(20)').catch((error: { code: string }) => error.code)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const started = performance.now()
  await session.cancel()
  expect([await sleeping, performance.now() - started < 1000]).toEqual(['INTERRUPTED', true])
  expect(await cells('select 1')).toEqual(['1'])
})

it('cancels over a line that hangs, and makes a new one', async () => {
  const wires: Socket[] = []
  const proxy = createServer((inward) => {
    const outward = connectTo(database.port, database.host)
    wires.push(inward, outward)
    for (const wire of [inward, outward]) wire.on('error', () => undefined)
    inward.pipe(outward)
    outward.pipe(inward)
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const over = await connected({ port: (proxy.address() as { port: number }).port, sslmode: 'disable' })
  const lane = await over.connect('lane')
  const sleeping = lane.execute('select pg_sleep(20)').catch((error: { code: string }) => error.code)
  await new Promise((resolve) => setTimeout(resolve, 100))
  for (const wire of wires) wire.unpipe()
  const started = performance.now()
  await lane.cancel()
  expect([await sleeping, performance.now() - started < 1500]).toEqual(['INTERRUPTED', true])
  expect(await cells("select count(*) from pg_stat_activity where query like '%pg_sleep(20)' and state = 'active'")).toEqual(['0'])
  expect(await cells('select 2', lane)).toEqual(['2'])
  await lane.close()
  await over.close()
  for (const wire of wires) wire.destroy()
  proxy.close()
})

it('opens a new link for one that broke, and says so where work was lost with it', async () => {
  const lane = await adapter.connect('lane')
  const kill = async () => {
    const [pid] = await cells('select pg_backend_pid()', lane)
    await session.execute(`select pg_terminate_backend(${pid}, 2000)`)
  }
  await kill()
  expect(await cells('select 1', lane)).toEqual(['1'])
  await lane.begin()
  await lane.execute('create table half (i int)')
  const [pid] = await cells('select pg_backend_pid()', lane)
  await session.execute(`select pg_terminate_backend(${pid}, 2000)`)
  const error = await lane.execute('insert into half values (1)').catch((thrown: unknown) => thrown)
  expect([(error as { code: string }).code, adapter.isTransient(error), lane.inTransaction]).toEqual(['DB_CONNECTION_LOST', true, false])
  expect(await cells("select to_regclass('half')", lane)).toEqual(['null'])
  await lane.close()
})

it('takes lost races for what may be tried again', async () => {
  await session.execute('create table race (i int primary key, v int); insert into race values (1, 0), (2, 0)')
  const lanes = await Promise.all(['1', '2'].map((name) => adapter.connect(name)))
  const work = lanes.map(async (lane, index) => {
    await lane.begin()
    await lane.execute(`update race set v = v + 1 where i = ${index + 1}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await lane.execute(`update race set v = v + 1 where i = ${2 - index}`)
    await lane.commit()
  })
  const outcomes = await Promise.allSettled(work)
  const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(lost.map((error) => [error.code, adapter.isTransient(error)])).toEqual([['DB_CONFLICT', true]])
  const schemas = await Promise.allSettled(lanes.map((lane) => lane.execute('create schema if not exists made_at_once')))
  for (const outcome of schemas) if (outcome.status === 'rejected') expect(adapter.isTransient(outcome.reason)).toBe(true)
  for (const lane of lanes) await lane.close()
})
