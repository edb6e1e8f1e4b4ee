// State compared by what SQL means: a project built for production, then written otherwise, then changed.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'

const files = {
  'profiles.yml': `shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: shop.duckdb, schema: dev, threads: 2}
    prod: {type: duckdb, path: shop.duckdb, schema: prod, threads: 2}
`,
  'seeds/payments.csv': 'id,cents,state,paid_on\n1,100,ok,2026-01-01\n2,250,ok,2026-01-02\n3,5,open,2026-01-03\n4,9,void,2026-01-03\n',
  'macros/money.sql': '{% macro money(cents) %}{{ cents }} / 100.0{% endmacro %}',
  'models/paid.sql':
    "select id, {{ money('cents') }} as amount, state, paid_on from {{ ref('payments') }} where state <> 'void' and cents > 0",
  'models/totals.sql': `{{ config(materialized='table') }}
with paid as (select * from {{ ref('paid') }}), summed as (select state, sum(amount) as total, count(*) as payments from paid group by state)
select state, total, payments from summed`,
  'models/log.sql': `{{ config(materialized='incremental', unique_key='id') }}
select id, amount from {{ ref('paid') }}
{% if is_incremental() %}where paid_on > '2026-01-02'{% endif %}`,
  'models/fixed.sql': 'select 1 as a',
  'models/models.yml': 'models:\n  - name: totals\n    columns:\n      - name: total\n        data_tests: [not_null]\n',
  'tests/some.sql': "select * from {{ ref('totals') }} where total < 0",
}

let made: Project
beforeAll(async () => {
  made = project(files)
  const built = await made.sluice(['build', '--target', 'prod', '--no-docs'])
  expect(built.code, built.text).toBe(0)
  cpSync(join(made.folder, 'target'), join(made.folder, 'state'), { recursive: true })
}, 60_000)
afterAll(() => made.remove())

const semantic = ['--state', 'state', '--state-compare', 'semantic', '--explain']

async function listed(...args: readonly string[]): Promise<string[]> {
  const found = await made.sluice(['ls', '--quiet', '--select', 'state:modified', '--resource-type', 'model', 'test', ...args])
  expect(found.code, found.text).toBe(0)
  return found.stdout.trim().split('\n').filter(Boolean)
}

it('leaves out what is only written otherwise', async () => {
  made.write({
    'macros/money.sql': '{# Cents to money. #}\n{% macro money(cents) %}{{ cents }} / 100.0{% endmacro %}',
    'models/paid.sql': `-- What was paid.
SELECT id, ({{ money('p.cents') }}) amount, p."state", p.paid_on
FROM {{ ref('payments') }} AS p
WHERE p.cents > 0 AND (p.state <> 'void')`,
    'models/totals.sql': `{{ config(materialized='table') }}
with by_state as (
  select p.state, count(*) as payments, sum(p.amount) as total, max(p.paid_on) as latest
  from {{ ref('paid') }} p
  group by 1
),
final as (select * from by_state)
select state, total, payments from final order by 1`,
    'models/log.sql': `{{ config(materialized='incremental', unique_key='id') }}
with new as (select * from {{ ref('paid') }})
select id, amount
from new
{% if is_incremental() %}where paid_on > '2026-01-02' -- the last day
{% endif %}`,
    'tests/some.sql': "select totals.* from {{ ref('totals') }} as totals\nwhere 0 > totals.total",
  })
  expect(await listed(...semantic)).toEqual([
    'left out: shop.log  written differently, the same meaning',
    'left out: shop.paid  written differently, the same meaning',
    'left out: shop.totals  written differently, the same meaning',
    'left out: shop.some  written differently, the same meaning',
  ])
  expect(await listed('--state', 'state', '--indirect-selection', 'empty')).toEqual(['shop.log', 'shop.paid', 'shop.totals', 'shop.some'])
})

it('says of a change what it is, also where it shows in the next run only', async () => {
  made.write({
    'models/log.sql': made.read('models/log.sql').replace('2026-01-02', '2026-01-01'),
    'models/totals.sql': made.read('models/totals.sql').replace('count(*)', 'count(distinct p.id)'),
    'macros/money.sql': '{% macro money(cents) %}round({{ cents }} / 100.0, 1){% endmacro %}',
  })
  expect((await listed(...semantic, '--indirect-selection', 'empty')).filter((line) => !line.startsWith('left out'))).toEqual([
    'shop.log  body: rows are chosen, joined or grouped differently',
    'shop.paid  body: column amount computed differently',
    'shop.totals  body: column payments computed differently',
  ])
  made.write({ 'macros/money.sql': files['macros/money.sql'], 'models/log.sql': files['models/log.sql'] })
})

it('builds what means something else and what comes after it, the rest from production', async () => {
  made.write({ 'models/after.sql': "select * from {{ ref('totals') }}, {{ ref('fixed') }}" })
  const built = await made.sluice(['build', '--select', 'state:modified+', '--defer', '--no-docs', ...semantic])
  expect(built.code, built.text).toBe(0)
  expect(built.stdout).toContain('shop.after  new')
  const { results } = made.json<{ results: { unique_id: string }[] }>('target/run_results.json')
  const ran = results.map(({ unique_id }) => unique_id.split('.').slice(0, 3).join('.'))
  expect(ran.sort()).toEqual(['model.shop.after', 'model.shop.totals', 'test.shop.not_null_totals_total', 'test.shop.some'])
})

it('takes an order of columns for a change only where somebody may notice', async () => {
  const totals = files['models/totals.sql'].replace('select state, total, payments from', 'select payments, state, total from')
  made.write({ 'models/totals.sql': totals, 'models/after.sql': files['models/fixed.sql'] })
  const json = ['--output', 'json', '--output-keys', 'name']
  const of = async () => (await listed(...semantic, ...json)).map((line) => JSON.parse(line))
  expect(await of()).toEqual([{ name: 'after', modified: ['new'] }])
  made.write({ 'models/after.sql': "select * from {{ ref('totals') }} union all select 1, 'x', 2" })
  expect((await of()).find(({ name }) => name === 'totals')).toEqual({
    name: 'totals',
    modified: ['body: columns in another order, and model.shop.after may combine it with others by position'],
  })
})
