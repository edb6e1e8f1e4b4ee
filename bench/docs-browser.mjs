// What a reader waits for in the docs site, in the Chromium that the tests use.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright } from 'playwright-core'

/** Takes down when a canvas was first drawn on, and when something first stood in the page. */
function watchPage() {
  globalThis.bench = { drawn: undefined }
  for (const name of ['fill', 'stroke', 'fillRect', 'strokeRect', 'drawImage', 'fillText'])
    for (const type of [globalThis.CanvasRenderingContext2D, globalThis.OffscreenCanvasRenderingContext2D]) {
      const own = type?.prototype[name]
      if (!own) continue
      type.prototype[name] = function (...given) {
        globalThis.bench.drawn ??= performance.now()
        return own.apply(this, given)
      }
    }
  /** Milliseconds until `ready` gives true, looked at on each frame; from the start of the page or from now. */
  globalThis.bench.until = (ready, from = 0, limit = 30_000) =>
    new Promise((found, fail) => {
      const look = () => {
        if (ready()) found(performance.now() - from)
        else if (performance.now() - from > limit) fail('waited in vain')
        else requestAnimationFrame(look)
      }
      look()
    })
}

async function start(folder) {
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  process.env.TMPDIR = folder
  const { default: chromium } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()
  const fonts = join(folder, 'fonts.conf')
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts</dir><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
  )
  return await playwright.launch({
    executablePath,
    env: { ...process.env, FONTCONFIG_FILE: fonts },
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-zygote'],
  })
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const rounds = 3

export async function measureInBrowser(file, row) {
  const outer = process.env.TMPDIR
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
  const browser = await start(folder)
  try {
    const open = async (hash) => {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage()
      await page.addInitScript(watchPage)
      await page.goto(`file://${file}${hash}`, { waitUntil: 'commit' })
      return page
    }
    await homeTimes(open, row)
    const page = await overviewTimes(open, row)
    await framesWhileMoving(page, row)
    await page.context().close()
    await searchTimes(open, row)
    await nodeTimes(open, row)
  } finally {
    await browser.close()
    if (outer === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = outer
    rmSync(folder, { recursive: true, force: true })
  }
}

const ms = (value) => (value === undefined || Number.isNaN(value) ? 'none' : `${value.toFixed(0)} ms`)

async function homeTimes(open, row) {
  const found = []
  for (let round = 0; round < rounds; round++) {
    const page = await open('')
    const home = await page.evaluate(() => globalThis.bench.until(() => document.querySelector('main h1')))
    const paint = await page.evaluate(
      () => performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime,
    )
    const search = await page.evaluate(() => document.readyState)
    found.push({ home, paint: paint ?? Number.NaN, search })
    await page.context().close()
  }
  row('first paint', ms(median(found.map(({ paint }) => paint))), '< 1 s')
  row('home drawn', ms(median(found.map(({ home }) => home))))
}

async function overviewTimes(open, row) {
  const cold = []
  const warm = []
  let page
  for (let round = 0; round < rounds; round++) {
    page = await open('#/lineage')
    cold.push(
      await page.evaluate(() => globalThis.bench.until(() => globalThis.bench.drawn !== undefined).then(() => globalThis.bench.drawn)),
    )
    await page.context().close()
    page = await open('')
    await page.evaluate(() => globalThis.bench.until(() => document.querySelector('main h1')))
    await page.waitForTimeout(1000)
    warm.push(
      await page.evaluate(async () => {
        globalThis.bench.drawn = undefined
        const from = performance.now()
        location.hash = '#/lineage'
        await globalThis.bench.until(() => globalThis.bench.drawn !== undefined, from)
        return globalThis.bench.drawn - from
      }),
    )
    if (round < rounds - 1) await page.context().close()
  }
  row('lineage of all drawn, from a menu click', ms(median(warm)), '< 500 ms')
  row('lineage of all drawn, opened by its address', ms(median(cold)))
  return page
}

/** Frames are counted in the page while the mouse drags, then turns its wheel, for three seconds each. */
async function framesWhileMoving(page, row) {
  const box = await page.locator('main canvas').first().boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const during = async (move) => {
    await page.evaluate(() => {
      globalThis.bench.frames = []
      const tick = (at) => {
        globalThis.bench.frames.push(at)
        if (globalThis.bench.frames) requestAnimationFrame(tick)
      }
      requestAnimationFrame(tick)
    })
    const end = performance.now() + 3000
    for (let step = 0; performance.now() < end; step++) await move(step)
    return await page.evaluate(() => {
      const { frames } = globalThis.bench
      globalThis.bench.frames = { push() {} }
      const gaps = frames.slice(1).map((at, index) => at - frames[index])
      return { rate: ((frames.length - 1) * 1000) / (frames.at(-1) - frames[0]), worst: Math.max(...gaps) }
    })
  }
  await page.mouse.move(x, y)
  await page.mouse.down()
  const pan = await during((step) => page.mouse.move(x + 300 * Math.sin(step / 15), y + 150 * Math.cos(step / 20)))
  await page.mouse.up()
  await page.keyboard.down('Control')
  const zoom = await during((step) => page.mouse.wheel(0, Math.floor(step / 25) % 2 === 0 ? -60 : 60))
  await page.keyboard.up('Control')
  row('frames while panning', `${pan.rate.toFixed(0)} /s`, '≥ 30 /s', `longest gap ${ms(pan.worst)}`)
  row('frames while zooming', `${zoom.rate.toFixed(0)} /s`, '≥ 30 /s', `longest gap ${ms(zoom.worst)}`)
}

const words = ['customer', 'churn sc', 'invoice gross', 'mart_finance', 'warehouse_open_balance', 'stg sales', 'zzzz', 'e']

async function searchTimes(open, row) {
  const page = await open('#/catalog')
  await page.waitForSelector('main h1')
  await page.waitForTimeout(500)
  const ask = (text) =>
    page.evaluate(async (value) => {
      const field = document.querySelector('main input[type=search]')
      const heard = () =>
        [...document.querySelectorAll('main [aria-live], main [role=status], main table, main ol, main ul')]
          .map((each) => each.textContent)
          .join('\n')
      const before = heard()
      performance.clearMeasures('search')
      const from = performance.now()
      field.focus()
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, value)
      field.dispatchEvent(new Event('input', { bubbles: true }))
      const drawn = await globalThis.bench.until(() => heard() !== before, from, 10_000).catch(() => Number.NaN)
      return { drawn, call: performance.getEntriesByName('search').at(-1)?.duration }
    }, text)
  const first = await ask('order')
  const found = []
  for (const text of words) {
    found.push(await ask(text))
    await page.waitForTimeout(300)
  }
  const drawn = found.map((each) => each.drawn).filter((each) => !Number.isNaN(each))
  const calls = found.flatMap(({ call }) => (call === undefined ? [] : [call]))
  row('search: first answer', ms(first.drawn), '', 'with its index')
  row('search: typed to results drawn', ms(median(drawn)), '', `longest ${ms(Math.max(...drawn))}`)
  if (calls.length > 0) row('search: the answer alone', ms(median(calls)), '< 50 ms', `longest ${ms(Math.max(...calls))}`)
  await page.context().close()
}

async function nodeTimes(open, row) {
  const page = await open('#/catalog')
  const links = await page.evaluate(async () => {
    await globalThis.bench.until(() => document.querySelector('main a[href*="#/node/"]'))
    return [...document.querySelectorAll('main a[href*="#/node/"]')].slice(0, 5).map((each) => each.getAttribute('href'))
  })
  const found = []
  for (const link of links)
    found.push(
      await page.evaluate(async (hash) => {
        const name = decodeURIComponent(hash.split('/').at(-1)).split('.').at(-1)
        const from = performance.now()
        location.hash = hash
        return await globalThis.bench.until(() => document.querySelector('main h1')?.textContent.includes(name), from)
      }, link),
    )
  row('page of a node', ms(median(found)), '', `longest ${ms(Math.max(...found))}`)
  await page.context().close()
}
