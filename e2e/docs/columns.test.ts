// The pages of columns and of nodes, in a real Chromium: the same answer as `sluice lineage`, followed by clicks, and each tab.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import '../harness/with-page.js'
import { startBrowser, visit } from '../harness/browser.js'
import { type TicketsProject, TOOL, ticketsProject } from '../tickets/project.js'

let browser: Browser
let tickets: TicketsProject
let file: string

beforeAll(async () => {
  tickets = ticketsProject()
  const [outcome, started] = await Promise.all([tickets.build(), startBrowser()])
  browser = started
  file = join(tickets.dir, 'target', 'index.html')
  expect(outcome.output).toContain('WARN=2 ERROR=0')
})

afterAll(async () => {
  await browser?.close()
  tickets?.remove()
})

interface Point {
  readonly node: string
  readonly column: string | null
}

interface Counts {
  readonly hops: number
  readonly columns: number
  readonly nodes: Readonly<Record<string, number>>
  readonly ends: number
}

interface Answer {
  readonly asked: readonly [Point]
  readonly edges: readonly { readonly from: Point; readonly to: Point; readonly kind: string }[]
  readonly up: Counts
  readonly down: Counts
}

/** Exit code and standard output alone: what is told beside it goes to the other stream. */
async function lineage(asked: string, more: readonly string[] = []): Promise<Answer> {
  const args = [TOOL, 'lineage', asked, '--output', 'json', ...more]
  return await new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: tickets.dir, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (error) fail(error)
      else done(JSON.parse(stdout.slice(stdout.indexOf('{'))) as Answer)
    })
  })
}

const key = ({ node, column }: Point) => (column === null ? node : `${node}\n${column}`)

/** Every link of the trees on the page: the point above in the list, the point itself, the kind. */
async function linksOf(page: Page, section: 'upstream' | 'downstream', start: string): Promise<string[]> {
  for (let more = page.locator(`#${section} .lineage-tree > p button`); (await more.count()) > 0; )
    await more.evaluate((button: { click(): void }) => button.click())
  const found = await page.locator(`#${section} .lineage-tree li[data-point]`).evaluateAll(
    (items) =>
      items.map((item) => {
        const above = item.parentElement?.closest('li[data-point]')?.getAttribute('data-point') ?? ''
        return [above, item.getAttribute('data-point') ?? '', item.getAttribute('data-kind') ?? ''] as const
      }),
    undefined,
  )
  const links = found.map(([above, point, kind]) => {
    const other = above || start
    const [from, to] = section === 'upstream' ? [point, other] : [other, point]
    return `${from} > ${kind === 'rows' ? to.split('\n')[0] : to} ${kind}`
  })
  return [...new Set(links)].sort()
}

const many: Readonly<Record<string, string>> = { analysis: 'analyses' }

function countsText({ hops, columns, nodes, ends }: Counts, end: string): string {
  const plural = (count: number, one: string) => `${count} ${count === 1 ? one : (many[one] ?? `${one}s`)}`
  const parts = [plural(hops, 'step'), plural(columns, 'column'), ...Object.entries(nodes).map(([type, count]) => plural(count, type))]
  return [...parts, plural(ends, end)].join(' · ')
}

const asked = [
  'exec_kpis.total_value_usd',
  'exec_kpis.value_last_7_days_usd',
  'tickets.amount_usd',
  'int_tickets_validated.broken_rule',
  'int_ticket_days.day_checksum',
  'carrier_feed.ticket_changes.total_amount',
  'fx_rates.usd_rate',
  'fuel_type_daily.value_share_pct',
  'port_geography.top_fuel_type',
  'rejects_by_rule.since',
  'tickets.ticket_id --indirect',
  'stg_ticket_changes.op --indirect',
  'carriers.carrier_id --indirect',
]

test('the walk of the page is the answer of the command, for columns of every kind of node', async () => {
  const { page, complaints, open } = await visit(browser, file)
  const answers: Answer[] = []
  // Two at a time: each is a start of the command line.
  for (let at = 0; at < asked.length; at += 2)
    answers.push(
      ...(await Promise.all(
        asked.slice(at, at + 2).map((each) => {
          const [column = '', ...flags] = each.split(' ')
          return lineage(column, flags)
        }),
      )),
    )
  for (const [at, { asked: points, edges, up, down }] of answers.entries()) {
    const [start] = points
    const indirect = asked[at]?.endsWith('--indirect')
    await open(`column/${encodeURIComponent(start.node)}/${encodeURIComponent(start.column ?? '')}${indirect ? '?links=all' : ''}`)
    await page.locator('#breaks').waitFor()
    const shown = [...(await linksOf(page, 'upstream', key(start))), ...(await linksOf(page, 'downstream', key(start)))]
    expect([...new Set(shown)].sort(), asked[at]).toEqual(edges.map(({ from, to, kind }) => `${key(from)} > ${key(to)} ${kind}`).sort())
    const told = await page.locator('.walk-counts').allTextContents()
    const expected = [up.hops > 0 ? countsText(up, 'origin') : '', down.hops > 0 ? countsText(down, 'last reader') : ''].filter(Boolean)
    expect(told, asked[at]).toEqual(expected)
    expect(edges.length, asked[at]).toBeGreaterThan(0)
  }
  expect(complaints).toEqual([])
})

test('exec_kpis.total_value_usd is followed by clicks up to the raw tickets, with the expression at each hop', async () => {
  const { page, complaints, open } = await visit(browser, file)
  await open(`node/${encodeURIComponent('model.carrier_tickets.exec_kpis')}?tab=columns`)
  const title = async (name: string, node: string) => {
    await page.locator('main h1', { hasText: new RegExp(`^${name}$`) }).waitFor()
    await page.locator('.column-head .head-line .node-link', { hasText: node }).waitFor()
    await page.locator('#upstream').waitFor()
  }
  const computed = async () => await page.locator('main section').first().locator('.step-sql').allTextContents()
  const click = async (name: string, node: string) => {
    const hop = page.locator('#upstream .hop', { hasText: `${name} of ${node}` }).first()
    await hop.locator('.node-link').click()
    await title(name, node)
  }
  await page.locator('tbody th a', { hasText: /^total_value_usd$/ }).click()
  await title('total_value_usd', 'exec_kpis')
  expect(await computed()).toEqual(['cast(totals.total_value_usd as decimal(18, 2))', 'sum(days.total_value_usd)'])
  // The whole way stands on this page, with the texts on it.
  const texts = await page.locator('#upstream .step-sql').allTextContents()
  expect(texts).toContain('cast(round(total_amount * usd_rate, 2) as decimal(18, 2))')
  await click('total_value_usd', 'int_ticket_days')
  expect(await computed()).toEqual([
    'cast(coalesce(accepted.total_value_usd, 0) as decimal(18, 2))',
    'cast(sum(amount_usd) as decimal(18, 2))',
  ])
  await click('amount_usd', 'tickets')
  await click('amount_usd', 'int_tickets_validated')
  expect(await computed()).toContain('cast(round(total_amount * usd_rate, 2) as decimal(18, 2))')
  await click('total_amount', 'stg_ticket_changes')
  await click('total_amount', 'carrier_feed.ticket_changes')
  expect(await page.locator('#upstream').textContent()).toContain('Nothing: it is a source.')
  await page.goBack()
  await title('total_amount', 'stg_ticket_changes')
  expect(complaints).toEqual([])
})

test('the drawing leads to columns and nodes; what breaks names contract, tests and dashboards', async () => {
  const { page, open } = await visit(browser, file)
  await open(`column/${encodeURIComponent('model.carrier_tickets.exec_kpis')}/total_value_usd`)
  const broken = await page.locator('.breakages li').allTextContents()
  expect(broken.filter((line) => line.startsWith('breaks'))).toEqual([
    expect.stringContaining('its contract names the column'),
    expect.stringContaining('totals_agree'),
  ])
  expect(broken).toContainEqual(expect.stringMatching(/^may break.*executive_dashboard/))
  await page.locator('.flow a[aria-label="column amount_usd"]').first().focus()
  await page.keyboard.press('Enter')
  await page.locator('main h1', { hasText: 'amount_usd' }).waitFor()
  expect(await page.locator('.flow-current text').textContent()).toBe('amount_usd')
})

test('the tabs of a model: keys, links to lines, settings with their origin, columns drawn', async () => {
  const { page, complaints, open } = await visit(browser, file)
  const tickets = `node/${encodeURIComponent('model.carrier_tickets.tickets')}`
  await open(tickets)
  await page.locator('[role=tab][aria-selected=true]').focus()
  await page.keyboard.press('ArrowRight')
  await page.locator('table.column-list').waitFor()
  expect(await page.locator('[role=tab]:focus').textContent()).toMatch(/^Columns 19/)
  await page.getByLabel('Find a column').fill('rate')
  await page.locator('tbody tr').nth(2).waitFor({ state: 'detached' })
  expect(await page.locator('tbody th').allTextContents()).toEqual(['usd_rate'])
  await open(`${tickets}?tab=sql&line=18`)
  expect(await page.locator('.code-line[aria-current] .line-text').textContent()).toContain("ref('stg_ticket_changes')")
  await page.locator('button', { hasText: 'Compiled' }).click()
  expect(await page.locator('.code pre').textContent()).toContain('"stg_ticket_changes"')
  await open(`${tickets}?tab=config`)
  const settings = await page.locator('tbody tr').allTextContents()
  expect(settings).toContain('unique_keyticket_idmodels/tickets/marts/tickets.sql')
  expect(settings).toContainEqual(expect.stringMatching(/^accesspublic.*_tickets\.yml or dbt_project\.yml$/))
  await open(`${tickets}?tab=lineage&level=columns`)
  await page.locator('.flow-row').first().waitFor()
  expect(await page.locator('.flow-focus .flow-row').count()).toBe(19)
  expect(complaints).toEqual([])
})
