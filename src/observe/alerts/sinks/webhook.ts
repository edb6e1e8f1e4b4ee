/** Any receiver of JSON. `Idempotency-Key` is the same however often a message is sent. */
import { createHmac } from 'node:crypto'
import type { Cursor } from '../../../core/cursor.js'
import { post } from '../http.js'
import type { AlertMessage } from '../message.js'
import { type SinkKind, urlAt, urlSecrets } from '../sink.js'

/** Values of these are no secret, and too common to be masked everywhere. */
const harmless = new Set(['content-type', 'accept', 'user-agent'])

export const webhook: SinkKind = {
  keys: ['url', 'headers', 'secret'],
  read(at) {
    const url = urlAt(at, 'url', false)
    const headers = headersAt(at)
    const secret = at.optionalText('secret')
    const hidden = headers.filter(([name, value]) => !harmless.has(name.toLowerCase()) && value.length >= 8).map(([, value]) => value)
    return {
      type: 'webhook',
      idempotent: false,
      secrets: [...urlSecrets(url), ...hidden, ...(secret === undefined ? [] : [secret])],
      send: async (message, sending) => {
        const body = JSON.stringify(webhookBody(message))
        const signed = secret === undefined ? {} : signature(secret, body, sending.now())
        return await post({
          url,
          headers: { 'content-type': 'application/json', ...Object.fromEntries(headers), 'idempotency-key': message.id, ...signed },
          body,
          ...sending,
        })
      },
    }
  },
}

export function webhookBody({ id, event, project, target, opening, incident, at, resolvedAt }: AlertMessage): object {
  return { version: 1, id, event, project, target, opening, at, resolved_at: resolvedAt, incident }
}

/** Over time and body, so that nobody can send an old one again. */
export function signature(secret: string, body: string, now: Date): Record<string, string> {
  const time = String(Math.floor(now.getTime() / 1000))
  const sum = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return { 'x-sluice-timestamp': time, 'x-sluice-signature': `sha256=${sum}` }
}

function headersAt(at: Cursor): readonly (readonly [string, string])[] {
  return at.entries('headers').map(([name]) => {
    const value = at.at('headers').text(name)
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
      throw at.at('headers').problem(`"${name}" is no name of a header`, 'letters, digits and -', name)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is refused
    if (/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value))
      throw at.at('headers').problem(`the value of ${name} cannot stand in a header`, 'one line of plain characters', name)
    return [name, value] as const
  })
}
