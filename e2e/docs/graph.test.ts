// The lineage page in a real Chromium: selection, groups, paths, keys, exports and addresses on the tickets project; the canvas on many nodes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { shoot, startBrowser, visit } from '../harness/browser.js'
import { execute, type TicketsProject, TOOL, ticketsProject } from '../tickets/project.js'

let browser: Browser
let tickets: TicketsProject
let file: string

beforeAll(async () => {
  tickets = ticketsProject()
  const [, started] = await Promise.all([tickets.build(), startBrowser()])
  browser = started
  file = join(tickets.dir, 'target', 'index.html')
})

afterAll(async () => {
  await browser?.close()
  tickets?.remove()
})

const boxes = (page: Page) =>
  page.locator('.lg-svg a').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')?.split(',')[0]))

test('a selection in the command syntax is drawn, counted and kept in the address; a wrong one says where', async () => {
  const { page, complaints, open } = await visit(browser, file)
  await open('lineage')
  expect((await boxes(page)).length).toBeGreaterThan(20)
  const asked = [
    '--select',
    '@int_fx_periods,resource_type:model',
    'port_geography+1',
    '--exclude',
    'config.materialized:table,tag:daily',
    'resource_type:analysis',
    'resource_type:exposure',
  ]
  await page.getByLabel('Select', { exact: true }).fill(asked.slice(1).join(' '))
  await page.keyboard.press('Enter')
  await page.locator('.lg-answer .command').waitFor()
  const listed = await execute(TOOL, ['ls', ...asked, '--resource-type', 'model', '--output', 'name', '--quiet'], tickets.dir)
  const names = listed.output.split('\n').filter((line) => /^\w+$/.test(line))
  expect(names.length).toBeGreaterThan(3)
  expect((await boxes(page)).sort()).toEqual(names.sort())
  expect(page.url()).toContain('select=')
  expect(await page.locator('.lg-answer .command code').textContent()).toBe(
    `sluice ls ${asked.map((word) => (/^[\w.:+@*/,-]+$/.test(word) ? word : `'${word}'`)).join(' ')}`,
  )
  await page.getByLabel('Select', { exact: true }).fill('tickets colour:red')
  await page.keyboard.press('Enter')
  await page.locator('.lg-wrong mark').waitFor()
  expect(await page.locator('.lg-error').first().textContent()).not.toBe('')
  expect(complaints).toEqual([])
})

test('keys walk along edges, a click tells of a node, Enter opens it', async () => {
  const { page, complaints, open } = await visit(browser, file)
  await open('lineage?color=status')
  await page.locator('.lg-svg a[aria-label^="ticket_rejects,"]').click()
  await page.locator('.lg-chosen h2', { hasText: 'ticket_rejects' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL(/focus=model\.carrier_tickets\.(tickets|int_tickets_validated|stg_ticket_changes)/)
  // The address changes before the view is drawn anew: the focus follows a frame later.
  await page.waitForFunction(`document.activeElement?.getAttribute('aria-current') === 'true'`)
  await shoot(page, 'lineage-chosen')
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/node\/model/)
  await page.goBack()
  await page.locator('.lg-chosen').waitFor()
  expect(complaints).toEqual([])
})

test('paths, groups, legend and exports', async () => {
  const { page, complaints, open } = await visit(browser, file, 'dark')
  await open('lineage?from=fx_rates&to=exec_kpis')
  const shown = await boxes(page)
  expect(shown).toEqual(expect.arrayContaining(['fx_rates', 'int_fx_periods', 'tickets', 'exec_kpis']))
  expect(shown).not.toContain('carriers')
  expect(await page.locator('.lg-answer').textContent()).toMatch(/the shortest has \d steps/)
  await open('lineage?from=exec_kpis&to=fx_rates')
  expect(await page.locator('.lg-answer').textContent()).toContain('No path leads from exec_kpis to fx_rates')
  await page.getByRole('button', { name: 'Turn round' }).click()
  await page.locator('.lg-way').first().waitFor()
  await open('lineage?collapse=type&color=status')
  const group = page.locator('.lg-svg a[aria-label^="model, "][aria-label*="12 nodes"]')
  await group.dblclick()
  await page.waitForURL(/open=model/)
  expect(await boxes(page)).toContain('exec_kpis')
  await page.getByRole('button', { name: /^W Warning|Warning/ }).click()
  await page.waitForURL(/lit=W/)
  expect(await page.locator('.lg-faint').count()).toBeGreaterThan(5)
  for (const [name, inside] of [
    ['SVG', /<svg[\s\S]*exec_kpis[\s\S]*<\/svg>/],
    ['Mermaid', /^flowchart LR\n[\s\S]*n\d+ --> n\d+/],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()])
    expect(readFileSync(await download.path(), 'utf8')).toMatch(inside)
  }
  const [png] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG', exact: true }).click()])
  expect(
    readFileSync(await png.path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  await page.getByText('As a table').click()
  expect(await page.locator('.lg-rows tbody tr').count()).toBeGreaterThan(10)
  expect(complaints).toEqual([])
})

test('10,000 nodes are drawn on a canvas that keys, pointer and wheel reach, also in a narrow window', async () => {
  const large = join(tickets.dir, 'target', 'large.html')
  writeFileSync(large, enlarged(readFileSync(file, 'utf8'), 10_000))
  const { page, complaints, open } = await visit(browser, large)
  await open('lineage')
  const painted = `(() => {
    const canvas = document.querySelector('.lg-canvas')
    const pixels = canvas?.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
    return pixels?.some((value, at) => at % 4 === 3 && value > 0) === true
  })()`
  await expect.poll(() => page.evaluate(painted), { timeout: 30_000 }).toBe(true)
  await shoot(page, 'lineage-large')
  expect(await page.locator('.lg-note').textContent()).toContain('10,000 nodes')
  const stage = page.locator('[role=application]')
  await stage.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.locator('.lg-chosen h2').waitFor()
  expect(await page.locator('.lg-frame [aria-live]').textContent()).toMatch(/reads \d+, read by \d+/)
  await page.mouse.move(500, 500)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -200)
  await page.keyboard.up('Control')
  await page.waitForURL(/view=/)
  await page.getByRole('button', { name: 'Collapse by folder' }).click()
  await page.locator('.lg-svg a').first().waitFor()
  expect(await page.locator('.lg-svg a').count()).toBeLessThan(120)
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  expect(complaints).toEqual([])
})

/** The same page about `count` nodes of 12 ranks. */
function enlarged(html: string, count: number): string {
  const found = /(id="data-index">)([^<]*)/.exec(html)
  if (!found?.[2]) throw new TypeError('the page has no index')
  const index = JSON.parse(inflateRawSync(Buffer.from(found[2], 'base64')).toString())
  const wide = Math.ceil(count / 12)
  const nodes = Array.from({ length: count }, (_, place) => ({
    ...index.nodes.find((node: { type: string }) => node.type === 'model'),
    id: `model.large.m${place}`,
    name: `m${place}`,
    folder: `f${Math.floor(place / 100)}`,
    x: Math.floor(place / wide) * 2000 + (place % 8) * 220,
    y: Math.floor((place % wide) / 8) * 60,
  }))
  const edges = nodes.slice(wide).flatMap((_, at) => [
    [at, at + wide],
    [(at * 7) % (at + wide), at + wide],
  ])
  const packed = deflateRawSync(JSON.stringify({ ...index, nodes, edges, blocks: [] })).toString('base64')
  return html.replace(found[0], `${found[1]}${packed}`)
}
