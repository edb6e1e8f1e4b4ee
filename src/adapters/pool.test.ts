import { beforeEach, describe, expect, it } from 'vitest'
import { SluiceError } from '../core/error.js'
import type { ErrorCode } from '../core/error-codes.js'
import type { Adapter, Connection } from './adapter.js'
import { ConnectionPool } from './pool.js'

interface Session {
  readonly name: string
  committed: number
  rolledBack: number
  closed: boolean
}

let sessions: Session[]
let opening: Promise<void>

const adapter = {
  async connect(name: string) {
    await opening
    const session: Session = { name, committed: 0, rolledBack: 0, closed: false }
    sessions.push(session)
    return Object.assign(session, {
      rollback: async () => void session.rolledBack++,
      cancel: async () => undefined,
      close: async () => {
        session.closed = true
      },
    }) as unknown as Connection
  },
  isTransient: (error: unknown) => error instanceof SluiceError && ['DB_CONFLICT', 'DB_CONNECTION_LOST'].includes(error.code),
} as unknown as Adapter

beforeEach(() => {
  sessions = []
  opening = Promise.resolve()
})

function failing(
  code: ErrorCode,
  times: number,
  during?: (connection: Connection) => void,
): { work: (connection: Connection) => Promise<string>; tries: () => number } {
  let tries = 0
  return {
    tries: () => tries,
    async work(connection) {
      tries++
      during?.(connection)
      if (tries <= times) throw new SluiceError(code, { message: 'as told' })
      return 'done'
    },
  }
}

describe('work in a pool', () => {
  it('is done again after a lost race, with growing pauses, and told of', async () => {
    const told: string[] = []
    const pool = new ConnectionPool(adapter, { retries: 3, pause: 20, onRetry: (lane) => told.push(lane) })
    const { work, tries } = failing('DB_CONFLICT', 2)
    const started = performance.now()
    expect(await pool.use('a', work)).toBe('done')
    expect([tries(), told, sessions.length]).toEqual([3, ['a', 'a'], 1])
    // 20 and 40 ms, each less a quarter at most.
    expect(performance.now() - started).toBeGreaterThan(44)
  })

  it('is given up when the tries are used up', async () => {
    const pool = new ConnectionPool(adapter, { retries: 2, pause: 1 })
    const { work, tries } = failing('DB_CONFLICT', 9)
    await expect(pool.use('a', work)).rejects.toMatchObject({ code: 'DB_CONFLICT' })
    expect([tries(), sessions[0]?.rolledBack]).toEqual([3, 3])
  })

  it.each<ErrorCode>(['SQL_SYNTAX', 'DB_TIMEOUT', 'DB_AUTH_FAILED', 'CONSTRAINT_VIOLATED', 'INTERRUPTED'])(
    'is not done again after %s',
    async (code) => {
      const pool = new ConnectionPool(adapter, { retries: 3, pause: 1 })
      const { work, tries } = failing(code, 1)
      await expect(pool.use('a', work)).rejects.toMatchObject({ code })
      expect(tries()).toBe(1)
    },
  )

  it('is not done again once something of it is permanent', async () => {
    const pool = new ConnectionPool(adapter, { retries: 3, pause: 1 })
    const { work, tries } = failing('DB_CONFLICT', 1, (connection) => {
      ;(connection as unknown as Session).committed++
    })
    await expect(pool.use('a', work)).rejects.toMatchObject({ code: 'DB_CONFLICT' })
    expect(tries()).toBe(1)
  })

  it('goes to a new connection after the link broke, once', async () => {
    const pool = new ConnectionPool(adapter, { retries: 3, pause: 1, linkPause: 5 })
    expect(await pool.use('a', failing('DB_CONNECTION_LOST', 1).work)).toBe('done')
    expect(sessions.map((session) => session.closed)).toEqual([true, false])
    const { work, tries } = failing('DB_CONNECTION_LOST', 9)
    await expect(pool.use('b', work)).rejects.toMatchObject({ code: 'DB_CONNECTION_LOST' })
    expect(tries()).toBe(2)
    expect(await pool.use('b', failing('DB_CONFLICT', 0).work)).toBe('done')
  })
})

describe('a pool that is cancelled', () => {
  it('lets nobody wait for a connection that still opens, and closes it when it is there', async () => {
    let open = (): void => undefined
    opening = new Promise((resolve) => {
      open = resolve
    })
    const pool = new ConnectionPool(adapter)
    const waiting = expect(pool.use('a', async () => 'done')).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await pool.cancelAll()
    await waiting
    const closed = pool.close()
    open()
    await closed
    expect(sessions).toMatchObject([{ closed: true }])
  })

  it('tries nothing again', async () => {
    const pool = new ConnectionPool(adapter, { retries: 3, pause: 1 })
    const { work, tries } = failing('DB_CONFLICT', 9, () => void pool.cancelAll())
    await expect(pool.use('a', work)).rejects.toMatchObject({ code: 'DB_CONFLICT' })
    expect(tries()).toBe(1)
  })
})
