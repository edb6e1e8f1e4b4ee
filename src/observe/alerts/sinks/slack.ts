/** Slack, by an incoming webhook. It has no key for messages: one whose acknowledgement was lost may be seen twice, and says so. */
import { post } from '../http.js'
import type { AlertMessage } from '../message.js'
import { type SinkKind, urlAt, urlSecrets } from '../sink.js'
import { cut, facts, headline, linkOf } from '../words.js'

export const slack: SinkKind = {
  keys: ['url', 'mention'],
  read(at) {
    const url = urlAt(at, 'url', true)
    const mention = at.optionalText('mention') ?? ''
    return {
      type: 'slack',
      idempotent: false,
      secrets: urlSecrets(url),
      send: async (message, sending) =>
        await post({
          url,
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(slackBody(message, mention, sending.again)),
          ...sending,
        }),
    }
  },
}

const signs = { open: ':red_circle:', update: ':red_circle:', reminder: ':hourglass:', resolved: ':large_green_circle:', test: ':wave:' }

export function slackBody(message: AlertMessage, mention: string, again: boolean): object {
  const { event, incident, id } = message
  const sign = event === 'open' && incident.severity === 'warn' ? ':large_yellow_circle:' : signs[event]
  const link = linkOf(incident.runbook)
  const fields = facts(message).map(([label, value]) => {
    const text = label === 'Runbook' && link ? `<${escaped(link)}|${escaped(cut(link, 80))}>` : escaped(cut(value, 500))
    return mrkdwn(`*${label}*\n${text}`)
  })
  const called = mention !== '' && (event === 'open' || event === 'update') ? [section(mrkdwn(mention))] : []
  return {
    text: `${sign} ${escaped(cut(headline(message), 1000))}`,
    blocks: [
      section(mrkdwn(`${sign} *${escaped(cut(headline(message), 500))}*`)),
      ...called,
      // As it is: nothing in it is read as markup.
      ...(event === 'resolved' || incident.text === ''
        ? []
        : [section({ type: 'plain_text', text: cut(incident.text, 2900), emoji: false })]),
      { type: 'section', fields: fields.slice(0, 10) },
      { type: 'context', elements: [mrkdwn(`sluice · ${id}${again ? ' · sent again: it may have arrived before' : ''}`)] },
    ],
  }
}

function section(text: object): object {
  return { type: 'section', text }
}

function mrkdwn(text: string): object {
  return { type: 'mrkdwn', text }
}

/** What Slack reads as a mention, a link or a channel begins with one of these. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
