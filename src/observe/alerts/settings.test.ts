import { expect, test } from 'vitest'
import { Cursor } from '../../core/cursor.js'
import { SluiceError } from '../../core/error.js'
import { readYamlFile, yamlLocator } from '../../load/index.js'
import type { Incident } from '../incident.js'
import { isQuiet } from './mute.js'
import { readAlertSettings, routed } from './settings.js'

function read(text: string) {
  const at = new Cursor(readYamlFile(text, 'sluice.yml').value, { code: 'SETTINGS_INVALID', locate: yamlLocator(text, 'sluice.yml') })
  return readAlertSettings(at.at('alerts'))
}

const sinks = 'alerts:\n  sinks: {team: {type: slack, url: "https://hooks.example.com/services/T0/B0/secret"}}\n'

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['alerts: 3\n', '1:1', /alerts is no mapping/],
  ['alerts: {sink: {}}\n', '1:10', /did you mean sinks\?/],
  ['alerts: {sinks: {}}\n', '1:1', /alerts has no sinks/],
  ['alerts:\n  sinks:\n    "a b": {type: slack}\n', '3:5', /is no name of a sink/],
  ['alerts:\n  sinks:\n    a: {url: "https://x"}\n', '3:5', /sink a has no type/],
  ['alerts:\n  sinks:\n    a: {type: slak, url: "https://x"}\n', '3:9', /did you mean slack\?/],
  ['alerts:\n  sinks:\n    a: {type: slack}\n', '3:5', /url is missing/],
  [
    'alerts:\n  sinks:\n    a: {type: slack, url: "https://x", routing_key: y}\n',
    '3:40',
    /"routing_key" is not a key of a sink of type slack/,
  ],
  ['alerts:\n  sinks:\n    a: {type: slack, url: hooks}\n', '3:22', /url is no URL/],
  ['alerts:\n  sinks:\n    a: {type: slack, url: "http://hooks.example.com/x"}\n', '3:22', /in the clear/],
  ['alerts:\n  sinks:\n    a: {type: webhook, url: "ftp://x"}\n', '3:24', /url is no URL/],
  ['alerts:\n  sinks:\n    a: {type: webhook, url: "https://x", headers: {"a b": c}}\n', '3:52', /is no name of a header/],
  ['alerts:\n  sinks:\n    a: {type: webhook, url: "https://x", headers: {a: "b\\nc: d"}}\n', '3:52', /cannot stand in a header/],
  ['alerts:\n  sinks:\n    a: {type: pagerduty}\n', '3:5', /routing_key is missing/],
  ['alerts:\n  sinks:\n    a: {type: alertmanager, url: "http://am:9093", hold: 1m}\n', '3:52', /hold is too short/],
  ['alerts:\n  sinks:\n    a: {type: alertmanager, url: "http://am:9093", user: u}\n', '3:52', /user without password/],
  ['alerts:\n  sinks:\n    a: {type: alertmanager, url: "http://am:9093", token: tttt}\n', '3:29', /in the clear/],
  ['alerts:\n  sinks:\n    a: {type: email, host: h, from: a@b.c}\n', '3:5', /to names nobody/],
  ['alerts:\n  sinks:\n    a: {type: email, host: h, from: a@b.c, to: "x@y.z, q@y.z"}\n', '3:44', /is no address/],
  ['alerts:\n  sinks:\n    a: {type: email, host: h, port: 99999, from: a@b.c, to: x@y.z}\n', '3:31', /port is 99999/],
  ['alerts:\n  sinks:\n    a: {type: email, host: h, tls: ssl, from: a@b.c, to: x@y.z}\n', '3:31', /tls is "ssl"/],
  ['alerts:\n  sinks:\n    a: {type: email, host: h, tls: off, user: u, password: pw, from: a@b.c, to: x@y.z}\n', '3:31', /in the clear/],
  ['alerts:\n  sinks:\n    a: {type: email, host: h, user: u, from: a@b.c, to: x@y.z}\n', '3:31', /only one of user and password/],
  [`${sinks}  routes: [{sinks: [tem]}]\n  default: []\n`, '3:13', /did you mean team\?/],
  [`${sinks}  routes: [{match: {}}]\n  default: []\n`, '3:12', /a route without sinks/],
  [`${sinks}  routes: [{sinks: team}]\n`, '1:1', /default is missing/],
  [`${sinks}  routes: [{match: {sev: error}, sinks: team}]\n  default: []\n`, '3:21', /"sev" is not a key of match/],
  [`${sinks}  routes: [{match: {severity: fatal}, sinks: team}]\n  default: []\n`, '3:21', /severity is "fatal"/],
  [`${sinks}  routing: some\n`, '3:3', /routing is "some"/],
  [`${sinks}  remind: 5s\n`, '3:3', /remind is too short/],
  [`${sinks}  give_up_after: 1h\n`, '3:3', /give_up_after is out of range/],
  [`${sinks}  mute: [{sinks: team}]\n`, '3:10', /mute says no time/],
  [`${sinks}  mute: [{from: "22:00"}]\n`, '3:11', /only one of from and to/],
  [`${sinks}  mute: [{from: 1320, to: "06:00"}]\n`, '3:11', /put it into quotes/],
  [`${sinks}  mute: [{days: [caturday]}]\n`, '3:11', /is no day/],
  [`${sinks}  mute: [{days: sat, timezone: Europe/Olso}]\n`, '3:22', /there is no time zone/],
  [`${sinks}  mute: [{start: 2026-12-24, end: 2026-12-01}]\n`, '3:30', /end is not after start/],
  [`${sinks}  mute: [{start: soon}]\n`, '3:11', /start is no moment/],
]

test('what is wrong with the settings is told at its place', () => {
  const found = wrong.map(([text, , pattern]) => {
    try {
      read(text)
      return [text, 'no error']
    } catch (thrown) {
      if (!(thrown instanceof SluiceError)) throw thrown
      const { location, expected, hint, message } = thrown.fields
      const said = `${message} ${hint ?? ''}`
      const fine = thrown.code === 'SETTINGS_INVALID' && pattern.test(said) && expected !== undefined
      return [text, fine ? `${location?.line}:${location?.column}` : `${thrown.code}: ${said}`]
    }
  })
  expect(found).toEqual(wrong.map(([text, place]) => [text, place]))
})

const incident = {
  key: 'test:model.p.a',
  kind: 'test',
  severity: 'error',
  cause: 'model.p.a',
  owner: 'Ann',
  email: 'ann@example.com',
  group: 'intake',
  tags: ['daily'],
} as unknown as Incident

test('routes take what fits, the first or all of them', () => {
  const text = (routing: string) => `alerts:
  sinks:
    a: {type: webhook, url: "http://a"}
    b: {type: webhook, url: "http://b"}
    c: {type: webhook, url: "http://c"}
  routing: ${routing}
  routes:
    - {match: {group: intake, severity: warn}, sinks: c}
    - {match: {owner: ann@example.com, kind: [test, late]}, sinks: [a]}
    - {match: {tag: [hourly, daily], select: "tag:x+"}, sinks: [b, a]}
  default: [c]
`
  expect(routed(read(text('first')), incident, { 'tag:x+': true })).toEqual(['a'])
  expect(routed(read(text('all')), incident, { 'tag:x+': true })).toEqual(['a', 'b'])
  expect(routed(read(text('all')), incident, {})).toEqual(['a'])
  expect(routed(read(text('all')), { ...incident, kind: 'gate' } as Incident, {})).toEqual(['c'])
  expect(read(text('all')).selections).toEqual(['tag:x+'])
  expect(routed(read(sinks), incident, {})).toEqual(['team'])
})

test('quiet hours go over midnight, in their time zone, from days on', () => {
  const [mute] = read(`${sinks}  mute: [{days: [fri, sat], from: "22:00", to: "06:00", timezone: Europe/Oslo}]\n`).mute
  const quiet = (at: string) => mute && isQuiet(mute, new Date(at))
  // 20 November 2026 is a Friday; Oslo is one hour ahead.
  expect(quiet('2026-11-20T20:59:00Z')).toBe(false)
  expect(quiet('2026-11-20T21:00:00Z')).toBe(true)
  expect(quiet('2026-11-21T04:59:00Z')).toBe(true)
  expect(quiet('2026-11-21T05:00:00Z')).toBe(false)
  expect(quiet('2026-11-22T04:00:00Z')).toBe(true)
  expect(quiet('2026-11-20T04:00:00Z')).toBe(false)
  const [spell] = read(`${sinks}  mute: [{start: 2026-12-24, end: "2026-12-27T06:00Z"}]\n`).mute
  expect(
    ['2026-12-23T23:59Z', '2026-12-24T00:00Z', '2026-12-27T05:59Z', '2026-12-27T06:00Z'].map((at) => spell && isQuiet(spell, new Date(at))),
  ).toEqual([false, true, true, false])
})

test('what is a secret is known to be one', () => {
  const text = `alerts:
  sinks:
    s: {type: slack, url: "https://hooks.example.com/services/T0/B0/hush"}
    p: {type: pagerduty, routing_key: pd-hush}
    a: {type: alertmanager, url: "https://am", token: am-hush}
    w: {type: webhook, url: "https://u:pw-hush@w/x?key=query-hush", headers: {authorization: head-hush, accept: "*/*"}, secret: sign-hush}
    e: {type: email, host: localhost, user: u, password: mail-hush, from: a@b.c, to: x@y.z}
`
  const secrets = [...read(text).sinks.values()].flatMap((sink) => sink.secrets)
  for (const word of ['T0/B0/hush', 'pd-hush', 'am-hush', 'pw-hush', 'query-hush', 'head-hush', 'sign-hush', 'mail-hush'])
    expect(secrets.some((secret) => secret.includes(word))).toBe(true)
  expect(secrets).not.toContain('*/*')
})
