import { describe, expect, test } from 'vitest'
import { Cursor } from '../../core/cursor.js'
import { fromWall, lastDue, nextDue } from './clock.js'
import { expectedTime } from './expected.js'
import type { Newest } from './facts.js'
import { noteFor } from './notes.js'
import { freshnessSla, readSla, type Sla } from './sla.js'
import { type Promised, slaState } from './state.js'

const at = (text: string) => Date.parse(text)
const read = (value: unknown): Sla =>
  readSla(
    new Cursor({ sla: value }, { code: 'SETTINGS_INVALID', locate: (path) => ({ file: 's.yml', line: path.length, column: 1 }) }).at('sla'),
  )
const newest = (time: string | null, column = 'loaded_at'): Newest => {
  const value = time === null ? null : at(time)
  return { column, at: value, wall: value, zoned: false, dated: false }
}
const build = (time: string, seconds = 60) => ({
  status: 'success' as const,
  at: at(time),
  seconds,
  message: null,
  run: 'r1',
  command: 'build',
})
const promised = (sla: unknown, more: Partial<Promised> = {}): Promised => ({
  id: 'model.p.m',
  name: 'm',
  type: 'model',
  sla: read(sla),
  newest: null,
  problem: null,
  built: null,
  ...more,
})

describe('when it is due', () => {
  const berlin = { by: { hour: 8, minute: 0 }, timezone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5, 6, 7] as const }
  test.each([
    // Clocks went back on 25 October 2026, and forward on 29 March.
    ['2026-10-24T12:00:00Z', '2026-10-24T06:00:00.000Z', '2026-10-23T22:00:00.000Z'],
    ['2026-10-25T12:00:00Z', '2026-10-25T07:00:00.000Z', '2026-10-24T22:00:00.000Z'],
    ['2026-03-29T12:00:00Z', '2026-03-29T06:00:00.000Z', '2026-03-28T23:00:00.000Z'],
    ['2026-11-20T06:59:59Z', '2026-11-19T07:00:00.000Z', '2026-11-18T23:00:00.000Z'],
    ['2026-11-20T07:00:00Z', '2026-11-20T07:00:00.000Z', '2026-11-19T23:00:00.000Z'],
  ])('at %s it was due at %s, of the day that began at %s', (now, due, start) => {
    const found = lastDue(at(now), berlin)
    expect([new Date(found.at).toISOString(), new Date(found.dayStart).toISOString()]).toEqual([due, start])
  })

  test('a time the clocks leave out comes an hour later, one that comes twice is the first', () => {
    const berlinTime = (text: string) => new Date(fromWall(at(`${text}Z`), 'Europe/Berlin')).toISOString()
    expect(berlinTime('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z')
    expect(berlinTime('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('only weekdays count: on a Sunday Friday was the last, Monday is next', () => {
    const week = { ...berlin, weekdays: [1, 2, 3, 4, 5] as const }
    const sunday = at('2026-11-22T12:00:00Z')
    expect(new Date(lastDue(sunday, week).at).toISOString()).toBe('2026-11-20T07:00:00.000Z')
    expect(new Date(nextDue(sunday, week).at).toISOString()).toBe('2026-11-23T07:00:00.000Z')
  })
})

describe('how it stands', () => {
  const state = (sla: unknown, more: Partial<Promised>, now: string) => slaState(promised(sla, more), at(now))

  test.each([
    ['2026-11-20T09:00:00Z', 'met', 'newest row 24h old by loaded_at, 24h are allowed'],
    ['2026-11-20T09:00:01Z', 'late', 'newest row 24h old by loaded_at, 24h are allowed'],
    ['2026-11-19T08:00:00Z', 'ahead', 'its newest row is 1h ahead of the clock (loaded_at)'],
    ['2026-11-19T08:57:00Z', 'met', 'newest row 0s old by loaded_at, 24h are allowed'],
  ])('a day is allowed: at %s it is %s', (now, status, words) => {
    expect(state({ max_age: '24h' }, { newest: newest('2026-11-19T09:00:00Z') }, now)).toMatchObject({ status, words })
  })

  test('a weekend does not age data that come on weekdays', () => {
    const friday = { newest: newest('2026-11-20T09:00:00Z') }
    const monday = '2026-11-23T08:00:00Z'
    expect(state({ max_age: '24h', weekdays: 'mon-fri' }, friday, monday).status).toBe('met')
    expect(state({ max_age: '24h' }, friday, monday).status).toBe('late')
  })

  test('no rows, no column, no answer', () => {
    const now = '2026-11-20T09:00:00Z'
    expect(state({ max_age: '1h' }, { newest: newest(null) }, now).words).toContain('it has no rows')
    expect(state({ max_age: '1h' }, {}, now)).toMatchObject({ status: 'unknown' })
    expect(state({ max_age: '1h' }, { problem: 'no such table' }, now)).toMatchObject({ status: 'unknown', words: 'no such table' })
  })

  test('due by eight: yesterday’s build is not enough, one of the night is, and how late it came is told', () => {
    const sla = { by: '08:00', timezone: 'Europe/Berlin' }
    const now = '2026-11-20T09:00:00Z'
    expect(state(sla, { built: build('2026-11-19T07:30:00Z') }, now)).toMatchObject({ status: 'late', since: '2026-11-20T07:00:00.000Z' })
    expect(state(sla, { built: build('2026-11-20T02:00:00Z') }, now).status).toBe('met')
    expect(state(sla, { built: build('2026-11-20T08:29:00Z') }, now).words).toContain('1h 30m after it was due')
    expect(state(sla, { built: build('2026-11-19T07:30:00Z') }, '2026-11-20T06:30:00Z').status).toBe('met')
    expect(state(sla, {}, now)).toMatchObject({ status: 'unknown', words: 'no build is in the history' })
  })

  test('a build that takes too long', () => {
    const slow = { built: build('2026-11-20T08:00:00Z', 2460) }
    expect(state({ build_within: '30m' }, slow, '2026-11-20T09:00:00Z')).toMatchObject({
      status: 'slow',
      words: 'its build took 41m, 30m are allowed',
    })
  })

  test('freshness of a source: warned of first, late then', () => {
    const freshness = { warn_after: { count: 12, period: 'hour' }, error_after: { count: 1, period: 'day' }, filter: 'x > 0' }
    const sla = freshnessSla({ freshness, loaded_at_field: 'loaded_at' }) as Sla
    expect(sla).toMatchObject({ maxAge: 86_400, warnAge: 43_200, filter: 'x > 0' })
    const of = (now: string) => slaState({ ...promised({ max_age: '1h' }), sla, newest: newest('2026-11-19T09:00:00Z') }, at(now))
    expect(of('2026-11-19T20:00:00Z').status).toBe('met')
    expect(of('2026-11-19T22:00:00Z')).toMatchObject({ status: 'late', severity: 'warn' })
    expect(of('2026-11-20T10:00:00Z')).toMatchObject({ status: 'late', severity: 'error' })
    expect(freshnessSla({ freshness: {}, loaded_at_field: null })).toBeUndefined()
  })
})

test.each([
  [{}, 'sla says nothing of when data are late', 'one of max_age, by, build_within'],
  ['24h', 'sla is no mapping', 'a mapping with max_age'],
  [{ max_agee: '1h' }, '"max_agee" is not a key of sla', 'one of max_age'],
  [{ max_age: 'soon' }, 'max_age is no length of time: soon', '90s, 30m, 24h, 7d'],
  [{ max_age: 0 }, 'max_age is 0', 'a length of time'],
  [{ by: 480 }, 'by is no time of day: 480', 'in quotes: "08:00"'],
  [{ by: '25:00' }, 'by is no time of day: 25:00', 'hours and minutes'],
  [{ by: '08:00', timezone: 'Berlin' }, 'timezone is no time zone: Berlin', 'Europe/Berlin'],
  [{ max_age: '1h', timezone: 'UTC' }, 'timezone stands without by', 'by: a time of day'],
  [{ max_age: '1h', weekdays: 'mon-fry' }, 'weekdays has "mon-fry"', 'mon, tue'],
  [{ max_age: '1h', weekdays: [] }, 'weekdays names no day', 'mon-fri'],
  [{ max_age: '1h', severity: 'fatal' }, 'severity is "fatal"', 'one of error, warn'],
  [{ max_age: '1h', targets: { prod: true } }, 'targets holds something that is no text', 'a list of texts'],
])('%j is refused at its place', (value, message, expected) => {
  expect(() => read(value)).toThrow(
    expect.objectContaining({
      code: 'SETTINGS_INVALID',
      message: expect.stringContaining(message),
      fields: expect.objectContaining({
        expected: expect.stringContaining(expected),
        location: expect.objectContaining({ file: 's.yml' }),
      }),
    }),
  )
})

test('weekdays as people write them', () => {
  const days = (weekdays: unknown) => read({ max_age: '1h', weekdays }).weekdays
  expect(days('mon-fri')).toEqual([1, 2, 3, 4, 5])
  expect(days(['Sunday', 'wed'])).toEqual([3, 7])
  expect(days('sat-mon')).toEqual([1, 6, 7])
})

describe('when it will likely come', () => {
  const days = { timezone: 'UTC', weekdays: [1, 2, 3, 4, 5, 6, 7] as const }
  const daily = Array.from({ length: 14 }, (_, day) => {
    const first = at(`2026-11-${String(day + 6).padStart(2, '0')}T08:0${day % 5}:00Z`)
    return { first, last: first, loads: 1 }
  })
  const usual = { arrivals: daily, newest: daily.at(-1)?.first ?? null, days, buildSeconds: 120 }
  const of = (now: string) => expectedTime(usual, at(now))

  test('once a day: its usual time, then the latest seen, then the next day', () => {
    expect(of('2026-11-20T06:00:00Z')).toMatchObject({
      at: '2026-11-20T08:04:00.000Z',
      words: expect.stringContaining('expected 08:04 UTC (usual 08:02'),
    })
    expect(of('2026-11-20T08:03:30Z')?.at).toBe('2026-11-20T08:06:00.000Z')
    expect(of('2026-11-20T11:00:00Z')).toMatchObject({
      at: '2026-11-21T08:04:00.000Z',
      words: expect.stringContaining('later than on any of 14 days'),
    })
  })

  test('many times a day: after the usual gap; too little known says nothing', () => {
    const often = daily.map(({ first }) => ({ first, last: first + 23 * 3_600_000, loads: 24 }))
    const last = at('2026-11-20T10:00:00Z')
    expect(expectedTime({ ...usual, arrivals: often, newest: last }, last + 600_000)?.words).toBe(
      'expected 11:02 UTC (usual every 1h, + 2m to build)',
    )
    expect(expectedTime({ ...usual, arrivals: daily.slice(0, 2) }, last)).toBeUndefined()
  })
})

test('the newest note of a trouble holds, until its time is over', () => {
  const note = (text: string, until: string | null) => ({ keys: ['late:a'], node: 'a', text, at: '2026-11-20T08:00:00Z', until })
  const notes = [note('old', null), note('strike', '2026-11-20T18:00:00.000Z')]
  const found = (now: string, key = 'late:a') => noteFor(notes, key, new Date(now))?.text
  expect(found('2026-11-20T17:00:00Z')).toBe('strike')
  expect(found('2026-11-20T19:00:00Z')).toBeUndefined()
  expect(found('2026-11-20T17:00:00Z', 'late:b')).toBeUndefined()
})
