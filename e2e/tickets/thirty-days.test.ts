/**
 * A month of mornings: at eight each day the feed of the day before is there and everything is built. On
 * eight days something is wrong with what came. Who is told of what is what arrives at a receiver of alerts, so that a day is
 * clean when nothing is opened or gets worse there.
 */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dateOf, deliver, mend, type Planted, planted } from './incidents.js'
import { execute, ROOT, type TicketsProject, TOOL, ticketsProject } from './project.js'

const MINUTES = 400_000
/** So many days are there before the first morning: what is usual is learnt from them. */
const LEARNT = 14

interface Alert {
  readonly event: string
  readonly incident: {
    readonly key: string
    readonly kind: string
    readonly title: string
    readonly text: string
    readonly owner: string | null
  }
}

interface Morning {
  readonly day: number
  readonly alerts: readonly Alert[]
  readonly code: number
  readonly output: string
}

let project: TicketsProject
let feed: string
let receiver: Server
const received: Alert[] = []
const mornings = new Map<number, Morning>()

beforeAll(async () => {
  project = ticketsProject({ data: false })
  feed = mkdtempSync(join(tmpdir(), 'sluice-feed-'))
  cpSync(join(ROOT, 'sluice.yml'), join(project.dir, 'sluice.yml'))
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += String(part)
    })
    request.on('end', () => {
      received.push(JSON.parse(body) as Alert)
      response.end('ok')
    })
  })
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready))
  const { port } = receiver.address() as AddressInfo
  appendFileSync(join(project.dir, 'sluice.yml'), `\nalerts:\n  sinks:\n    office: {type: webhook, url: "http://127.0.0.1:${port}/"}\n`)
  // Of the feed two tickets in a thousand never name a vessel: that is known, and nobody is to be told each day.
  const tests = join(project.dir, 'models', 'tickets', 'marts', '_tickets.yml')
  writeFileSync(tests, readFileSync(tests, 'utf8').replace('warn_if: "> 1000"', 'warn_if: "> 3000"'))
  expect(await project.generate('--rows', '12000', '--reject-ppm', '0', '--out', feed)).toMatchObject({ code: 0 })
  for (let day = 2; day <= LEARNT; day++) await deliver(project, feed, day)
  await morning(LEARNT)
  let before: Planted | undefined
  for (let day = LEARNT + 1; day <= 31; day++) {
    if (before) await mend(project, feed, before)
    before = planted.find((each) => each.day === day)
    await deliver(project, feed, day, before === undefined ? undefined : before.delivered)
    mornings.set(day, await morning(day))
  }
}, MINUTES)

afterAll(() => {
  receiver.close()
  project.remove()
  rmSync(feed, { recursive: true, force: true })
})

/** Of the day after `day`. */
async function morning(day: number): Promise<Morning> {
  const from = received.length
  const env = { SLUICE_NOW: new Date(Date.parse(`${dateOf(day)}T08:00:00Z`) + 86_400_000).toISOString(), SLUICE_DOCS: 'false' }
  const build = await execute(TOOL, ['build', '--target', 'prod'], project.dir, env)
  return { day, alerts: received.slice(from), code: build.code, output: build.output }
}

const news = ({ alerts }: Morning) => alerts.filter(({ event }) => event === 'open' || event === 'update')
const lines = (alerts: readonly Alert[]) =>
  alerts.map(({ event, incident }) => `${event} ${incident.key}: ${incident.title}\n${incident.text}`)

it.each(planted)('October $day: $what', ({ day, told, kinds }) => {
  const found = news(mornings.get(day) as Morning)
  const text = lines(found).join('\n\n')
  expect(text, 'nobody was told').not.toBe('')
  for (const pattern of told) expect(text).toMatch(pattern)
  expect(found.map(({ incident }) => incident.kind)).toEqual(expect.arrayContaining([expect.stringMatching(kinds.join('|'))]))
  expect(
    found.every(({ incident }) => incident.owner !== null),
    text,
  ).toBe(true)
})

it('tells nobody anything on the clean days', () => {
  const clean = [...mornings.values()].filter(({ day }) => !planted.some((each) => each.day === day))
  expect(clean).toHaveLength(31 - LEARNT - planted.length)
  expect(
    Object.fromEntries(clean.map((each) => [each.day, lines(news(each))]).filter(([, told]) => (told as string[]).length > 0)),
  ).toEqual({})
})

it('tells that it is over when it is, and ends with nothing open', () => {
  const open = new Set<string>()
  for (const { event, incident } of received) {
    if (event === 'resolved') open.delete(incident.key)
    else open.add(incident.key)
  }
  expect([...open]).toEqual([])
})
