// A real Chromium from the npm registry, for looking at the written page.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'

export interface Visit {
  readonly page: Page
  /** What the page said on the console, and every request that left it. */
  readonly complaints: string[]
  open(hash: string): Promise<void>
}

export async function startBrowser(): Promise<Browser> {
  // It unpacks its own system libraries only where it believes to be on its cloud, and into the temporary folder.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  const outer = process.env.TMPDIR
  const folder = mkdtempSync(join(tmpdir(), 'sluice-browser-'))
  process.env.TMPDIR = folder
  const { default: chromium } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()
  process.env.TMPDIR = outer
  if (outer === undefined) delete process.env.TMPDIR
  return await playwright.launch({
    executablePath,
    env: { ...process.env, FONTCONFIG_FILE: fontConfig(folder) },
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-zygote'],
    headless: true,
  })
}

/** N.B. the settings that come with it look for fonts in fixed folders only; without a font every text has no height. */
function fontConfig(folder: string): string {
  const file = join(folder, 'fonts.conf')
  const dirs = ['/usr/share/fonts', join(folder, 'fonts')].map((dir) => `<dir>${dir}</dir>`).join('')
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${dirs}<cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`)
  return file
}

export async function visit(browser: Browser, file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith('file://') && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(`file://${file}`)
  const open = async (hash: string): Promise<void> => {
    await page.goto(`file://${file}#/${hash}`)
    await page.waitForSelector('main h1')
  }
  return { page, complaints, open }
}

/** Screenshots are kept beside the other test output. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync('target/screenshots', { recursive: true })
  await page.screenshot({ path: `target/screenshots/${name}.png` })
}
