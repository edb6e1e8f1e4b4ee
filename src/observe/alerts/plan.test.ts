import { expect, test } from 'vitest'
import type { Incident } from '../incident.js'
import { type AlertEvent, type Envelope, envelopeOf } from './message.js'
import type { Observation } from './outbox.js'
import { plan } from './plan.js'
import type { AlertSettings } from './settings.js'
import type { Sink } from './sink.js'
import { type AlertState, emptyState } from './state.js'
import { takeIn } from './take-in.js'

const sink = (more: Partial<Sink> = {}): Sink => ({
  type: 'webhook',
  idempotent: false,
  secrets: [],
  send: async () => ({ ok: true }),
  ...more,
})
const settings: AlertSettings = {
  targets: undefined,
  sinks: new Map([['hook', sink()]]),
  routes: [],
  routing: 'first',
  otherwise: ['hook'],
  mute: [],
  remind: undefined,
  giveUpAfter: 1,
  selections: [],
}

const incidentOf = (more: Partial<Incident> = {}): Incident => ({
  key: 'test:model.p.a',
  kind: 'test',
  severity: 'error',
  title: 't',
  text: '',
  cause: 'model.p.a',
  affected: [],
  exposures: [],
  owner: null,
  email: null,
  group: null,
  tags: [],
  runbook: null,
  since: '2026-11-20T00:00:00Z',
  witnesses: ['test.p.x'],
  ...more,
})

/** A row of runs, each seeing something, with an outbox that is delivered unless told otherwise. */
class Story {
  state: AlertState = emptyState
  waiting: Envelope[] = []
  acknowledged = false
  readonly said: string[] = []
  readonly log: string[] = []
  #count = 0
  #hour = 0
  #settings: AlertSettings

  constructor(given: Partial<AlertSettings> = {}) {
    this.#settings = { ...settings, ...given }
  }

  run(
    incidents: readonly Incident[],
    well: readonly string[] = [],
    given: { lost?: boolean; looked?: Observation['looked']; hours?: number } = {},
  ) {
    this.#hour += given.hours ?? 1
    const at = new Date(Date.UTC(2026, 10, 20, this.#hour))
    const seen = {
      version: 1 as const,
      id: `run${this.#hour}`,
      at: at.toISOString(),
      project: 'p',
      target: 'prod',
      well,
      looked: given.looked ?? [],
    }
    const before = this.state
    const newId = () => `id${++this.#count}`
    const taken = takeIn(before, { ...seen, incidents: incidents.map((incident) => ({ incident, selections: {} })) }, newId)
    this.state = plan(before, taken, {
      settings: this.#settings,
      now: at,
      waiting: this.waiting,
      seen: new Set(incidents.map(({ key }) => `prod|${key}`)),
      acknowledged: () => this.acknowledged,
      newId,
    })
    const { doing } = this.state
    const gone = new Set(doing?.cancel.map(({ id }) => id))
    this.waiting = [...this.waiting.filter(({ message }) => !gone.has(message.id)), ...(doing?.write ?? []).map(envelopeOf)]
    this.log.push(...(doing?.log ?? []).map(({ event }) => event))
    if (!given.lost) this.deliver()
    return this
  }

  deliver() {
    this.said.push(...this.waiting.map(({ message: { sink: name, event } }) => `${name} ${event}`))
    this.waiting = []
  }

  attempted(uncertain: boolean) {
    this.waiting = this.waiting.map((envelope) => ({ ...envelope, attempts: 1, uncertain }))
    return this
  }
}

const bad = incidentOf()
const well = ['test.p.x']

test('told once, and once that it is over; a run that does not look changes nothing', () => {
  const story = new Story().run([bad]).run([bad]).run([], []).run([bad]).run([], well).run([], well).run([bad])
  expect(story.said).toEqual(['hook open', 'hook resolved', 'hook open'])
  expect(story.log).toEqual(['opened', 'resolved', 'opened'])
})

test('another test of the table, or an error where a warning was, is told of', () => {
  const warn = incidentOf({ severity: 'warn' })
  const both = incidentOf({ witnesses: ['test.p.x', 'test.p.y'] })
  const story = new Story().run([warn]).run([bad]).run([both]).run([both]).run([], ['test.p.x']).run([], ['test.p.y'])
  expect(story.said).toEqual(['hook open', 'hook update', 'hook update', 'hook resolved'])
  expect(story.log).toEqual(['opened', 'changed', 'changed', 'resolved'])
})

test('reminders come at their time, of what was seen again only', () => {
  const story = new Story({ remind: 24 * 3600 }).run([bad]).run([bad], [], { hours: 23 }).run([], [], { hours: 2 }).run([bad]).run([bad])
  expect(story.said).toEqual(['hook open', 'hook reminder'])
  expect(story.log).toEqual(['opened', 'reminded'])
})

test('an end whose beginning surely never arrived takes both back', () => {
  const story = new Story().run([bad], [], { lost: true }).attempted(false).run([], well)
  expect([story.said, story.waiting, story.state.open]).toEqual([[], [], {}])
  const perhaps = new Story().run([bad], [], { lost: true }).attempted(true).run([], well)
  expect(perhaps.said).toEqual(['hook open', 'hook resolved'])
  const known = new Story({ sinks: new Map([['hook', sink({ idempotent: true })]]) })
  expect(known.run([bad], [], { lost: true }).attempted(true).run([], well).said).toEqual(['hook resolved'])
  const again = new Story()
    .run([bad])
    .run([], well, { lost: true })
    .attempted(false)
    .run([bad], [], { lost: true })
    .attempted(false)
    .run([], well)
  expect(again.said).toEqual(['hook open', 'hook resolved'])
  const worse = new Story()
    .run([incidentOf({ severity: 'warn' })], [], { lost: true })
    .attempted(false)
    .run([bad])
  expect(worse.said).toEqual(['hook open'])
})

test('what is quiet is told when it is no more, if it still is so', () => {
  const quiet = { match: {}, sinks: undefined, days: undefined, from: 0, to: 3 * 60, timezone: 'UTC', start: undefined, end: undefined }
  expect(new Story({ mute: [quiet] }).run([bad]).run([bad]).said).toEqual([])
  expect(new Story({ mute: [quiet] }).run([bad]).run([], [], { hours: 4 }).said).toEqual(['hook open'])
  expect(new Story({ mute: [quiet] }).run([bad]).run([], well).run([], well, { hours: 4 }).said).toEqual([])
  // Told of in the evening, over in the night: said in the morning.
  const night = new Story({ mute: [{ ...quiet, from: 120, to: 240 }] }).run([bad]).run([], well)
  expect(night.said).toEqual(['hook open'])
  expect(night.run([], [], { hours: 3 }).said).toEqual(['hook open', 'hook resolved'])
  const back = new Story({ mute: [{ ...quiet, from: 120, to: 240 }] }).run([bad]).run([], well).run([bad]).run([bad], [], { hours: 3 })
  expect(back.said).toEqual(['hook open'])
})

test('what somebody said is known is told to nobody until the note is over', () => {
  const story = new Story()
  story.acknowledged = true
  story.run([bad])
  story.acknowledged = false
  expect(story.run([], []).said).toEqual(['hook open'])
})

test('what is late is over when nobody finds it late any more; what is late for a failure is part of it', () => {
  const { witnesses: _none, ...late } = incidentOf({ key: 'late:source.p.f.t', kind: 'late', cause: 'source.p.f.t' })
  const story = new Story()
    .run([late], [], { looked: ['late'] })
    .run([], [], { looked: [] })
    .run([], [], { looked: ['late'] })
  expect(story.said).toEqual(['hook open', 'hook resolved'])
  const failure = incidentOf({ key: 'failure:source.p.f.t', kind: 'failure', cause: 'source.p.f.t', witnesses: ['source.p.f.t'] })
  const both = new Story().run([failure]).run([late], [], { looked: ['late'] })
  expect(both.said).toEqual(['hook open'])
})

test('each target has incidents of its own, and only targets set up are told of', () => {
  const story = new Story({ targets: ['dev'] }).run([bad])
  expect([story.said, Object.keys(story.state.open)]).toEqual([[], ['prod|test:model.p.a']])
})

test('a receiver that forgets is told again in time, and of other labels at once', () => {
  const kept = new Story({ sinks: new Map([['hook', sink({ idempotent: true, refresh: 3 * 3600 })]]) })
  const events: AlertEvent[] = []
  kept
    .run([bad])
    .run([])
    .run([], [], { hours: 3 })
    .run([incidentOf({ owner: 'Ann' })])
  for (const said of kept.said) events.push(said.split(' ')[1] as AlertEvent)
  expect(events).toEqual(['open', 'reminder', 'update'])
})
