// The docs site of the tickets project in a real Chromium: every page opens from the file, nothing complains, nothing leaves it.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shoot, startBrowser, visit } from '../harness/browser.js'
import { execute, type TicketsProject, TOOL, ticketsProject } from '../tickets/project.js'
import { faults, indexOf, lookAt, lost, menuOf, nodeAddress, type Sight } from './look.js'

let browser: Browser
let tickets: TicketsProject
let file: string
let menu: string[]

beforeAll(async () => {
  tickets = ticketsProject()
  const [outcome, started] = await Promise.all([tickets.build(), startBrowser()])
  browser = started
  file = join(tickets.dir, 'target', 'index.html')
  expect(outcome.output).toContain('WARN=2 ERROR=0')
  const generated = await execute(TOOL, ['docs', 'generate'], tickets.dir)
  expect(generated.output).toContain('Catalog written')
  const site = await lookAt(browser, file)
  menu = await menuOf(site)
  await site.close()
})

afterAll(async () => {
  await browser?.close()
  tickets?.remove()
})

/** One node of each kind, with each of its tabs. */
async function nodeAddresses(all: boolean): Promise<string[]> {
  const { nodes } = indexOf(file)
  const kinds = new Map(nodes.map((node) => [node.type, node.id]).reverse() as [string, string][])
  kinds.set('model', 'model.carrier_tickets.tickets')
  const ids = all ? nodes.map(({ id }) => id) : [...kinds.values()]
  const { seeAll, close } = await lookAt(browser, file)
  const tabs = (await seeAll(ids.map((id) => nodeAddress(id)))).map(({ tabs }) => tabs)
  await close()
  return ids.flatMap((id, at) => [nodeAddress(id), ...(tabs[at] ?? []).map((tab) => nodeAddress(id, tab))])
}

test('every link leads somewhere; no page complains, asks the network or says what no reader should see', async () => {
  const { crawl, complaints, close } = await lookAt(browser, file)
  const sights = await crawl([...menu, ...(await nodeAddresses(true))], 30, 700)
  expect(complaints).toEqual([])
  expect.soft(faults(sights)).toEqual([])
  expect(lost(sights)).toEqual([])
  expect(menu.length).toBeGreaterThan(5)
  await close()
})

test.each(['light', 'dark'] as const)('each page stands up to axe-core and is kept as a picture (%s)', async (scheme) => {
  const { page, seeAll, axe, complaints, close } = await lookAt(browser, file, { scheme })
  const found: string[] = []
  for (const address of [...menu, ...(await nodeAddresses(false))]) {
    await seeAll([address])
    found.push(...(await axe(scheme)).map((line) => `${address}: ${line}`))
    if (menu.includes(address) || address.includes('tickets.tickets'))
      await shoot(page, `${address.slice(2).replaceAll(/\W+/g, '-')}-${scheme}`)
  }
  expect(found).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('each page opens by its own address', async () => {
  const { arrive, complaints, close } = await lookAt(browser, file)
  const sights: Sight[] = []
  for (const address of [...menu, ...(await nodeAddresses(false))]) sights.push(await arrive(address))
  expect(lost(sights)).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('a narrow window scrolls down only', async () => {
  const { seeAll, close } = await lookAt(browser, file, { width: 360 })
  const sights = await seeAll([...menu, ...(await nodeAddresses(false))])
  expect(sights.filter(({ wide }) => wide > 0).map(({ address, wide }) => `${address}: ${wide} px too wide`)).toEqual([])
  await close()
})

test('a model shows columns, compiled SQL, tests with their status, and its lineage', async () => {
  const { page, complaints, open } = await visit(browser, file)
  const id = encodeURIComponent('model.carrier_tickets.tickets')
  await open(`node/${id}?tab=columns`)
  expect(await page.locator('tbody th[scope=row]').allTextContents()).toContain('ticket_id')
  await open(`node/${id}?tab=sql`)
  expect(await page.locator('figure.sql').textContent()).toContain('select')
  await open(`node/${id}?tab=tests`)
  expect(await page.locator('.status-ok').count()).toBeGreaterThan(3)
  await open(`node/${id}?tab=lineage`)
  await page.locator('a[aria-label^="int_tickets_validated"]').click()
  await page.locator('main h1', { hasText: 'int_tickets_validated' }).waitFor()
  expect(complaints).toEqual([])
})

test('search finds a model by one of its columns, from the keyboard', async () => {
  const { page, open } = await visit(browser, file)
  await open('home')
  await page.keyboard.press('/')
  await page.keyboard.type('total_value_usd')
  await page.waitForSelector('[role=option]')
  expect((await page.locator('[role=option]').allTextContents()).join(' ')).toContain('tickets_daily_checkcolumn total_value_usd')
})

test('the two warnings stand on the first page', async () => {
  const { page, open } = await visit(browser, file)
  await open('home')
  expect(await page.locator('.tile .count').allTextContents()).toContainEqual(expect.stringMatching(/2 warnings/))
})
