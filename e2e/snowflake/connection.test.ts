// The real driver against the emulator: what is sent, how answers are taken, and that it ends when told to.
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Table } from '../../src/core/table.js'
import { whyNoSnowflake } from '../harness/snowflake.js'
import { flakyProxy, type Trouble } from './flaky-proxy.js'
import { at, failure, type Wire, wire } from './wire.js'

const missing = whyNoSnowflake()

describe.skipIf(missing !== undefined)(`Snowflake over the wire${missing === undefined ? '' : ` (${missing})`}`, () => {
  const w = wire()
  statements(w)
  transactions(w)
  longStatements(w)
  trouble(w)
  logins(w)
  seeds(w)
})

function statements(w: Wire): void {
  it('gives values without loss', async () => {
    const { table } = await w.one.execute(
      `select 9007199254740993 as big, 1.10::number(38, 2) as dec, 99999999999999999999999999.123456789::number(38, 9) as long, 2::float as f,
         0.1::float as g, true as yes, null as none, 'ä;''--' as txt, date '2024-02-29' as d, '12:34:56.123456'::time as t,
         timestamp '2024-02-29 12:34:56.789012' as ts, '2024-02-29 12:00:00'::timestamp_tz as tz,
         to_variant(1) as v, object_construct('a', 9007199254740993) as o, x'AB01'::binary as bin`,
      { fetch: true },
    )
    const row = table.rows[0]?.cells.map((cell) => (typeof cell === 'bigint' || cell === null ? cell : String(cell)))
    expect(row).toEqual([
      9007199254740993n, '1.10', '99999999999999999999999999.123456789', '2.0', '0.1', 'true', null, "ä;'--", '2024-02-29', '12:34:56.123456',
      '2024-02-29 12:34:56.789012', '2024-02-29 12:00:00+00:00', '1', '{"a":9007199254740993}', 'AB01',
    ]) // biome-ignore format: one line a row
    expect(table.columnTypes.slice(0, 4)).toEqual(['FIXED', 'FIXED', 'FIXED', 'REAL'])
    expect(table.columnNames.slice(0, 2)).toEqual(['BIG', 'DEC'])
  })

  it('counts rows by kind, and answers several statements by the last that is no begin or commit', async () => {
    const insert = await w.one.execute("insert into t values (1, 'x;y'), (2, $$z; -- no comment$$)")
    expect(insert.response).toMatchObject({ code: 'SUCCESS', message: 'SUCCESS 2', rowsAffected: 2, extra: { rows_inserted: 2 } })
    expect(insert.response.queryId).toMatch(/^[0-9a-f-]{36}$/)
    const merge = await w.one.execute(`
      begin; -- a comment; with a semicolon
      merge into t using (select 1 as a, 'one' as b union all select 3, 'three') s on t.a = s.a
        when matched then update set b = s.b when not matched then insert (a, b) values (s.a, s.b);
      commit; /* nothing; */`)
    expect(merge.response).toMatchObject({ rowsAffected: 2, extra: { rows_inserted: 1, rows_updated: 1 } })
    expect((await w.one.execute('delete from t where a = 3')).response).toMatchObject({ message: 'SUCCESS 1', extra: { rows_deleted: 1 } })
    expect(await w.cells('select a, b from t order by a')).toEqual([[1, 'one'], [2, 'z; -- no comment']]) // biome-ignore format: short
    expect((await w.db.log()).map((entry) => entry.sql).filter((sql) => /^(begin|commit)/.test(sql))).toEqual(['begin', 'commit'])
  })

  it('reads no further than the limit, and columns without running', async () => {
    const limited = await w.one.execute('select a from t order by a', { fetch: true, limit: 1 })
    expect(limited.table.rows.map((row) => row.cells)).toEqual([[1]])
    const described = await w.one.execute('select a, b from t', { fetch: true, limit: 0 })
    expect(described.table.columnNames).toEqual(['A', 'B'])
    expect((await w.db.log()).at(-1)).toMatchObject({ describe: true })
  })

  it('binds values', async () => {
    const { table } = await w.one.execute('select b from t where a = ? and b = ?', { fetch: true, bindings: [1, 'one'] })
    expect(table.rows.map((row) => row.cells)).toEqual([['one']])
  })
}

function transactions(w: Wire): void {
  it('leaves transactions to the SQL, and undoes one whose statement fails', async () => {
    await w.one.begin()
    expect(w.one.inTransaction).toBe(false)
    await w.one.execute("begin; insert into t values (7, 'in')")
    expect(w.one.inTransaction).toBe(true)
    await w.one.rollback()
    expect(await w.cells('select count(*) from t where a = 7')).toEqual([[0]])
    const before = w.one.committed
    expect(await failure(w.one.execute('begin; delete from t; select nope from t'))).toMatchObject({ code: 'SQL_UNKNOWN_COLUMN' })
    expect([w.one.inTransaction, w.one.committed]).toEqual([false, before])
    expect(await w.cells('select count(*) from t')).toEqual([[2]])
    await w.one.execute('begin')
    await w.one.execute('create table by_ddl (a int)')
    expect([w.one.inTransaction, w.one.committed]).toEqual([false, before + 1])
  })

  it('says what is wrong, and where', async () => {
    const sql = 'select 1;\nselect a,\n  nope from t'
    const column = await failure(w.one.execute(sql))
    expect(column).toMatchObject({ code: 'SQL_UNKNOWN_COLUMN', message: "invalid identifier 'NOPE'" })
    expect(sql.slice(column.fields.detail?.position as number)).toBe('nope from t')
    expect(await failure(w.one.execute('selct 1'))).toMatchObject({
      code: 'SQL_SYNTAX',
      fields: { detail: { position: 6, sqlState: '42000' } },
    })
    const table = await failure(w.one.execute('select * from missing'))
    expect(table.code).toBe('SQL_UNKNOWN_TABLE')
    expect(table.fields.detail?.queryId).toMatch(/^[0-9a-f-]{36}$/)
    expect(await failure(w.one.execute("select 'abc'::int"))).toMatchObject({ code: 'SQL_VALUE_INVALID' })
  })
}

function longStatements(w: Wire): void {
  it('stops a statement within a second, whether it waits or computes', async () => {
    const heavy =
      'select count(*) from t a, (select row_number() over (order by 1) x from table(generator(rowcount => 300000))) b, (select row_number() over (order by 1) y from table(generator(rowcount => 300000))) c where b.x * c.y % 7 = a.a'
    for (const sql of ['select system$wait(30)', heavy]) {
      const running = failure(w.one.execute(sql))
      await new Promise((done) => setTimeout(done, 400))
      const asked = performance.now()
      await w.one.cancel()
      expect((await running).code).toBe('INTERRUPTED')
      expect(performance.now() - asked).toBeLessThan(1000)
    }
    const stop = new AbortController()
    const signalled = failure(w.one.execute('select system$wait(30)', { signal: stop.signal }))
    setTimeout(() => stop.abort(), 300)
    expect((await signalled).code).toBe('INTERRUPTED')
    expect(await w.cells('select 1')).toEqual([[1]])
  })

  it('waits for a statement that takes longer than an answer, and lets sessions run side by side', async () => {
    const names = ['two', 'three', 'four']
    const before = await w.db.openSessions()
    const sessions = await Promise.all(names.map((name) => w.adapter.connect(name)))
    const started = performance.now()
    const rows = await Promise.all(sessions.map((session) => w.cells('select system$wait(1.5)', session)))
    expect(performance.now() - started).toBeLessThan(4000)
    expect(rows).toEqual([[['waited 1.5 seconds']], [['waited 1.5 seconds']], [['waited 1.5 seconds']]])
    await Promise.all(sessions.map((session) => session.close()))
    expect(await w.db.openSessions()).toBe(before)
  })
}

function trouble(w: Wire): void {
  it('tries again what a lock refused and what the server forgot, not what is wrong', async () => {
    await w.db.fail({ like: 'select 625', code: '000625', times: 2 })
    expect(await w.cells('select 625')).toEqual([[625]])
    await w.db.fail({ like: 'select 390', code: '390111' })
    expect(await w.cells('select 390')).toEqual([[390]])
    await w.db.fail({ like: 'insert into t select 11', code: '000625' })
    expect(await failure(w.one.execute("begin; insert into t select 11, 'x'"))).toMatchObject({ code: 'DB_CONFLICT' })
    await w.db.fail({
      like: 'select 3001',
      code: '003001',
      message: "SQL access control error:\nInsufficient privileges to operate on table 'T'",
    })
    const refused = await failure(w.one.execute('select 3001'))
    expect(refused).toMatchObject({ code: 'DB_PRIVILEGE_MISSING', message: expect.stringContaining("table 'T'") })
    expect(w.adapter.isTransient(refused)).toBe(false)
    const sent = (await w.db.log()).map((entry) => entry.sql)
    expect(sent.filter((sql) => sql === 'select 625')).toHaveLength(3)
    expect(sent.filter((sql) => sql.startsWith('insert into t select 11'))).toHaveLength(1)
    await w.one.execute(`use schema ${w.db.database}.dev`)
  })

  it('runs a statement once when its answer is lost or the server stumbles', async () => {
    const through = async (trouble: Trouble, sql: string) => {
      const proxy = await flakyProxy(w.db.port)
      const session = await (await w.open({ port: proxy.port })).connect(trouble)
      proxy.next('/queries/v1/query-request', trouble)
      const { response } = await session.execute(sql)
      await session.close()
      await proxy.close()
      return response.rowsAffected
    }
    const insert = (value: number) => `insert into ${w.db.database}.dev.t values (${value}, 'once')`
    // Both at once: the driver waits some seconds before it tries again.
    expect(await Promise.all([through('answer lost', insert(20)), through('refused with 503', insert(21))])).toEqual([1, 1])
    expect(await w.cells('select a, count(*) from t where a in (20, 21) group by a order by a')).toEqual([
      [20, 1],
      [21, 1],
    ])
  })
}

function logins(w: Wire): void {
  it('tags its statements as the profile says', async () => {
    const tagged = await (await w.open({ query_tag: "it's nightly" })).connect('tagged')
    await tagged.execute('select 1')
    expect((await w.db.log()).at(-1)).toMatchObject({ query_tag: "it's nightly", role: 'TRANSFORMER', warehouse: 'WH' })
    await tagged.close()
  })

  it('logs in with a key, and tells refusals apart without a word of what was tried', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    await w.db.trustKey('keyed', String(publicKey.export({ type: 'spki', format: 'pem' })))
    const locked = join(w.folder, 'locked.p8')
    writeFileSync(locked, privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }))
    const withKey = { user: 'keyed', password: undefined, private_key_path: 'locked.p8', private_key_passphrase: 'open sesame' }
    const keyed = await (await w.open(withKey)).connect('keyed')
    expect(await keyed.execute('select 1')).toBeDefined()
    await keyed.close()
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
    const refusals: [Record<string, unknown>, string, RegExp][] = [
      [{ password: 'wrong-secret' }, 'DB_AUTH_FAILED', /as tester: Incorrect username or password/],
      [{ user: 'keyed', password: undefined, private_key: other }, 'DB_AUTH_FAILED', /JWT token is invalid/],
      [{ authenticator: 'oauth', token: 'wrong-token', password: undefined }, 'DB_AUTH_FAILED', /OAuth access token/],
      [{ role: 'missing_role' }, 'DB_ROLE_MISSING', /Role 'missing_role'/],
      [{ port: 1, connect_retries: 0 }, 'DB_UNREACHABLE', /account emulated/],
    ]
    for (const [more, code, message] of refusals) {
      const refused = await failure(w.open(more).then((opened) => opened.connect('refused')))
      expect(refused).toMatchObject({ code, message: expect.stringMatching(message), fields: { location: at } })
      expect(JSON.stringify(refused)).not.toMatch(/wrong-secret|wrong-token/)
      expect(JSON.stringify(refused)).not.toContain(other.slice(0, 40))
    }
  })
}

function seeds(w: Wire): void {
  it('loads seeds by binds while they are few, by a staged file when they are many, and finds the line that does not fit', async () => {
    await w.one.execute(
      'create or replace table small (id int, name text, day date); create or replace table large (id int, name text, day date)',
    )
    const columns = ['id', 'name', 'day'].map((name) => ({ name, type: 'text', quoted: name }))
    const seed = (relation: string, rows: readonly (readonly (string | number | null)[])[]) =>
      w.adapter.loadSeed(
        {
          relation,
          file: '/p/seeds/s.csv',
          delimiter: ',',
          columns,
          table: new Table(['id', 'name', 'day'], ['Integer', 'Text', 'Date'], rows),
        },
        w.one,
      )
    const odd: (string | number | null)[][] = [[1, 'a "quoted", text\nin two lines', '2024-02-29'], [2, ' ', null], [3, null, '1999-12-31']] // biome-ignore format: a table
    const many = [...odd, ...Array.from({ length: 4000 }, (_, index) => [index + 4, `name ${index}`, '2024-01-01'])]
    expect(await seed(`${w.db.database}.dev.small`, odd)).toMatchObject({ message: 'SUCCESS 3', rowsAffected: 3 })
    expect(await seed(`${w.db.database}.dev.large`, many)).toMatchObject({ message: 'SUCCESS 4003', rowsAffected: 4003 })
    const expected = [[1, 'a "quoted", text\nin two lines', '2024-02-29'], [2, ' ', null], [3, null, '1999-12-31']] // biome-ignore format: a table
    for (const table of ['small', 'large'])
      expect(await w.cells(`select id, name, day::text from ${table} where id < 4 order by id`)).toEqual(expected)
    expect(await w.cells('select count(*), count(distinct id) from large')).toEqual([[4003, 4003]])
    const verbs = (await w.db.log()).map((entry) => entry.sql.split(' ', 1)[0])
    expect(verbs.filter((verb) => verb === 'put' || verb === 'copy')).toEqual(['put', 'copy'])
    const broken = await failure(
      seed(`${w.db.database}.dev.small`, [
        [1, 'two\nlines', null],
        ['x1', 'b', null],
      ]),
    )
    expect(broken).toMatchObject({ code: 'SEED_MISMATCH', fields: { location: { file: '/p/seeds/s.csv', line: 4 } } })
    expect(broken.message).toMatch(/^column id: /)
    const copied = await failure(seed(`${w.db.database}.dev.large`, many.toSpliced(3500, 1, ['x2', 'b', null])))
    // Line 1 is the header, and one text above has two lines.
    expect(copied).toMatchObject({ code: 'SEED_MISMATCH', message: "column id: Numeric value 'x2' is not recognized" })
    expect(copied.fields.location).toMatchObject({ file: '/p/seeds/s.csv', line: 3503 })
  })

  it('keeps silent: no telemetry, no log file, nothing on the console', async () => {
    expect(await w.db.hasTelemetry()).toBe(false)
    expect(readdirSync(w.folder).filter((name) => name.endsWith('.log'))).toEqual([])
    expect(w.events.map((event) => event.name)).toContain('SQLQuery')
  })
}
