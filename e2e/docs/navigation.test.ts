// Moving about the site as people do: by keyboard, back and forth, on a narrow screen, in the dark, on paper; and its pages on rules,
// words, macros and owners.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { startBrowser } from '../harness/browser.js'
import { type Project, project } from '../harness/project.js'
import { faults, type Looked, lookAt } from './look.js'

const many = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`models/many/m_${at}.sql`, 'select 1 as id']))

const term = `Who pays. ![a chart](https://example.com/x.png) <b>bold</b> &lt;tag&gt; [run](javascript:alert(1)) [site](https://example.com)

- [x] asked
- [ ] answered

${'A long word of explanation. '.repeat(700)}the end`

const files = {
  ...many,
  'models/docs.md': `{% docs payer %}${term}{% enddocs %}\n{% docs lonely %}Nobody says it.{% enddocs %}`,
  'models/raw.sql': "select 1 as id, 'a@example.com' as mail",
  'models/payers.sql': "select {{ cents('id') }} as id, mail from {{ ref('raw') }}",
  'models/board.sql': "select mail from {{ ref('payers') }}",
  'models/models.yml': `
groups:
  - name: money
    owner: {name: Ann, email: ann@example.com}
  - name: press
    owner: {name: Bob, email: bob@example.com}
models:
  - name: raw
    columns: [{name: mail, meta: {pii: true}, description: '{{ doc("payer") }}'}]
  - name: payers
    config: {group: money}
    description: '{{ doc("payer") }}'
    deprecation_date: 2020-01-31
  - name: board
    config: {group: press}
`,
  'macros/money.sql': '{% macro cents(x) %}{{ shifted(x, 2) }}{% endmacro %}\n{% macro shifted(x, by) %}{{ x }} * 1e{{ by }}{% endmacro %}',
  'macros/macros.yml':
    'macros: [{name: cents, description: "In *cents*.", arguments: [{name: x, type: column, description: an amount}]}]\n',
  'sluice-rules.yml': `version: 1
rules:
  - name: payers_say_so
    rule: naming
    select: payers
    prefix: dim_
`,
}

let browser: Browser
let made: Project
let file: string
let site: Looked
let page: Page

beforeAll(async () => {
  made = project(files)
  file = join(made.folder, 'target', 'index.html')
  const [generated, started] = await Promise.all([made.sluice(['docs', 'generate']), startBrowser()])
  expect(generated.text).toContain('Lineage page')
  browser = started
  site = await lookAt(browser, file)
  page = site.page
})

afterAll(async () => {
  await browser?.close()
  made?.remove()
})

const heading = () => page.locator('main h1').textContent()

async function at(address: string): Promise<void> {
  expect(faults([await site.arrive(address)])).toEqual([])
}

test('keys lead to pages, through lists and to the list of keys', async () => {
  await at('#/home')
  for (const [letter, title] of Object.entries({ c: 'Catalog', o: 'Owners', t: 'Tests' })) {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await page.locator('main h1', { hasText: title }).waitFor()
    await expect.poll(() => page.title()).toBe(`${title} · shop`)
    await page.locator('main h1:focus').waitFor()
  }
  await at('#/catalog')
  await page.locator('main .node-link').first().waitFor()
  await page.keyboard.press('j')
  const first = await page.evaluate('document.activeElement.textContent')
  await page.keyboard.press('j')
  expect(await page.evaluate('document.activeElement.textContent')).not.toBe(first)
  await page.keyboard.press('k')
  expect(await page.evaluate('document.activeElement.textContent')).toBe(first)
  await page.keyboard.press('Enter')
  await page.locator('main h1', { hasText: String(first) }).waitFor()
  await page.keyboard.press('?')
  await page.locator('dialog[open]', { hasText: 'next, previous row' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  expect(await page.evaluate('document.activeElement.type')).toBe('search')
  await page.keyboard.type('g c')
  expect(await heading()).toContain(first)
})

test('the way back leads to the place one left, a new way to the top', async () => {
  await at('#/catalog')
  await page.locator('main .node-link').nth(45).scrollIntoViewIfNeeded()
  const left = await page.evaluate('scrollY')
  expect(left).toBeGreaterThan(300)
  await page.locator('main .node-link').nth(45).click()
  await page.locator('main h1', { hasText: 'm_' }).waitFor()
  expect(await page.evaluate('scrollY')).toBe(0)
  await page.goBack()
  await expect.poll(() => page.evaluate('scrollY')).toBe(left)
})

test('an address that leads nowhere says what it may have meant', async () => {
  await at('#/nodes/payer')
  expect(await heading()).toBe('Nothing is here')
  expect(await page.locator('main .plain-list').textContent()).toContain('payers')
  await at('#/ownrs')
  expect(await page.locator('main .plain-list').textContent()).toContain('Owners')
})

test('the theme is chosen and kept', async () => {
  await at('#/home')
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const light = await ground()
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  expect(await ground()).not.toBe(light)
  await at('#/about')
  expect(await page.getByRole('button', { name: 'Dark', exact: true }).getAttribute('aria-pressed')).toBe('true')
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.getByRole('button', { name: 'Auto', exact: true }).click()
  expect(await ground()).toBe(light)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme=dark]').waitFor()
  await page.emulateMedia({ colorScheme: 'light' })
})

test('on paper there is no menu, and on a narrow screen it opens by a button', async () => {
  await at('#/governance?tab=undocumented')
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.menu', '.top', '.tabs']) expect(await page.locator(hidden).first().isVisible()).toBe(false)
  expect(await page.locator('main table').first().isVisible()).toBe(true)
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize({ width: 360, height: 740 })
  const menu = page.getByRole('button', { name: 'Menu' })
  expect([await page.locator('.menu').isVisible(), await menu.getAttribute('aria-expanded')]).toEqual([false, 'false'])
  await menu.click()
  expect(await menu.getAttribute('aria-expanded')).toBe('true')
  await page.locator('.menu a', { hasText: 'Glossary' }).click()
  await page.locator('main h1', { hasText: 'Glossary' }).waitFor()
  expect(await page.locator('.menu').isVisible()).toBe(false)
  for (const address of ['#/owners/money', '#/macros', '#/glossary', '#/governance?tab=coverage', '#/about'])
    expect([address, (await site.arrive(address)).wide]).toEqual([address, 0])
  await page.setViewportSize({ width: 1280, height: 860 })
})

test('words of the project are shown as they are written, and nothing of them runs or is loaded', async () => {
  await at('#/glossary/payer')
  const card = page.locator('.term-asked')
  const text = String(await card.textContent())
  for (const shown of ['a chart', '<b>bold</b>', '<tag>', '[run](javascript:alert(1))', 'Used by 1 node and 1 column'])
    expect(text).toContain(shown)
  expect(text).not.toContain('the end')
  expect(await card.locator('img, b').count()).toBe(0)
  expect(await card.locator('input[type=checkbox]:checked').count()).toBe(1)
  expect(await card.locator('.markdown a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
    'https://example.com',
  ])
  await card.getByRole('button', { name: /Show all/ }).click()
  expect(await card.textContent()).toContain('the end')
  expect(await page.locator('.term', { hasText: 'Nobody says it.' }).textContent()).toContain('No description uses it')
})

test('macros say who calls them, also through others', async () => {
  await at('#/macros')
  expect(await page.locator('main').textContent()).toMatch(/2 macros of the project and its packages; [\d,]{3,5} more are built in/)
  await page.locator('main a', { hasText: 'shifted' }).click()
  await page.locator('main h1', { hasText: 'shifted' }).waitFor()
  expect(await page.locator('main tbody').textContent()).toMatch(/payers.*cents/)
  await page.locator('main tbody a', { hasText: 'cents' }).click()
  await page.locator('main h1', { hasText: 'cents' }).waitFor()
  expect(await page.locator('main').textContent()).toMatch(/In cents\..*an amount.*shifted/s)
})

test('owners and rules: who owns what, what breaks a rule, what is taken without being offered', async () => {
  await at('#/owners')
  expect(await page.locator('main').textContent()).toMatch(/money.*Ann.*press.*Bob.*Models without an owner.*71 models/s)
  await at('#/owners/money')
  expect(await page.locator('main tbody').last().textContent()).toContain('payers')
  expect(await page.locator('.command code').textContent()).toBe('sluice build --select group:money')
  const tab = async (name: string) => {
    await at(`#/governance?tab=${name}`)
    return await page.locator('[role=tabpanel]').textContent()
  }
  expect(await tab('findings')).toMatch(/error.*payers_say_so.*not named as wanted.*models\/models\.yml:\d+/s)
  expect(await tab('access')).toMatch(/Taken without being offered.*payers.*money.*board.*press/s)
  expect(await tab('tagged')).toMatch(/mailboardpii · inherited.*mailpayerspii · inherited.*mailrawpii(?! · inherited)/s)
  expect(await tab('deprecated')).toMatch(/2020-01-31 past.*board/s)
  expect(await tab('coverage')).toMatch(/models\/many.*below/s)
  expect(await tab('undocumented')).toMatch(/m_\d+.*none/s)
})

test('nothing complained, and nothing was asked for', async () => {
  expect(site.complaints).toEqual([])
})
