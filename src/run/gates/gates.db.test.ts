/** Gates of sources in a run on a real DuckDB, with an upstream that goes away and comes back. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../../commands/api.js'
import { succeeded } from '../../commands/run-report.js'
import type { RunEvent } from '../../core/event.js'
import type { RunResult } from '../../core/result.js'

const folder = mkdtempSync(join(tmpdir(), 'gates-'))
let server: Server
let outage = 0
let asked = 0

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked++
    response.writeHead(outage-- > 0 ? 503 : 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  for (const [file, sql] of [
    ['g.duckdb', "create table ticks as select 1 as id, timestamp '2026-01-01 00:00:00' as loaded_at"],
    ['up.duckdb', 'create table ticks as select epoch_ms(now()) as stamp'],
  ] as const) {
    const instance = await DuckDBInstance.create(join(folder, file))
    const connection = await instance.connect()
    await connection.run(sql)
    connection.closeSync()
    instance.closeSync()
  }
  mkdirSync(join(folder, 'models'))
  write({
    'dbt_project.yml': 'name: g\nversion: "1"\nprofile: g\n',
    'profiles.yml': `g: {target: dev, outputs: {dev: {type: duckdb, path: '${join(folder, 'g.duckdb')}', threads: 1}, up: {type: duckdb, path: '${join(folder, 'up.duckdb')}'}}}\n`,
    'sluice.yml':
      'version: 1\nconnections: {upstream: up}\nprobes: {feed: {sql: select max(stamp) from ticks, connection: upstream, as: epoch_ms}}\n',
    'models/early.sql': "select * from {{ source('raw', 'ticks') }}",
    'models/late.sql': "select * from {{ source('raw', 'ticks') }}",
    'models/below.sql': "select * from {{ ref('early') }}",
    'models/apart.sql': 'select 1 as id',
  })
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
}

function gate(text: string): void {
  write({
    'models/s.yml': `sources: [{name: raw, schema: main, meta: {gate: ${text}}, tables: [{name: ticks, loaded_at_field: loaded_at}]}]\n`,
  })
}

async function build(
  signal?: AbortSignal,
  which: 'build' | 'retry' = 'build',
): Promise<{ results: readonly RunResult[]; events: RunEvent[] }> {
  const events: RunEvent[] = []
  const env = { ...process.env, SLUICE_HISTORY: 'off', SLUICE_DOCS: 'false' }
  const sinks = [{ name: 'test', on: (event: RunEvent) => void events.push(event) }]
  const run = call(which, { projectDir: folder, env, sinks, ...(signal ? { signal } : {}) }, [], ({ results }) => results ?? [])
  return { results: (await run) as readonly RunResult[], events }
}

const shown = (results: readonly RunResult[]): string[] =>
  results.map(({ unique_id, status, error }) => `${unique_id.split('.').at(-1)} ${status}${error ? ` ${error.code}` : ''}`).sort()

const health = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`

test('an outage is waited for, once for all readers and without a lane; where it lasts, readers are skipped and retry asks again', async () => {
  gate(`[{http: '${health()}', retries: 3, backoff: 40ms}, {probe: feed, max_age: 1h}]`)
  outage = 2
  const { results, events } = await build()
  expect(shown(results)).toEqual(['apart success', 'below success', 'early success', 'late success', 'ticks pass'])
  expect(asked, 'twice in vain, then well').toBe(3)
  const order = results.map(({ unique_id }) => unique_id.split('.').at(-1))
  expect(order.indexOf('apart'), 'the only lane was free while the gate was waited for').toBeLessThan(order.indexOf('ticks'))
  const notes = events.filter(({ name }) => name === 'Note').map(({ data }) => (data as { msg: string }).msg)
  expect(
    notes.filter((note) => /^Waiting for source raw\.ticks: HTTP 503 from .* expected HTTP 200 \(try \d of 4, the next in/.test(note)),
  ).toHaveLength(2)
  expect(results.find(({ status }) => status === 'pass')?.message).toMatch(
    /^gate open: HTTP 200 from .*; newest 20\d\d-.* \(the query on upstream\)$/,
  )

  outage = 9
  const { results: closed } = await build()
  expect(shown(closed)).toEqual([
    'apart success',
    'below skipped',
    'early skipped GATE_CLOSED',
    'late skipped GATE_CLOSED',
    'ticks error GATE_CLOSED',
  ])
  expect(closed.find(({ unique_id }) => unique_id.startsWith('source.'))?.error).toMatchObject({
    message: `the gate of source raw.ticks is closed after 4 tries: HTTP 503 from ${health()}; expected HTTP 200`,
    location: { file: join('models', 's.yml') },
  })
  expect(closed.find(({ unique_id }) => unique_id === 'model.g.below')?.skippedBecause).toBe('source.g.raw.ticks')
  expect(succeeded(closed)).toBe(false)
  outage = 0
  expect(shown((await build(undefined, 'retry')).results)).toEqual(['below success', 'early success', 'late success', 'ticks pass'])
})

test('on_failure says whether readers run; the age is that of the source itself', async () => {
  gate('{max_age: 6h, on_failure: skip}')
  const { results } = await build()
  expect(shown(results)).toEqual([
    'apart success',
    'below skipped',
    'early skipped GATE_CLOSED',
    'late skipped GATE_CLOSED',
    'ticks warn GATE_CLOSED',
  ])
  expect(results.find(({ status }) => status === 'warn')?.error?.message).toMatch(
    /newest 2026-01-01 00:00 UTC, \d+h.* old; expected at most 6h old$/,
  )
  expect(succeeded(results), 'nothing is wrong: it is not there yet').toBe(true)
  gate('{sql: select count(*) from ticks, expect: "> 5", on_failure: warn}')
  expect(shown((await build()).results)).toEqual([
    'apart success',
    'below success',
    'early success',
    'late success',
    'ticks warn GATE_CLOSED',
  ])
})

test('an interruption ends the waiting at once', async () => {
  gate('{file: landing/*.csv, retries: 50, backoff: 1h, max_backoff: 1h}')
  const stop = new AbortController()
  const running = build(stop.signal)
  let at = 0
  setTimeout(() => {
    at = performance.now()
    stop.abort()
  }, 1500)
  const { results } = await running
  expect(performance.now() - at).toBeLessThan(3000)
  expect(shown(results).filter((each) => each.startsWith('late'))).toEqual(['late skipped'])
})

test('wrong gates are told at their place before anything runs', async () => {
  const wrong: readonly [string, string][] = [
    ['{max_agee: 6h}', '"max_agee" is not a key of a gate'],
    ['{}', 'a gate does not say what must hold'],
    ['[]', 'a gate without checks is always open'],
    ['{max_age: 6h, retries: -1}', 'retries is -1'],
    ['{max_age: 6h, backoff: soon}', 'backoff is no length of time: soon'],
    ['{max_age: 6h, on_failure: stop}', 'on_failure is "stop"'],
    ['{probe: fed, max_age: 1h}', 'there is no probe fed'],
    ['{http: nowhere}', 'http is no URL'],
  ]
  for (const [text, message] of wrong) {
    gate(text)
    const failed = await build().catch((error: unknown) => error)
    expect(failed, text).toMatchObject({
      message: expect.stringContaining(message),
      fields: { location: { file: expect.stringContaining('s.yml') } },
    })
  }
})
