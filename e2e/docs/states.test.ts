// Projects with little to show: never run, failures only, nothing described, nothing at all. The site says so and what to do next.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { startBrowser } from '../harness/browser.js'
import { type Project, project } from '../harness/project.js'
import { faults, indexOf, lookAt, lost, menuOf, nodeAddress, type Sight } from './look.js'

interface State {
  readonly files: Readonly<Record<string, string>>
  readonly commands: readonly (readonly string[])[]
  /** What pages must say. */
  readonly says: Readonly<Record<string, readonly RegExp[]>>
}

const offline = ['docs', 'generate', '--no-compile', '--empty-catalog']
const one = { 'models/only.sql': 'select 1 as id' }

const states: Readonly<Record<string, State>> = {
  'never run': {
    files: {
      ...one,
      'models/s.yml':
        'version: 2\nmodels: [{name: only, columns: [{name: id, data_tests: [not_null]}]}]\nsources: [{name: feed, tables: [{name: t}]}]',
    },
    commands: [offline],
    says: {
      '#/home': [/Nothing has run yet.*sluice build/, /Freshness of 1 source was never checked/],
      '#/runs': [/Nothing has run yet.*sluice build/],
      '#/cost': [/Nothing has run yet.*sluice build/],
      '#/tests': [/No test has run yet.*sluice test/],
      '#/node/model.shop.only?tab=runs': [/Never run yet.*sluice build --select only/],
      '#/node/source.shop.feed.t?tab=freshness': [/freshness:.*models\/s\.yml/],
    },
  },
  'failures only': {
    files: { 'models/broken.sql': 'select nothing from nowhere', 'models/below.sql': "select * from {{ ref('broken') }}" },
    commands: [['build'], offline],
    says: {
      '#/home': [/failed/, /broken/],
      '#/runs': [/failed/, /skipped/, /below/],
      '#/node/model.shop.broken?tab=runs': [/nowhere/, /sluice/],
      '#/node/model.shop.below?tab=overview': [/skipped/],
    },
  },
  'nothing described': {
    files: one,
    commands: [['build']],
    says: {
      '#/home': [/1 model without any description/],
      '#/node/model.shop.only?tab=overview': [/No description yet.*description:/],
      '#/node/model.shop.only?tab=tests': [/No tests yet.*data_tests:.*sluice test --select only/],
      '#/owners': [/No owners are declared.*groups:/],
      '#/glossary': [/No terms yet.*docs name/],
      '#/exposures': [/declares no exposures.*exposures:/],
      '#/metrics': [/declares no metrics.*metrics:/],
      '#/sources': [/declares no sources.*sources:/],
      '#/tests': [/no tests yet.*data_tests:/],
    },
  },
  'nothing at all': {
    files: {},
    commands: [offline],
    says: {
      '#/home': [/project is empty.*models\/.*sluice build/],
      '#/catalog': [/no nodes yet.*models\//],
      '#/lineage': [/no nodes yet.*sluice docs generate/],
      '#/tests': [/no tests yet/],
    },
  },
}

let browser: Browser
const made: Project[] = []

beforeAll(async () => {
  browser = await startBrowser()
})

afterAll(async () => {
  await browser?.close()
  for (const each of made) each.remove()
})

/** Every page of the site of a project in this state. */
async function sightsOf({ files, commands }: State): Promise<Sight[]> {
  const shop = project(files)
  made.push(shop)
  for (const command of commands) await shop.sluice(command)
  const file = join(shop.folder, 'target', 'index.html')
  const site = await lookAt(browser, file)
  const nodes = indexOf(file).nodes.map(({ id }) => nodeAddress(id))
  const tabs = (await site.seeAll(nodes)).flatMap(({ address, tabs }) => tabs.map((tab) => `${address}?tab=${tab}`))
  const sights = await site.crawl([...(await menuOf(site)), ...nodes, ...tabs], 10, 300)
  expect(site.complaints).toEqual([])
  await site.close()
  return sights
}

test.each(Object.entries(states))('%s: the site says so, and what to do next', async (_name, state) => {
  const sights = await sightsOf(state)
  expect.soft(faults(sights)).toEqual([])
  expect.soft(lost(sights)).toEqual([])
  const texts = new Map(sights.map(({ address, text }) => [address, text]))
  for (const [address, words] of Object.entries(state.says))
    for (const word of words) expect.soft(texts.get(address), address).toMatch(word)
})

const parts = [
  'node',
  'column',
  'catalog',
  'lineage',
  'tests',
  'runs',
  'macros',
  'constructor',
  '__proto__',
  'home',
  '',
  '%',
  '%E0%A4%A',
  '😈',
  '\u2028',
  '<img>',
]
const ids = [
  '',
  '/',
  'model.shop.only',
  'model.shop.only/id',
  'model.shop.only/',
  'model.shop.gone/x',
  '%',
  '__proto__',
  'toString/valueOf',
  '../..',
  'a'.repeat(5000),
]
const keys = [
  'tab',
  'q',
  'select',
  'node',
  'depth',
  'up',
  'down',
  'page',
  'sort',
  'status',
  'color',
  'colour',
  'collapse',
  'from',
  'to',
  'test',
  'run',
  'view',
  'type',
  'line',
  'kind',
  '__proto__',
  'constructor',
]
const values = [
  '',
  '-1',
  '1e309',
  'one',
  'zzz',
  '__proto__',
  'constructor',
  '(((',
  '+++a+@b',
  'tag:,config.x:',
  '*',
  '[',
  '\\',
  '%',
  '<b>',
  'model.shop.only',
  '99999999999999999999',
  'x'.repeat(3000),
]

/** The same addresses each time. */
function* oddAddresses(many: number): Generator<string> {
  let seed = 7
  const pick = (list: readonly string[]) => {
    seed = (seed * 48_271) % 2_147_483_647
    return list[seed % list.length] ?? ''
  }
  for (let at = 0; at < many; at++) {
    const query = Array.from({ length: at % 4 }, () => `${pick(keys)}=${at % 2 ? encodeURIComponent(pick(values)) : pick(values)}`)
    yield `#/${pick(parts)}/${pick(ids)}${query.length > 0 ? `?${query.join('&')}` : ''}`
  }
}

test('no address breaks the page; the way back leads through all of them', async () => {
  const shop = made.at(-2) ?? project(one)
  const site = await lookAt(browser, join(shop.folder, 'target', 'index.html'))
  const sights = await site.seeAll(['#/home', ...oddAddresses(150), '#/constructor', '#/constructor/x', '#/toString/x?tab=y', '#/about'])
  expect(faults(sights)).toEqual([])
  expect(sights.filter(({ title }) => /could not be shown/.test(title)).map(({ address }) => address)).toEqual([])
  expect(sights.find(({ address }) => address === '#/constructor')?.title).toMatch(/not here|nothing is here/i)
  await site.page.evaluate('history.back()')
  await site.page.waitForFunction("location.hash === '#/toString/x?tab=y'")
  await site.page.evaluate('history.forward()')
  await site.page.locator('main h1', { hasText: 'About' }).waitFor()
  expect(site.complaints).toEqual([])
  await site.close()
})
