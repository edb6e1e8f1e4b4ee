// Sessions of the real driver on the emulator, opened in this process: what the connection tests share.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Adapter, adapterModule, type Connection } from '../../src/adapters/index.js'
import { SluiceError } from '../../src/core/error.js'
import type { RunEvent } from '../../src/core/event.js'
import { createInvocation } from '../../src/core/invocation.js'
import type { Cell } from '../../src/core/table.js'
import { type SnowflakeDatabase, snowflakeDatabase } from '../harness/snowflake.js'

/** Where the profile stands, as errors tell it. */
export const at = { file: 'profiles.yml', line: 4, column: 5 }

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

export interface Wire {
  readonly db: SnowflakeDatabase
  readonly adapter: Adapter
  /** A session in the schema `dev`, which holds a table `t (a int, b text)`. */
  readonly one: Connection
  readonly folder: string
  readonly events: readonly RunEvent[]
  /** An adapter of its own, with other fields in its profile. */
  open(more?: Readonly<Record<string, unknown>>): Promise<Adapter>
  cells(sql: string, connection?: Connection): Promise<readonly (readonly Cell[])[]>
}

/** Filled before the first test and taken down after the last. */
export function wire(): Wire {
  const made = {} as { -readonly [Key in keyof Wire]: Wire[Key] }
  made.cells = async (sql, connection = made.one) => (await connection.execute(sql, { fetch: true })).table.rows.map((row) => row.cells)
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-snowflake-'))
    const db = await snowflakeDatabase()
    const events: RunEvent[] = []
    const open: Wire['open'] = async (more = {}) => {
      const { type: _type, threads: _threads, ...raw } = db.fields({ schema: 'dev', ...more })
      const invocation = createInvocation({ cwd: folder, env: {}, flags })
      invocation.events.attach({ name: 'test', on: (event) => void events.push(event) })
      const module = await adapterModule('snowflake')
      return await module.create(module.parseCredentials(raw, at, folder), invocation)
    }
    const adapter = await open()
    Object.assign(made, { folder, db, events, open, adapter, one: await adapter.connect('one') })
    await made.one.execute(`create schema ${db.database}.dev; use schema ${db.database}.dev; create table t (a int, b text)`)
  })
  afterAll(async () => {
    await made.one?.close()
    await made.adapter?.close()
    if (made.folder) rmSync(made.folder, { recursive: true, force: true })
  })
  return made
}

export async function failure(work: Promise<unknown>): Promise<SluiceError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SluiceError)
  return error as SluiceError
}
