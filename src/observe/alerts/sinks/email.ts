/** E-mail by SMTP. All messages of an incident are one thread; `Message-ID` is the same however often one is sent. */
import type { Cursor } from '../../../core/cursor.js'
import { addressOf } from '../../incidents/index.js'
import type { AlertMessage, Delivery } from '../message.js'
import { isLocal, type SinkKind } from '../sink.js'
import { cut, facts, headline, linkOf } from '../words.js'

interface MailSettings {
  readonly host: string
  readonly port: number
  readonly user: string | undefined
  readonly password: string | undefined
  readonly tls: 'starttls' | 'tls' | 'off'
  readonly from: string
  readonly to: readonly string[]
  readonly toOwner: boolean
}

const ports = { starttls: 587, tls: 465, off: 25 } as const

export const email: SinkKind = {
  keys: ['host', 'port', 'user', 'password', 'tls', 'from', 'to', 'to_owner'],
  read(at) {
    const settings = mailSettings(at)
    return {
      type: 'email',
      idempotent: false,
      secrets: settings.password === undefined ? [] : [settings.password],
      send: async (message, { timeout }) => await sendMail(settings, message, timeout),
    }
  },
}

function mailSettings(at: Cursor): MailSettings {
  const host = at.text('host')
  const tls = at.optionalWord('tls', ['starttls', 'tls', 'off'] as const) ?? (isLocal(host) ? 'off' : 'starttls')
  const port = at.optionalNumber('port') ?? ports[tls]
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw at.problem(`port is ${port}`, 'a whole number from 1 to 65535', 'port')
  const [user, password] = [at.optionalText('user'), at.optionalText('password')]
  if ((user === undefined) !== (password === undefined))
    throw at.problem('only one of user and password is given', 'both or none', user === undefined ? 'password' : 'user')
  if (password !== undefined && tls === 'off' && !isLocal(host))
    throw at.problem('the password would go over the network in the clear', 'starttls or tls', 'tls')
  const to = at.texts('to')
  if (to.length === 0) throw at.problem('to names nobody', 'one address or a list of them', 'to')
  for (const [key, value] of [['from', at.text('from')], ...to.map((each) => ['to', each])] as const)
    if (addressOf(value) === null) throw at.problem(`${value} is no address`, 'an address such as data@example.com', key)
  return { host, port, user, password, tls, from: at.text('from'), to, toOwner: at.flag('to_owner') }
}

async function sendMail(settings: MailSettings, message: AlertMessage, timeout: number): Promise<Delivery> {
  const { createTransport } = (await import('nodemailer')).default
  const { host, port, user, password, tls } = settings
  const transport = createTransport({
    host,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'off',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeout * 1000,
    greetingTimeout: timeout * 1000,
    socketTimeout: timeout * 1000,
  })
  try {
    const { rejected } = await transport.sendMail(mailOf(settings, message))
    return rejected.length === 0 ? { ok: true } : { ok: true, note: `${rejected.length} recipients were refused` }
  } catch (thrown) {
    return failure(thrown as SmtpError)
  } finally {
    transport.close()
  }
}

interface SmtpError extends Error {
  readonly code?: string
  readonly syscall?: string
  readonly responseCode?: number
}

const early = new Set(['EDNS', 'ETLS', 'EAUTH', 'EENVELOPE', 'EMESSAGE'])

/** A server that answered did not take it; one that fell silent may have, for the library does not tell when it did. */
function failure({ code, syscall, responseCode, message }: SmtpError): Delivery {
  if (responseCode !== undefined) {
    const why = `it answered ${responseCode}`
    return { ok: false, retry: responseCode >= 500 || code === 'EAUTH' ? 'never' : 'later', uncertain: false, why }
  }
  const refused = syscall === 'connect' || early.has(code ?? '')
  const why = syscall === 'connect' ? 'connection refused' : (words[code ?? ''] ?? code ?? message)
  return { ok: false, retry: 'later', uncertain: !refused, why }
}

const words: Readonly<Record<string, string>> = {
  ESOCKET: 'the connection broke',
  ECONNECTION: 'the connection broke',
  ETIMEDOUT: 'no answer in time',
  EDNS: 'no such host',
  ETLS: 'no encrypted connection could be made',
}

export function mailOf({ from, to, toOwner }: MailSettings, message: AlertMessage): object {
  const { incident, id, thread, target } = message
  const owner = toOwner ? addressOf(incident.email) : null
  const idOf = (each: string) => `<${each}@sluice.invalid>`
  return {
    from,
    to: [...new Set([...to, ...(owner === null ? [] : [owner])])],
    subject: cut(`[${target}] ${headline(message)}`, 200),
    messageId: idOf(id),
    ...(thread === id ? {} : { inReplyTo: idOf(thread), references: [idOf(thread)] }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Sluice-Incident': encodeURIComponent(incident.key) },
    text: plainText(message),
    html: htmlText(message),
    // Texts of incidents are never taken for names of files or addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function plainText(message: AlertMessage): string {
  const lines = facts(message).map(([label, value]) => `${`${label}:`.padEnd(12)}${value}`)
  return [headline(message), '', ...(message.event === 'resolved' ? [] : [message.incident.text, '']), ...lines, ''].join('\n')
}

const cell = 'padding:2px 12px 2px 0;vertical-align:top;font:14px sans-serif'

function htmlText(message: AlertMessage): string {
  const { event, incident } = message
  const colour = event === 'resolved' ? '#1a7f37' : incident.severity === 'error' ? '#b42318' : '#9a6700'
  const link = linkOf(incident.runbook)
  const rows = facts(message).map(([label, value]) => {
    const shown = label === 'Runbook' && link ? `<a href="${html(link)}">${html(link)}</a>` : html(value)
    return `<tr><td style="${cell};color:#57606a">${html(label)}</td><td style="${cell}">${shown}</td></tr>`
  })
  const text = event === 'resolved' ? '' : `<pre style="font:13px monospace;white-space:pre-wrap">${html(incident.text)}</pre>`
  return `<!doctype html><html><body><p style="font:bold 16px sans-serif;color:${colour}">${html(headline(message))}</p>${text}<table>${rows.join('')}</table></body></html>`
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
