// Finding things in the page, in a real Chromium: selections as the command line answers them, search, catalog, changes.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { readManifest } from '../../src/artifacts/index.js'
import { SluiceError } from '../../src/core/error.js'
import { findResource } from '../../src/core/manifest.js'
import { Selecting } from '../../src/docs/app/selecting.js'
import type { SelectBlock, SiteIndex } from '../../src/docs/model/index.js'
import { buildGraph } from '../../src/graph/index.js'
import { commandTypes, resolveResourceTypes, selectNodes } from '../../src/select/index.js'
import { shoot, startBrowser, visit } from '../harness/browser.js'
import { execute, type TicketsProject, TOOL, ticketsProject } from '../tickets/project.js'

let browser: Browser
let tickets: TicketsProject
let file: string
let page: string

const sluice = (...args: string[]) => execute(TOOL, args, tickets.dir)

/** A block of the written page, as the page reads it. */
function block<T>(name: string): T {
  const packed = new RegExp(`id="data-${name}">([^<]*)<`).exec(page)?.[1] ?? ''
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as T
}

function change(path: string, edit: (text: string) => string): void {
  const full = join(tickets.dir, path)
  const before = readFileSync(full, 'utf8')
  const after = edit(before)
  expect(after).not.toBe(before)
  writeFileSync(full, after)
}

beforeAll(async () => {
  tickets = ticketsProject()
  const [outcome, started] = await Promise.all([tickets.build(), startBrowser()])
  browser = started
  expect(outcome.output).toContain('ERROR=0')
  const before = join(tickets.dir, 'before')
  mkdirSync(before)
  cpSync(join(tickets.dir, 'target', 'manifest.json'), join(before, 'manifest.json'))
  change('models/tickets/marts/exec_kpis.sql', (text) =>
    text.replace('sum(days.total_value_usd) as', 'round(sum(days.total_value_usd), 2) as'),
  )
  writeFileSync(join(tickets.dir, 'models/tickets/marts/quiet_days.sql'), "select fuel_type from {{ ref('fuel_type_daily') }}\n")
  rmSync(join(tickets.dir, 'analyses'), { recursive: true })
  const written = await sluice('docs', 'generate', '--compare', 'before')
  expect(written.code, written.output).toBe(0)
  file = join(tickets.dir, 'target', 'index.html')
  page = readFileSync(file, 'utf8')
})

afterAll(async () => {
  await browser?.close()
  tickets?.remove()
})

test('more than 200 selections over the project come to what the commands select', async () => {
  const manifest = await readManifest(join(tickets.dir, 'target', 'manifest.json'))
  const previousManifest = await readManifest(join(tickets.dir, 'before', 'manifest.json'))
  const select = block<SelectBlock>('select')
  const asked = new Selecting(select)
  const graph = buildGraph(manifest)
  const names = block<SiteIndex>('index').nodes.map(({ name }) => name)
  const methods = [
    ...['tag:*', 'tag:daily', 'config.materialized:table', 'config.materialized:incremental', 'resource_type:model', 'resource_type:seed'],
    ...['test_type:unit', 'test_type:singular', 'test_name:unique', 'path:models/tickets/marts', 'path:models/**/staging', 'file:*.csv'],
    ...[
      'group:finance',
      'access:public',
      'exposure:*',
      'source:*',
      'source:carrier_feed+1',
      'package:this',
      'config.contract.enforced:true',
    ],
    ...['state:modified', 'state:modified+', 'state:new', 'state:unmodified', 'state:modified.body', 'tickets.*', 'tickets.marts'],
    ...Object.keys(select.selectors).map((name) => `selector:${name}`),
  ]
  const texts = [
    ...names.flatMap((name) => [name, `+${name}`, `${name}+1`, `@${name}`, `${name},resource_type:model`]),
    ...methods.flatMap((method, at) => [
      method,
      `+${method}`,
      `${method},${methods[(at * 3 + 1) % methods.length]}`,
      `${method} +${names[at % names.length]}`,
    ]),
    ...['tga:x', 'state:modifed', 'selector:none', 'test_type:x'],
  ]
  const resourceTypes = resolveResourceTypes(commandTypes.list, undefined, undefined)
  const byCommand = (text: string) => {
    try {
      const request = { manifest, graph, selectors: manifest.selectors, previousManifest, resourceTypes, includeEmpty: true }
      return [...selectNodes({ ...request, select: text.split(' ') })].map((id) => findResource(manifest, id)?.name)
    } catch (error) {
      return error instanceof SluiceError ? error.code : String(error)
    }
  }
  const onPage = (text: string) => {
    const { rows, problem } = asked.select(text)
    return problem?.code ?? rows.map((row) => select.resources[row]?.[2])
  }
  expect(texts.length).toBeGreaterThan(200)
  expect(texts.map((text) => [text, onPage(text)])).toEqual(texts.map((text) => [text, byCommand(text)]))
})

test('a selection in the catalog: as many as sluice ls lists, its mistake in place', async () => {
  const { page, complaints, open } = await visit(browser, file)
  for (const text of ['+exec_kpis --exclude source:*', 'state:modified+', '@carriers,config.materialized:table']) {
    await open(`catalog?q=${encodeURIComponent(`select: ${text}`)}`)
    const said = (await page.locator('.selection p').first().textContent()) ?? ''
    const [, nodes, tests] = /Selects (\d+) nodes? and (\d+) tests?/.exec(said) ?? []
    const state = text.startsWith('state:') ? ['--state', 'before'] : []
    const listed = await sluice('ls', '--quiet', '--select', ...text.split(' '), ...state)
    expect(Number(nodes) + Number(tests), said).toBe(listed.output.trim().split('\n').length)
    expect(said).toContain('sluice ls --select ')
  }
  await open(`catalog?q=${encodeURIComponent('select: carriers tga:daily')}`)
  await page.locator('.selection-wrong', { hasText: 'did you mean tag:daily?' }).waitFor()
  expect(await page.locator('.selection-wrong mark').textContent()).toBe('tga:daily')
  expect(complaints).toEqual([])
})

test('the catalog is narrowed, sorted and shared by its address', async () => {
  const { page, complaints, open } = await visit(browser, file)
  await open('catalog')
  const all = await page.locator('main tbody tr').count()
  await page.getByRole('group', { name: 'Type' }).getByLabel(/model/).check()
  await page.getByRole('group', { name: 'Materialized' }).getByLabel(/table/).check()
  await page.locator('.chip', { hasText: 'Materialized' }).waitFor()
  const narrowed = await page.locator('main tbody tr').count()
  expect(narrowed).toBeLessThan(all)
  // More of the same facet stay to be had, with their counts.
  expect(await page.getByRole('group', { name: 'Materialized' }).getByLabel(/view/).count()).toBe(1)
  await page.getByRole('columnheader', { name: 'Rows' }).getByRole('button').click()
  await page.locator('th[aria-sort=descending]').waitFor()
  const rows = (await page.locator('main tbody td:nth-child(6)').allTextContents())
    .filter(Boolean)
    .map((text) => Number(text.replaceAll(',', '')))
  expect(rows).toEqual(rows.toSorted((a, b) => b - a))
  const address = page.url().slice(page.url().indexOf('#/') + 2)
  expect(address).toMatch(/type=model.*mat=table.*sort=-rows/)
  const again = await visit(browser, file)
  await again.open(address)
  expect(await again.page.locator('main tbody tr').count()).toBe(narrowed)
  await page.locator('.chip', { hasText: 'Remove all' }).click()
  await expect.poll(() => page.locator('main tbody tr').count()).toBe(all)
  await page.locator('.catalog-query input').fill('total_value')
  await page.locator('.why', { hasText: 'column' }).first().waitFor()
  expect(await page.locator('.why mark').first().textContent()).toBe('total_value')
  await shoot(page, 'catalog-search')
  await page.locator('.catalog-query input').fill('nothing is called so')
  await page.getByText('No node fits').waitFor()
  expect([...complaints, ...again.complaints]).toEqual([])
})

test('the search box opens nodes, columns and pages with the keyboard', async () => {
  const { page, complaints, open } = await visit(browser, file)
  await open('home')
  const type = async (text: string, first: RegExp) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(text)
    await page.locator('[role=option][aria-selected=true]', { hasText: first }).waitFor()
  }
  await type('exec_kp', /exec_kpis/)
  const box = page.getByRole('combobox')
  expect(await box.getAttribute('aria-expanded')).toBe('true')
  expect(await box.getAttribute('aria-activedescendant')).toBe(await page.locator('[aria-selected=true]').getAttribute('id'))
  await page.keyboard.press('Enter')
  await page.locator('main h1', { hasText: 'exec_kpis' }).waitFor()
  await type('exceutive_kpi', /catalog/)
  await page.keyboard.press('Escape')
  expect(await box.getAttribute('aria-expanded')).toBe('false')
  await type('carrirs', /carriers/)
  await type('column:total_value_usd', /column total_value_usd/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/column\//)
  await type('>runs', /Runs/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/runs/)
  expect(complaints).toEqual([])
})

test('changes: what was added, changed and removed, with reasons, columns and lines', async () => {
  const { page, complaints, open } = await visit(browser, file)
  await open('changes')
  const card = (name: string) => page.locator('.changes > li', { hasText: name })
  await card('exec_kpis').first().waitFor()
  const changed =
    (await page
      .locator('.changes > li', { has: page.locator('.badge', { hasText: 'changed' }) })
      .first()
      .textContent()) ?? ''
  expect(changed).toContain('body: the text differs')
  expect(changed).toMatch(/total_value_usd\s*computed differently/)
  expect(await page.locator('.diff-added').allTextContents()).toContainEqual(expect.stringContaining('round(sum(days.total_value_usd), 2)'))
  expect(await page.locator('.changes .badge-ok').count()).toBe(1)
  expect(await card('quiet_days').count()).toBe(1)
  expect(await page.locator('.changes .badge-fail').count()).toBe(
    readdirSync(join(process.cwd(), 'analyses')).filter((name) => name.endsWith('.sql')).length,
  )
  await shoot(page, 'changes')
  expect(complaints).toEqual([])
})
