import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fileDelivery, HttpDelivery, type HttpLimits } from './deliver.js'
import type { LineageEvent } from './spec.js'

interface Received {
  readonly name: string
  readonly headers: IncomingHttpHeaders
}

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Answers with the status that `answer` gives, as late as it takes. */
async function receiver(
  answer: (name: string, count: number) => number | Promise<number>,
): Promise<{ url: string; received: Received[]; most: () => number }> {
  const received: Received[] = []
  let count = 0
  let together = 0
  let most = 0
  const server = createServer((request, response) => {
    let text = ''
    together += 1
    most = Math.max(most, together)
    request.on('data', (chunk) => (text += chunk))
    request.on('end', async () => {
      const { job, eventType } = JSON.parse(text) as LineageEvent
      const name = `${job.name} ${eventType}`
      const status = await answer(name, ++count)
      if (status < 300) received.push({ name, headers: request.headers })
      together -= 1
      response.writeHead(status).end()
    })
  })
  open.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/lineage`, received, most: () => most }
}

async function closedPort(): Promise<string> {
  const { url } = await receiver(() => 200)
  await new Promise((done) => open.pop()?.close(done))
  return url
}

function event(name: string, eventType: LineageEvent['eventType']): LineageEvent {
  const run = { runId: name, facets: {} }
  return { eventType, eventTime: '', producer: '', schemaURL: '', run, job: { namespace: 'n', name, facets: {} }, inputs: [], outputs: [] }
}

function deliver(url: string, limits: Partial<HttpLimits> = {}) {
  return new HttpDelivery({ url, headers: { authorization: 'Bearer k' }, limits: { pause: 5, longestPause: 20, ...limits } })
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `m${at}`)

test('all events arrive, several at a time, the start of a run before its end', async () => {
  const { url, received, most } = await receiver(async () => {
    await new Promise((done) => setTimeout(done, 5))
    return 201
  })
  const delivery = deliver(url)
  for (const name of names(30)) delivery.send(event(name, 'START'))
  for (const name of names(30)) delivery.send(event(name, 'COMPLETE'))
  await delivery.close()
  const order = received.map(({ name }) => name)
  expect(order).toHaveLength(60)
  for (const name of names(30)) expect(order.indexOf(`${name} START`)).toBeLessThan(order.indexOf(`${name} COMPLETE`))
  expect(most()).toBeGreaterThan(1)
  expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer k', 'content-type': 'application/json' })
})

test('an outage is sat out, and nothing is lost', async () => {
  const { url, received } = await receiver((_name, count) => (count <= 12 ? 503 : 200))
  const delivery = deliver(url)
  for (const name of names(4)) delivery.send(event(name, 'START'))
  await new Promise((done) => setTimeout(done, 10))
  await delivery.close()
  expect(received.map(({ name }) => name).sort()).toEqual(names(4).map((name) => `${name} START`))
})

test('what the receiver refuses is counted and not sent again', async () => {
  const { url, received } = await receiver((name) => (name.startsWith('m1 ') ? 422 : 200))
  const delivery = deliver(url)
  for (const name of names(3)) delivery.send(event(name, 'START'))
  await expect(delivery.close()).rejects.toMatchObject({
    code: 'OPENLINEAGE_UNREACHABLE',
    message: `1 of 3 OpenLineage events were not delivered to ${url}: it answered 422`,
  })
  expect(received).toHaveLength(2)
})

test('sending never waits, and a receiver that is gone or does not answer costs no more than its time at the end', async () => {
  const { url } = await receiver(() => new Promise<number>(() => undefined))
  const silent = deliver(url, { flush: 150 })
  const gone = deliver(await closedPort(), { flush: 5_000, kept: 100 })
  const start = performance.now()
  for (const name of names(200)) for (const each of [silent, gone]) each.send(event(name, 'START'))
  expect(performance.now() - start).toBeLessThan(100)
  await expect(silent.close()).rejects.toMatchObject({ message: expect.stringMatching(/not delivered to .*: it did not answer in time$/) })
  await expect(gone.close()).rejects.toMatchObject({ message: expect.stringMatching(/^200 of 200 OpenLineage events .*ECONNREFUSED$/) })
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('a file gets a line an event, and folders that are missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-openlineage-'))
  try {
    const file = join(folder, 'deep', 'events.ndjson')
    for (const each of [fileDelivery(file), fileDelivery(file)]) each.send(event('a\nb', 'START'))
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as LineageEvent).job.name)).toEqual(['a\nb', 'a\nb'])
    expect(() => fileDelivery(folder).send(event('a', 'START'))).toThrow(expect.objectContaining({ code: 'ARTIFACT_WRITE_FAILED' }))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
