// What goes wrong in a run reaches its receivers once, with owner and runbook, and so does its end, whatever fails in between.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpReceiver, mailReceiver } from '../../scripts/alerts/receivers.mjs'
import { storm } from '../../scripts/alerts/storm.mjs'
import { type Project, project } from '../harness/project.js'

interface Taken {
  readonly url?: string
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: bodies of five kinds of receivers
  readonly body: any
}
interface Receiver {
  readonly url: string
  readonly taken: readonly Taken[]
  become(fault: string): Promise<void>
  close(): Promise<void>
}

let shop: Project
let hook: Receiver
let slack: Receiver
let pager: Receiver
let am: Receiver
let mail: Awaited<ReturnType<typeof mailReceiver>>

const raw = (body: unknown, headers: unknown) => ({ body, headers })

beforeAll(async () => {
  ;[hook, slack, pager, am] = (await Promise.all([1, 2, 3, 4].map(() => httpReceiver(raw)))) as [Receiver, Receiver, Receiver, Receiver]
  mail = await mailReceiver()
  shop = project({
    'models/raw.sql': "select 1 as id, {{ env_var('SLUICE_E2E_BAD', '1') }} as amount",
    'models/daily.sql': "select * from {{ ref('raw') }}",
    'models/all.yml': `
groups: [{name: intake, owner: {name: "Intake <team>", email: intake@example.com}, config: {meta: {runbook: "https://wiki.example.com/intake"}}}]
models:
  - name: raw
    config: {group: intake, tags: [daily]}
    columns: [{name: amount, data_tests: [{accepted_values: {values: [1], quote: false}}]}]
exposures: [{name: board, type: dashboard, owner: {email: chief@example.com}, depends_on: [ref('daily')]}]
`,
    'sluice.yml': `version: 1
alerts:
  give_up_after: 2s
  sinks:
    hook: {type: webhook, url: "${hook.url}/hush-hush", secret: "{{ env_var('DBT_ENV_SECRET_SIGN') }}", headers: {authorization: "Bearer hush-token"}}
    slack: {type: slack, url: "${slack.url}/services/hush"}
    oncall: {type: pagerduty, url: "${pager.url}", routing_key: hush-routing-key}
    am: {type: alertmanager, url: "${am.url}"}
    mail: {type: email, host: 127.0.0.1, port: ${mail.port}, from: data@example.com, to: [team@example.com], to_owner: true}
  routes:
    - {match: {kind: failure}, sinks: hook}
    - {match: {select: "tag:daily", severity: error}, sinks: [hook, slack, oncall, am, mail]}
  default: []
metrics: {textfile: out/sluice.prom}
`,
  })
})
afterAll(async () => {
  shop?.remove()
  for (const each of [hook, slack, pager, am]) await each?.close()
  await mail?.close()
})

const secret = { DBT_ENV_SECRET_SIGN: 'hush-sign' }
const outbox = () => readdirSync(join(shop.folder, '.sluice', 'outbox')).filter((name) => name.endsWith('.json'))

/** All that was kept or logged, but for sluice.yml itself. */
function written(): string {
  const files = readdirSync(shop.folder, { recursive: true, withFileTypes: true })
  const texts = files.filter((file) => file.isFile() && file.name !== 'sluice.yml' && !file.name.endsWith('.duckdb'))
  return texts.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n')
}

test('told of once, to everybody who is up; the rest waits; its end is told too', async () => {
  await slack.become('broken')
  await am.become('down')
  const first = await shop.sluice(['build'], { ...secret, SLUICE_E2E_BAD: '7' })
  expect(first.text).toMatch(/Alerts: 3 sent \(.*\), 1 waiting for \w+ \(.*\), 1 waiting for \w+ \(.*\)/)
  expect(first.text).toContain('1 waiting for slack (it answered 500: out of order)')
  expect(first.text).toContain('1 waiting for am (connection refused)')
  expect(outbox()).toHaveLength(2)
  expect(shop.read('out/sluice.prom')).toMatch(/^sluice_alerts_waiting\{sink="slack"\} 1$/m)

  const [message] = hook.taken
  expect(message?.body).toMatchObject({
    event: 'open',
    target: 'dev',
    incident: {
      key: 'test:model.shop.raw',
      cause: 'model.shop.raw',
      affected: ['model.shop.daily'],
      exposures: ['exposure.shop.board'],
      owner: 'Intake <team>',
      email: 'intake@example.com',
      group: 'intake',
      runbook: 'https://wiki.example.com/intake',
    },
  })
  expect(message?.headers).toMatchObject({
    'idempotency-key': message?.body.id,
    'x-sluice-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  })
  expect(pager.taken[0]?.body).toMatchObject({
    event_action: 'trigger',
    dedup_key: 'sluice/shop/dev|test:model.shop.raw',
    links: [{ href: 'https://wiki.example.com/intake' }],
  })
  expect(mail.taken[0]).toMatchObject({
    to: ['team@example.com', 'intake@example.com'],
    subject: expect.stringMatching(/^\[dev\] Open \(error\): accepted_values/),
  })
  expect(mail.taken[0]?.text).toContain('Intake &lt;team&gt;')

  // Nobody is told again of what is open; the others are up again now.
  await slack.become('up')
  await am.become('up')
  const second = await shop.sluice(['build'], { ...secret, SLUICE_E2E_BAD: '7' })
  expect(second.text).toMatch(/Alerts: 2 sent \((slack, am|am, slack)\)/)
  expect([hook, pager, mail, slack, am].map(({ taken }) => taken.length)).toEqual([1, 1, 1, 1, 1])
  expect(JSON.stringify(slack.taken[0]?.body)).toContain('Intake &lt;team&gt;')
  expect(am.taken[0]?.body[0]).toMatchObject({
    labels: { alertname: 'SluiceTest', incident: 'test:model.shop.raw', severity: 'critical', group: 'intake' },
  })

  const third = await shop.sluice(['build', '--metrics-file', 'other.prom'], secret)
  expect(third.text).toContain('Alerts: 5 sent')
  expect([hook, pager, mail, slack, am].map(({ taken }) => taken.length)).toEqual([2, 2, 2, 2, 2])
  expect([hook.taken[1]?.body.event, pager.taken[1]?.body.event_action]).toEqual(['resolved', 'resolve'])
  expect(am.taken[1]?.body[0].labels).toEqual(am.taken[0]?.body[0].labels)
  expect(am.taken[1]?.body[0].endsAt).toBe(hook.taken[1]?.body.resolved_at)
  expect(outbox()).toEqual([])

  const log = shop.read('.sluice/incidents.ndjson').trim().split('\n')
  expect(log.map((line) => JSON.parse(line).event)).toEqual(['opened', 'resolved'])
  expect(`${written()}${first.text}${second.text}${third.text}`).not.toMatch(/hush/)

  const last = shop.read('other.prom')
  expect(last).toMatch(/^sluice_node_success\{node="model.shop.raw",type="model",target="dev"\} 1$/m)
  expect(last).toMatch(/^sluice_runs\{command="build",target="dev",status="failure"\} 2$/m)
  expect(last).not.toMatch(/sluice_alerts_waiting\{/)
})

test('each receiver can be tried out', async () => {
  await pager.become('broken')
  const tried = await shop.sluice(['debug', '--alerts', 'test'], secret)
  await pager.become('up')
  expect(tried.code).toBe(1)
  expect(tried.text).toMatch(
    /hook: \[OK sent\]\n {2}slack: \[OK sent\]\n {2}oncall: \[ERROR it answered 500: out of order\]\n {2}am: \[OK sent\]\n {2}mail: \[OK sent\]/,
  )
  const waiting = await shop.sluice(['debug', '--alerts', 'waiting'], secret)
  expect([waiting.code, waiting.text]).toEqual([0, expect.stringContaining('Alerts: nothing is waiting')])
})

test('a run that cannot start is told of, and that the next one can', async () => {
  const before = hook.taken.length
  shop.write({ 'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: models}}}\n' })
  const failed = await shop.sluice(['build'], secret)
  expect(failed.code).not.toBe(0)
  shop.write({ 'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n' })
  await shop.sluice(['build'], secret)
  expect(hook.taken.slice(before).map(({ body }) => [body.event, body.incident.key])).toEqual([
    ['open', 'failure:run'],
    ['resolved', 'failure:run'],
  ])
})

test('nothing is lost and nothing told twice, whatever is killed and whoever is down', async () => {
  const { problems, left, taken } = await storm({ rounds: 4, seed: 11 })
  expect([problems, left]).toEqual([[], []])
  expect(taken).toBeGreaterThan(4)
})
