/** What a receiver of alerts is. */
import type { Cursor } from '../../core/cursor.js'
import type { AlertMessage, Delivery } from './message.js'

export interface Sending {
  /** Seconds for one attempt. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** An earlier attempt may have arrived. */
  readonly again: boolean
  now(): Date
}

export interface Sink {
  readonly type: string
  /** The same message twice does no harm, because the receiver knows alerts by their key. */
  readonly idempotent: boolean
  /** Never to be seen in a log. */
  readonly secrets: readonly string[]
  /** Seconds after which the receiver would take an open incident for over, unless told again. */
  readonly refresh?: number
  send(message: AlertMessage, sending: Sending): Promise<Delivery>
}

export interface SinkKind {
  /** Beside `type`. */
  readonly keys: readonly string[]
  /** Throws what is wrong with the settings, at its line. */
  read(at: Cursor): Sink
}

/** @param secretOnly - the address itself, or what is sent, is a secret: it goes over TLS, or stays on this machine */
export function urlAt(at: Cursor, key: string, secretOnly: boolean, otherwise?: string): string {
  const text = at.optionalText(key) ?? otherwise ?? at.text(key)
  const url = parsed(text)
  const expected = secretOnly ? 'a URL that begins with https://' : 'a URL that begins with https:// or http://'
  // The address may be a secret: it is not said again.
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw at.problem(`${key} is no URL`, expected, key)
  if (secretOnly && url.protocol === 'http:' && !isLocal(url.hostname))
    throw at.problem(`${key} would send a secret in the clear`, expected, key)
  return text
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

export function isLocal(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Of an address that is a key itself: as a whole, and its path, which messages of libraries may hold. */
export function urlSecrets(url: string): readonly string[] {
  const { pathname, search } = new URL(url)
  const secrets = [url, pathname.length > 8 ? `${pathname}${search}` : '', search.length > 4 ? search : '', urlPassword(url)]
  return secrets.filter((each) => each !== '')
}

/** Of `https://user:password@host`; empty where there is none. */
export function urlPassword(url: string): string {
  const { password } = new URL(url)
  try {
    return decodeURIComponent(password)
  } catch {
    return password
  }
}
