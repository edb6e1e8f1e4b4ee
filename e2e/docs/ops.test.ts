// What happened to the data: a run with a failing test, a broken and skipped models, a stale source, seen in a real Chromium.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { shoot, startBrowser } from '../harness/browser.js'
import { type Project, project } from '../harness/project.js'
import { type Looked, lookAt } from './look.js'

const files = {
  'dbt_project.yml': `name: shop
version: '1.0'
profile: shop
on-run-start:
  - create schema if not exists raw
  - create or replace table raw.orders as select 1 as order_id, 'open' as state, timestamp '2020-01-01' as loaded_at
  - create or replace table raw.people as select 1 as id
models:
  shop:
    +materialized: table
`,
  'models/sources.yml': `sources:
  - name: raw
    loader: airbyte
    tables:
      - name: orders
        loaded_at_field: loaded_at
        freshness: {warn_after: {count: 1, period: hour}, error_after: {count: 1, period: day}}
      - name: people
`,
  'models/shop.yml': `groups:
  - name: sales
    owner: {name: Sales, email: sales@example.com}
models:
  - name: stg_orders
    description: Orders, one row each.
    config: {group: sales, tags: [daily]}
    columns:
      - name: order_id
        description: Key of the order.
        data_tests: [unique, not_null]
      - name: state
        data_tests:
          - accepted_values: {arguments: {values: [closed]}}
  - name: people
    columns:
      - name: id
        data_tests: [not_null]
exposures:
  - name: board
    type: dashboard
    maturity: high
    url: https://example.com/board
    owner: {name: Ann, email: ann@example.com}
    depends_on: [ref('orders_daily')]
  - name: list
    type: application
    owner: {name: Ben}
    depends_on: [ref('people')]
`,
  'models/staging/stg_orders.sql': "select * from {{ source('raw', 'orders') }}",
  'models/orders_daily.sql': "select count(*) as orders from {{ ref('stg_orders') }}",
  'models/people.sql': "select * from {{ source('raw', 'people') }}",
  'models/broken.sql': 'select * from nowhere_at_all',
  'models/alone.sql': "select 1 as alone_id, 'x' as word from {{ ref('people') }}",
}

let browser: Browser
let shop: Project
let look: Looked
const page = (): Page => look.page

beforeAll(async () => {
  shop = project(files)
  const started = startBrowser()
  expect((await shop.sluice(['run', '--select', 'people'])).code).toBe(0)
  expect((await shop.sluice(['build'])).code).toBe(1)
  expect((await shop.sluice(['source', 'freshness'])).code).toBe(1)
  const written = await shop.sluice(['docs', 'generate'])
  expect(written.text, written.text).toContain('index.html')
  browser = await started
  look = await lookAt(browser, join(shop.folder, 'target', 'index.html'))
})

afterAll(async () => {
  await look?.close()
  await browser?.close()
  shop?.remove()
})

const text = async (selector: string) => (await page().locator(selector).allInnerTexts()).join('\n')

test('home says what is broken, how far it reaches, and what is missing', async () => {
  const { text: said } = await look.arrive('#/home')
  await shoot(page(), 'ops-home')
  const needs = await text('.needs li')
  expect(needs).toMatch(/stg_orders 1 test fails\s+2 nodes built on it, read by board/)
  expect(needs).toMatch(/raw\.orders stale/)
  expect(needs).toMatch(/broken failed\s+nothing is built on it/)
  expect(needs).toMatch(/1 node was not built|2 nodes were not built/)
  expect(needs).toContain('3 models without a test')
  expect(await page().locator('.needs-link', { hasText: 'without a test' }).getAttribute('href')).toContain('tested=no')
  expect(said).toContain('sluice retry')
  expect(await text('.tile-fail .tile-title')).toMatch(/Last run.*Failing tests.*Stale sources/s)
})

test('tests: failures first; one by its address with its SQL; the matrix, keys without tests, the score with its rules', async () => {
  await look.arrive('#/tests')
  expect(await text('tbody tr:first-child')).toMatch(/failed\s+accepted_values\s+stg_orders\s+state/)
  await page().locator('tbody tr:first-child a').first().click()
  await page().locator('.one-test .sql pre').waitFor()
  expect(await text('.one-test')).toMatch(/sluice test --select accepted_values_stg_orders_state__closed/)
  await look.arrive('#/tests?status=ok&kind=not_null')
  expect(await page().locator('tbody tr').count()).toBe(2)
  await look.arrive('#/tests?view=matrix')
  expect(await text('thead')).toMatch(/accepted_values/)
  expect(await text('tbody tr:first-child')).toMatch(/stg_orders/)
  await look.arrive('#/tests?view=gaps')
  const gaps = await text('tbody')
  expect(gaps).toMatch(/alone\s+alone_id\s+by its name\s+unique\s*not_null/)
  expect(gaps).toMatch(/people\s+id\s+by its name\s+unique/)
  expect(gaps).toMatch(/orders_daily/)
  await look.arrive('#/tests?view=quality')
  expect(await text('tbody')).toMatch(/\(no owner\)[\s\S]*poor[\s\S]*sales[\s\S]*Tested\s+25/)
  await shoot(page(), 'ops-quality')
})

test('sources: age against its limits, the rule that is missing, who waits', async () => {
  await look.arrive('#/sources')
  await shoot(page(), 'ops-sources')
  expect(await text('tbody')).toMatch(/stale\s+raw\.orders\s+loaded by airbyte\s*loaded_at/)
  expect(await page().locator('.age-bar').getAttribute('aria-label')).toMatch(/\d+ d.* old; late after 1 h, stale after 1 d/)
  expect(await text('section:has(h2:text("Without a freshness rule")) tbody')).toMatch(/raw\.people[\s\S]*3[\s\S]*list/)
})

test('runs: the timeline is walked by keys and zoomed, the critical path is told in words, entries are narrowed', async () => {
  await look.arrive('#/runs')
  expect(await page().locator('.gantt-bar.critical').count()).toBeGreaterThan(1)
  expect(await page().locator('.gantt-diamond').count()).toBeGreaterThan(1)
  await page().locator('.gantt-frame').focus()
  await page().keyboard.press('ArrowRight')
  const first = await text('#gantt-detail')
  expect(first).toMatch(/ on .+, from \d/)
  await page().keyboard.press('ArrowRight')
  expect(await text('#gantt-detail')).not.toBe(first)
  await page().keyboard.press('+')
  await page().waitForFunction('location.hash.includes("zoom=")')
  await page().keyboard.press('0')
  await page().waitForFunction('!location.hash.includes("zoom=")')
  await shoot(page(), 'ops-runs')
  expect(await text('section:has(h2:text("Critical path")) tbody')).toMatch(/began at once[\s\S]*waited for/)
  await look.arrive('#/runs?status=skipped&type=model')
  expect(await text('section:has(h2:text("All that ran")) tbody')).toMatch(/orders_daily/)
})

test('cost: in seconds and why, by owner with tests apart; what nobody reads', async () => {
  await look.arrive('#/cost?by=owner')
  expect(await text('main .lead')).toMatch(/seconds of execution.*duckdb tells no cost/)
  expect(await text('.after-choices tbody')).toMatch(/sales[\s\S]*(no owner)|\(no owner\)[\s\S]*sales/)
  expect(await text('section:has(h2:text("Never read")) tbody')).toMatch(/alone/)
})

test('exposures tell whether they can be trusted now', async () => {
  await look.arrive('#/exposures')
  await shoot(page(), 'ops-exposures')
  const [board = '', list = ''] = await page().locator('article').allInnerTexts()
  expect(board).toMatch(/Not now:[\s\S]*raw\.orders is stale|Not now:[\s\S]*stg_orders 1 test fails/)
  expect(board).toMatch(/orders_daily was not built/)
  expect(list).toMatch(/All it reads is well/)
  expect(await page().locator('article a[href="https://example.com/board"]').count()).toBe(1)
})

test('no page complains; both themes are readable; nothing is wider than a narrow window', async () => {
  const pages = [
    'home',
    'tests',
    'tests?view=matrix',
    'tests?view=gaps',
    'tests?view=quality',
    'sources',
    'runs',
    'cost',
    'exposures',
    'metrics',
  ]
  const narrow = await lookAt(browser, join(shop.folder, 'target', 'index.html'), { scheme: 'dark', width: 360 })
  for (const [looked, scheme] of [
    [look, 'light'],
    [narrow, 'dark'],
  ] as const)
    for (const name of pages) {
      const sight = await looked.arrive(`#/${name}`)
      expect([name, sight.odd, sight.twice, sight.titles]).toEqual([name, [], [], 1])
      if (looked === look || /home|runs|quality|sources/.test(name)) expect([name, await looked.axe(scheme)]).toEqual([name, []])
      if (looked === narrow) expect([name, sight.wide]).toEqual([name, 0])
    }
  expect([...look.complaints, ...narrow.complaints]).toEqual([])
  await narrow.close()
})

test('the page of a node tells what earlier runs did with it', async () => {
  await look.arrive('#/node/model.shop.people?tab=runs')
  expect(await text('tbody tr')).toMatch(/sluice build\s+passed[^\n]*\n[^\n]*sluice run\s+passed/)
  expect(look.complaints).toEqual([])
})
