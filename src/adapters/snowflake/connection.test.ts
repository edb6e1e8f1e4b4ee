import type { Connection as DriverConnection } from 'snowflake-sdk'
import { describe, expect, it } from 'vitest'
import { createInvocation } from '../../core/invocation.js'
import { SnowflakeSession } from './connection.js'

const flags = {
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

type Complete = (error: Error | undefined, statement: unknown) => void

/** A driver whose server does with each statement what `serve` does; it never forgets to be asked whether it is there. */
function session(serve: (sql: string, complete: Complete) => void, isThere: () => boolean) {
  const cancelled: string[] = []
  const driver = {
    execute: ({ sqlText, complete }: { readonly sqlText: string; readonly complete: Complete }) => {
      serve(sqlText, complete)
      return { getQueryId: () => '01aa', cancel: () => void cancelled.push(sqlText) }
    },
    isValidAsync: async () => isThere(),
    destroy: (done: () => void) => done(),
  } as unknown as DriverConnection
  const invocation = createInvocation({ cwd: '.', env: {}, flags })
  return {
    cancelled,
    connection: new SnowflakeSession(driver, {
      name: 'one',
      invocation,
      logIn: async () => driver,
      pace: { look: 5, ask: 10, patience: 200 },
    }),
  }
}

const done = { getColumns: () => [], getNumRows: () => 0, getNumUpdatedRows: () => -1, getQueryId: () => '01aa' }

describe('a server that is gone', () => {
  it('is not waited for without end', async () => {
    const { connection } = session(
      () => undefined,
      () => false,
    )
    await expect(connection.execute('select 1')).rejects.toMatchObject({
      code: 'DB_CONNECTION_LOST',
      fields: { detail: { queryId: '01aa' } },
    })
  })

  it('is told apart from one that is busy or answers now and then', async () => {
    let looks = 0
    const { connection } = session(
      (_sql, complete) => setTimeout(() => complete(undefined, done), 120),
      () => ++looks % 3 === 0,
    )
    expect(await connection.execute('select 1')).toMatchObject({ response: { code: 'SUCCESS', queryId: '01aa' } })
    expect(looks).toBeGreaterThan(6)
  })

  it('keeps nobody who wants to stop, even where it does not hear the cancel', async () => {
    const { connection, cancelled } = session(
      () => undefined,
      () => true,
    )
    const running = connection.execute('select 1').catch((error: unknown) => error)
    const asked = performance.now()
    await connection.cancel()
    expect(await running).toMatchObject({ code: 'INTERRUPTED' })
    expect(performance.now() - asked).toBeLessThan(1000)
    expect(cancelled.length).toBeGreaterThan(5)
  })
})

describe('statements after one that failed', () => {
  it('are not sent, and a link that breaks within a change is not mended by doing it twice', async () => {
    const sent: string[] = []
    const { connection } = session(
      (sql, complete) => {
        sent.push(sql)
        if (sql.startsWith('insert')) complete(Object.assign(new TypeError('read ECONNRESET'), { code: 401001 }), undefined)
        else complete(undefined, done)
      },
      () => true,
    )
    await expect(connection.execute('create table t (a int); insert into t select 1; drop table t')).rejects.toMatchObject({
      code: 'DB_CONNECTION_LOST',
    })
    expect(sent).toEqual(['create table t (a int)', 'insert into t select 1'])
    expect(connection.committed).toBe(1)
  })
})
