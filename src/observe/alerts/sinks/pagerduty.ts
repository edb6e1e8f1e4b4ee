/** PagerDuty, Events API v2: an incident is one alert there by its `dedup_key`, opened and resolved. */
import { createHash } from 'node:crypto'
import { post } from '../http.js'
import type { AlertMessage } from '../message.js'
import { type SinkKind, urlAt } from '../sink.js'
import { cut, facts, headline, linkOf } from '../words.js'

const enqueue = 'https://events.pagerduty.com/v2/enqueue'

export const pagerduty: SinkKind = {
  keys: ['routing_key', 'url'],
  read(at) {
    const url = urlAt(at, 'url', true, enqueue)
    const routingKey = at.text('routing_key')
    return {
      type: 'pagerduty',
      idempotent: true,
      secrets: [routingKey],
      send: async (message, sending) =>
        await post({
          url,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(pagerdutyBody(message, routingKey)),
          ...sending,
        }),
    }
  },
}

const longestKey = 255

export function pagerdutyBody(message: AlertMessage, routingKey: string): object {
  const { event, incident, project, target, key } = message
  const dedup = `sluice/${project}/${key}`
  const dedupKey = dedup.length <= longestKey ? dedup : `sluice/${createHash('sha256').update(dedup).digest('hex')}`
  const head = { routing_key: routingKey, dedup_key: event === 'test' ? `${dedupKey}/${message.id}` : dedupKey }
  if (event === 'resolved') return { ...head, event_action: 'resolve' }
  const link = linkOf(incident.runbook)
  return {
    ...head,
    event_action: 'trigger',
    client: 'sluice',
    payload: {
      summary: cut(headline(message), 1024),
      source: `${project}/${target}`,
      severity: event === 'test' ? 'info' : incident.severity === 'error' ? 'error' : 'warning',
      timestamp: incident.since,
      component: incident.cause,
      ...(incident.group === null ? {} : { group: incident.group }),
      class: incident.kind,
      custom_details: { text: cut(incident.text, 8000), ...Object.fromEntries(facts(message)) },
    },
    ...(link ? { links: [{ href: link, text: 'Runbook' }] } : {}),
  }
}
