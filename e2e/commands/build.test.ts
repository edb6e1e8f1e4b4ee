import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../harness/with-page.js'
import { type Outcome, type Project, project } from '../harness/project.js'
import { broken, shop } from './shop.js'

describe('a build that works', () => {
  let made: Project
  let outcome: Outcome
  beforeAll(async () => {
    made = project(shop)
    outcome = await made.sluice(['build', '--threads', '1'])
  })
  afterAll(() => made.remove())

  it("says what dbt's lines say", () => {
    expect(outcome.code).toBe(0)
    expect(outcome.text).toMatchInlineSnapshot(`
      "Running with dbt=1.11.16 (sluice <version>)
      Registered adapter: duckdb=0.1.0
      Found 2 models, 1 seed, 3 data tests, <n> macros

      Concurrency: 1 threads (target='dev')

      1 of 6 START seed file main.raw_orders ......................................... [RUN]
      1 of 6 OK loaded seed file main.raw_orders ..................................... [INSERT 3 in <t>]
      2 of 6 START sql view model main.stg_orders .................................... [RUN]
      2 of 6 OK created sql view model main.stg_orders ............................... [OK in <t>]
      3 of 6 START test not_null_stg_orders_order_id ................................. [RUN]
      3 of 6 PASS not_null_stg_orders_order_id ....................................... [PASS in <t>]
      4 of 6 START test unique_stg_orders_order_id ................................... [RUN]
      4 of 6 PASS unique_stg_orders_order_id ......................................... [PASS in <t>]
      5 of 6 START sql table model main.customers .................................... [RUN]
      5 of 6 OK created sql table model main.customers ............................... [OK in <t>]
      6 of 6 START test accepted_values_customers_total__15_75 ....................... [RUN]
      6 of 6 WARN 1 accepted_values_customers_total__15_75 ........................... [WARN 1 in <t>]

      Finished running 1 seed, 1 table model, 3 data tests, 1 view model in <elapsed>.

      Completed with 1 warning:

      Warning in test accepted_values_customers_total__15_75 (models/schema.yml)
      Got 1 result, configured to warn if != 0

        compiled code at target/compiled/shop/models/schema.yml/accepted_values_customers_total__15_75.sql

      Done. PASS=5 WARN=1 ERROR=0 SKIP=0 NO-OP=0 TOTAL=6
      Lineage page: <project>/target/index.html
      "
    `)
  })

  it('writes artifacts, compiled SQL, the page and the log', () => {
    const files = ['manifest.json', 'run_results.json', 'index.html', 'compiled/shop/models/customers.sql', 'run/shop/models/customers.sql']
    expect(files.filter((file) => !made.exists(`target/${file}`))).toEqual([])
    expect(made.read('logs/dbt.log')).toMatch(/={30} .* \| [0-9a-f-]{36} ={30}\n.*\[info \] \[MainThread\]: Running with dbt=/)
  })

  it('records the flags of the run', () => {
    const { args } = made.json<{ args: Record<string, unknown> }>('target/run_results.json')
    expect(args).toMatchObject({ which: 'build', threads: 1, select: [], invocation_command: 'sluice build --threads 1', vars: {} })
  })
})

describe('a build with a broken model', () => {
  let made: Project
  beforeAll(async () => {
    made = project({ ...shop, ...broken })
    await made.sluice(['seed'])
  })
  afterAll(() => made.remove())

  it('skips what reads it, shows the place in the template and exits 1', async () => {
    const { code, text } = await made.sluice(['run', '--threads', '1'])
    expect(code).toBe(1)
    expect(text.slice(text.indexOf('1 of 4 START'))).toMatchInlineSnapshot(`
      "1 of 4 START sql view model main.stg_orders .................................... [RUN]
      1 of 4 OK created sql view model main.stg_orders ............................... [OK in <t>]
      2 of 4 START sql view model main.broken ........................................ [RUN]
      2 of 4 ERROR creating sql view model main.broken ............................... [ERROR in <t>]
      3 of 4 SKIP relation main.below ................................................ [SKIP]
      4 of 4 START sql table model main.customers .................................... [RUN]
      4 of 4 OK created sql table model main.customers ............................... [OK in <t>]

      Finished running 1 table model, 3 view models in <elapsed>.

      Completed with 1 error, 0 partial successes, and 0 warnings:

      Failure in model broken (models/broken.sql)
        Runtime Error in model broken (models/broken.sql)
        ✗ SQL_UNKNOWN_COLUMN  models/broken.sql:1:18
          1 │ select order_id, amont
            │                  ^^^^^ Binder Error: Referenced column "amont" not found in FROM clause!
          2 │ from {{ ref('stg_orders') }}
          at        target/compiled/shop/models/broken.sql:1:18  in the compiled SQL
          hint      known here: "amount"
          next      sluice explain SQL_UNKNOWN_COLUMN

        compiled code at target/compiled/shop/models/broken.sql

      Done. PASS=2 WARN=0 ERROR=1 SKIP=1 NO-OP=0 TOTAL=4
      "
    `)
  })

  it('runs the failed part again with retry, and the rest not', async () => {
    made.write({ 'models/broken.sql': "select order_id, amount from {{ ref('stg_orders') }}\n" })
    const { code } = await made.sluice(['retry'])
    expect(code).toBe(0)
    const { results } = made.json<{ results: { unique_id: string; status: string }[] }>('target/run_results.json')
    expect(results.map(({ unique_id, status }) => [unique_id, status])).toEqual([
      ['model.shop.broken', 'success'],
      ['model.shop.below', 'success'],
    ])
    expect((await made.sluice(['retry'])).text).toContain('Nothing to do')
  })
})

describe('flags of a run', () => {
  let made: Project
  beforeAll(() => {
    made = project(shop)
  })
  afterAll(() => made.remove())

  it('--quiet says nothing when all is well', async () => {
    expect(await made.sluice(['build', '--quiet'])).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })

  it('--warn-error turns the warning into a failure', async () => {
    expect(await made.sluice(['build', '--warn-error'])).toMatchObject({ code: 1 })
  })

  it('--no-docs and --no-write-json write neither', async () => {
    await made.sluice(['clean'])
    await made.sluice(['build', '--no-docs', '--no-write-json'])
    expect(['target/index.html', 'target/manifest.json', 'target/run_results.json'].filter((file) => made.exists(file))).toEqual([])
  })

  it('--target-path moves everything', async () => {
    await made.sluice(['build', '--target-path', 'elsewhere'])
    expect(['elsewhere/index.html', 'elsewhere/manifest.json', 'elsewhere/compiled'].filter((file) => !made.exists(file))).toEqual([])
  })

  it('--log-format json gives one event a line', async () => {
    const { stdout } = await made.sluice(['build', '--log-format', 'json'])
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { info: { name: string; code: string }; data: Record<string, unknown> })
    const names = [...new Set(events.map((event) => event.info.name))]
    expect(names).toEqual(
      expect.arrayContaining([
        'MainReportVersion',
        'FoundStats',
        'ConcurrencyLine',
        'LogStartLine',
        'LogSeedResult',
        'LogModelResult',
        'LogTestResult',
        'EndOfRunSummary',
        'StatsLine',
      ]),
    )
    expect(names).not.toContain('RunPlanned')
    const model = events.find((event) => event.info.name === 'LogModelResult')
    expect(model?.data).toMatchObject({
      status: 'OK',
      total: 6,
      node_info: { node_name: 'stg_orders', materialized: 'view', node_status: 'success' },
    })
  })
})

describe('flags come from', () => {
  let made: Project
  beforeAll(() => {
    made = project(shop)
  })
  afterAll(() => made.remove())

  it.each([
    ['the environment', { DBT_QUIET: '1' }, []],
    ['the environment, newer name', { DBT_ENGINE_QUIET: 'true' }, []],
  ])('%s', async (_name, env, args) => {
    expect((await made.sluice(['build', ...args], env)).stdout).toBe('')
  })

  it('the project, below the environment, below the command line', async () => {
    made.write({ 'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\nflags:\n  printer_width: 100\n" })
    const width = async (args: readonly string[], env: Record<string, string> = {}) => {
      const { stdout } = await made.sluice(['seed', ...args], env)
      return /START seed file .*?(?= \[RUN\])/.exec(stdout)?.[0].length
    }
    const base = (await width(['--printer-width', '80'])) ?? 0
    expect(await width([])).toBe(base + 20)
    expect(await width([], { DBT_PRINTER_WIDTH: '120' })).toBe(base + 40)
    expect(await width(['--printer-width', '90'], { DBT_PRINTER_WIDTH: '120' })).toBe(base + 10)
  })
})
