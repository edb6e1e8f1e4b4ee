import { describe, expect, test } from 'vitest'
import type { RunStatus } from '../../core/result.js'
import type { NodeRecord, RunHead } from '../history/record.js'
import {
  changeText,
  daysOf,
  figureText,
  incidentsIn,
  isDay,
  type KeptRun,
  lastWhole,
  periodBefore,
  periodOf,
  periodSlug,
  periodText,
  type Report,
  reportHtml,
  reportMarkdown,
  ruleResults,
  runFigures,
  runsIn,
  shortText,
  sparkText,
} from './index.js'

const head = (startedAt: string, more: Partial<RunHead> = {}): RunHead =>
  ({
    version: 1,
    id: startedAt,
    command: 'build',
    select: [],
    exclude: [],
    startedAt,
    elapsed: 60,
    counts: {},
    ...more,
  }) as unknown as RunHead

const node = (id: string, status: RunStatus, more: Partial<NodeRecord> = {}): NodeRecord =>
  ({
    id,
    name: id.split('.')[2] ?? id,
    type: id.split('.')[0],
    status,
    startedAt: null,
    seconds: 1,
    thread: '',
    message: null,
    failures: null,
    rows: null,
    bytes: null,
    node: null,
    column: null,
    kind: null,
    owner: 'Intake',
    loadedAt: null,
    age: null,
    ...more,
  }) as NodeRecord

describe('periods', () => {
  test('days, ISO weeks and months, over the ends of years', () => {
    expect(periodOf('week', '2026-10-31')).toEqual({ kind: 'week', from: '2026-10-26', until: '2026-11-02' })
    expect(periodOf('week', '2026-10-26').from).toBe('2026-10-26')
    expect(periodOf('month', '2028-02-29')).toEqual({ kind: 'month', from: '2028-02-01', until: '2028-03-01' })
    expect(periodBefore(periodOf('month', '2026-01-15')).from).toBe('2025-12-01')
    expect(lastWhole('day', '2026-03-01').from).toBe('2026-02-28')
    expect(lastWhole('week', '2026-11-01')).toMatchObject({ from: '2026-10-19', until: '2026-10-26' })
    expect(daysOf(periodOf('month', '2028-02-10'))).toHaveLength(29)
    expect(periodSlug(periodOf('week', '2027-01-01'))).toBe('2026-w53')
    expect(periodText(periodOf('week', '2025-12-30'))).toBe('Week 1 of 2026 (29 December to 4 January)')
    expect(periodText(periodOf('day', '2026-10-30'))).toBe('Friday, 30 October 2026')
    expect(['2026-02-30', '2026-1-1', 'today', '2026-02-28'].map(isDay)).toEqual([false, false, false, true])
  })
})

describe('words', () => {
  test('figures, their changes and lines of blocks', () => {
    expect(figureText(1234567.891, 'money', 'USD')).toBe('1,234,567.89 USD')
    expect([shortText(3329229923.03, 'money', 'USD'), shortText(12345678, 'integer', null), shortText(999999, 'integer', null)]).toEqual([
      '3.33 bn USD',
      '12.3 M',
      '999,999',
    ])
    expect(figureText(0.9991, 'share', null)).toBe('99.91 %')
    expect(figureText(null, 'integer', 'h')).toBe('–')
    expect(changeText({ now: 103, before: 100, format: 'integer' })).toBe('+3 %')
    expect(changeText({ now: 3, before: 0, format: 'integer' })).toBe('from none')
    expect(changeText({ now: 0.991, before: 0.993, format: 'share' })).toBe('−0.20 points')
    expect(sparkText([1, null, 8, 4.5])).toBe('▁·█▅')
    expect(sparkText([5, 5])).toBe('▄▄')
  })
})

const runs: readonly KeptRun[] = [
  [
    head('2026-10-28T08:00:00.000Z'),
    [node('model.p.a', 'success'), node('test.p.t.1', 'fail', { failures: 7, message: 'Got 7 results', node: 'model.p.a' })],
  ],
  [head('2026-10-29T08:00:00.000Z'), [node('model.p.a', 'error', { message: 'no such column\nline 2' }), node('test.p.t.1', 'skipped')]],
  [head('2026-10-30T08:00:00.000Z', { elapsed: 90 }), [node('model.p.a', 'success'), node('test.p.t.1', 'pass')]],
  [head('2026-10-30T09:00:00.000Z', { command: 'freshness' }), [node('source.p.s.t', 'error', { message: 'late' })]],
  [head('2026-10-31T08:00:00.000Z'), [node('model.p.a', 'success'), node('test.p.t.1', 'warn', { failures: 2 })]],
]

describe('from the history', () => {
  test('what was broken is told from its beginning to its end, skipped turns say nothing', () => {
    const incidents = incidentsIn(runs, periodOf('day', '2026-10-30'))
    expect(incidents.map(({ node: id, from, until }) => [id, from.slice(0, 10), until?.slice(0, 10) ?? null])).toEqual([
      ['test.p.t.1', '2026-10-28', '2026-10-30'],
      ['model.p.a', '2026-10-29', '2026-10-30'],
      ['source.p.s.t', '2026-10-30', null],
    ])
    expect(incidents[1]?.timeline.map(({ what }) => what)).toEqual(['no such column', 'well again (build)'])
    expect(incidentsIn(runs, periodOf('day', '2026-10-31')).map(({ node: id }) => id)).toEqual(['source.p.s.t'])
  })

  test('runs and rules of a period, freshness apart', () => {
    const [now, before] = [
      runsIn(runs, { kind: 'day', from: '2026-10-30', until: '2026-11-01' }),
      runsIn(runs, periodOf('day', '2026-10-28')),
    ]
    expect(runFigures(now)).toEqual({ runs: 2, failed: 0, nodes: 2, nodesFailed: 0, tests: 2, testsPassed: 1, longest: 90 })
    expect(ruleResults(now, before)).toMatchObject([
      { name: 't', table: null, runs: 2, passed: 1, failures: 2, last: 'warn', passRateBefore: 0 },
    ])
  })
})

const hostile = '</td><script>alert(1)</script>|`*[x](javascript:y)\u202e'
const report: Report = {
  version: 1,
  title: hostile,
  project: hostile,
  target: hostile,
  period: periodOf('day', '2026-10-30'),
  previous: periodOf('day', '2026-10-29'),
  generatedAt: '2026-10-31T08:00:00.000Z',
  remarks: [hostile],
  figures: [
    {
      label: hostile,
      format: 'integer',
      unit: hostile,
      now: 5,
      before: 10,
      trend: [10, 5],
      days: ['2026-10-29', '2026-10-30'],
      good: 'more',
    },
  ],
  runSpan: periodOf('day', '2026-10-30'),
  runs: runFigures(runs),
  runsBefore: runFigures([]),
  rules: ruleResults([[head('2026-10-30T08:00:00.000Z'), [node(`test.p.${hostile}`, 'fail', { owner: hostile })]]], []),
  offenders: [{ label: hostile, rows: [{ who: hostile, figure: 3 }] }],
  slos: [{ name: hostile, target: '> 99.5 %', actual: '90 %', met: false, budget: 'used up' }],
  incidents: incidentsIn(
    [[head('2026-10-30T08:00:00.000Z'), [node('model.p.a', 'error', { message: hostile })]]],
    periodOf('day', '2026-10-30'),
  ),
}

describe('what is written', () => {
  test('HTML has no script, no address, nothing that came in as markup', () => {
    const html = reportHtml(report)
    expect(html).not.toMatch(/<script|<img|<link|<a |src=|url\(|https?:/i)
    expect(html).not.toContain('\u202e')
    expect(html.match(/alert\(1\)/g)?.length).toBeGreaterThan(8)
    expect(html).toContain('−50 % (worse)')
    expect(html).toContain('broken')
  })

  test('Markdown escapes what would be markup, cells too', () => {
    const text = reportMarkdown(report)
    expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)\[x\]/)
    for (const line of text.split('\n').filter((each) => each.startsWith('|')))
      expect(line.replaceAll('\\|', '').match(/\|/g)?.length, line).toBeGreaterThan(2)
    expect(text).toContain('Runs of 2026-10-30.')
  })
})
