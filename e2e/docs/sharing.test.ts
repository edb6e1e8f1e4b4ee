// The written site outside the folder it was made in: as a folder from a file, published below a path, and served with live reload.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { extname, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { shop } from '../commands/shop.js'
import { startBrowser, visit } from '../harness/browser.js'
import { type Project, project } from '../harness/project.js'

let made: Project
let browser: Browser

beforeAll(async () => {
  made = project({
    ...shop,
    'models/team.yml':
      'groups:\n  - name: sales\n    owner: {name: Ada Lovelace, email: ada@corp.example}\nmodels:\n  - name: customers_again\n    group: sales\n    config: {meta: {owner: Ada Lovelace}}\n',
    'models/customers_again.sql': "select customer, 'sqlmark' as mark from {{ ref('customers') }}\n",
    'README.md': '# The shop\n\nAsk Ada Lovelace.\n',
    'target/.hidden.json': '{}',
    'target/data.duckdb': 'rows',
  })
  const [built, started] = await Promise.all([made.sluice(['build']), startBrowser()])
  browser = started
  expect(built.code).toBe(0)
})
afterAll(async () => {
  await browser?.close()
  made?.remove()
})

/** Opens every page of the menu and a node's SQL; gives all addresses asked for. */
async function tour(base: string): Promise<{ readonly asked: string[]; readonly complaints: string[]; readonly page: Page }> {
  const page = await (await browser.newContext()).newPage()
  const [asked, complaints]: string[][] = [[], []]
  page.on('request', (each) => asked?.push(each.url()))
  page.on('console', (message) => complaints?.push(message.text()))
  page.on('pageerror', (error) => complaints?.push(error.message))
  page.on('requestfailed', (each) => complaints?.push(`failed: ${each.url()}`))
  await page.goto(base)
  for (const hash of ['home', 'tests', 'lineage', `node/${encodeURIComponent('model.shop.customers')}?tab=sql`]) {
    await page.goto(`${base}#/${hash}`)
    await page.waitForSelector('main h1')
  }
  await page.waitForSelector('figure.sql')
  return { asked: asked ?? [], complaints: complaints ?? [], page }
}

/** In the page: what markup and scripts from elsewhere would do; whether that was stopped, and whether any of it ran. */
const intrusion = `(async () => {
  let stopped = 0
  document.addEventListener('securitypolicyviolation', () => stopped++)
  for (const src of ['evil.js', 'https://example.org/x.js']) {
    const script = document.createElement('script')
    try { script.src = src } catch { stopped++ }
    document.head.append(script)
  }
  const inline = document.createElement('script')
  try { inline.text = 'globalThis.evil = true' } catch { stopped++ }
  document.head.append(inline)
  try { document.body.insertAdjacentHTML('beforeend', '<script src="evil.js"></script>') } catch { stopped++ }
  await new Promise((done) => setTimeout(done, 200))
  return [stopped >= 4, globalThis.evil === true]
})()`

test('as a folder the site opens from a file, loads its own scripts alone, and lets in no other', async () => {
  expect(await made.sluice(['docs', 'generate', '--mode', 'dir'])).toMatchObject({ code: 0 })
  const folder = readdirSync(join(made.folder, 'target')).find((name) => name.startsWith('data-')) ?? ''
  const { asked, complaints, page } = await tour(`file://${made.folder}/target/index.html`)
  expect(complaints).toEqual([])
  expect(asked.length).toBeGreaterThan(2)
  expect(asked.filter((url) => !url.startsWith(`file://${made.folder}/target/`))).toEqual([])
  expect(asked.slice(1).every((url) => url.includes(`/target/${folder}/`))).toBe(true)
  writeFileSync(join(made.folder, 'target', 'evil.js'), 'globalThis.evil = true')
  const stopped = await page.evaluate(intrusion)
  expect(stopped).toEqual([true, false])

  const other = await (await browser.newContext()).newPage()
  await other.goto(`file://${made.folder}/target/index.html#/about`)
  await other.waitForSelector('main h1')
  // Written anew with other data while it is open: the page that asks for what is gone reads the new one.
  made.write({ 'models/customers_again.sql': "select customer, 'sqlmark' as mark, 2 as two from {{ ref('customers') }}\n" })
  expect(await made.sluice(['docs', 'generate', '--mode', 'dir', '--no-compile', '--empty-catalog'])).toMatchObject({ code: 0 })
  expect(existsSync(join(made.folder, 'target', folder))).toBe(false)
  await other.goto(`file://${made.folder}/target/index.html#/node/${encodeURIComponent('model.shop.customers_again')}?tab=sql`)
  await other.locator('main', { hasText: '2 as two' }).waitFor()
})

/** A host that keeps sites below a path and knows nothing else. */
async function hosted(folder: string, below: string): Promise<{ readonly url: string; readonly server: Server }> {
  const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }
  const server = createServer((asked, answer) => {
    const path = decodeURIComponent((asked.url ?? '').split('?')[0] ?? '')
    const file = join(folder, path.slice(below.length) || 'index.html')
    if (path.startsWith(below) && existsSync(file))
      answer.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(readFileSync(file))
    else answer.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}${below}`, server }
}

function allText(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
      const blocks = [...text.matchAll(/(?:id="data-[^"]*">|sluiceData\("[^"]*",")([\w+/=]+)/g)].map((match) => match[1] ?? '')
      return [text, ...blocks.map((block) => inflateRawSync(Buffer.from(block, 'base64')).toString('utf8'))].join('\n')
    })
    .join('\n')
}

test.each(['single', 'dir'])('a published site (%s) is complete below a path, holds what it may and nothing beside', async (mode) => {
  const place = join(made.folder, 'public')
  const flags = ['--no-compile', '--empty-catalog', '--mode', mode, '--exclude-sql', '--redact']
  expect(await made.sluice(['docs', 'generate', '--publish', 'public', ...flags])).toMatchObject({ code: 0 })
  const { files } = JSON.parse(readFileSync(join(place, '.sluice-site.json'), 'utf8')) as { files: string[] }
  const there = readdirSync(place, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(place.length + 1)] : [],
  )
  expect(there.sort()).toEqual(['.sluice-site.json', ...files].sort())
  expect(there.filter((name) => /manifest|run_results|catalog\.json|\.log|\.sql/.test(name))).toEqual([])
  const text = allText(place)
  expect(text).toContain('model.shop.customers_again')
  for (const word of ['sqlmark', 'Lovelace', 'corp.example', made.folder]) expect(text).not.toContain(word)
  const { url, server } = await hosted(place, '/some/sub/path/')
  try {
    const page = await (await browser.newContext()).newPage()
    const asked: string[] = []
    page.on('request', (each) => asked.push(each.url()))
    await page.goto(`${url}#/node/${encodeURIComponent('model.shop.customers')}`)
    await page.waitForSelector('main h1')
    await page.locator('main', { hasText: 'customers' }).waitFor()
    expect(asked.filter((each) => !each.startsWith(url))).toEqual([])
    if (mode === 'dir') expect(asked.some((each) => each.endsWith('/detail-0.js'))).toBe(true)
  } finally {
    server.closeAllConnections()
    server.close()
  }
  made.write({ 'public/keep.txt': 'mine' })
  const refused = await made.sluice(['docs', 'generate', '--publish', 'public', ...flags])
  expect(refused.code).toBe(2)
  expect(refused.text).toContain('PUBLISH_REFUSED')
  expect(refused.text).toContain('keep.txt')
  rmSync(join(place, 'keep.txt'))
})

/** As a client that says which host it means. */
async function ask(
  url: string,
  path: string,
  host?: string,
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  const { hostname, port } = new URL(url)
  const asked = request({ hostname, port, path, method, headers: { host: host ?? `${hostname}:${port}` } }).end()
  const [answer] = await once(asked, 'response')
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  return { status: answer.statusCode, headers: answer.headers, text }
}

async function served(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = made.start(['docs', 'serve', '--port', '0', '--no-browser'])
  let said = ''
  child.stdout?.on('data', (chunk) => {
    said += String(chunk)
  })
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
    if (url !== undefined) return { child, url }
  }
}

test('serve gives the site to this machine alone, keeps the rest to itself, and reloads open pages where they are', async () => {
  expect(await made.sluice(['docs', 'generate', '--no-compile', '--mode', 'single'])).toMatchObject({ code: 0 })
  mkdirSync(join(made.folder, 'target', 'sub'), { recursive: true })
  symlinkSync(join(made.folder, 'profiles.yml'), join(made.folder, 'target', 'out.json'))
  symlinkSync(join(made.folder, 'target', '.sluice'), join(made.folder, 'target', 'in'))
  const { child, url } = await served()
  const disk = made.read('target/index.html')
  const page = await ask(url, '/')
  expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' } })
  expect(Number(page.headers['content-length'])).toBe(Buffer.byteLength(page.text))
  expect(page.text.endsWith(disk.slice(-2000))).toBe(true)
  expect(disk).not.toContain('EventSource')
  expect(await ask(url, '/index.html', undefined, 'HEAD')).toMatchObject({ status: 200, text: '' })
  expect(await ask(url, '/manifest.json', 'localhost:1')).toMatchObject({
    status: 200,
    headers: { 'cross-origin-resource-policy': 'same-origin' },
  })
  const unseen = [
    '/..%2fprofiles.yml',
    '/../profiles.yml',
    '/.hidden.json',
    '/.sluice/docs/results.json',
    '/in/docs/results.json',
    '/out.json',
  ]
  for (const path of [
    ...unseen,
    '/data.duckdb',
    '/sub',
    '/sub/',
    '/nothing',
    '//',
    '/%00',
    '/%',
    '/%5c..%5cprofiles.yml',
    'http://x/index.html',
  ])
    expect([path, (await ask(url, path)).status]).toEqual([path, 404])
  for (const host of ['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1'])
    expect([host, (await ask(url, '/', host)).status]).toEqual([host, 403])
  expect((await ask(url, '/', undefined, 'POST')).status).toBe(405)

  const seen = await visit(browser, `${made.folder}/target/index.html`)
  const { page: open } = seen
  const complaints: string[] = []
  open.on('console', (message) => complaints.push(message.text()))
  await open.goto(`${url}/#/node/${encodeURIComponent('model.shop.customers')}?tab=sql`)
  await open.waitForSelector('main h1')
  made.write({ 'models/customers.sql': `${made.read('models/customers.sql')}-- changed\n` })
  // A part only: what ran before keeps its result.
  expect(await made.sluice(['build', '--select', 'customers'])).toMatchObject({ code: 0 })
  await open.locator('main', { hasText: '-- changed' }).waitFor()
  expect(open.url()).toContain('model.shop.customers?tab=sql')
  expect(complaints).toEqual([])
  child.kill('SIGINT')
  expect((await once(child, 'exit'))[0]).toBe(0)
})

test('the site keeps the newest result of each node, whatever ran last, and trusts no damaged record', async () => {
  const statuses = () => {
    const block = /id="data-index">([^<]*)</.exec(made.read('target/index.html'))?.[1] ?? ''
    const index = JSON.parse(inflateRawSync(Buffer.from(block, 'base64')).toString('utf8'))
    const of = (name: string) => index.nodes.find((node: { name: string }) => node.name === name)?.status
    return [of('raw_orders'), of('customers'), of('stg_orders'), index.lastRun?.command, index.lastRun?.counts.ok]
  }
  expect(statuses()).toEqual(['ok', 'ok', 'ok', 'build', 1])
  expect(await made.sluice(['run', '--select', 'stg_orders'])).toMatchObject({ code: 0 })
  expect(await made.sluice(['compile'])).toMatchObject({ code: 0 })
  expect(await made.sluice(['docs', 'generate', '--empty-catalog'])).toMatchObject({ code: 0 })
  expect(statuses()).toEqual(['ok', 'ok', 'ok', 'run', 1])
  made.write({ 'target/.sluice/docs/results.json': `${made.read('target/.sluice/docs/results.json').slice(0, -20)}` })
  expect(await made.sluice(['docs', 'generate', '--empty-catalog', '--no-compile'])).toMatchObject({ code: 0 })
  expect(statuses().slice(0, 2)).toEqual(['none', 'none'])
})
