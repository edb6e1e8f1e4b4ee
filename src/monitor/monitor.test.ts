import { describe, expect, it } from 'vitest'
import { Cursor } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import type { MonitorReport, MonitorUnit } from '../core/monitor-report.js'
import { partitionOf, periodText, turnsMonth } from './calendar.js'
import { readDefaults, readMonitors } from './declaration.js'
import type { MonitorRow } from './figures.js'
import { judge } from './judge.js'
import type { MonitorSpec } from './spec.js'
import { walk } from './walk.js'

/** Of numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const weekdays = {
  flat: [1, 1, 1, 1, 1, 1, 1],
  weekend: [1, 1, 1, 1, 1, 0.4, 0.35],
  wild: [0.8, 1, 1.1, 1.2, 1.4, 0.6, 0.5],
  closed: [1, 1, 1, 1, 1, 0.02, 0.02],
}

function volumes(random: () => number, pattern: readonly number[], first: number, days: number, noise: number): number[] {
  const growth = (random() - 0.2) * 0.006
  const base = Math.exp(7 + random() * 7)
  return Array.from({ length: days }, (_, day) => {
    const peak = turnsMonth(first + day, 'day') ? 1.5 : 1
    return Math.round(base * (pattern[(first + day + 3) % 7] as number) * Math.exp(growth * day + noise * normal(random)) * peak)
  })
}

const walked = (first: number, values: readonly number[], rows = values, unit: MonitorUnit = 'rows') =>
  walk({ grain: 'day', unit, first, values, rows, direction: 'both', width: 4, least: 10, complete: Number.POSITIVE_INFINITY })

interface Counted {
  judged: number
  alarms: number
  found: number
  planted: number
}

function tried(seed: number, pattern: readonly number[], noise: number, counted: Counted): void {
  const random = randomOf(seed * 7919)
  const first = 20_000 + Math.floor(random() * 365)
  const values = volumes(random, pattern, first, 60, noise)
  const states = walked(first, values).map(({ state }) => state)
  counted.judged += states.filter((state) => state !== 'learning').length
  counted.alarms += states.filter((state) => state === 'anomaly').length
  const at = 35 + Math.floor(random() * 25)
  if ((values[at] as number) < 100) return
  counted.planted++
  const spoilt = values.with(at, Math.round((values[at] as number) / 3))
  if (walked(first, spoilt)[at]?.state === 'anomaly') counted.found++
}

describe.each(Object.entries(weekdays))('a feed whose weekdays are %s', (_name, pattern) => {
  it.each([0.02, 0.08, 0.15])(
    'raises few false alarms with noise of %d, growth and months that turn, and sees a day at a third',
    (noise) => {
      const counted = { judged: 0, alarms: 0, found: 0, planted: 0 }
      for (let seed = 1; seed <= 20; seed++) tried(seed, pattern, noise, counted)
      const { judged, alarms, found, planted } = counted
      expect(alarms / judged).toBeLessThanOrEqual(0.01)
      expect(found / planted).toBeGreaterThan(noise > 0.1 ? 0.65 : 0.95)
    },
  )
})

const spec = (checks: unknown, more: Record<string, unknown> = {}): MonitorSpec => {
  const [monitor] = [...readMonitors(cursor({ time_column: 'day', checks, ...more }), readDefaults(undefined), null)]
  return (monitor as { spec: MonitorSpec }).spec
}

const cursor = (monitors: unknown) =>
  new Cursor({ monitors }, { code: 'SETTINGS_INVALID', locate: (path) => ({ file: 'm.yml', line: path.length, column: 1 }) }).at('monitors')

interface Day {
  rows: number
  nulls: number
  carriers: number
  price: number
  repeated: number
  fuels: Record<string, number>
}

/** The same checks for all days; `spoil` plants an incident on the last. */
function feed(seed: number, days: number, spoil: (day: Day) => void): MonitorReport {
  const random = randomOf(seed)
  const first = 20_375
  const rows: MonitorRow[] = []
  for (let at = 0; at < days; at++) {
    const count = Math.round(2000 * Math.exp(0.05 * normal(random)))
    const about = (share: number) => Math.max(0, Math.round(count * share + Math.sqrt(count * share) * normal(random)))
    const fuels = { CRUDE: about(0.5), DIESEL: about(0.3), LNG: about(0.15), FAME: about(0.002) }
    const day = {
      rows: count,
      nulls: about(0.002),
      carriers: 40 - Math.floor(random() * 2),
      price: 90 * (1 + 0.03 * normal(random)),
      repeated: about(0.014),
      fuels,
    }
    if (at === days - 1) spoil(day)
    const period = `${periodText(first + at, 'day')} 00:00:00`
    const none = { segment_column: null, segment: null, newest: period }
    const price = { m3_0: day.price, m3_1: day.price * 0.2, m3_2: day.price * 2, m3_3: day.price }
    rows.push({
      part: 'all',
      period,
      ...none,
      item: null,
      row_count: day.rows,
      m1_0: day.nulls,
      m2_0: day.carriers,
      ...price,
      m5_0: day.repeated,
    })
    for (const [item, rowCount] of Object.entries(day.fuels))
      if (rowCount > 0) rows.push({ part: 'mix4', period, ...none, item, row_count: rowCount })
  }
  const checks = [
    'volume',
    { null_share: 'vessel' },
    { distinct: 'carrier' },
    { distribution: 'price' },
    { mix: 'fuel' },
    { duplicates: ['id'] },
  ]
  return judge({ id: 'test.p.m', table: 't', spec: spec(checks), rows, now: new Date('2026-11-22T08:00:00Z') })
}

const incidents: readonly [string, (day: Day) => void, RegExp][] = [
  [
    'a third of the volume',
    (day) => {
      for (const key of ['rows', 'nulls', 'repeated'] as const) day[key] = Math.round(day[key] / 3)
      day.fuels = Object.fromEntries(Object.entries(day.fuels).map(([fuel, count]) => [fuel, Math.round(count / 3)]))
    },
    /: [67]\d\d rows, expected 1,\d+–\d,\d+ \(like \d+ days before\); 6\d % fewer$/,
  ],
  [
    'a price in cents',
    (day) => {
      day.price *= 100
    },
    /median of price [\d,]+, expected .*; \d+ times as much$/,
  ],
  [
    'a fifth twice',
    (day) => {
      day.repeated += day.rows * 0.2
    },
    /[12]\d % of the rows are duplicates by id, expected at most/,
  ],
  [
    'a new category',
    (day) => {
      day.fuels.HYDROGEN = 100
    },
    /fuel 'HYDROGEN' is new: 100 rows/,
  ],
  [
    'a category that is gone',
    (day) => {
      day.fuels.LNG = 0
    },
    /fuel 'LNG' has no rows, expected 1\d–1\d %|fuel 'LNG' has no rows/,
  ],
  [
    'nulls from 0.2 % to 5 %',
    (day) => {
      day.nulls = Math.round(day.rows * 0.05)
    },
    /vessel is null in 5 % of the rows, expected at most/,
  ],
  [
    'carriers less by a third',
    (day) => {
      day.carriers = 28
    },
    /28 different carrier, expected/,
  ],
]

describe.each([13, 30])('a table with %d days of history', (days) => {
  it.each(incidents)('tells %s', (_name, spoil, words) => {
    for (let seed = 1; seed <= 10; seed++)
      expect(
        feed(seed, days, spoil)
          .anomalies.map((each) => each.words)
          .join('\n'),
      ).toMatch(words)
  })

  it('is quiet on clean days', () => {
    let alarms = 0
    for (let seed = 1; seed <= 40; seed++) alarms += new Set(feed(seed, days, () => undefined).past.map(({ period }) => period)).size
    expect(alarms / (40 * (days - 10))).toBeLessThanOrEqual(0.01)
  })
})

it('learns first, takes gaps for days without rows, a new level for what it is, and today for half a day', () => {
  const first = partitionOf('2026-09-01', 'day') as number
  const steady = Array.from({ length: 40 }, (_, at) => 1000 + (at % 3))
  const states = (values: readonly number[], complete = Number.POSITIVE_INFINITY) =>
    walk({ grain: 'day', unit: 'rows', first, values, rows: values, direction: 'both', width: 4, least: 10, complete }).map(
      ({ state }) => state,
    )
  expect(states(steady).slice(0, 10)).toEqual(Array(10).fill('learning'))
  expect(states(steady.with(20, 0))[20]).toBe('anomaly')
  expect(states(steady.with(39, 100), 39)[39]).toBe('incomplete')
  expect(states(steady.with(39, 9000), 39)[39]).toBe('anomaly')
  const shifted = states(steady.map((value, at) => (at < 15 ? value : value * 2)))
  expect(shifted.slice(15, 21)).toEqual(Array(6).fill('anomaly'))
  expect(shifted.slice(-10)).toEqual(Array(10).fill('ok'))
})

const wrong: readonly [unknown, RegExp][] = [
  [{ checks: ['volume'] }, /no time_column/],
  [{ time_column: 'd', checks: ['volum'] }, /"volum" is no check/],
  [{ time_column: 'd', checks: [{ null_shares: 'a' }] }, /"null_shares" is not a key/],
  [{ time_column: 'd', checks: ['null_share'] }, /names no column/],
  [{ time_column: 'd', checks: [{ volume: ['a'] }] }, /about the whole table/],
  [{ time_column: 'd', checks: [{ mix: { column: 'a', by: 'b' } }] }, /cannot be watched by parts/],
  [{ time_column: 'd', checks: [{ distribution: { column: 'a', figures: ['mode'] } }] }, /no figure of distribution/],
  [{ time_column: 'd', checks: [] }, /without checks/],
  [{ time_column: 'd', checks: ['volume', 'volume'] }, /stands twice/],
  [{ time_column: 'd', grain: 'dya' }, /grain is "dya"/],
  [{ time_column: 'd', history: '3d' }, /a history of 3d/],
  [{ time_column: 'd', history: 8 }, /never reaches min_history/],
  [{ time_column: 'd', sensitivity: 'hihg' }, /sensitivity is "hihg"/],
  [{ time_column: 'd', sensitivity: 99 }, /a sensitivity of 99/],
  [{ time_column: 'd', min_history: 1 }, /min_history is 1/],
  [{ time_column: 'd', check_last: 0.5 }, /check_last is 0.5/],
  [{ time_column: 'd', as_of: 'someday' }, /as_of is "someday"/],
  [{ time_column: 'd', sample: 0 }, /a sample of nothing/],
  [{ time_column: 'd', severity: 'bad' }, /severity is "bad"/],
  [{ time_colum: 'd' }, /"time_colum" is not a key/],
  [[{ time_column: 'd' }, { time_column: 'e' }], /two monitors/],
  [[{ time_column: 'd', name: 'a b' }], /the name "a b"/],
  ['daily', /is no mapping/],
]

it.each(wrong)('tells what is wrong with %j', (monitors, message) => {
  let thrown: unknown
  try {
    for (const _monitor of readMonitors(cursor(monitors), readDefaults(undefined), null));
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(SluiceError)
  const { message: text, expected, location } = (thrown as SluiceError).toJSON()
  expect(text).toMatch(message)
  expect([typeof expected, location?.file]).toEqual(['string', 'm.yml'])
})
