/** Fetching over HTTP with a few tries, as hubs and archive hosts need it now and then. */
import type { SourceLocation } from '../../core/error.js'
import { downloadFailed } from './errors.js'

export interface Fetching {
  readonly url: string
  /** What it is, for messages. */
  readonly what: string
  readonly at: SourceLocation
  readonly signal: AbortSignal
  readonly limits?: Limits
}

interface Limits {
  readonly tries: number
  /** Milliseconds before the second try; doubled for each one after. */
  readonly pause: number
  /** Milliseconds for one answer. */
  readonly patience: number
  /** Bytes of it. */
  readonly largest: number
}

const usual: Limits = { tries: 5, pause: 500, patience: 30_000, largest: 512 * 1024 * 1024 }

/** The bytes of the answer. Client errors (4xx) are final, all else is tried again. */
export async function fetchBytes(fetching: Fetching): Promise<Buffer> {
  const { url, what, at, signal, limits = usual } = fetching
  for (let attempt = 1; ; attempt++) {
    const answer = await once(url, signal, limits)
    if ('bytes' in answer) return answer.bytes
    signal.throwIfAborted()
    if (answer.final || attempt === limits.tries) throw downloadFailed(what, shownUrl(url), answer.reason, at, answer.cause)
    await new Promise((resolve) => setTimeout(resolve, limits.pause * 2 ** (attempt - 1)))
  }
}

type Answer = { readonly bytes: Buffer } | { readonly reason: string; readonly final: boolean; readonly cause?: unknown }

async function once(url: string, signal: AbortSignal, { patience, largest }: Limits): Promise<Answer> {
  if (!/^https?:\/\//i.test(url)) return { reason: 'the address is neither http nor https', final: true }
  try {
    const { plain, headers } = withLogin(url)
    const response = await fetch(plain, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]), redirect: 'follow' })
    if (!response.ok) {
      await response.body?.cancel()
      return {
        reason: `the answer was ${response.status} ${response.statusText}`.trim(),
        final: response.status < 500 && response.status !== 429,
      }
    }
    const bytes = await readUpTo(largest, response)
    return bytes === null ? { reason: `it is larger than ${Math.round(largest / 2 ** 20)} MB`, final: true } : { bytes }
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause)
    return { reason: reason || 'no connection', final: false, cause }
  }
}

/** Null where there is more. Who sends need not say, or not truly, how much it is. */
async function readUpTo(largest: number, { body }: Response): Promise<Buffer | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.byteLength
    if (size > largest) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** `fetch` takes no login in the address. */
function withLogin(url: string): { readonly plain: string; readonly headers: Record<string, string> } {
  const { username, password } = new URL(url)
  if (username === '' && password === '') return { plain: url, headers: {} }
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return { plain: shownUrl(url), headers: { authorization: `Basic ${login}` } }
}

/** Without name, password and token in front of the host. */
export function shownUrl(url: string): string {
  return url.replace(/^(\w[\w+.-]*:\/\/)[^/@\s]+@/, '$1')
}
