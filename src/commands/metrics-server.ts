/** GET /metrics and /healthz, and nothing else. What was read is given again for some seconds; scrapes at once share one reading. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Invocation } from '../core/invocation.js'
import { loadMetrics } from '../observe/index.js'
import { isOurName } from './serve-site.js'

const always = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }

export function isLoopback(host: string): boolean {
  return /^(localhost$|127\.|::1$)/.test(host)
}

export class MetricsServer {
  readonly #ask: () => Promise<string>
  readonly #host: string
  readonly #invocation: Invocation
  /** Milliseconds. */
  readonly #cache: number
  #at = Number.NEGATIVE_INFINITY
  #text: Promise<string> | undefined

  /** @param cache - seconds */
  constructor(ask: () => Promise<string>, cache: number, host: string, invocation: Invocation) {
    this.#ask = ask
    this.#cache = cache * 1000
    this.#host = host.toLowerCase()
    this.#invocation = invocation
  }

  async answer({ method, headers, url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url.split('?', 1)[0]
    // Where everybody may come, they come under names of their own.
    if (isLoopback(this.#host) && !isOurName(headers.host, this.#host))
      this.#say(response, 403, 'this server answers to other names only\n')
    else if (method !== 'GET' && method !== 'HEAD') this.#say(response, 405, 'only GET and HEAD\n', { allow: 'GET, HEAD' })
    else if (path === '/healthz') this.#say(response, 200, 'ok\n')
    else if (path === '/metrics') await this.#scrape(response)
    else this.#say(response, 404, 'not found: /metrics\n')
  }

  async #scrape(response: ServerResponse): Promise<void> {
    try {
      const text = await this.#current()
      const { metricsType } = await loadMetrics()
      response.writeHead(200, { ...always, 'content-type': metricsType }).end(text)
    } catch (thrown) {
      const { redactor, events } = this.#invocation
      const why = redactor.clean(thrown instanceof Error ? thrown.message : String(thrown))
      events.emit('Note', { msg: `Metrics could not be read: ${why}` }, 'error')
      // What is wrong may name what only the log should hold.
      this.#say(response, 500, 'the history could not be read; the log says why\n')
    }
  }

  #current(): Promise<string> {
    const now = this.#invocation.now().getTime()
    if (this.#text && now - this.#at < this.#cache) return this.#text
    this.#at = now
    const asked = this.#ask()
    this.#text = asked
    asked.catch(() => {
      if (this.#text === asked) this.#text = undefined
    })
    return asked
  }

  #say(response: ServerResponse, status: number, text: string, more: Readonly<Record<string, string>> = {}): void {
    response.writeHead(status, { ...always, 'content-type': 'text/plain; charset=utf-8', ...more }).end(text)
  }
}
