// Every text of a project tries to be more than text: markup, scripts, addresses, control characters, sizes, names of built-ins.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  sights = await site.crawl([...menu, ...nodes, ...tabs, ...columns.slice(0, -1)], 5, 400)
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
  const links = sights.flatMap((sight) => sight.links)
  expect(links.filter((href) => /evil|pwned|data:|vbscript/i.test(href) && !href.startsWith('#/'))).toEqual([
    'https://ok.example/"onclick="window.pwned=1',
  ])
})
