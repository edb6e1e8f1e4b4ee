import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Outcome, type Project, project } from '../../harness/project.js'
import { busy, expectTold, profiles, until } from './expect.js'
import { type FaultServer, faultServer, killBackend, mountSmallDisk, selfSigned, unmount } from './server.js'

/** Takes as long as the table `gate` says, each time it is tried. */
const gated = 'cross join lateral (select count(*) as waited from pg_sleep((select seconds from public.gate))) as w'
const table = (version: number) =>
  `{{ config(materialized='table') }}\nselect ${version} as version, 1 as id, waited from (select 1) as one\n${gated}\n`
const merged = (version: number) =>
  `{{ config(materialized='incremental', incremental_strategy='merge', unique_key='id') }}\nselect ${version} as version, 1 as id, waited from (select 1) as one\n${gated}\n`

let server: FaultServer
let made: Project
let settings: Readonly<Record<string, string>>
let certificates: { readonly own: string | undefined; readonly other: string | undefined }

beforeAll(async () => {
  server = await faultServer()
  const own = selfSigned(server, 'own')
  const other = selfSigned(server, 'other')
  certificates = { own: own?.cert, other: other?.cert }
  settings = own ? { ssl: 'on', ssl_cert_file: own.cert, ssl_key_file: own.key } : {}
  await server.start(settings)
  await server.query('create table public.gate as select 0 as seconds')
  made = project({
    'profiles.yml': profiles({
      dev: server.output(),
      verified: server.output({ host: 'localhost', sslmode: 'verify-full', sslrootcert: own?.cert }),
      wrong_ca: server.output({ host: 'localhost', sslmode: 'verify-full', sslrootcert: other?.cert }),
      wrong_name: server.output({ sslmode: 'verify-full', sslrootcert: own?.cert }),
    }),
  })
}, 120_000)
afterAll(async () => {
  made?.remove()
  await server?.remove()
})

const gate = async (seconds: number) => await server.query(`update public.gate set seconds = ${seconds}`)
const value = async () => (await server.query('select version from shop.big'))[0]?.version
const leftovers = async () => await server.query("select relname from pg_class where relname like '%\\_\\_dbt\\_%'")

/** The process at work on the model. */
async function atWork(besides: readonly number[] = []): Promise<number> {
  return await until(async () => {
    const rows = await server.query(busy)
    const row = rows.find(({ pid, query }) => String(query).includes('pg_sleep') && !besides.includes(Number(pid)))
    return row && Number(row.pid)
  }, 'the statement')
}

/** A run with the gate shut, which `meanwhile` does something about. */
async function runDuring(meanwhile: () => Promise<void>): Promise<Outcome> {
  await gate(600)
  const running = made.sluice(['run', '--select', 'big'])
  await meanwhile()
  return await running
}

describe.each([
  ['a table build', table],
  ['a merge', merged],
] as const)('in the middle of %s', (_what, model) => {
  beforeAll(async () => {
    await gate(0)
    await server.query('drop table if exists shop.big')
    made.write({ 'models/big.sql': model(1) })
    const first = await made.sluice(['run'])
    expect(first.code, first.text).toBe(0)
  })

  it('a server process is killed: the node is tried once more', async () => {
    made.write({ 'models/big.sql': model(2) })
    const outcome = await runDuring(async () => {
      killBackend(await atWork())
      expect(await value()).toBe(1)
      await gate(0)
    })
    expect(outcome.code, outcome.text).toBe(0)
    expect(outcome.text).toMatch(/Thread-1: .*; trying again/)
    expect([await value(), await leftovers()]).toEqual([2, []])
  })

  it('it is killed again: a coded error, the old table, and the next run works', async () => {
    made.write({ 'models/big.sql': model(3) })
    const outcome = await runDuring(async () => {
      const first = await atWork()
      killBackend(first)
      killBackend(await atWork([first]))
    })
    expectTold(made, outcome, { code: 'DB_CONNECTION_LOST', place: 'models/big.sql:1', target: 'dev', secret: server.password })
    expect(outcome.code).toBe(1)
    expect(await value()).toBe(2)
    await gate(0)
    const next = await made.sluice(['retry'])
    expect(next.code, next.text).toBe(0)
    expect([await value(), await leftovers()]).toEqual([3, []])
  })
})

it('a server that stops for good in the middle of a build leaves the old table for when it is back', async () => {
  made.write({ 'models/big.sql': table(5) })
  const before = await value()
  const outcome = await runDuring(async () => {
    await atWork()
    await server.stopAtOnce()
  })
  expectTold(made, outcome, { code: 'DB_UNREACHABLE', place: 'models/big.sql:1', target: 'dev', secret: server.password })
  await server.start(settings)
  expect(await value()).toBe(before)
  await gate(0)
  const next = await made.sluice(['build'])
  expect(next.code, next.text).toBe(0)
  expect([await value(), await leftovers()]).toEqual([5, []])
})

describe('a certificate', () => {
  beforeEach(({ skip }) => skip(certificates.own === undefined, 'openssl is not installed'))

  it.each([
    ['of another authority', 'wrong_ca', 6],
    ['for another name', 'wrong_name', 7],
  ])('%s is refused', async (_what, target, line) => {
    const outcome = await made.sluice(['build', '--target', target])
    expectTold(made, outcome, { code: 'DB_TLS_FAILED', place: `profiles.yml:${line}`, target, secret: server.password })
    expect(outcome.code).toBe(2)
  })

  it('that fits is taken', async () => {
    expect(await made.sluice(['run', '--target', 'verified'])).toMatchObject({ code: 0 })
  })
})

describe('a disk that is full', () => {
  let disk: string
  let why: string | undefined
  beforeAll(async () => {
    disk = server.ownFolder('small-disk')
    why = mountSmallDisk(disk, 8)
    if (!why) await server.query(`create tablespace small location '${disk}'`)
  })
  afterAll(async () => {
    if (why) return
    await server.stopAtOnce()
    unmount(disk)
  })

  it('leaves the old table, and the next run works', async ({ skip }) => {
    skip(why !== undefined, why)
    made.write({ 'models/big.sql': table(6) })
    expect((await made.sluice(['run'])).code).toBe(0)
    const rows = (count: number, version: number) =>
      `{{ config(materialized='table', pre_hook="set local default_tablespace = small") }}\nselect ${version} as version, md5(i::text) || md5((-i)::text) as filler\nfrom generate_series(1, ${count}) as i\n`
    made.write({ 'models/big.sql': rows(150_000, 7) })
    const outcome = await made.sluice(['run'])
    expectTold(made, outcome, { code: 'DB_RESOURCES_EXHAUSTED', place: 'models/big.sql:1', target: 'dev', secret: server.password })
    expect(outcome.text).toContain('No space left on device')
    expect([await value(), await leftovers()]).toEqual([6, []])
    made.write({ 'models/big.sql': rows(10, 8) })
    expect((await made.sluice(['run'])).code).toBe(0)
    expect(await value()).toBe(8)
  })
})
