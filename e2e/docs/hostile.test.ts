// Every text of a project tries to be more than text: markup, scripts, addresses, control characters, sizes, names of built-ins.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lexer, walkTokens } from 'marked'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { startBrowser } from '../harness/browser.js'
import { type Project, project } from '../harness/project.js'
import { evil, hostileProject, inherited, mark } from './hostile.js'
import { faults, indexOf, type Looked, lookAt, lost, menuOf, nodeAddress, type Sight } from './look.js'

let browser: Browser
let made: Project
let file: string
let site: Looked
let sights: Sight[]

beforeAll(async () => {
  made = project(hostileProject())
  file = join(made.folder, 'target', 'index.html')
  const [built, started] = await Promise.all([made.sluice(['build']), startBrowser()])
  browser = started
  expect(built.text).toContain('ERROR=2')
  const generated = await made.sluice(['docs', 'generate'])
  expect(generated.text).toContain('Catalog written')
  site = await lookAt(browser, file)
  const menu = await menuOf(site)
  const nodes = indexOf(file).nodes.map(({ id }) => nodeAddress(id))
  const telling = nodes.filter((address) => /\.(?:toString|fails|long_sql|long_text|wide|exposure_5)$|%3C%2Fscript/.test(address))
  const tabs = (await site.seeAll(telling)).flatMap(({ address, tabs }) => tabs.map((tab) => `${address}?tab=${tab}`))
  const columns = [...inherited, evil].map((name) => `#/column/${encodeURIComponent(`model.shop.toString/${name}`)}`)
  sights = await site.crawl([...menu, ...nodes, ...tabs, ...columns.slice(0, -1)], 3, 160)
})

afterAll(async () => {
  await browser?.close()
  made?.remove()
})

test('nothing of it runs, asks for anything, complains or becomes markup', async () => {
  expect(await site.page.evaluate('[window.pwned, ({}).pwned, Object.keys(Object.prototype)]')).toEqual([undefined, undefined, []])
  expect(site.complaints).toEqual([])
  expect.soft(faults(sights)).toEqual([])
  expect(lost(sights)).toEqual([])
})

test('it is shown as it stands', () => {
  const text = sights.map((sight) => sight.text).join('\n')
  expect(text).toContain(evil.replace('\u0007', ''))
  expect(text).toContain(mark)
  for (const name of inherited) expect(sights.map(({ title }) => title)).toContainEqual(expect.stringContaining(name))
  const links = [...new Set(sights.flatMap((sight) => sight.links))]
  expect(links.filter((href) => /evil|pwned|data:|vbscript/i.test(href) && !href.startsWith('#/'))).toEqual([
    'https://ok.example/"onclick="window.pwned=1',
  ])
})

test('nor do the pages for other tools become markup, nor the site as a folder without SQL and people', async () => {
  const target = join(made.folder, 'target')
  const texts = readdirSync(join(target, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'))
  expect(texts.length).toBeGreaterThan(25)
  const active: string[] = []
  for (const name of ['llms.txt', ...texts.map((text) => join('docs', text))])
    void walkTokens(lexer(readFileSync(join(target, name), 'utf8')), (token) => {
      const own = token.type === 'link' && /^(?:[\w./-]+)$|^https:\/\//.test(token.href)
      if (token.type === 'html' || (token.type === 'link' && !own)) active.push(`${name}: ${token.raw.slice(0, 80)}`)
    })
  expect(active).toEqual([])
  const drawing = readFileSync(join(target, 'lineage.svg'), 'utf8')
  expect([...drawing.matchAll(/<(\w+)/g)].filter(([, tag]) => !/^(?:svg|title|style|g|rect|path|text)$/.test(tag ?? ''))).toEqual([])
  expect(readFileSync(join(target, 'lineage.mmd'), 'utf8')).not.toMatch(/[<>]\w|%%|click/)
  await made.sluice(['docs', 'generate', '--no-compile', '--empty-catalog', '--mode', 'dir', '--redact', '--exclude-sql'])
  const shared = await lookAt(browser, file)
  const seen = await shared.seeAll([...(await menuOf(shared)), nodeAddress('model.shop.toString', 'sql'), nodeAddress('model.shop.fails')])
  expect(shared.complaints).toEqual([])
  expect(faults(seen)).toEqual([])
  expect(lost(seen)).toEqual([])
  await shared.close()
})
