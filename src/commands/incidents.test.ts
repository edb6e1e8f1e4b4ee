import { beforeAll, expect, test } from 'vitest'
import { type ParsedProject, withParsed } from '../../e2e/harness/in-process.js'
import type { RunStatus } from '../core/result.js'
import { buildGraph } from '../graph/index.js'
import { type Incident, mergeIncidents, type NodeRecord, type Occasion, type Outcome, type RunHead } from '../observe/index.js'
import { incidentsOf } from './incidents.js'
import type { OpenProject } from './open-project.js'

const files = {
  'models/raw.sql': 'select 1 as id',
  'models/tickets.sql': "select * from {{ ref('raw') }}",
  'models/daily.sql': "select * from {{ ref('tickets') }}",
  'models/other.sql': 'select 1 as id',
  'models/all.yml': `
groups:
  - name: intake
    owner: {name: Intake team, email: intake@example.com}
    config: {meta: {runbook: "https://wiki/intake"}}
sources:
  - name: feed
    tables:
      - name: tickets
        config: {tags: [hourly], freshness: {warn_after: {count: 12, period: hour}}, meta: {owner: "x@example.com\\nBcc: y@example.com"}}
models:
  - name: raw
    config: {group: intake, tags: [b, a]}
    columns: [{name: id, data_tests: [unique, {not_null: {config: {severity: warn, meta: {runbook: "https://wiki/nulls"}}}}]}]
  - name: tickets
    config: {meta: {owner: {name: Ann, email: ann@example.com}, runbook: "https://wiki/tickets"}}
exposures:
  - name: board
    type: dashboard
    owner: {email: chief@example.com}
    depends_on: [ref('daily')]
`,
}

let opened: Pick<OpenProject, 'manifest' | 'graph'>
beforeAll(async () => {
  await withParsed(files, {}, ({ manifest }: ParsedProject) => {
    opened = { manifest, graph: buildGraph(manifest) }
  })
})

const now = new Date('2026-11-20T08:00:00Z')
const result = (unique_id: string, status: RunStatus, more: Partial<Outcome> = {}): Outcome => ({
  unique_id,
  status,
  message: null,
  failures: null,
  ...more,
})
const idOf = (start: string) => Object.keys(opened.manifest.nodes).find((id) => id.startsWith(start)) ?? ''
const of = (results: readonly Outcome[], history?: ReadonlyMap<string, readonly Occasion[]>) => incidentsOf(opened, results, now, history)

test('what was skipped for a failed node belongs to its incident, through any number of steps', () => {
  const found = of([
    result('model.p.raw', 'error', { message: 'no table x\nat line 3' }),
    result('model.p.tickets', 'skipped', { skippedBecause: 'model.p.raw' }),
    result('model.p.daily', 'skipped', { skippedBecause: 'model.p.tickets' }),
    result(idOf('test.p.unique_raw'), 'skipped', { skippedBecause: 'model.p.raw' }),
    result('model.p.other', 'success'),
  ])
  expect(found).toEqual([
    {
      key: 'failure:model.p.raw',
      kind: 'failure',
      severity: 'error',
      title: 'raw could not be built: no table x',
      text: 'no table x\nat line 3\nSkipped for it: tickets, daily.',
      cause: 'model.p.raw',
      affected: ['model.p.tickets', 'model.p.daily'],
      exposures: ['exposure.p.board'],
      owner: 'Intake team',
      email: 'intake@example.com',
      group: 'intake',
      tags: ['a', 'b'],
      runbook: 'https://wiki/intake',
      since: '2026-11-20T08:00:00.000Z',
      witnesses: ['model.p.raw'],
    },
  ])
})

test('results that do not say why a node was skipped are read by the graph', () => {
  expect(of([result('model.p.raw', 'error'), result('model.p.daily', 'skipped')])[0]?.affected).toEqual(['model.p.daily'])
  expect(of([result('model.p.other', 'error'), result('model.p.daily', 'skipped')])[0]?.affected).toEqual([])
})

test('tests of one table are one incident, with the runbook of the test', () => {
  const [unique, notNull] = [idOf('test.p.unique_raw'), idOf('test.p.not_null_raw')]
  const [one, ...none] = of([
    result(notNull, 'warn', { failures: 3, message: 'Got 3 results' }),
    result(unique, 'fail', { failures: 12, message: 'Got 12 results' }),
    result('model.p.tickets', 'skipped', { skippedBecause: unique }),
  ])
  expect(none).toEqual([])
  expect(one).toMatchObject({
    key: 'test:model.p.raw',
    severity: 'error',
    title: '2 tests of raw fail',
    text: 'not_null_raw_id: warn. Got 3 results\nunique_raw_id: fail. Got 12 results\nSkipped for it: tickets.',
    cause: 'model.p.raw',
    affected: ['model.p.tickets'],
    runbook: 'https://wiki/nulls',
    owner: 'Intake team',
    witnesses: [notNull, unique],
  })
  expect(of([result(notNull, 'warn', { failures: 1 })])[0]).toMatchObject({ severity: 'warn', title: 'not_null_raw_id warns: 1 row' })
})

test('old sources, closed gates and a warehouse that is away', () => {
  const source = 'source.p.feed.tickets'
  const freshness = {
    max_loaded_at: '',
    snapshotted_at: '',
    max_loaded_at_time_ago_in_s: 93_600,
    criteria: { warn_after: { count: 12, period: 'hour' } },
  }
  const [late] = of([result(source, 'warn', { freshness })])
  expect(late).toMatchObject({ key: `late:${source}`, severity: 'warn', title: 'feed.tickets is late', tags: ['hourly'], email: null })
  expect(late?.text).toBe('Its newest row is 26h old, allowed are 12 hours.')
  expect(of([result(source, 'error', { error: { code: 'GATE_CLOSED' }, message: 'empty file' })])[0]).toMatchObject({
    key: `gate:${source}`,
    text: 'empty file',
  })
  const gone = { error: { code: 'DB_CONNECTION_LOST' }, message: 'server closed' }
  const [only, ...more] = of([result('model.p.raw', 'error', gone), result('model.p.other', 'error', gone)])
  expect([more, only]).toEqual([[], expect.objectContaining({ key: 'failure:warehouse', affected: ['model.p.other'] })])
})

test('it began with the first run of the history in which it was bad without interruption', () => {
  const runs: readonly (readonly [string, RunStatus])[] = [
    ['2026-11-20T08:00:00.000Z', 'error'],
    ['2026-11-19T08:00:00.000Z', 'skipped'],
    ['2026-11-18T08:00:00.000Z', 'error'],
    ['2026-11-17T08:00:00.000Z', 'success'],
    ['2026-11-16T08:00:00.000Z', 'error'],
  ]
  const occasions = runs.map(([startedAt, status]) => ({ run: { startedAt } as RunHead, node: { status } as NodeRecord }))
  expect(of([result('model.p.raw', 'error')], new Map([['model.p.raw', occasions]]))[0]?.since).toBe('2026-11-18T08:00:00.000Z')
})

test('a node that a changed source broke is told with the change', () => {
  const [failure] = of([result('model.p.raw', 'error', { message: 'no column x' }), result('model.p.tickets', 'skipped')])
  const drift = {
    ...failure,
    key: 'drift:source.p.feed.tickets',
    kind: 'drift',
    cause: 'source.p.feed.tickets',
    affected: ['model.p.raw'],
    text: 'x is gone',
  }
  const { witnesses: _none, ...seen } = drift as Incident
  const [one, ...more] = mergeIncidents([failure as Incident], [{ ...seen, kind: 'drift' }])
  expect(more).toEqual([])
  expect(one).toMatchObject({
    key: 'drift:source.p.feed.tickets',
    affected: ['model.p.raw', 'model.p.tickets'],
    text: 'x is gone\nraw could not be built: no column x',
    witnesses: ['model.p.raw'],
  })
})

test('a table that is late because its build failed is told with the failure', () => {
  const [failure] = of([result('model.p.raw', 'error')])
  const late = { ...failure, key: 'late:model.p.raw', kind: 'late', severity: 'warn', affected: ['model.p.daily'], text: 'why' } as const
  const merged = mergeIncidents([failure as never], [late as never])
  expect(merged.map(({ key, affected, severity }) => [key, affected, severity])).toEqual([
    ['failure:model.p.raw', ['model.p.daily'], 'error'],
  ])
  expect(mergeIncidents([], [late as never]).map(({ key }) => key)).toEqual(['late:model.p.raw'])
})
