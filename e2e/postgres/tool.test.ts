// What the command line does with a PostgreSQL: a new project at once, the login shown and checked, errors with their place.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase, whyNoSystemPostgres } from '../harness/postgres.js'
import { project, projectAt } from '../harness/project.js'

const oldest = whyNoSystemPostgres()
const servers = ['embedded', ...(oldest === undefined ? ['system' as const] : [])] as const

if (oldest !== undefined) it.skip(`an older server: ${oldest}`, () => undefined)

const home = project()
const fresh = projectAt(`${home.folder}/fresh`)
beforeAll(async () => {
  expect(await home.sluice(['init', 'fresh', '--adapter', 'postgres'])).toMatchObject({ code: 0 })
})
afterAll(() => home.remove())

function login(database: PostgresDatabase): Record<string, string> {
  const { host, port, user, password, dbname } = database
  return { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: dbname }
}

it.each(servers)('a new project is built twice by the login of the environment (%s server)', async (which) => {
  const database = await postgresDatabase(which)
  for (const _ of [1, 2]) {
    const build = await fresh.sluice(['build'], login(database))
    expect(build.stdout).toContain('Done. PASS=7 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=7')
  }
  expect(await database.query('select paid_on::text, payments::int, total_amount::text from fresh.payments_daily order by 1')).toEqual([
    { paid_on: '2026-01-03', payments: 2, total_amount: '200.50' },
    { paid_on: '2026-01-04', payments: 1, total_amount: '99.95' },
  ])
  const { results } = fresh.json<{ results: { unique_id: string; adapter_response: object }[] }>('target/run_results.json')
  const model = results.find((result) => result.unique_id.endsWith('.payments_daily'))
  expect(model?.adapter_response).toMatchObject({ _message: 'SELECT 2', code: 'SELECT', rows_affected: 2 })
  await database.drop()
})

it('the login is shown and checked, the password never shown', async () => {
  const database = await postgresDatabase()
  const debug = await fresh.sluice(['debug'], login(database))
  expect([debug.code, debug.text]).toEqual([0, expect.stringContaining('Connection test: [OK connection ok]')])
  const refused = await fresh.sluice(['run'], { ...login(database), PGPASSWORD: 'not-the-password' })
  expect([refused.code, refused.text]).toEqual([2, expect.stringContaining('DB_AUTH_FAILED')])
  expect(debug.text + refused.text).not.toMatch(new RegExp(`${database.password}|not-the-password`))
  await database.drop()
})

it('errors stand where the template has them', async () => {
  const database = await postgresDatabase()
  const shop = project({
    'profiles.yml': `shop: {target: dev, outputs: {dev: ${database.output()}}}\n`,
    'models/t.sql': 'select 1 as id\n',
    'models/bad.sql': "{% set c = 'nme' %}\nselect '😀',\n  {{ c }}\nfrom {{ ref('t') }}\n",
    'models/late.sql': '{{ config(pre_hook="set local statement_timeout = 20", materialized="table") }}\nselect pg_sleep(5)::text as id\n',
    'models/outside.sql':
      '{{ config(materialized="table", post_hook={"sql": "vacuum {{ this }}", "transaction": false}) }}\nselect 1 as id\n',
    'models/inside.sql': '{{ config(materialized="table", post_hook="vacuum {{ this }}") }}\nselect 1 as id\n',
  })
  const { code, text } = await shop.sluice(['run'])
  expect([code, text.match(/Done\. .*/)?.[0]]).toEqual([1, 'Done. PASS=2 WARN=0 ERROR=3 SKIP=0 NO-OP=0 TOTAL=5'])
  expect(text).toContain('✗ SQL_UNKNOWN_COLUMN  models/bad.sql:3:6')
  expect(text).toContain('DB_TIMEOUT  models/late.sql')
  expect(text).toContain('VACUUM cannot run inside a transaction block')
  expect(text).toContain('as a hook with "transaction": false')
  shop.remove()
  await database.drop()
})
