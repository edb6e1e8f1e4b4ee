import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../../harness/postgres.js'
import { type Project, project } from '../../harness/project.js'
import { busy, expectTold, profiles, until } from './expect.js'

/** The profile gives it by an environment variable, as one should; it may stand nowhere. */
const wrong = 'not-the-passw0rd'
const table = (sql: string, more = '') => `{{ config(materialized='table'${more}) }}\n${sql}\n`
/** Is asked for each second of what it waits for, without a lock. */
const endless = 'select 2 as version from pg_sleep(600)'

let db: PostgresDatabase
let made: Project
let env: Record<string, string>

beforeAll(async () => {
  db = await postgresDatabase()
  const password = "{{ env_var('DBT_ENV_SECRET_PG') }}"
  env = { DBT_ENV_SECRET_PG: db.password }
  const limited = { user: `limited_${db.dbname}`, password: 'limited-passw0rd' }
  await db.query(
    `create user ${limited.user} password '${limited.password}'; grant connect on database ${db.dbname} to ${limited.user}; create schema shop; grant usage, create on schema shop to ${limited.user}; create table shop.hidden as select 1 as id`,
  )
  made = project({
    'profiles.yml': profiles({
      dev: db.output({ password, schema: 'shop' }),
      password: db.output({ password: wrong, schema: 'shop' }),
      host: db.output({ password, host: 'nowhere.invalid', retries: 0 }),
      port: db.output({ password, port: 1, retries: 0 }),
      database: db.output({ password, dbname: 'not_there' }),
      role: db.output({ password, role: 'nobody_here' }),
      tls: db.output({ password, sslmode: 'require' }),
      limited: db.output({ ...limited, schema: 'shop' }),
      elsewhere: db.output({ ...limited, schema: 'elsewhere' }),
      hasty: db.output({ password, schema: 'shop', timeout: '1s' }),
    }),
    'models/a.sql': table('select 1 as version'),
    'models/reads_hidden.sql': table('-- what may not be read\nselect * from shop.hidden'),
  })
}, 120_000)
afterAll(async () => {
  made.remove()
  await db.drop()
})

describe('a server that refuses', () => {
  it.each([
    ['password', 'DB_AUTH_FAILED', 5],
    ['host', 'DB_UNREACHABLE', 6],
    ['port', 'DB_UNREACHABLE', 7],
    ['database', 'DB_DATABASE_MISSING', 8],
    ['role', 'DB_ROLE_MISSING', 9],
    ['tls', 'DB_TLS_FAILED', 10],
    ['elsewhere', 'DB_PRIVILEGE_MISSING', 12],
  ])('for its %s: %s', async (target, code, line) => {
    const outcome = await made.sluice(['build', '--select', 'a', '--target', target], env)
    expectTold(made, outcome, { code, place: `profiles.yml:${line}`, target, secret: target === 'password' ? wrong : db.password })
    expect(outcome.code).toBe(2)
  })

  it('what a model reads', async () => {
    const outcome = await made.sluice(['run', '--select', 'reads_hidden', '--target', 'limited'], env)
    expectTold(made, outcome, {
      code: 'DB_PRIVILEGE_MISSING',
      place: 'models/reads_hidden.sql:1',
      target: 'limited',
      secret: 'limited-passw0rd',
    })
    expect(outcome.code).toBe(1)
  })
})

describe('a model that takes too long', () => {
  const value = async (relation: string) => (await db.query(`select version from shop.${relation}`))[0]?.version
  beforeAll(async () => {
    made.write({ 'models/big.sql': table('select 1 as version'), 'models/after.sql': table("select * from {{ ref('big') }}") })
    const outcome = await made.sluice(['run', '--select', 'big+'], env)
    expect(outcome.code, outcome.text).toBe(0)
  })
  const locked = async (work: () => Promise<void>): Promise<void> => {
    const holder = new pg.Client({ connectionString: db.url })
    await holder.connect()
    await holder.query('begin; lock table shop.big in access exclusive mode')
    try {
      await work()
    } finally {
      await holder.end()
    }
  }
  const oldTableStands = async (): Promise<void> => {
    expect(await db.query(busy)).toEqual([])
    expect([await value('big'), await value('after')]).toEqual([1, 1])
    expect(await db.query("select relname from pg_class where relname like '%\\_\\_dbt\\_%'")).toEqual([])
  }

  it('because a lock never comes free: its own lock_timeout ends it', async () => {
    made.write({ 'models/big.sql': table('select 2 as version', `, pre_hook="set local lock_timeout = '300ms'"`) })
    await locked(async () => {
      const outcome = await made.sluice(['run', '--select', 'big+'], env)
      expectTold(made, outcome, { code: 'DB_TIMEOUT', place: 'models/big.sql:1', target: 'dev', secret: db.password })
      expect(outcome.text).toMatch(/SKIP relation shop\.after/)
    })
    await oldTableStands()
  })

  it('because a lock never comes free: the timeout of its config ends it, and the next nodes go on', async () => {
    made.write({ 'models/big.sql': table('select 2 as version', ", timeout='700ms'"), 'models/other.sql': table('select 3 as version') })
    await locked(async () => {
      const outcome = await made.sluice(['run', '--select', 'big+', 'other', '--threads', '1'], env)
      expectTold(made, outcome, { code: 'NODE_TIMEOUT', place: 'models/big.sql:1', target: 'dev', secret: db.password })
      expect(outcome.text).toContain('model big was stopped after 0.7s, its timeout')
    })
    await oldTableStands()
    expect(await value('other')).toBe(3)
  })

  it('in a query: the timeout of the target ends it, and the next run works', async () => {
    made.write({ 'models/big.sql': table(endless), 'models/other.sql': table('select 4 as version') })
    const outcome = await made.sluice(['run', '--select', 'big+', 'other', '--target', 'hasty'], env)
    expectTold(made, outcome, { code: 'NODE_TIMEOUT', place: 'models/big.sql:1', target: 'hasty', secret: db.password })
    await oldTableStands()
    expect(await value('other')).toBe(4)
    made.write({ 'models/big.sql': table('select 5 as version') })
    expect((await made.sluice(['build', '--select', 'big+'], env)).code).toBe(0)
    expect([await value('big'), await value('after')]).toEqual([5, 5])
  })
})

describe('a run that is cancelled', () => {
  const started = async () => {
    made.write({ 'models/big.sql': table(endless) })
    const child = made.start(['run', '--select', 'big+'], env)
    await until(
      async () => ((await db.query(busy)).some(({ query }) => String(query).includes('pg_sleep')) ? true : undefined),
      'the query',
    )
    return child
  }
  const idle = async () => ((await db.query(busy)).length === 0 ? true : undefined)

  it('leaves no query behind, and ends within a second', async () => {
    const child = await started()
    const gone = once(child, 'exit')
    const asked = performance.now()
    child.kill('SIGINT')
    await until(idle, 'the end of the query')
    expect(performance.now() - asked).toBeLessThan(1000)
    expect((await gone)[0]).toBe(1)
    expect((await db.query('select version from shop.big'))[0]?.version).toBe(5)
  })

  it('ends within a second while a server lets one wait', async () => {
    const mute = createServer(() => undefined)
    await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
    const met = once(mute, 'connection')
    const { port } = mute.address() as AddressInfo
    made.write({ 'slow/profiles.yml': profiles({ mute: db.output({ host: '127.0.0.1', port }) }) })
    const child = made.start(['build', '--profiles-dir', 'slow'], env)
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
    })
    const gone = once(child, 'exit')
    await met
    const asked = performance.now()
    child.kill('SIGINT')
    expect((await gone)[0]).toBe(1)
    expect(performance.now() - asked).toBeLessThan(1000)
    expect(text).toContain('✗ INTERRUPTED\n  the run was cancelled')
    mute.close()
  })

  it('twice ends at once, and killed ends too: the server notices', async () => {
    for (const signals of [['SIGINT', 'SIGINT'], ['SIGKILL']] as const) {
      const child = await started()
      const gone = once(child, 'exit')
      const asked = performance.now()
      for (const signal of signals) child.kill(signal)
      const [code] = await gone
      expect(performance.now() - asked).toBeLessThan(500)
      if (signals.length === 2) expect([1, 130]).toContain(code)
      await until(idle, 'the end of the query')
    }
  })
})
