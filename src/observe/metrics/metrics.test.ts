import { expect, test } from 'vitest'
import { Cursor } from '../../core/cursor.js'
import { SluiceError } from '../../core/error.js'
import { readYamlFile, yamlLocator } from '../../load/index.js'
import type { NodeRecord, RunHead, RunRecord } from '../history/index.js'
import { figuresOf } from './figures.js'
import { readMetricsSettings } from './settings.js'
import { type MetricsInput, metricsText } from './text.js'

function read(text: string) {
  const at = new Cursor(readYamlFile(text, 'sluice.yml').value, { code: 'SETTINGS_INVALID', locate: yamlLocator(text, 'sluice.yml') })
  return readMetricsSettings(at.at('metrics'))
}

test('wrong settings are told at their place', () => {
  const wrong = [
    ['metrics: {textfile: out.txt}', /ends in \.prom/],
    ['metrics: {max_nodes: 0}', /whole number/],
    ['metrics: {max_nodes: 1.5}', /whole number/],
    ['metrics: {cache: soon}', /seconds, or 90s/],
    ['metrics: {textfil: a.prom}', /textfile/],
  ] as const
  for (const [text, expected] of wrong) {
    let found: unknown
    try {
      read(text)
    } catch (thrown) {
      found = thrown
    }
    expect(found).toBeInstanceOf(SluiceError)
    const { fields, code } = found as SluiceError
    expect([code, fields.location?.line, fields.expected]).toEqual(['SETTINGS_INVALID', 1, expect.stringMatching(expected)])
  }
})

const node = (id: string, more: Partial<NodeRecord> = {}) =>
  ({
    id,
    name: id,
    type: id.split('.')[0],
    status: 'success',
    seconds: 2,
    rows: null,
    bytes: null,
    failures: null,
    age: null,
    loadedAt: null,
    kind: null,
    node: null,
    ...more,
  }) as NodeRecord

function record(hour: number, nodes: readonly NodeRecord[], counts: RunHead['counts'], more: Partial<RunHead> = {}): RunRecord {
  const head = {
    command: 'build',
    target: 'prod',
    startedAt: new Date(Date.UTC(2026, 10, 20, hour)).toISOString(),
    elapsed: 60,
    cancelled: false,
    counts,
    ...more,
  } as RunHead
  return { head, nodes }
}

const odd = 'test.p.says_"hi"\\\nthere'
const records = [
  record(
    3,
    [
      node('model.p.a', { status: 'error', rows: 5 }),
      node('model.p.b', { status: 'skipped' }),
      node(odd, { status: 'warn', failures: 3, kind: 'sluice_rule', node: 'model.p.a' }),
    ],
    { error: 1, skipped: 1, warn: 1 },
  ),
  record(
    2,
    [
      node('model.p.a'),
      node('model.p.b', { rows: 7, seconds: 0.5 }),
      node('source.p.f.t', { age: 90, loadedAt: '2026-11-20T01:58:30Z', status: 'pass' }),
    ],
    { success: 2 },
  ),
]

function inputOf(more: Partial<MetricsInput> = {}): MetricsInput {
  const heads = records.map(({ head }) => head)
  return {
    project: 'p',
    version: '1',
    heads,
    figures: figuresOf(heads, records, 100),
    slas: [],
    slos: [],
    waiting: new Map(),
    incidents: [],
    ...more,
  }
}

const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) \S.*$/
const sample = /^(([a-zA-Z_:][\w:]*)(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})?) (\S+)$/

/** As strict as Prometheus: series by name and labels. Throws where a line is none of the format. */
function parsed(text: string): ReadonlyMap<string, number> {
  expect(text.endsWith('\n')).toBe(true)
  const lines = text.split('\n').filter((line) => line !== '')
  const described = lines.filter((line) => line.startsWith('#')).map((line) => comment.exec(line)?.slice(1, 3).join(' ') ?? line)
  expect(described.filter((each) => !/^(HELP|TYPE) \w+$/.test(each))).toEqual([])
  expect(new Set(described).size).toBe(described.length)
  const found = new Map<string, number>()
  for (const line of lines.filter((each) => !each.startsWith('#'))) {
    const [, series, name, value] = sample.exec(line) ?? []
    if (series === undefined || found.has(series) || !described.includes(`TYPE ${name}`)) throw new SyntaxError(line)
    found.set(series, Number(value))
  }
  expect([...found.values()].filter(Number.isNaN)).toEqual([])
  return found
}

test('the newest figures of each node, in the format of Prometheus', async () => {
  const slo = { name: 'pass_rate', title: 'pass rate', target: 0.999, actual: 0.5, met: false, budget: { left: -2, allowed: 1, used: 3 } }
  const text = await metricsText(
    inputOf({
      slas: [
        { id: 'model.p.a', status: 'late', age: 100, maxAge: 60 },
        { id: 'model.p.b', status: 'unknown', age: null, maxAge: 60 },
      ],
      slos: [slo as MetricsInput['slos'][number]],
      waiting: new Map([['slack', 2]]),
      incidents: [1, 2].map(() => ({ target: 'prod', kind: 'test', severity: 'error' })),
    }),
  )
  const found = Object.fromEntries(parsed(text))
  expect(found).toMatchObject({
    'sluice_runs{command="build",target="prod",status="failure"}': 1,
    'sluice_runs{command="build",target="prod",status="success"}': 1,
    'sluice_last_run_success{command="build",target="prod"}': 0,
    'sluice_last_run_timestamp_seconds{command="build",target="prod"}': Date.UTC(2026, 10, 20, 3) / 1000,
    'sluice_last_success_timestamp_seconds{command="build",target="prod"}': Date.UTC(2026, 10, 20, 2) / 1000,
    'sluice_node_success{node="model.p.a",type="model",target="prod"}': 0,
    'sluice_node_rows{node="model.p.b",type="model",target="prod"}': 7,
    'sluice_node_seconds{node="model.p.b",type="model",target="prod"}': 0.5,
    'sluice_test_failures{test="test.p.says_\\"hi\\"\\\\\\nthere",node="model.p.a",kind="rule",target="prod"}': 3,
    'sluice_test_pass_ratio{kind="rule",target="prod"}': 0,
    'sluice_source_age_seconds{source="source.p.f.t",target="prod"}': 90,
    'sluice_source_fresh{source="source.p.f.t",target="prod"}': 1,
    'sluice_sla_breached{node="model.p.a"}': 1,
    'sluice_slo_met{slo="pass_rate",title="pass rate"}': 0,
    'sluice_slo_budget_left_ratio{slo="pass_rate",title="pass rate"}': -2,
    'sluice_alerts_waiting{sink="slack"}': 2,
    'sluice_incidents_open{kind="test",severity="error",target="prod"}': 2,
    sluice_metrics_dropped: 0,
  })
  expect(Object.keys(found).filter((series) => series.includes('sla_breached{node="model.p.b"'))).toEqual([])
})

test('there are never more series than asked for, and what is wrong is among them', async () => {
  const many = Array.from({ length: 500 }, (_none, index) => node(`model.p.m${index}`, index === 499 ? { status: 'error' } : {}))
  const run = record(1, many, { success: 499, error: 1 })
  const found = parsed(await metricsText(inputOf({ figures: figuresOf([run.head], [run], 10) })))
  expect([...found.keys()].filter((series) => series.startsWith('sluice_node_success'))).toHaveLength(10)
  expect(found.get('sluice_node_success{node="model.p.m499",type="model",target="prod"}')).toBe(0)
  expect(found.get('sluice_metrics_dropped')).toBe(490)
})
