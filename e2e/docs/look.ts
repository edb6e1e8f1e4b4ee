/** Looks at a written page as a whole: every address, what it says, where its links lead, and everything it tries to load. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inflateRawSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import type { SiteIndex } from '../../src/docs/model/index.js'

export type Scheme = 'light' | 'dark'

/** One address of the page. */
export interface Sight {
  readonly address: string
  readonly title: string
  /** How many `h1` there are. */
  readonly titles: number
  readonly text: string
  readonly links: readonly string[]
  readonly tabs: readonly string[]
  /** Texts and attributes that say NaN, undefined and the like. */
  readonly odd: readonly string[]
  /** Ids that stand on more than one element. */
  readonly twice: readonly string[]
  /** Pixels the page is wider than the window. */
  readonly wide: number
  readonly foreign: readonly string[]
}

export interface Looked {
  readonly page: Page
  /** Console messages, errors, dialogs, and requests for anything but the page and its own data. */
  readonly complaints: string[]
  /** From a fresh load of the file, as a link from outside opens it. */
  arrive(address: string): Promise<Sight>
  seeAll(addresses: readonly string[]): Promise<Sight[]>
  crawl(starts: readonly string[], most: number, limit: number): Promise<Sight[]>
  axe(scheme: Scheme): Promise<string[]>
  close(): Promise<void>
}

const inPage = join(dirname(fileURLToPath(import.meta.url)), 'in-page.js')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function lookAt(browser: Browser, file: string, { scheme = 'light' as Scheme, width = 1280 } = {}): Promise<Looked> {
  const context = await browser.newContext({ viewport: { width, height: 860 }, colorScheme: scheme, reducedMotion: 'reduce' })
  const complaints: string[] = []
  const own = pathToFileURL(file).href
  const data = `${pathToFileURL(dirname(file)).href}/data-`
  await context.route('**/*', async (route) => {
    const url = route.request().url()
    if (url.split('#')[0] === own || (url.startsWith(data) && /^[0-9a-f]{16}\/[\w-]+\.js$/.test(url.slice(data.length))))
      return await route.continue()
    complaints.push(`request: ${url.slice(0, 200)}`)
    await route.abort()
  })
  await context.addInitScript({ path: inPage })
  const page = await context.newPage()
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text().slice(0, 300)}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message.slice(0, 300)}`))
  page.on('popup', (popup) => complaints.push(`popup: ${popup.url()}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(own)
  const ask = async <T>(call: string, ...args: readonly unknown[]): Promise<T> =>
    (await page.evaluate(`look.${call}(...${JSON.stringify(args)})`)) as T
  await ask('settled')
  return {
    page,
    complaints,
    async arrive(address) {
      await page.goto('about:blank')
      await page.goto(`${own}${address}`)
      await ask('settled')
      return await ask<Sight>('see', address)
    },
    seeAll: (addresses) => ask<Sight[]>('seeAll', addresses),
    crawl: (starts, most, limit) => ask<Sight[]>('crawl', starts, most, limit),
    async axe(scheme) {
      if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(`${axeSource};0`)
      return await ask<string[]>('axe', scheme)
    },
    close: () => context.close(),
  }
}

/** Addresses of the menu. */
export async function menuOf({ page }: Looked): Promise<string[]> {
  return (await page.locator('nav a[href^="#/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')))) as string[]
}

/** The index inside a written page. */
export function indexOf(file: string): SiteIndex {
  const text = /id="data-index">([^<]*)</.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString('utf8'))
}

export function nodeAddress(id: string, tab?: string): string {
  return `#/node/${encodeURIComponent(id)}${tab ? `?tab=${tab}` : ''}`
}

/** What is wrong with any of these, a line each. */
export function faults(sights: readonly Sight[]): string[] {
  return sights.flatMap(({ address, title, titles, links, odd, twice, foreign }) => {
    const found = [
      ...(titles === 1 && title !== '' ? [] : [`${titles} headings “${title}”`]),
      ...odd.map((text) => `says “${text}”`),
      ...twice.map((id) => `id ${id} twice`),
      ...foreign.map((html) => `has ${html}`),
      ...links.filter((href) => !/^(?:#|https?:\/\/|mailto:)/.test(href)).map((href) => `links to ${href.slice(0, 120)}`),
    ]
    return found.map((fault) => `${address}: ${fault}`)
  })
}

/** Addresses whose page has nothing to show. */
export function lost(sights: readonly Sight[]): string[] {
  return sights
    .filter(({ title }) => /^(?:not here|nothing is here|this page could not)/i.test(title) || title === '')
    .map(({ address }) => address)
}
