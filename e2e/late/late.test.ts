// Data are late for each of the reasons there are, on DuckDB and on PostgreSQL; `why` names each by its root cause.
import { utimesSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Outcome, type Project, project } from '../harness/project.js'

interface Group {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly severity: string
  readonly words: string
  readonly since: string | null
  readonly owners: readonly string[]
  readonly runbook: string | null
  readonly behind: number | null
  readonly items: readonly { readonly name: string; readonly trouble: string }[]
  readonly exposures: readonly { readonly name: string }[]
  readonly hops: readonly { readonly name: string; readonly newest: string | null }[]
  readonly expected: { readonly at: string; readonly words: string } | null
  readonly note: { readonly text: string } | null
}

interface Answer {
  readonly causes: readonly Group[]
  readonly states: readonly { readonly name: string; readonly status: string; readonly words: string }[]
}

let upstream: Server
let address: string
/** What the other side says it has. */
let newestThere = '2026-11-20T08:05:00Z'

beforeAll(async () => {
  upstream = createServer((_request, response) => response.end(JSON.stringify({ data: { newest: newestThere } })))
  await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done))
  address = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/status`
})
afterAll(() => upstream?.close())

const tables = ['quiet', 'stuck', 'hidden', 'shifted', 'future', 'miscolumn', 'fresh']

function files(output: string, schema: string): Record<string, string> {
  const source = (name: string, more = '', freshness = 'error_after: {count: 12, period: hour}', column = 'loaded_at') =>
    `      - {name: ${name}, config: {loaded_at_field: ${column}, freshness: {${freshness}}, meta: {${more}}}}`
  const model = (name: string) => `  - {name: ${name}, config: {meta: {sla: {max_age: 12h, time_column: loaded_at, targets: [dev]}}}}`
  return {
    'profiles.yml': `shop: {target: dev, outputs: {dev: ${output}}}\n`,
    'sluice.yml': `version: 1\nprobes:\n  feed: {command: [node, -e, "console.log('2026-11-20T08:05:00Z')"]}\n`,
    'models/s.yml': [
      'version: 2',
      'sources:',
      `  - name: raw\n    schema: ${schema}\n    tables:`,
      source('quiet', 'probe: feed, owner: Carrier feed, runbook: "https://wiki.example.com/feed"'),
      source('stuck', `probe: {http: "${address}", field: data.newest}`),
      source('hidden', '', `error_after: {count: 12, period: hour}, filter: "kind = 'a'"`),
      source('shifted', 'probe: {file: "landing/*.csv"}', 'error_after: {count: 4, period: hour}'),
      source('future'),
      source('miscolumn', '', 'error_after: {count: 12, period: hour}', 'sold_at'),
      source('fresh'),
      'models:',
      ...['good', 'of_quiet', 'stale', 'dropping', 'after_broken'].map(model),
      'exposures:',
      '  - {name: desk, type: dashboard, owner: {name: Fuel desk}, depends_on: [ref("below_quiet")]}',
    ].join('\n'),
    'models/of_quiet.sql': "select id, loaded_at from {{ source('raw', 'quiet') }}",
    'models/below_quiet.sql': "select max(loaded_at) as loaded_at from {{ ref('of_quiet') }}",
    'models/good.sql': "{{ config(materialized='table') }} select id, loaded_at from {{ source('raw', 'fresh') }}",
    'models/stale.sql': "{{ config(materialized='table') }} select id, loaded_at from {{ source('raw', 'fresh') }}",
    'models/dropping.sql':
      "{{ config(materialized='incremental') }} select id, loaded_at from {{ source('raw', 'fresh') }} {% if is_incremental() %} where kind = 'a' and loaded_at > (select max(loaded_at) from {{ this }}) {% endif %}",
    'models/broken.sql':
      "{{ config(materialized='table') }} select id, loaded_at, {{ var('column', 'id') }} as x from {{ source('raw', 'fresh') }}",
    'models/after_broken.sql': "{{ config(materialized='table') }} select id, loaded_at from {{ ref('broken') }}",
    'landing/tickets.csv': 'id\n1\n',
  }
}

const rows = (table: string, day: string, time: string, kind = 'a', sold = time) =>
  `insert into ${table} select id, timestamp '${day} ${time}', timestamp '${day} ${sold}', '${kind}' from (values (1), (2)) as t (id)`

/** Twenty good days, up to the 20th. */
const before = tables.flatMap((table) => [
  `create table ${table} (id integer, loaded_at timestamp, sold_at timestamp, kind varchar(10))`,
  ...Array.from({ length: 20 }, (_, day) => rows(table, `2026-11-${String(day + 1).padStart(2, '0')}`, `08:0${(day % 5) + 3}:00`)),
])

const today = '2026-11-21'
/** The 21st: nothing for the quiet one and the stuck one. */
const after = [
  rows('hidden', today, '10:30:00', 'b'),
  // The loader has moved to New York.
  rows('shifted', today, '05:30:00'),
  rows('future', today, '13:30:00'),
  `insert into miscolumn values (9, timestamp '${today} 10:30:00', timestamp '2026-11-20 08:00:00', 'a')`,
  rows('fresh', today, '10:30:00', 'b'),
]

const now = '2026-11-21T11:00:00Z'

interface Stage {
  readonly shop: Project
  readonly clean: Outcome
  readonly answer: Answer
  of(name: string): Group | undefined
}

interface Opened {
  readonly shop: Project
  run(statements: readonly string[]): Promise<void>
  close(): Promise<void>
}

async function onDuckDb(): Promise<Opened> {
  const shop = project(files('{type: duckdb, path: shop.duckdb, threads: 2}', 'main'))
  const run = async (statements: readonly string[]) => {
    const instance = await DuckDBInstance.create(join(shop.folder, 'shop.duckdb'))
    const connection = await instance.connect()
    for (const statement of statements) await connection.run(statement)
    connection.closeSync()
    instance.closeSync()
  }
  return { shop, run, close: async () => undefined }
}

async function onPostgres(): Promise<Opened> {
  const database: PostgresDatabase = await postgresDatabase()
  const shop = project(files(database.output(), 'public'))
  return { shop, run: async (statements) => void (await database.query(statements.join(';\n'))), close: () => database.drop() }
}

const engines = ['DuckDB', 'PostgreSQL'] as const
const stages = new Map<string, Stage>()
const closing: (() => Promise<void>)[] = []
const stageOf = (engine: string) => stages.get(engine) as Stage

beforeAll(async () => {
  for (const engine of engines) {
    const opened = await (engine === 'DuckDB' ? onDuckDb() : onPostgres())
    closing.push(async () => {
      await opened.close()
      opened.shop.remove()
    })
    stages.set(engine, await played(opened))
  }
}, 150_000)
afterAll(async () => {
  for (const close of closing) await close()
})

/** A good day, a look at it, a bad day, and another look. */
async function played({ shop, run }: Opened): Promise<Stage> {
  const landed = (time: string) => utimesSync(join(shop.folder, 'landing', 'tickets.csv'), new Date(time), new Date(time))
  await run(before)
  landed('2026-11-20T08:07:00Z')
  newestThere = '2026-11-20T08:07:00Z'
  const built = await shop.sluice(['build', '--no-docs'], { SLUICE_NOW: '2026-11-20T09:00:00Z' })
  expect(built.text).toContain('ERROR=0')
  const clean = await shop.sluice(['why'], { SLUICE_NOW: '2026-11-20T09:10:00Z' })
  await run(after)
  landed('2026-11-21T10:30:00Z')
  newestThere = '2026-11-21T10:40:00Z'
  const broken = ['build', '--no-docs', '--exclude', 'stale', '--vars', '{column: no_such}']
  await shop.sluice(broken, { SLUICE_NOW: '2026-11-21T10:45:00Z' })
  const asked = await shop.sluice(['why', '--output', 'json'], { SLUICE_NOW: now })
  expect(asked.code, asked.text).toBe(1)
  const answer = JSON.parse(asked.stdout) as Answer
  return { shop, clean, answer, of: (name) => answer.causes.find((group) => group.name === name) }
}

test.each(engines)('%s: where all is well it says so', (engine) => {
  const { clean } = stageOf(engine)
  expect([clean.code, clean.stdout]).toEqual([0, expect.stringContaining('Nothing is late in target dev: all 12 promises are kept.')])
})

test.each(engines)('%s: each root cause once, and no other', (engine) => {
  const { answer } = stageOf(engine)
  expect(Object.fromEntries(answer.causes.map(({ name, kind }) => [name, kind]))).toEqual({
    'raw.quiet': 'nothing-new',
    'raw.stuck': 'not-loaded',
    'raw.hidden': 'filter',
    'raw.shifted': 'time-zone',
    'raw.future': 'time-zone',
    'raw.miscolumn': 'wrong-column',
    stale: 'not-rebuilt',
    dropping: 'rows-dropped',
    broken: 'failed',
  })
  const well = answer.states.filter(({ status }) => status === 'met').map(({ name }) => name)
  expect(well.sort()).toEqual(['good', 'raw.fresh'])
})

test.each(engines)('%s: nothing new upstream: what is made of it is listed under it, and nobody is to be woken', (engine) => {
  const { of } = stageOf(engine)
  const group = of('raw.quiet')
  expect(group).toMatchObject({ severity: 'warn', owners: ['Carrier feed'], runbook: 'https://wiki.example.com/feed' })
  expect(group?.items.map(({ name }) => name)).toEqual(['raw.quiet', 'of_quiet'])
  expect(group?.exposures).toMatchObject([{ name: 'desk' }])
  expect(group?.hops.map(({ name, newest }) => `${name} ${newest}`)).toEqual([
    'of_quiet 2026-11-20T08:07:00.000Z',
    'raw.quiet 2026-11-20T08:07:00.000Z',
  ])
  expect(group?.expected?.words).toMatch(/later than on any of 20 days \(latest 08:07\); next usual time 2026-11-22 08:05 UTC/)
})

test.each(engines)('%s: how far the load is behind, what the filter hides, by how many hours the zone is wrong', (engine) => {
  const { of } = stageOf(engine)
  expect(of('raw.stuck')).toMatchObject({ severity: 'error', behind: 26 * 3600 + 33 * 60, since: '2026-11-20T08:07:00.000Z' })
  expect(of('raw.hidden')?.words).toContain("has rows up to 2026-11-21 10:30 UTC, but the check looks only at rows where kind = 'a'")
  expect(of('raw.shifted')?.words).toContain('+5 h to the minute')
  expect(of('raw.future')?.words).toMatch(/2h (29|30)m ahead of the clock/)
  expect(of('raw.miscolumn')?.words).toMatch(
    /looks at sold_at, newest 2026-11-20 08:0\d UTC; loaded_at of raw.miscolumn is newer: 2026-11-21 10:30/,
  )
})

test.each(engines)('%s: not rebuilt, dropped on the way, failed: by which run, since when, with the error', (engine) => {
  const { of } = stageOf(engine)
  expect(of('stale')?.words).toMatch(
    /raw.fresh has rows up to 2026-11-21 10:30 UTC \(loaded_at\), stale up to 2026-11-20 08:07 UTC\. It was built last at 2026-11-20 09:00 UTC \(`sluice build`, run [0-9a-f]{8}\), before they came\./,
  )
  expect(of('dropping')?.words).toContain('It was built after they came, at 2026-11-21 10:45 UTC')
  expect(of('broken')).toMatchObject({ since: expect.stringContaining('2026-11-21T10:45') })
  expect(of('broken')?.words).toContain('no_such')
  expect(
    of('broken')
      ?.items.map(({ name, trouble }) => `${name} ${trouble}`)
      .sort(),
  ).toEqual(['after_broken late', 'after_broken skipped', 'broken failed'])
})

test.each(engines)('%s: a node without a promise is late for what it is made of; a note mutes the cause', async (engine) => {
  const { shop } = stageOf(engine)
  const { code, stdout } = await shop.sluice(['why', 'below_quiet', '--note', 'carrier on strike', '--until', '18:00'], {
    SLUICE_NOW: now,
  })
  expect([code, stdout]).toEqual([1, expect.stringContaining('raw.quiet: nothing new upstream (since 2026-11-20 08:05 UTC')])
  expect(stdout).toContain('below_quiet: it is made of raw.quiet')
  expect(stdout).toContain('Noted for raw.quiet: nobody is told of it again until 2026-11-21 18:00 UTC.')
  expect(shop.read('.sluice/notes.ndjson')).toContain('"keys":["late:source.shop.raw.quiet"]')
})
