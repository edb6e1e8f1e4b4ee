import { expect, test } from 'vitest'
import type { AlertMessage } from './message.js'
import { alertsOf } from './sinks/alertmanager.js'
import { mailOf } from './sinks/email.js'
import { pagerdutyBody } from './sinks/pagerduty.js'
import { slackBody } from './sinks/slack.js'
import { signature } from './sinks/webhook.js'

const nasty = 'a <!channel> & <https://evil|x>\r\nBcc: all@example.com\u0000'
const message: AlertMessage = {
  id: 'id-1',
  seq: 1,
  sink: 's',
  event: 'open',
  project: 'p',
  target: 'prod',
  key: 'prod|test:model.p.a',
  opening: 'o',
  incident: {
    key: 'test:model.p.a',
    kind: 'test',
    severity: 'error',
    title: nasty,
    text: `<b onload="x">${'y'.repeat(5000)}`,
    cause: 'model.p.a',
    affected: Array.from({ length: 30 }, (_none, index) => `model.p.m${index}`),
    exposures: [],
    owner: nasty,
    email: 'x@example.com\r\nBcc: all@example.com',
    group: 'g',
    tags: [],
    runbook: 'javascript:alert(1)',
    since: '2026-11-20T00:00:00.000Z',
  },
  at: '2026-11-20T08:00:00.000Z',
  resolvedAt: null,
  thread: 'id-1',
}
const now = new Date('2026-11-20T08:00:00Z')

test('Slack reads no mention, link or line break out of what people wrote', () => {
  const text = JSON.stringify(slackBody(message, '<!here>', false))
  const body = JSON.parse(text)
  expect(text).not.toMatch(/<!channel>|<https:\/\/evil/)
  expect(text.match(/<!here>/g)).toHaveLength(1)
  expect(body.blocks.length).toBeLessThanOrEqual(50)
  for (const block of body.blocks) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3000)
  expect(text).not.toContain('<javascript')
  expect(JSON.stringify(slackBody(message, '', true))).toContain('sent again: it may have arrived before')
  const linked = { ...message, incident: { ...message.incident, runbook: 'https://wiki.example.com/a?b=1&c=2' } }
  expect(JSON.stringify(slackBody(linked, '', false))).toContain('<https://wiki.example.com/a?b=1&amp;c=2|')
})

test('a mail has one line of subject, one address for one owner, and no markup of others', () => {
  const settings = {
    host: 'h',
    port: 25,
    user: undefined,
    password: undefined,
    tls: 'off',
    from: 'a@b.c',
    to: ['t@b.c'],
    toOwner: true,
  } as const
  const mail = mailOf(settings, message) as { subject: string; to: string[]; html: string; messageId: string; inReplyTo?: string }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(mail.subject).not.toMatch(/[\u0000-\u001f]/)
  expect(mail.to).toEqual(['t@b.c'])
  expect(mail.html).not.toMatch(/<b onload|<!channel|href="javascript/)
  expect([mail.messageId, mail.inReplyTo]).toEqual(['<id-1@sluice.invalid>', undefined])
  expect(mailOf(settings, { ...message, id: 'id-2' })).toMatchObject({ inReplyTo: '<id-1@sluice.invalid>' })
})

test('PagerDuty gets keys of a length it takes, and ends what it opened', () => {
  const long = { ...message, key: `prod|test:model.p.${'a'.repeat(400)}` }
  const [open, end] = [pagerdutyBody(long, 'k'), pagerdutyBody({ ...long, event: 'resolved', id: 'id-2' }, 'k')] as { dedup_key: string }[]
  expect(open?.dedup_key.length).toBeLessThanOrEqual(255)
  expect(end).toEqual({ routing_key: 'k', dedup_key: open?.dedup_key, event_action: 'resolve' })
  expect((open as { links?: unknown }).links).toBeUndefined()
})

test('Alertmanager knows an alert by its labels: under other ones the old alert ends', () => {
  const before = { severity: 'warn', owner: null, group: 'g' } as const
  const [old, current] = alertsOf({ ...message, event: 'update', before }, 3600, now) as {
    labels: Record<string, string>
    endsAt: string
  }[]
  expect([old?.labels.severity, old?.labels.owner, old?.endsAt]).toEqual(['warning', undefined, '2026-11-20T08:00:00.000Z'])
  expect([current?.labels.severity, current?.endsAt]).toEqual(['critical', '2026-11-20T09:00:00.000Z'])
  const [end, ...more] = alertsOf({ ...message, event: 'resolved', resolvedAt: '2026-11-20T07:00:00.000Z', before }, 3600, now)
  expect([more, end]).toEqual([[], expect.objectContaining({ labels: old?.labels, endsAt: '2026-11-20T07:00:00.000Z' })])
})

test('a webhook is signed over time and body', () => {
  expect(signature('secret', '{}', now)).toEqual({
    'x-sluice-timestamp': '1795161600',
    'x-sluice-signature': 'sha256=2b200d2c681341d3920653462c44fb4ac8944537b532cfd21c78eea3ca085796',
  })
})
