import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'

// Profiles, reconciled totals and a source whose columns are renamed, on each engine.

let database: PostgresDatabase
const shops: Project[] = []

beforeAll(async () => {
  database = await postgresDatabase()
}, 120_000)

afterAll(async () => {
  for (const shop of shops) shop.remove()
  await database?.drop()
})

const feed = (tax: string) => `{{ config(materialized='table', schema='raw') }}
select i as id, i % 4 as kind, cast(i as decimal(12,2)) as ${tax}, case when i % 10 = 0 then null else 'c' || i end as mail from ${'{{ numbers() }}'}`

function shopOn(output: string): Project {
  const shop = project({
    'profiles.yml': `shop: {target: dev, outputs: {dev: ${output}}}\n`,
    'macros/names.sql': `{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}
{% macro numbers() %}{{ 'range(1, 1001) r(i)' if target.type == 'duckdb' else 'generate_series(1, 1000) r(i)' }}{% endmacro %}`,
    'models/feed.sql': feed('tax'),
    'models/staging.sql': "select id, kind, tax as duty from {{ source('raw', 'feed') }}",
    'models/daily.sql':
      "{{ config(materialized='table') }} select kind, sum(duty) - case when kind = 2 then 5 else 0 end as duty, count(*) as n from {{ ref('staging') }} group by kind",
    'models/all.yml': `
sources:
  - name: raw
    schema: raw
    config: {meta: {owner: Intake, runbook: 'https://wiki/feed', drift: warn}}
    tables: [{name: feed, columns: [{name: id}, {name: kind}, {name: tax}, {name: mail}]}]
exposures:
  - {name: board, type: dashboard, owner: {name: Finance}, depends_on: [ref('daily')]}
models:
  - {name: feed, columns: [{name: mail, config: {meta: {pii: true}}}]}
  - name: daily
    config:
      meta:
        reconcile:
          - {name: duty, sum: duty, against: ref('staging'), by: kind, tolerance: 0.001 %}
          - {name: duty_loosely, sum: duty, against: ref('staging'), by: kind, tolerance: 5}
          - {name: rows, sum: n, against: raw.feed, against_sum: '1'}
          - {name: kinds, count: '*', against: staging, against_count: 'distinct kind', where: kind < 9}
`,
  })
  shops.push(shop)
  return shop
}

describe.each(['duckdb', 'postgres'] as const)('%s', (engine) => {
  let shop: Project
  beforeAll(async () => {
    shop = shopOn(engine === 'duckdb' ? '{type: duckdb, path: shop.duckdb, schema: dev}' : database.output({ schema: 'dev' }))
    expect((await shop.sluice(['run', '-q', '--select', 'feed'])).text).toBe('')
  }, 60_000)

  test('totals that differ fail the build by group, in words', async () => {
    const { code, text } = await shop.sluice(['build', '--exclude', 'feed', '--no-docs'])
    expect(code, text).toBe(1)
    const results = shop.json<{ results: { unique_id: string; status: string; failures: number | null }[] }>(
      'target/run_results.json',
    ).results
    const tests = Object.fromEntries(
      results.flatMap(({ unique_id, status }) => (unique_id.startsWith('test.') ? [[unique_id.split('.')[2], status]] : [])),
    )
    expect(tests).toEqual({
      daily_reconcile_duty: 'fail',
      daily_reconcile_duty_loosely: 'pass',
      daily_reconcile_rows: 'pass',
      daily_reconcile_kinds: 'pass',
    })
    const { stdout } = await shop.sluice(['show', '-q', '--select', 'daily_reconcile_duty'])
    expect(stdout).toMatch(/2: 124995\.00 here, 125000\.00 in \S*staging\S*, -5\.00 apart/)
  }, 60_000)

  test('a profile, and the next one against it', async () => {
    const first = await shop.sluice(['show', '-q', '--select', 'feed', '--profile', '--output', 'json'])
    expect(first.code, first.stderr).toBe(0)
    const [profile] = JSON.parse(first.stdout)
    expect(profile).toMatchObject({ rows: 1000, scans: 2, changes: null, estimated: engine === 'duckdb' ? ['distinct', 'quantiles'] : [] })
    const [id, kind, tax, mail] = profile.columns
    expect(mail).toMatchObject({ hidden: true, nulls: 100, min: null, max: null, top: [], histogram: [] })
    expect(kind.top).toEqual([0, 1, 2, 3].map((value) => ({ value: expect.stringMatching(/^[0-3]$/), rows: 250 + value * 0 })))
    expect(tax).toMatchObject({ nulls: 0, min: '1', max: '1000', mean: '500.5' })
    expect(Math.abs(Number(tax.quantiles[2]) - 500.5)).toBeLessThan(10)
    expect(id.histogram).toHaveLength(20)
    expect(id.histogram.reduce((sum: number, { share }: { share: number }) => sum + share, 0)).toBeCloseTo(1, 6)
    const sampled = await shop.sluice(['show', '-q', '--select', 'source:raw.feed', '--profile', '--sample', '100'])
    expect(sampled.stdout).toContain('raw.feed: ')
    expect(sampled.stdout).toContain('100 rows in a sample (read once')
  }, 60_000)

  test('a renamed column is named with what it breaks, until the project is mended', async () => {
    expect((await shop.sluice(['source', 'freshness'])).text).not.toContain('changed its columns')
    shop.write({ 'models/feed.sql': feed('vat') })
    await shop.sluice(['run', '-q', '--select', 'feed'])
    for (const args of [
      ['source', 'freshness'],
      ['run', '--select', 'daily'],
    ]) {
      const { text } = await shop.sluice(args)
      expect(text).toContain('raw.feed changed its columns')
      expect(text).toMatch(
        /tax is gone; it looks as if it were now called vat \(same type, same place\): breaks staging\.duty → daily\.duty; 1 exposure: board/,
      )
    }
    shop.write({ 'models/all.yml': shop.read('models/all.yml').replace('drift: warn', 'drift: error') })
    const stopped = await shop.sluice(['run', '--select', 'staging'])
    expect(stopped.code).toBe(2)
    expect(stopped.text).toContain('SOURCE_DRIFTED')
    shop.write({ 'models/staging.sql': "select id, kind, vat as duty from {{ source('raw', 'feed') }}" })
    expect((await shop.sluice(['run', '--select', 'staging'])).code).toBe(0)
    expect((await shop.sluice(['source', 'freshness'])).text).not.toContain('changed its columns')
  }, 180_000)
})
