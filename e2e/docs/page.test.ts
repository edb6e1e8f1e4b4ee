// The lineage page of the tickets project in a real Chromium: every page opens from the file, nothing complains, nothing leaves it.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shoot, startBrowser, visit } from '../harness/browser.js'
import { type TicketsProject, ticketsProject } from '../tickets/project.js'

let browser: Browser
let tickets: TicketsProject
let file: string

beforeAll(async () => {
  tickets = ticketsProject()
  const [outcome, started] = await Promise.all([tickets.build(), startBrowser()])
  browser = started
  file = join(tickets.dir, 'target', 'index.html')
  expect(outcome.output).toContain('WARN=2 ERROR=0')
})

afterAll(async () => {
  await browser?.close()
  tickets?.remove()
})

test.each(['light', 'dark'] as const)('every page opens without a complaint or a request (%s)', async (scheme) => {
  const { page, complaints, open } = await visit(browser, file, scheme)
  for (const name of ['home', 'catalog', 'lineage', 'tests', 'owners', 'about']) {
    await open(name)
    await shoot(page, `${name}-${scheme}`)
  }
  expect(complaints).toEqual([])
})

test('a model shows columns, compiled SQL, tests with their status, and its lineage', async () => {
  const { page, complaints, open } = await visit(browser, file)
  const id = encodeURIComponent('model.carrier_tickets.tickets')
  await open(`node/${id}?tab=columns`)
  expect(await page.locator('tbody th[scope=row]').allTextContents()).toContain('ticket_id')
  await open(`node/${id}?tab=sql`)
  expect(await page.locator('figure.sql').count()).toBe(2)
  await open(`node/${id}?tab=tests`)
  expect(await page.locator('.status-ok').count()).toBeGreaterThan(3)
  await open(`node/${id}?tab=lineage`)
  await shoot(page, 'model-lineage')
  await page.locator('a[aria-label^="int_tickets_validated"]').click()
  await page.locator('main h1', { hasText: 'int_tickets_validated' }).waitFor()
  expect(complaints).toEqual([])
})

test('search finds a model by one of its columns, from the keyboard', async () => {
  const { page, open } = await visit(browser, file)
  await open('home')
  await page.keyboard.press('/')
  await page.keyboard.type('total_value_usd')
  await page.waitForSelector('main .node-link')
  expect(await page.locator('main .node-link').allTextContents()).toContain('tickets_daily_check')
})

test('the two warnings stand on the first page', async () => {
  const { page, open } = await visit(browser, file)
  await open('home')
  expect(await page.locator('.tile .count').allTextContents()).toContainEqual(expect.stringMatching(/2 warnings/))
})
