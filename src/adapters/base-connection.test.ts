import { describe, expect, it } from 'vitest'
import { SluiceError } from '../core/error.js'
import type { RunEvent } from '../core/event.js'
import { createInvocation, type Flags } from '../core/invocation.js'
import type { ExecuteOptions } from './adapter.js'
import { type Answer, BaseConnection, positionOf } from './base-connection.js'

const flags = { which: 'run', vars: {} } as unknown as Flags

/** A driver that keeps what it is sent, and fails where it is told to. */
class Recording extends BaseConnection {
  override readonly retries = { attempts: 3, pause: 1 }
  readonly sent: string[] = []
  readonly failures: Record<string, string[]> = {}
  stop: ((reason: unknown) => void) | undefined

  protected async send(sql: string, _options: ExecuteOptions): Promise<Answer> {
    this.sent.push(sql)
    const failure = this.failures[sql]?.shift()
    if (failure) throw failure
    if (sql === 'wait') await new Promise((_resolve, reject) => (this.stop = reject))
    return {
      columns: [
        { name: 'a', type: 'int' },
        { name: 'a', type: 'int' },
      ],
      rows: [
        [1, 2],
        [3, 4],
      ],
      response: { message: 'OK' },
    }
  }

  protected override async interrupt(): Promise<void> {
    this.stop?.('stopped')
  }

  protected toError(error: unknown, sql: string): SluiceError {
    return new SluiceError('DB_QUERY_FAILED', { message: String(error), detail: { sql } })
  }

  protected override isTransient(error: unknown): boolean {
    return error === 'busy'
  }

  protected async end(): Promise<void> {
    this.sent.push('(end)')
  }
}

function open(signal?: AbortSignal) {
  const invocation = createInvocation({ cwd: '.', env: {}, flags, ...(signal ? { signal } : {}) })
  const events: RunEvent[] = []
  invocation.events.attach({ name: 'test', on: (event) => void events.push(event) })
  return { connection: new Recording('lane', invocation), events }
}

describe('a transaction of the kit', () => {
  it('begins with the first statement that changes something', async () => {
    const { connection } = open()
    await connection.begin()
    await connection.execute('select 1')
    expect([connection.sent, connection.inTransaction]).toEqual([['select 1'], true])
    await connection.execute('insert 1')
    await connection.commit()
    await connection.commit()
    expect(connection.sent).toEqual(['select 1', 'BEGIN', 'insert 1', 'COMMIT'])
    expect([connection.inTransaction, connection.committed]).toEqual([false, 1])
  })

  it('commits nothing where nothing was changed', async () => {
    const { connection } = open()
    await connection.begin()
    await connection.execute('select 1')
    await connection.commit()
    expect([connection.sent, connection.committed]).toEqual([['select 1'], 0])
  })

  it('rolls back on a failed statement, and says what failed', async () => {
    const { connection } = open()
    connection.failures['insert 2'] = ['broken']
    await connection.begin()
    await connection.execute('insert 1')
    await expect(connection.execute('insert 2')).rejects.toMatchObject({ code: 'DB_QUERY_FAILED', fields: { detail: { sql: 'insert 2' } } })
    expect([connection.sent.at(-1), connection.inTransaction, connection.committed]).toEqual(['ROLLBACK', false, 0])
  })

  it('tries again what may pass, but never inside a transaction', async () => {
    const { connection } = open()
    connection.failures['insert 1'] = ['busy', 'busy']
    connection.failures.BEGIN = ['busy']
    connection.failures['insert 2'] = ['busy']
    await connection.execute('insert 1')
    expect(connection.sent).toEqual(['insert 1', 'insert 1', 'insert 1'])
    await connection.begin()
    await expect(connection.execute('insert 2')).rejects.toThrow('busy')
    expect(connection.sent.slice(3)).toEqual(['BEGIN', 'BEGIN', 'insert 2', 'ROLLBACK'])
  })
})

describe('trying and stopping', () => {
  it('gives up after the tries it has', async () => {
    const { connection } = open()
    connection.failures['insert 1'] = ['busy', 'busy', 'busy']
    await expect(connection.execute('insert 1')).rejects.toThrow('busy')
    expect(connection.sent).toHaveLength(3)
  })

  it('stops at the signal, and sends nothing after it', async () => {
    const controller = new AbortController()
    const { connection } = open(controller.signal)
    const running = connection.execute('wait')
    await Promise.resolve()
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await expect(connection.execute('select 1')).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(connection.sent).toEqual(['wait'])
  })

  it('rolls back at close, and closes once', async () => {
    const { connection } = open()
    await connection.begin()
    await connection.execute('insert 1')
    await connection.close()
    await connection.close()
    expect(connection.sent).toEqual(['BEGIN', 'insert 1', 'ROLLBACK', '(end)'])
  })

  it('takes BEGIN and ROLLBACK from statements too', async () => {
    const { connection } = open()
    await connection.execute('begin transaction')
    expect(connection.inTransaction).toBe(true)
    await connection.execute('insert 1')
    await connection.execute('rollback;')
    expect([connection.sent, connection.inTransaction]).toEqual([['BEGIN', 'insert 1', 'ROLLBACK'], false])
  })

  it('gives a table with unique names, as long as asked, and tells both events', async () => {
    const { connection, events } = open()
    const { table } = await connection.execute('select 1', { fetch: true, limit: 1 })
    expect([table.columnNames, table.rows.map((row) => row.cells)]).toEqual([['a', 'a_2'], [[1, 2]]])
    expect(events.map((event) => event.name)).toEqual(['SQLQuery', 'SQLQueryStatus'])
    expect((await connection.execute('select 1')).table.rows).toEqual([])
  })
})

describe('the place of a name in a statement', () => {
  it.each([
    ['nope', "select 'nope', -- nope\n  nope from t", 25],
    ['b.x', 'select a.x, b.x from a, b', 14],
    ['x', 'select "X" from t', 7],
    ['absent', 'select 1', undefined],
  ])('%s in %s', (name, sql, position) => expect(positionOf(name, sql)).toBe(position))
})
