// The docs site of the tickets project in a real Chromium: every page opens from the file, nothing complains, nothing leaves it.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
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

/** Every part of one model, one node of each other kind, a column, a macro. */
async function pages(): Promise<string[]> {
  const model = 'model.carrier_tickets.tickets'
  const kinds = new Map(indexOf(file).nodes.map((node) => [node.type, nodeAddress(node.id)]))
  const site = await lookAt(browser, file)
  const [sight] = await site.seeAll([nodeAddress(model)])
  await site.close()
  const parts = (sight?.tabs ?? []).map((tab) => nodeAddress(model, tab))
  expect(parts.length).toBeGreaterThan(5)
  return [...menu, ...parts, ...kinds.values(), `#/column/${model}/value_usd`, '#/macros/macro.carrier_tickets.drop_vanished_days']
}

test('every link leads somewhere; no page complains, asks the network or says what no reader should see', async () => {
  const { crawl, complaints, close } = await lookAt(browser, file)
  const nodes = indexOf(file).nodes.map(({ id }) => nodeAddress(id))
  const sights = await crawl([...(await pages()), ...nodes], 3, 160)
  expect(complaints).toEqual([])
  expect.soft(faults(sights)).toEqual([])
  expect(lost(sights)).toEqual([])
  expect(menu.length).toBeGreaterThan(12)
  await close()
})

test.each(['light', 'dark'] as const)('each page stands up to axe-core and is kept as a picture (%s)', async (scheme) => {
  const { page, seeAll, axe, complaints, close } = await lookAt(browser, file, { scheme })
  const found: string[] = []
  for (const address of await pages()) {
    await seeAll([address])
    found.push(...(await axe(scheme)).map((line) => `${address}: ${line}`))
    await shoot(page, `${address.slice(2).replaceAll(/\W+/g, '-')}-${scheme}`)
  }
  expect(found).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('each page opens by its own address, and in a narrow window scrolls down only', async () => {
  const { arrive, complaints, close } = await lookAt(browser, file, { width: 360 })
  const sights: Sight[] = []
  for (const address of await pages()) sights.push(await arrive(address))
  expect(lost(sights)).toEqual([])
  expect(sights.filter(({ wide }) => wide > 0).map(({ address, wide }) => `${address}: ${wide} px too wide`)).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('search finds a model by one of its columns, from the keyboard', async () => {
  const { page, open } = await visit(browser, file)
  await open('home')
  await page.keyboard.press('/')
  await page.keyboard.type('total_value_usd')
  await page.waitForSelector('[role=option]')
  expect((await page.locator('[role=option]').allTextContents()).join(' ')).toContain('tickets_daily_checkcolumn total_value_usd')
})
