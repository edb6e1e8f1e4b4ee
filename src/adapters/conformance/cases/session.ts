/** One session: statements, rows, transactions, cancelling. */
import type { Connection } from '../../adapter.js'
import { exact, holds, only, refused, rowTexts, same } from '../expect.js'
import type { Bench, Case } from '../types.js'

const table = (name: string) => `{{ api.Relation.create(database=target.database, schema=target.schema, identifier='${name}') }}`

async function freshTable(bench: Bench, name: string): Promise<{ connection: Connection; name: string }> {
  const connection = await bench.connect()
  const rendered = await bench.render(table(name))
  await connection.execute(`create table ${rendered} (id integer)`)
  return { connection, name: rendered }
}

async function count(connection: Connection, name: string): Promise<number> {
  const answer = await connection.execute(`select count(*) from ${name}`, { fetch: true })
  return Number(only(answer.table))
}

const statements: readonly Case[] = [
  {
    id: 'session.select',
    async run(bench) {
      const connection = await bench.connect()
      const { table: found, response } = await connection.execute("select 1 as id, 'x' as id, null as empty", { fetch: true })
      same(
        found.columnNames.map((name) => name.toLowerCase()),
        ['id', 'id_2', 'empty'],
        'column names',
      )
      same(rowTexts(found), ['1|x|None'], 'the row')
      same(typeof response.message, 'string', 'type of the response message')
    },
  },
  {
    id: 'session.limit',
    async run(bench) {
      const connection = await bench.connect()
      const { table: found } = await connection.execute('select 1 as n union all select 2 union all select 3', { fetch: true, limit: 2 })
      same(found.rows.length, 2, 'rows under a limit of 2')
    },
  },
  {
    id: 'session.without-rows',
    async run(bench) {
      const connection = await bench.connect()
      const { table: found } = await connection.execute('select 1 as a, 2 as b where 1 = 0', { fetch: true })
      same([found.rows.length, found.columnNames.length], [0, 2], 'rows and columns of an empty result')
    },
  },
  {
    id: 'session.several-statements',
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'several')
      await connection.execute(`insert into ${name} values (1);\ninsert into ${name} values (2); -- done\n`)
      same(await count(connection, name), 2, 'rows after two inserts in one text')
    },
  },
  {
    id: 'session.comments',
    async run(bench) {
      const connection = await bench.connect()
      const { table: found } = await connection.execute("-- it's first; really\n/* a ; b */ select ';' as mark -- last", { fetch: true })
      same(rowTexts(found), [';'], 'a query between comments')
    },
  },
  {
    id: 'session.rows-affected',
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'affected')
      const { response } = await connection.execute(`insert into ${name} values (1), (2), (3)`)
      same(response.rowsAffected, 3, 'rowsAffected of an insert of three')
    },
  },
  {
    id: 'session.side-by-side',
    async run(bench) {
      const sessions = await Promise.all([1, 2, 3, 4].map(() => bench.connect()))
      const answers = await Promise.all(sessions.map((connection, index) => connection.execute(`select ${index} as n`, { fetch: true })))
      same(
        answers.map(({ table: found }) => exact(only(found))),
        ['0', '1', '2', '3'],
        'answers of four sessions at once',
      )
    },
  },
  {
    id: 'session.events',
    async run(bench) {
      const connection = await bench.connect()
      const events = await bench.heard(() => connection.execute('select 4711 as told', { fetch: true }))
      const names = events.map((event) => event.name).filter((name) => name.startsWith('SQLQuery'))
      same(names, ['SQLQuery', 'SQLQueryStatus'], 'events of one statement')
      holds(JSON.stringify(events).includes('select 4711 as told'), 'the SQLQuery event does not hold the statement')
    },
  },
  {
    id: 'session.close',
    needs: { transactions: true },
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'closed')
      await connection.begin()
      await connection.execute(`insert into ${name} values (1)`)
      await connection.close()
      await connection.close()
      same(await count(await bench.connect(), name), 0, 'rows of a transaction that was open at close')
    },
  },
]

const transactions: readonly Case[] = [
  {
    id: 'transaction.commit',
    needs: { transactions: true },
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'committed')
      const before = connection.committed
      await connection.begin()
      await connection.begin()
      same(connection.inTransaction, true, 'inTransaction after begin')
      await connection.execute(`insert into ${name} values (1)`)
      await connection.commit()
      same(connection.inTransaction, false, 'inTransaction after commit')
      holds(connection.committed > before, 'the counter `committed` stands still over a commit')
      await connection.commit()
      await connection.rollback()
      same(await count(await bench.connect(), name), 1, 'rows another session sees after the commit')
    },
  },
  {
    id: 'transaction.rollback',
    needs: { transactions: true },
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'rolled_back')
      await connection.begin()
      await connection.execute(`insert into ${name} values (1)`)
      await connection.rollback()
      same(connection.inTransaction, false, 'inTransaction after rollback')
      same(await count(connection, name), 0, 'rows after rollback')
    },
  },
  {
    id: 'transaction.as-statements',
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'by_words')
      await connection.execute('begin')
      await connection.execute(`insert into ${name} values (1)`)
      same(connection.inTransaction, true, 'inTransaction after `begin` as a statement')
      await connection.execute('ROLLBACK;')
      same([connection.inTransaction, await count(connection, name)], [false, 0], 'inTransaction and rows after `ROLLBACK;`')
    },
  },
  {
    id: 'transaction.failed',
    needs: { transactions: true },
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'failed')
      await connection.begin()
      await connection.execute(`insert into ${name} values (1)`)
      await connection.execute(`insert into ${name} values (1, 2, 3)`).then(
        () => holds(false, 'three values went into one column'),
        () => undefined,
      )
      await connection.rollback()
      same(await count(connection, name), 0, 'rows after a statement failed in the transaction')
    },
  },
  {
    id: 'transaction.ddl',
    needs: { capability: 'transactional-ddl' },
    async run(bench) {
      const { connection, name } = await freshTable(bench, 'kept')
      await connection.begin()
      await connection.execute(`drop table ${name}`)
      await connection.rollback()
      same(await count(connection, name), 0, 'rows of a table whose drop was rolled back')
    },
  },
]

const endless = (large: string) => `select sum(a.id * 1.5 + b.id + c.id) from ${large} a cross join ${large} b cross join ${large} c`

type Stop = (connection: Connection, controller: AbortController) => Promise<void> | void

/** Seconds until the query ended. */
async function stopped(bench: Bench, stop: Stop): Promise<number> {
  const large = await bench.render(table('large'))
  const connection = await bench.connect()
  const controller = new AbortController()
  const running = connection.execute(endless(large), { fetch: true, signal: controller.signal })
  running.catch(() => undefined)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const started = performance.now()
  await Promise.all([stop(connection, controller), refused(running, 'INTERRUPTED', 'a query that was cancelled')])
  const seconds = (performance.now() - started) / 1000
  const { table: found } = await connection.execute('select 1 as id', { fetch: true })
  same(rowTexts(found), ['1'], 'a query on the same session afterwards')
  return seconds
}

/** A machine that is busy with other things may be late once. */
async function stoppedInTime(bench: Bench, stop: Stop): Promise<void> {
  const seconds = Math.min(await stopped(bench, stop), await stopped(bench, stop))
  holds(seconds <= 1, `the query ended ${seconds.toFixed(1)} s after it was cancelled, not within 1 s`)
}

const cancelling: readonly Case[] = [
  { id: 'cancel.call', needs: { capability: 'cancel' }, run: (bench) => stoppedInTime(bench, (connection) => connection.cancel()) },
  {
    id: 'cancel.signal',
    needs: { capability: 'cancel' },
    run: (bench) => stoppedInTime(bench, (_connection, controller) => controller.abort()),
  },
  {
    id: 'cancel.before',
    async run(bench) {
      const connection = await bench.connect()
      const signal = AbortSignal.abort()
      await refused(connection.execute('select 1 as id', { signal }), 'INTERRUPTED', 'a statement whose signal was given already')
      await connection.cancel()
    },
  },
]

export const sessionCases: readonly Case[] = [...statements, ...transactions, ...cancelling]
