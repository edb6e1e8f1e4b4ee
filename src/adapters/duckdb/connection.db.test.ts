import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SluiceError } from '../../core/error.js'
import { createInvocation, type Flags } from '../../core/invocation.js'
import { Table } from '../../core/table.js'
import type { Adapter, Connection } from '../adapter.js'
import { duckdb } from './index.js'

const flags: Flags = {
  which: 'run',
  threads: 1,
  target: undefined,
  profile: undefined,
  vars: {},
  fullRefresh: false,
  failFast: false,
  warnError: false,
  empty: false,
}
let folder: string
let adapter: Adapter
let connection: Connection

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-duckdb-'))
  adapter = await open({ path: 'db.duckdb' })
  connection = await adapter.connect('lane 1')
})
afterEach(async () => {
  await connection.close()
  await adapter.close()
  rmSync(folder, { recursive: true })
})

async function open(raw: Record<string, unknown>): Promise<Adapter> {
  const invocation = createInvocation({ cwd: folder, env: {}, flags })
  return await duckdb.create(duckdb.parseCredentials(raw, { file: 'profiles.yml', line: 1, column: 1 }, folder), invocation)
}

async function one(sql: string): Promise<unknown> {
  return (await connection.execute(sql, { fetch: true })).table.rows[0]?.cells[0]
}

async function failure(sql: string): Promise<SluiceError> {
  const error = await connection.execute(sql).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(SluiceError)
  return error as SluiceError
}

describe('values', () => {
  const cases: [sql: string, text: string][] = [
    ['1', '1'],
    ['9007199254740993::bigint', '9007199254740993'],
    ['170141183460469231731687303715884105727::hugeint', '170141183460469231731687303715884105727'],
    ['12345678901234567890123456.789012345678::decimal(38,12)', '12345678901234567890123456.789012345678'],
    ['5::decimal(10,2)', '5.00'],
    ['-0.05::decimal(4,2)', '-0.05'],
    ['1.0::double', '1.0'],
    ['0.1::double', '0.1'],
    ["date '2024-02-29'", '2024-02-29'],
    ["timestamp '2024-02-29 01:02:03'", '2024-02-29 01:02:03'],
    ["timestamp '2024-02-29 01:02:03.5'", '2024-02-29 01:02:03.500000'],
    ["timestamp '1901-01-01 00:00:00.000001'", '1901-01-01 00:00:00.000001'],
    ["timestamp_ns '2024-02-29 01:02:03.123456789'", '2024-02-29 01:02:03.123456789'],
    ["timestamptz '2024-02-29 01:02:03+02'", '2024-02-28 23:02:03+00:00'],
    ["time '01:02:03.25'", '01:02:03.250000'],
    ['true', 'true'],
    ["'é' || chr(0)", 'é\u0000'],
    ['[1, null, 2.50::decimal(4,2)]', '[1.00, null, 2.50]'],
    ["{'a': 'é', 'b': [date '2024-01-01']}", '{"a": "\\u00e9", "b": ["2024-01-01"]}'],
    ["map {'k': 1}", '{"k": 1}'],
    ["'\\x00a'::blob", "b'\\x00a'"],
  ]
  it.each(cases)('%s', async (sql, text) => {
    expect(String(await one(`select ${sql}`))).toBe(text)
  })

  it('names repeated columns as dbt does', async () => {
    const { table } = await connection.execute('select 1 a, 2 a, 3 b', { fetch: true })
    expect(table.columnNames).toEqual(['a', 'a_2', 'b'])
  })

  it('gives the last result of several statements, and at most the limit', async () => {
    expect(await one('create table t as select 1; select 42')).toBe(42)
    expect((await connection.execute('from range(100000)', { fetch: true, limit: 3 })).table.rows).toHaveLength(3)
  })

  it('binds parameters exactly', async () => {
    await connection.execute('create table t (i bigint, d decimal(20,3), s varchar, b boolean, x double)')
    await connection.execute('insert into t values (?, ?, ?, ?, ?)', {
      bindings: [9007199254740993n, '12345678901234567.891', "o'k", true, 0.5],
    })
    const { table } = await connection.execute('select * from t', { fetch: true })
    expect(table.rows[0]?.cells.map(String)).toEqual(['9007199254740993', '12345678901234567.891', "o'k", 'true', '0.5'])
  })
})

describe('responses', () => {
  const cases: [string, object][] = [
    ['create table t as from range(5) r(i)', { rowsAffected: 5, extra: { rows_inserted: 5 } }],
    ['insert into t values (9)', { rowsAffected: 1, extra: { rows_inserted: 1 } }],
    ['update t set i = 0 where i > 2', { rowsAffected: 3, extra: { rows_updated: 3 } }],
    [
      'delete from t where i = 1; insert into t values (7), (8); insert into t values (9)',
      { rowsAffected: 4, extra: { rows_deleted: 1, rows_inserted: 3 } },
    ],
    ['merge into t using (select 100 as i) s on t.i = s.i when not matched then insert *', { rowsAffected: 1 }],
    ['create view v as from t', {}],
  ]
  it('count rows where DuckDB tells', async () => {
    for (const [sql, response] of cases) expect((await connection.execute(sql)).response, sql).toEqual({ message: 'OK', ...response })
  })
})

describe('transactions', () => {
  it('roll back at an error that ends them, and plain BEGIN and COMMIT keep the flag true', async () => {
    await connection.execute('create table t as select 1 i')
    await connection.begin()
    await connection.execute('insert into t values (2)')
    await failure('select nope')
    expect([connection.inTransaction, await one('select count(*) from t')]).toEqual([true, 2])
    await failure("select cast('a' as int)")
    expect([connection.inTransaction, await one('select count(*) from t')]).toEqual([false, 1])
    await connection.execute('/* hook */ begin;')
    expect(connection.inTransaction).toBe(true)
    await connection.execute('insert into t values (3)')
    await connection.execute('commit')
    await connection.execute('commit')
    expect([connection.inTransaction, await one('select count(*) from t')]).toEqual([false, 2])
  })

  it('retry a lost write conflict outside a transaction', async () => {
    await connection.execute('create table t as select 0 i')
    const others = await Promise.all([1, 2, 3, 4].map((lane) => adapter.connect(`lane ${lane}`)))
    await Promise.all(others.map((other) => other.execute('update t set i = i + 1')))
    expect(await one('select i from t')).toBe(4)
    for (const other of others) await other.close()
  })

  it('see what other sessions of the same file committed', async () => {
    const second = await open({ path: join(folder, 'db.duckdb') })
    const session = await second.connect('x')
    await session.execute('create table seen as select 1 i')
    expect(await one('select i from seen')).toBe(1)
    await session.close()
    await second.close()
    expect(await one('select i from seen')).toBe(1)
  })
})

describe('errors', () => {
  const cases: [sql: string, code: string, at: string | undefined][] = [
    ['select id,\n   foo\nfrom (select 1 as id)', 'SQL_UNKNOWN_COLUMN', 'foo'],
    ['select id,\n\tfoo from (select 1 as id)', 'SQL_UNKNOWN_COLUMN', 'foo'],
    [`select ${'id, '.repeat(60)} foo, ${'id, '.repeat(60)} id from (select 1 as id)`, 'SQL_UNKNOWN_COLUMN', 'foo'],
    ["select '日本語', foo from (select 1 as id)", 'SQL_UNKNOWN_COLUMN', 'foo'],
    ['select 1;\nselect\n  foo from (select 1 as id)', 'SQL_UNKNOWN_COLUMN', 'foo'],
    ['selec 1', 'SQL_SYNTAX', 'selec'],
    ['select * from nope', 'SQL_UNKNOWN_TABLE', 'nope'],
    ['select nofn(1)', 'SQL_UNKNOWN_FUNCTION', 'nofn'],
    ["select * from read_parquet('/nope/*.parquet')", 'DB_FILE_UNREADABLE', 'read_parquet'],
    ["select cast('a' as int)", 'DB_QUERY_FAILED', 'cast'],
  ]
  it.each(cases)('%j is %s', async (sql, code, at) => {
    const error = await failure(sql)
    const position = error.fields.detail?.position
    expect([error.code, at === undefined ? undefined : sql.slice(Number(position)).startsWith(at)]).toEqual([code, true])
  })

  it('an unreadable Parquet file names itself', async () => {
    writeFileSync(join(folder, 'bad.parquet'), 'this is no parquet file at all')
    const error = await failure("select * from 'bad.parquet'")
    expect([error.code, error.message.includes('bad.parquet')]).toEqual(['DB_FILE_UNREADABLE', true])
  })
})

describe('cancel', () => {
  it('interrupts the statement, from the first moment on, and leaves the session usable', async () => {
    for (const pause of [0, 50]) {
      const running = failure('select sum(hash(a.range * b.range)) from range(1000000) a, range(1000000) b')
      await new Promise((resolve) => setTimeout(resolve, pause))
      await connection.cancel()
      expect((await running).code).toBe('INTERRUPTED')
      expect(await one('select 7')).toBe(7)
    }
  })
})

describe('opening', () => {
  it('names the process that holds the file, and opens once it is gone', async () => {
    const path = join(folder, 'held.duckdb')
    const script = `import('@duckdb/node-api').then(async ({ DuckDBInstance }) => {
      globalThis.db = await DuckDBInstance.create(${JSON.stringify(path)})
      console.log('open')
      setInterval(() => {}, 1000)
    })`
    const holder = spawn('node', ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    const error = await open({ path }).catch((caught: SluiceError) => caught)
    expect(error).toMatchObject({ code: 'DB_LOCKED' })
    expect((error as SluiceError).message).toContain(`process ${holder.pid}`)
    expect((error as SluiceError).fields.hint).toContain(`kill ${holder.pid}`)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    await (await open({ path })).close()
  })

  it('refuses a file that is no database', async () => {
    writeFileSync(join(folder, 'text.duckdb'), 'no database, '.repeat(5000))
    await expect(open({ path: 'text.duckdb' })).rejects.toMatchObject({ code: 'DB_CONNECT_FAILED' })
    await expect(open({ path: 'no/such/folder/x.duckdb' })).rejects.toMatchObject({ code: 'DB_CONNECT_FAILED' })
  })

  it('applies settings, attached databases and secrets, and finds files from the project folder', async () => {
    writeFileSync(join(folder, 'rows.csv'), 'a,b\n1,x\n')
    const other = await open({
      path: ':memory:',
      settings: { TimeZone: 'Asia/Tokyo' },
      config_options: { threads: 1 },
      attach: [{ path: 'side.duckdb', alias: 'side' }],
    })
    const session = await other.connect('x')
    await session.execute("create table side.main.t as select * from read_csv('rows.csv')")
    const { table } = await session.execute("select current_setting('TimeZone'), current_setting('threads'), (select b from side.main.t)", {
      fetch: true,
    })
    expect(table.rows[0]?.cells).toEqual(['Asia/Tokyo', 1, 'x'])
    await session.close()
    await other.close()
  })

  it('says which part of the profile failed', async () => {
    await expect(open({ path: ':memory:', attach: [{ path: '/no/such/dir/x.duckdb' }] })).rejects.toThrow(
      'attaching /no/such/dir/x.duckdb failed',
    )
  })
})

describe('seeds', () => {
  const columns = ['id', 'note'].map((name) => ({ name, type: 'text', quoted: `"${name}"` }))
  it('load by COPY, and an unfit value names its line', async () => {
    const file = join(folder, 'seed.csv')
    writeFileSync(file, 'id;note\n1;"a;b"\n2;\n')
    await connection.execute('create table seed (id integer, note varchar)')
    const load = { relation: 'seed', file, delimiter: ';', columns, table: Table.empty }
    expect((await adapter.loadSeed(load, connection)).rowsAffected).toBe(2)
    expect(await one("select string_agg(coalesce(note, 'null'), ' ') from seed")).toBe('a;b null')
    writeFileSync(file, 'id;note\n1;a\nzwei;b\n')
    await expect(adapter.loadSeed(load, connection)).rejects.toMatchObject({
      code: 'SEED_MISMATCH',
      fields: { location: { file, line: 3 } },
    })
  })
})
