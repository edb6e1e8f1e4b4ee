/**
 * Alertmanager, API v2. It knows an alert by its labels and takes it for over at `endsAt`, so an open one is told again before
 * that, and one whose labels change is ended under the old ones.
 */
import { post } from '../http.js'
import type { AlertMessage, ToldAs } from '../message.js'
import { type SinkKind, urlAt, urlPassword } from '../sink.js'
import { cut, linkOf, oneLine } from '../words.js'

const aWeek = 7 * 86_400

export const alertmanager: SinkKind = {
  keys: ['url', 'user', 'password', 'token', 'hold'],
  read(at) {
    const [user, password, token] = [at.optionalText('user'), at.optionalText('password'), at.optionalText('token')]
    if (user !== undefined && password === undefined) throw at.problem('user without password', 'both user and password', 'user')
    if (token !== undefined && user !== undefined) throw at.problem('both token and user are given', 'one of them', 'token')
    const url = urlAt(at, 'url', token !== undefined || password !== undefined)
    const hold = at.optionalDuration('hold') ?? aWeek
    if (hold < 300) throw at.problem('hold is too short', 'five minutes or more', 'hold')
    const basic = password === undefined ? undefined : Buffer.from(`${user}:${password}`).toString('base64')
    const authorization = token === undefined ? basic && `Basic ${basic}` : `Bearer ${token}`
    const address = `${url.replace(/\/+$/, '')}/api/v2/alerts`
    return {
      type: 'alertmanager',
      idempotent: true,
      secrets: [token, password, basic, urlPassword(url)].flatMap((each) => each || []),
      refresh: hold / 2,
      send: async (message, sending) =>
        await post({
          url: address,
          headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
          body: JSON.stringify(alertsOf(message, hold, sending.now())),
          ...sending,
        }),
    }
  },
}

export function alertsOf(message: AlertMessage, hold: number, now: Date): readonly object[] {
  const { event, before, incident, resolvedAt } = message
  const until = event === 'test' ? now.getTime() + 60_000 : now.getTime() + hold * 1000
  const current = event === 'resolved' && before ? before : incident
  const alert = alertOf(message, current, resolvedAt ?? new Date(until).toISOString())
  // Under other labels it would be a second alert.
  const old = event !== 'resolved' && before ? [alertOf(message, before, now.toISOString())] : []
  return [...old, alert]
}

function alertOf(message: AlertMessage, told: ToldAs, endsAt: string): object {
  const { incident, project, target, event, id } = message
  const link = linkOf(incident.runbook)
  const labels = {
    alertname: event === 'test' ? 'SluiceTrial' : `Sluice${incident.kind.charAt(0).toUpperCase()}${incident.kind.slice(1)}`,
    project,
    target,
    incident: event === 'test' ? id : incident.key,
    node: incident.cause,
    severity: told.severity === 'error' ? 'critical' : 'warning',
    owner: told.owner ?? '',
    group: told.group ?? '',
  }
  return {
    // An empty label is none, there as in Prometheus.
    labels: Object.fromEntries(Object.entries(labels).flatMap(([name, value]) => (value === '' ? [] : [[name, oneLine(value)]]))),
    annotations: {
      summary: oneLine(incident.title),
      description: cut(incident.text, 8000),
      ...(link ? { runbook_url: link } : {}),
    },
    startsAt: incident.since,
    endsAt,
  }
}
