// A report is made of what the warehouse holds and of what runs left, on an embedded and on a server engine.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'

const files = {
  'models/sales.sql': `
    select 1 as id, cast('2026-10-24' as date) as sold_on, 10.5 as amount, 'a' as buyer
    union all select 2, cast('2026-10-30' as date), 20, 'a'
    union all select 3, cast('2026-10-31' as date), 5, 'b'
    union all select 4, cast('2026-10-31' as date), 7.25, '<b>c</b>'
    union all select 5, cast('2026-10-31' as date), {{ env_var('SLUICE_E2E_AMOUNT', '1') }}, 'b'`,
  'tests/no_fraud.sql': "select * from {{ ref('sales') }} where amount > 1000",
  'sluice.yml': `
report:
  title: Shop
  figures:
    - {label: Sales, model: sales, date: sold_on, expression: count(*), good: more}
    - {label: Buyers, model: sales, date: sold_on, expression: count(distinct buyer)}
    - {label: Value, model: sales, date: sold_on, expression: sum(amount), format: money, unit: USD}
  offenders:
    - {label: By buyer, model: sales, date: sold_on, by: buyer, expression: sum(amount)}
`,
}

let database: PostgresDatabase
beforeAll(async () => {
  database = await postgresDatabase()
})
afterAll(() => database?.drop())

const engines: readonly (readonly [string, () => Project])[] = [
  ['DuckDB', () => project(files)],
  ['PostgreSQL', () => project({ ...files, 'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${database.output()}\n` })],
]

test.each(engines)('%s: figures, offenders, runs and incidents of a day, then of a week', async (_name, make) => {
  const shop = make()
  try {
    const run = (args: readonly string[], at: string, amount = '1') => shop.sluice(args, { SLUICE_NOW: at, SLUICE_E2E_AMOUNT: amount })
    await run(['build'], '2026-10-31T20:00:00Z', '2000')
    await run(['build'], '2026-11-01T06:00:00Z')
    const { code, stdout } = await run(['report', '--output', 'json'], '2026-11-01T08:00:00Z')
    expect(code).toBe(0)
    const day = JSON.parse(stdout)
    expect(day.figures.map((each: { label: string; now: number; before: number }) => [each.label, each.now, each.before])).toEqual([
      ['Sales', 3, 1],
      ['Buyers', 2, 1],
      ['Value', 13.25, 20],
    ])
    expect(day.figures[0].trend.filter((value: number | null) => value !== null)).toEqual([1, 1, 3])
    expect(day.offenders[0].rows).toEqual([
      { who: '<b>c</b>', figure: 7.25 },
      { who: 'b', figure: 6 },
    ])
    expect(day.runs).toMatchObject({ runs: 2, failed: 1, tests: 2, testsPassed: 1 })
    expect(day.incidents).toMatchObject([
      { node: expect.stringContaining('no_fraud'), until: expect.stringMatching(/^2026-11-01T06:00:0/) },
    ])
    expect(day.rules).toMatchObject([{ name: 'no_fraud', runs: 2, passed: 1 }])
    expect(day.slos.map((slo: { name: string; met: boolean }) => [slo.name, slo.met])).toContainEqual(['data-quality pass rate', false])
    const html = shop.read('target/report/day-2026-10-31.html')
    expect(html).toContain('&lt;b&gt;c&lt;/b&gt;')
    expect(html).not.toContain('<b>c</b>')
    expect(shop.read('target/report/day-2026-10-31.md')).toContain('| Sales | 3 | 1 | +200 % |')

    const week = JSON.parse((await run(['report', '--period', 'week', '--output', 'json'], '2026-11-20T08:00:00Z')).stdout)
    expect(week.period).toMatchObject({ from: '2026-10-26', until: '2026-11-02' })
    expect(week.remarks[0]).toContain('end on 2026-10-31')
    expect(week.figures.map((each: { now: number; before: number }) => [each.now, each.before])).toEqual([
      [4, 1],
      [3, 1],
      [33.25, 10.5],
    ])
  } finally {
    shop.remove()
  }
})

test('what is wrong in the settings is told at its line, a wrong expression with what asked for it', async () => {
  const shop = project(files)
  try {
    await shop.sluice(['build', '--no-docs'])
    const broken = async (from: string, to: string) => {
      shop.write({ 'sluice.yml': files['sluice.yml'].replace(from, to) })
      return (await shop.sluice(['report'])).text
    }
    expect(await broken('model: sales', 'model: sale')).toMatch(/SETTINGS_INVALID[\s\S]*sale, which is no model[\s\S]*did you mean sales/)
    expect(await broken('good: more', 'good: mor')).toMatch(/sluice\.yml:5:\d+[\s\S]*did you mean more/)
    expect(await broken('sum(amount), format', 'sum(amnt), format')).toMatch(/"Sales" of[^\n]*amnt/)
    expect(await broken('title: Shop', 'titel: Shop')).toMatch(/did you mean title/)
  } finally {
    shop.remove()
  }
})
