/** `alerts:` of sluice.yml: receivers by name, who is told of what, and when nobody is. */
import type { Cursor } from '../../core/cursor.js'
import { nearest } from '../../core/nearest.js'
import type { Incident } from '../incident.js'
import { fits, type Match, readMatch, type Selections } from './match.js'
import { type Mute, readMute } from './mute.js'
import type { Sink, SinkKind } from './sink.js'
import { type SinkType, sinkKinds } from './sinks/index.js'

export interface Route {
  readonly match: Match
  readonly sinks: readonly string[]
}

export interface AlertSettings {
  /** Of the profile; undefined for every one. */
  readonly targets: readonly string[] | undefined
  readonly sinks: ReadonlyMap<string, Sink>
  readonly routes: readonly Route[]
  /** The first route that fits decides, or all that fit together. */
  readonly routing: 'first' | 'all'
  /** For what no route takes. */
  readonly otherwise: readonly string[]
  readonly mute: readonly Mute[]
  /** Seconds; undefined: told once. */
  readonly remind: number | undefined
  /** Seconds a run tries for; what is not through then waits for the next. */
  readonly giveUpAfter: number
  /** Selections that somebody with a manifest has to look into. */
  readonly selections: readonly string[]
}

const keys = ['targets', 'sinks', 'routes', 'routing', 'default', 'mute', 'remind', 'give_up_after'] as const

/** Throws what is wrong, at its line. */
export function readAlertSettings(at: Cursor): AlertSettings {
  at.mapping(keys, 'alerts')
  const sinks = new Map(at.entries('sinks').map(([name, sink]) => [name, readSink(name, sink)]))
  if (sinks.size === 0) throw at.problem('alerts has no sinks', 'at least one', undefined, 'add `sinks: {team: {type: slack, url: …}}`')
  const names = (cursor: Cursor, key: string) => sinkNames(cursor, key, [...sinks.keys()])
  const routes = at.list('routes').map((route) => readRoute(route, names))
  if (routes.length > 0 && !at.has('default'))
    throw at.problem('default is missing', 'the sinks for what no route takes; [] for none', undefined, 'add `default: []`')
  const remind = at.optionalDuration('remind')
  if (remind !== undefined && remind < 60) throw at.problem('remind is too short', 'a minute or more, such as 24h', 'remind')
  const giveUpAfter = at.optionalDuration('give_up_after') ?? 10
  if (giveUpAfter < 1 || giveUpAfter > 300) throw at.problem('give_up_after is out of range', 'from 1s to 5m', 'give_up_after')
  const mute = at.list('mute').map((each) => readMute(each, names))
  return {
    targets: at.has('targets') ? at.texts('targets') : undefined,
    sinks,
    routes,
    routing: at.optionalWord('routing', ['first', 'all'] as const) ?? 'first',
    otherwise: at.has('default') ? names(at, 'default') : [...sinks.keys()],
    mute,
    remind,
    giveUpAfter,
    selections: [...new Set([...routes, ...mute].flatMap(({ match }) => match.select ?? []))],
  }
}

function readSink(name: string, at: Cursor): Sink {
  // It stands in names of files and in the answer of `sluice debug`.
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) throw at.problem(`"${name}" is no name of a sink`, 'letters, digits, _, . and -, at most 64')
  const types = Object.keys(sinkKinds) as SinkType[]
  at.mapping(['type', ...new Set(types.flatMap((type) => sinkKinds[type].keys as readonly string[]))], `sink ${name}`)
  const type = at.optionalWord('type', types)
  if (type === undefined) throw at.problem(`sink ${name} has no type`, `one of ${types.join(', ')}`, undefined, 'add `type:`')
  const kind: SinkKind = sinkKinds[type]
  at.mapping(['type', ...kind.keys], `a sink of type ${type}`)
  return kind.read(at)
}

function readRoute(at: Cursor, names: (at: Cursor, key: string) => readonly string[]): Route {
  at.mapping(['match', 'sinks'], 'a route')
  if (!at.has('sinks')) throw at.problem('a route without sinks', 'names of sinks; [] for none', undefined, 'add `sinks:`')
  return { match: at.has('match') ? readMatch(at.at('match')) : {}, sinks: names(at, 'sinks') }
}

function sinkNames(at: Cursor, key: string, known: readonly string[]): readonly string[] {
  const given = at.texts(key)
  const stranger = given.find((name) => !known.includes(name))
  if (stranger === undefined) return [...new Set(given)]
  const near = nearest(stranger, known)
  throw at.problem(`there is no sink "${stranger}"`, `one of ${known.join(', ')}`, key, near && `did you mean ${near}?`)
}

/** Names of the sinks an incident is for, whatever the time. */
export function routed({ routes, routing, otherwise }: AlertSettings, incident: Incident, selections: Selections): readonly string[] {
  const fitting = routes.filter(({ match }) => fits(match, incident, selections))
  if (fitting.length === 0) return otherwise
  const taken = routing === 'first' ? fitting.slice(0, 1) : fitting
  return [...new Set(taken.flatMap(({ sinks }) => sinks))]
}
