import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SluiceError } from '../../core/error.js'
import type { Connection } from '../adapter.js'
import { type Bench, bench } from './bench.test-data.js'

let session: Connection
let connected: Bench['connected']
let cells: Bench['cells']
let end: Bench['end']

beforeAll(async () => {
  ;({ session, connected, cells, end } = await bench())
})
afterAll(() => end())

it('sets the session up as the profile says', async () => {
  await session.execute(
    `create table people (i int); create role "Odd Role"; create schema "My Schema"; grant usage on schema "My Schema" to "Odd Role"`,
  )
  const other = await connected({
    role: '"Odd Role"',
    search_path: '"My Schema", public',
    statement_timeout: '2min',
    application_name: 'shop run',
    autocommit: true,
  })
  const lane = await other.connect('lane')
  const settings = ['search_path', 'role', 'statement_timeout', 'application_name'].map((name) => `current_setting('${name}')`)
  expect(await cells(`select ${settings.join(', ')}`, lane)).toEqual(['"My Schema", public', 'Odd Role', '2min', 'shop run'])
  await lane.begin()
  expect(lane.inTransaction).toBe(false)
  await expect(lane.execute('select * from people')).rejects.toMatchObject({
    code: 'DB_PRIVILEGE_MISSING',
    fields: { hint: 'have it granted to the user or role of the profile; refused was: select * from people' },
  })
  await lane.close()
  await other.close()
})

it.each([
  [{ password: 'wrong-secret' }, 'DB_AUTH_FAILED', 'password authentication failed'],
  [{ dbname: 'nowhere' }, 'DB_DATABASE_MISSING', 'database "nowhere" does not exist'],
  [{ role: 'nobody_here' }, 'DB_ROLE_MISSING', 'role "nobody_here" does not exist'],
  [{ sslmode: 'require' }, 'DB_TLS_FAILED', 'takes no encrypted connections'],
  [{ port: 1, retries: 0 }, 'DB_UNREACHABLE', 'ECONNREFUSED'],
  [{ host: 'no.such.host.invalid', retries: 0 }, 'DB_UNREACHABLE', 'no.such.host.invalid is not known'],
  [{ host: null }, 'CREDENTIALS_INVALID', 'the profile has no host'],
] as const)('says why a login with %j fails', async (more, code, message) => {
  const error = (await connected(more).catch((thrown: unknown) => thrown)) as SluiceError
  expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)])
  expect(JSON.stringify(error)).not.toMatch(/wrong-secret/)
})
