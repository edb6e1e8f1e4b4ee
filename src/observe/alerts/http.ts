/** One POST, with an answer that says whether it arrived, surely did not, or may have. Redirects are not followed. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Delivery } from './message.js'

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Seconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  readonly now: () => Date
}

const mostText = 4096

export async function post(given: Post): Promise<Delivery> {
  const answer = await exchange(given)
  if ('why' in answer) return { ok: false, retry: 'later', ...answer }
  const { status, text, retryAfter } = answer
  if (status >= 200 && status < 300) return { ok: true }
  const why = `it answered ${status}${text ? `: ${text}` : ''}`
  const passing = status === 408 || status === 425 || status === 429 || status >= 500
  if (!passing) return { ok: false, retry: 'never', uncertain: false, why }
  const after = retryAfter === undefined ? undefined : secondsOf(retryAfter, given.now())
  // A gateway says 502 or 504 of what it has handed on, a server 500 after it did half of its work.
  const uncertain = status === 408 || (status >= 500 && status !== 503)
  return { ok: false, retry: 'later', uncertain, why, ...(after === undefined ? {} : { after }) }
}

/** Seconds, or a moment. */
function secondsOf(value: string, now: Date): number | undefined {
  if (/^\d+$/.test(value)) return Number(value)
  const moment = Date.parse(value)
  return Number.isNaN(moment) ? undefined : Math.max(0, (moment - now.getTime()) / 1000)
}

type Answer =
  | { readonly status: number; readonly text: string; readonly retryAfter: string | undefined }
  | { readonly why: string; readonly uncertain: boolean }

async function exchange({ url, headers, body, timeout, signal }: Post): Promise<Answer> {
  const address = new URL(url)
  const secure = address.protocol === 'https:'
  const length = String(Buffer.byteLength(body))
  return await new Promise((done) => {
    let connected = false
    const options = { method: 'POST', agent: false as const, headers: { ...headers, 'content-length': length }, signal }
    const request: ClientRequest = (secure ? httpsRequest : httpRequest)(address, options)
    const timer = setTimeout(() => request.destroy(Object.assign(new TimedOut(), { code: 'TIMEOUT' })), timeout * 1000)
    request.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true)))
    request.on('error', (cause) => {
      clearTimeout(timer)
      done({ why: plainly(cause, timeout), uncertain: connected })
    })
    request.on('response', (response) => {
      void readSome(response).then((text) => {
        clearTimeout(timer)
        const [retryAfter] = [response.headers['retry-after']].flat()
        done({ status: response.statusCode ?? 0, text, retryAfter })
      })
    })
    request.end(body)
  })
}

class TimedOut extends Error {}

/** The status is the answer: what follows may break off. */
async function readSome(response: IncomingMessage): Promise<string> {
  let text = ''
  try {
    response.setEncoding('utf8')
    for await (const part of response) {
      text += part
      if (text.length > mostText) break
    }
  } catch {
    // Cut off.
  }
  response.destroy()
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ABORT_ERR: 'interrupted',
}

/** Without the address, which may hold a token. */
function plainly(cause: Error, timeout: number): string {
  const code = String((cause as NodeJS.ErrnoException).code ?? '')
  if (code === 'TIMEOUT') return `no answer within ${Number(timeout.toFixed(1))} s`
  return words[code] ?? (code || cause.message)
}
