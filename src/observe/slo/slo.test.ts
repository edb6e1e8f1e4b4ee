import { expect, test } from 'vitest'
import { Cursor } from '../../core/cursor.js'
import { SluiceError } from '../../core/error.js'
import type { RunStatus } from '../../core/result.js'
import { readYamlFile, yamlLocator } from '../../load/index.js'
import type { HistoryStore, NodeRecord, RunRecord } from '../history/index.js'
import { readSloSettings, type Slo, type SloSettings, sloDefaults, sloReport } from './index.js'

const now = new Date('2026-11-22T00:00:00Z')

function node(name: string, status: RunStatus, startedAt: string, more: Partial<NodeRecord> = {}): NodeRecord {
  const type = name.startsWith('t_') ? 'test' : 'model'
  const id = `${type}.p.${name}`
  const none = { message: null, failures: null, rows: null, bytes: null, node: null, column: null, kind: null, owner: null }
  return { id, name, type, status, startedAt, seconds: 0, thread: 'Thread-1', ...none, loadedAt: null, age: null, ...more }
}

function run(startedAt: string, nodes: readonly NodeRecord[], more: Partial<RunRecord['head']> = {}): RunRecord {
  const selection = { select: [], exclude: [], fullRefresh: false, cancelled: false, counts: {} }
  const names = { project: 'p', target: 'prod', adapter: 'postgres', tool: '1.0.0' }
  return { head: { version: 1, id: startedAt, command: 'build', startedAt, elapsed: 60, ...selection, ...names, ...more }, nodes }
}

function storeOf(records: readonly RunRecord[]): HistoryStore {
  return {
    records: async ({ since }: { since?: Date } = {}) => records.filter(({ head }) => head.startedAt >= (since?.toISOString() ?? '')),
  } as never
}

const tenDays: SloSettings = { ...sloDefaults, window: 10 * 86_400, processingTime: [] }

async function report(records: readonly RunRecord[], settings = tenDays, scope = {}): Promise<Readonly<Record<string, Slo>>> {
  const { slos } = await sloReport(storeOf(records), settings, now, scope)
  return Object.fromEntries(slos.map((slo) => [slo.name, slo]))
}

test('counts what failed of what had its turn, says what is left of the budget and since when it is used up', async () => {
  const records = [15, 16, 17, 18].map((day) => {
    const at = `2026-11-${day}T06:00:00Z`
    return run(at, [
      node('a', day >= 17 ? 'error' : 'success', at),
      node('b', day >= 17 ? 'skipped' : 'success', at),
      node('t_a', 'warn', at),
    ])
  })
  const { success_rate: rate, pass_rate: passes } = await report(records, { ...tenDays, successRate: 0.8 })
  expect(rate).toMatchObject({ good: 4, total: 6, met: false, unit: 'node runs', brokenSince: '2026-11-18T06:00:00.000Z' })
  expect(rate?.actual).toBeCloseTo(4 / 6)
  expect(rate?.budget?.allowed).toBeCloseTo(1.2)
  expect(rate?.budget?.left).toBeCloseTo(1 - 2 / 1.2)
  expect(rate?.worst).toEqual([{ id: 'model.p.a', name: 'a', bad: 2, total: 4 }])
  expect(rate?.days.map(({ day, good, total }) => [day, good, total])).toEqual([
    ['2026-11-15', 2, 2],
    ['2026-11-16', 2, 2],
    ['2026-11-17', 0, 1],
    ['2026-11-18', 0, 1],
  ])
  expect(passes).toMatchObject({ actual: 1, met: true, brokenSince: null, budget: { used: 0, left: 1 } })
})

test('weighs failing rows by the rows of the table as it was then, and leaves out what nobody counted', async () => {
  const at = '2026-11-20T06:00:00Z'
  const of = (name: string, failures: number, more = {}) =>
    node(name, failures ? 'fail' : 'pass', '2026-11-20T06:01:00Z', { failures, node: 'model.p.a', ...more })
  const tests = [
    of('t_one', 2),
    of('t_two', 0),
    of('t_unknown', 5, { node: 'model.p.view' }),
    of('t_volume', 1, { kind: 'sluice_monitor' }),
    of('t_many', 5000),
  ]
  // Built before the window: its rows still count.
  const before = run('2026-11-11T06:00:00Z', [node('a', 'success', '2026-11-11T06:00:00Z', { rows: 1000 })])
  const { failed_records: failed } = await report([before, run(at, tests)])
  expect(failed).toMatchObject({ good: 998 + 1000, total: 3000, direction: 'below', met: false })
  expect(failed?.actual).toBeCloseTo(1002 / 3000)
  const scope = { countsRows: (id: string) => !id.endsWith('t_many') }
  expect((await report([before, run(at, tests)], tenDays, scope)).failed_records).toMatchObject({ good: 998 + 1000, total: 2000 })
})

test('a table is down from the run that failed to the one that succeeds, whatever is skipped in between', async () => {
  const records = [
    run('2026-11-02T00:00:00Z', [node('a', 'success', '2026-11-02T00:00:00Z'), node('b', 'error', '2026-11-02T00:00:00Z')]),
    run('2026-11-13T00:00:00Z', [node('b', 'success', '2026-11-13T00:00:00Z')]),
    run('2026-11-15T00:00:00Z', [node('a', 'error', '2026-11-14T23:59:50Z', { seconds: 10 })]),
    run('2026-11-16T00:00:00Z', [node('a', 'skipped', '2026-11-16T00:00:00Z'), node('gone', 'error', '2026-11-16T00:00:00Z')]),
    run('2026-11-17T12:00:00Z', [node('a', 'success', '2026-11-17T12:00:00Z')]),
  ]
  const { uptime } = await report(records, tenDays, { has: (id: string) => id !== 'model.p.gone' })
  const days = 86_400
  // a: 2.5 of 10 days down; b: the first of 10.
  expect(uptime).toMatchObject({ total: 20 * days, good: 16.5 * days, met: false })
  expect(uptime?.worst.map(({ name, bad }) => [name, bad / days])).toEqual([
    ['a', 2.5],
    ['b', 1],
  ])
  // 0.1 % of 20 days is 1728 s: gone on the first day, with b.
  expect(uptime?.brokenSince?.slice(0, 10)).toBe('2026-11-12')
  expect(uptime?.days.find(({ day }) => day === '2026-11-17')).toEqual({ day: '2026-11-17', good: 1.5 * days, total: 2 * days })
})

test('times runs by command and selection, models by materialization, and leaves out full refreshes, other targets and interruptions', async () => {
  const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`
  const model = (hour: number, seconds: number) => node('inc', 'success', at(hour), { seconds, kind: 'incremental' })
  const records = [
    run(at(1), [model(1, 100)], { elapsed: 100 }),
    run(at(2), [model(2, 4000)], { elapsed: 4000, fullRefresh: true }),
    run(at(4), [model(4, 300)], { elapsed: 300, select: ['tag:cdc'] }),
    run(at(5), [model(5, 9000)], { elapsed: 9000, target: 'dev' }),
    run(at(6), [model(6, 1)], { elapsed: 1, cancelled: true }),
  ]
  const processingTime = [
    { title: 'full load', within: 3600, share: 0.5, commands: ['build'] },
    { title: 'cdc', within: 200, share: 0.95, commands: ['build'], select: 'tag:cdc' },
    { title: 'incremental', within: 200, share: 0.6, materialized: 'incremental' },
    { title: 'nothing', within: 1, share: 0.95, node: 'nobody' },
  ]
  const { slos } = await sloReport(storeOf(records), { ...tenDays, processingTime }, now, { target: 'prod' })
  const found = slos
    .filter(({ name }) => name === 'processing_time')
    .map(({ good, total, met, times }) => [good, total, met, times?.p50, times?.p95, times?.last])
  expect(found).toEqual([
    [2, 3, true, 300, 4000, 300],
    [0, 1, false, 300, 300, 300],
    [2, 3, true, 100, 300, 1],
    [0, 0, null, undefined, undefined, undefined],
  ])
})

test('an empty history promises nothing and breaks nothing', async () => {
  const { slos, runs } = await sloReport(storeOf([]), sloDefaults, now)
  expect(runs).toBe(0)
  expect(slos.map(({ actual, met, budget }) => [actual, met, budget])).toEqual(slos.map(() => [null, null, null]))
})

function read(text: string): SloSettings {
  const locate = yamlLocator(text, 'sluice.yml')
  return readSloSettings(new Cursor(readYamlFile(text, 'sluice.yml').value, { code: 'SETTINGS_INVALID', locate }).at('slo'))
}

test('settings say what is promised, and what is not', () => {
  const text =
    'slo:\n  window: 7d\n  success_rate: "> 99 %"\n  uptime: off\n  processing_time:\n    - {command: build, select: "tag:cdc", within: 30m}\n    - {node: tickets, within: 1h, share: 90 %}\n'
  expect(read(text)).toEqual({
    window: 7 * 86_400,
    successRate: 0.99,
    passRate: 0.999,
    failedRecords: 0.001,
    uptime: null,
    processingTime: [
      { title: 'build --select tag:cdc', within: 1800, share: 0.95, commands: ['build'], select: 'tag:cdc' },
      { title: 'tickets', within: 3600, share: 0.9, node: 'tickets' },
    ],
  })
})

test.each([
  ['slo: 5', 1, 'a mapping with'],
  ['slo:\n  succes_rate: 1', 2, 'one of window, success_rate'],
  ['slo:\n  success_rate: 101 %', 2, 'a share such as 99.5 %'],
  ['slo:\n  pass_rate: true', 2, 'a share such as 99.5 %'],
  ['slo:\n  window: 2h', 2, 'at least 1d'],
  ['slo:\n  window: soon', 2, 'seconds, or 90s'],
  ['slo:\n  processing_time: 2h', 2, 'a list'],
  ['slo:\n  processing_time:\n    - {command: build}', 3, 'a length of time'],
  ['slo:\n  processing_time:\n    - {within: 2h}', 3, 'command, select or node'],
  ['slo:\n  processing_time:\n    - {node: a, command: build, within: 2h}', 3, 'either node'],
  ['slo:\n  processing_time:\n    - {node: a, within: 2h, share: 2}', 3, 'a share such as'],
])('%j is refused at its place', (text, line, expected) => {
  const caught = (() => {
    try {
      read(text)
    } catch (error) {
      return error
    }
  })()
  expect(caught).toBeInstanceOf(SluiceError)
  const { fields } = caught as SluiceError
  expect(fields.location).toMatchObject({ file: 'sluice.yml', line })
  expect(fields.expected).toContain(expected)
})
