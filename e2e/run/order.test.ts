import { afterEach, describe, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'

interface Result {
  readonly unique_id: string
  readonly status: string
  readonly message: string | null
  readonly failures: number | null
  readonly batch_results: { readonly successful: readonly unknown[]; readonly failed: readonly unknown[] } | null
}

let made: Project
afterEach(() => made.remove())

const results = () => made.json<{ results: readonly Result[] }>('target/run_results.json').results
const statuses = () => Object.fromEntries(results().map(({ unique_id, status }) => [unique_id.split('.')[2], status]))
const order = () => results().map(({ unique_id }) => unique_id.split('.')[2])

const table = "{{ config(materialized='table') }}\n"
const yaml = (tests: string) => `models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: ${tests}\n`

describe('build', () => {
  it('runs unit tests before the model, its data tests after it and before its children', async () => {
    made = project({
      'models/a.sql': `${table}select 1 as id\n`,
      'models/b.sql': "select * from {{ ref('a') }}\n",
      'models/tests.yml': `${yaml('[unique, not_null]')}unit_tests:\n  - name: doubles\n    model: b\n    given:\n      - input: ref('a')\n        rows: [{id: 7}]\n    expect:\n      rows: [{id: 7}]\n`,
    })
    expect((await made.sluice(['build', '--threads', '4'])).code).toBe(0)
    expect([order()[0], new Set(order().slice(1, 3)), order().slice(3)]).toEqual([
      'a',
      new Set(['unique_a_id', 'not_null_a_id']),
      ['b', 'b'],
    ])
    expect(results().map(({ unique_id }) => unique_id.split('.')[0])).toEqual(['model', 'test', 'test', 'unit_test', 'model'])
  })

  it('a failed test skips the children and names the cause; a warning does not', async () => {
    made = project({
      'models/a.sql': `${table}select null as id\n`,
      'models/b.sql': "select * from {{ ref('a') }}\n",
      'models/c.yml': yaml('[not_null]'),
    })
    const failed = await made.sluice(['build'])
    expect([failed.code, statuses()]).toEqual([1, { a: 'success', not_null_a_id: 'fail', b: 'skipped' }])
    made.write({ 'models/c.yml': yaml('[{not_null: {config: {severity: warn}}}]') })
    expect([(await made.sluice(['build'])).code, statuses()]).toEqual([0, { a: 'success', not_null_a_id: 'warn', b: 'success' }])
  })

  it('a failed unit test keeps its model from running and shows the difference', async () => {
    made = project({
      'models/a.sql': `${table}select 1 as id, 'x' as name\n`,
      'models/b.sql': "select id + 1 as id, name from {{ ref('a') }}\n",
      'models/t.yml':
        "unit_tests:\n  - name: adds\n    model: b\n    given:\n      - input: ref('a')\n        rows: [{id: 1, name: x}, {id: 2, name: y}]\n    expect:\n      rows: [{id: 2, name: x}, {id: 9, name: y}]\n",
    })
    const outcome = await made.sluice(['build'])
    expect([outcome.code, results().map(({ status }) => status)]).toEqual([1, ['success', 'fail', 'skipped']])
    expect(results()[1]?.message).toBe('\n\nactual differs from expected:\n\n@@,id ,name\n  ,2  ,x\n→ ,9→3,y\n')
  })

  it('--fail-fast starts nothing more and still records every node', async () => {
    made = project({
      'models/a.sql': 'select nope\n',
      'models/b.sql': `${table}select count(*) as n from range(400000000000) t(i) where i % 7 = 3\n`,
      'models/c.sql': "select * from {{ ref('b') }}\n",
    })
    const outcome = await made.sluice(['run', '--fail-fast', '--threads', '2'])
    expect([outcome.code, statuses()]).toEqual([1, { a: 'error', b: 'skipped', c: 'skipped' }])
    expect(results().find(({ status }) => status === 'skipped')?.message).toBe('Skipping due to fail_fast')
  })
})

describe('a parent that was never built', () => {
  it('is told at the place of the ref, before anything is sent; other branches run', async () => {
    made = project({
      'models/a.sql': 'select 1 as id\n',
      'models/b.sql': "select *\nfrom {{ ref('a') }}\n",
      'models/c.sql': 'select 3 as id\n',
    })
    const outcome = await made.sluice(['run', '--select', 'b', 'c'])
    expect(outcome.code).toBe(1)
    expect(statuses()).toEqual({ b: 'error', c: 'success' })
    expect(outcome.text).toContain('PARENT_NOT_BUILT  models/b.sql:2:14')
    expect(outcome.text).toContain('sluice build --select +b+')
    expect(order()[0]).toBe('b')
    await made.sluice(['run', '--select', 'a'])
    expect((await made.sluice(['run', '--select', 'b'])).code).toBe(0)
  })

  it('counts behind an ephemeral model, and not where it is only mentioned in a comment', async () => {
    made = project({
      'models/a.sql': 'select 1 as id\n',
      'models/e.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('a') }}\n",
      'models/b.sql': "select * from {{ ref('e') }}\n",
      'models/c.sql': "-- depends_on: {{ ref('a') }}\nselect 1 as id\n",
    })
    await made.sluice(['run', '--select', 'b', 'c'])
    expect(statuses()).toEqual({ b: 'error', c: 'success' })
  })
})

describe('hooks', () => {
  it('run before and after, see the results, and a failed one skips the rest', async () => {
    made = project({
      'dbt_project.yml':
        'name: shop\nversion: "1.0"\nprofile: shop\non-run-start:\n  - create table if not exists log (what varchar)\non-run-end:\n  - "insert into log values (\'{{ results | length }} {{ results[0].status }} {{ schemas | join }}\')"\n  - select nope\n  - select 1\n',
      'models/a.sql': `${table}select 1 as id\n`,
      'models/b.sql': `${table}select what from log\n`,
    })
    expect((await made.sluice(['run', '--select', 'a'])).code).toBe(1)
    expect(results().map(({ status, message }) => `${status} ${message?.split('\n')[0]}`)).toEqual([
      'success shop.on-run-start.0 passed',
      'success OK',
      'success shop.on-run-end.0 passed',
      'error shop.on-run-end.1 failed, error:',
      'skipped shop.on-run-end.2 skipped',
    ])
    const { nodes } = made.json<{ nodes: Record<string, { index?: number }> }>('target/manifest.json')
    expect(nodes['operation.shop.shop-on-run-end-2']?.index).toBe(3)
    const shown = await made.sluice(['show', '--inline', 'select what from log', '--output', 'json'])
    expect(shown.text).toContain('1 success main')
  })

  it('before the run end it where their template fails, and nothing is built', async () => {
    made = project({
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\non-run-start: "{{ run_query(\'select nope\') }}"\n',
      'models/a.sql': `${table}select 1 as id\n`,
    })
    const { code, text } = await made.sluice(['run'])
    expect(code).toBe(2)
    expect(text).toContain('Encountered an error:\nRuntime Error in operation shop-on-run-start-0 (dbt_project.yml)\n✗ SQL_UNKNOWN_COLUMN')
    expect(text).not.toContain('START sql table model')
  })
})

describe('data tests', () => {
  it('store their failures, judge by fail_calc and thresholds', async () => {
    const test = (config: string) => yaml(`[{not_null: {config: ${config}}}]`)
    made = project({
      'models/a.sql': `${table}select unnest([1, null, null]) as id\n`,
      'models/t.yml': test('{store_failures: true, fail_calc: "count(*) * 10", warn_if: "> 5", error_if: "> 50"}'),
    })
    expect((await made.sluice(['build'])).code).toBe(0)
    expect(results()[1]).toMatchObject({ status: 'warn', failures: 20, message: 'Got 20 results, configured to warn if > 5' })
    const shown = await made.sluice([
      'show',
      '--inline',
      'select count(*) as n from main_dbt_test__audit.not_null_a_id',
      '--output',
      'json',
    ])
    expect(shown.text).toMatch(/"n": 2/)
  })
})

describe('microbatch', () => {
  const model = `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='seen_at', batch_size='day', begin='2024-01-01', lookback=1) }}
select seen_at, amount from {{ ref('events') }}
`
  const events = (rows: string) =>
    `{{ config(materialized='table', event_time='seen_at') }}\nselect * from (values ${rows}) t(seen_at, amount)\n`
  const day = (date: string, amount: number | string) => `(timestamp '${date} 12:00:00', ${amount})`

  it('runs a window a day, keeps the others when one fails, and retry runs the failed one', async () => {
    made = project({
      'models/events.sql': events([day('2024-01-01', "'1'"), day('2024-01-02', "'x'"), day('2024-01-03', "'3'")].join()),
      'models/m.sql': model.replace('amount from', 'amount::int as amount from'),
    })
    const end = ['--event-time-start', '2024-01-01', '--event-time-end', '2024-01-04']
    const outcome = await made.sluice(['run', ...end])
    expect([outcome.code, statuses().m]).toEqual([1, 'partial success'])
    const m = results().find(({ unique_id }) => unique_id.endsWith('.m'))
    expect([m?.message, m?.batch_results?.successful.length, m?.batch_results?.failed.length]).toEqual(['PARTIAL SUCCESS (2/3)', 2, 1])
    expect(made.exists('target/compiled/shop/models/m/m_2024-01-02.sql')).toBe(true)
    made.write({ 'models/m.sql': model.replace('amount from', 'try_cast(amount as int) as amount from') })
    expect((await made.sluice(['retry'])).code).toBe(0)
    expect(results().map(({ status, batch_results }) => [status, batch_results?.successful.length])).toEqual([['success', 3]])
    const shown = await made.sluice([
      'show',
      '--inline',
      "select sum(amount) as total, count(*) as n from {{ ref('m') }}",
      '--output',
      'json',
    ])
    expect(shown.text).toMatch(/"total": 4[\s\S]*"n": 3/)
  })
})
