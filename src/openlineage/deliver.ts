/** Where events go: lines of a file, or a receiver over HTTP that may be slow, or gone for a while, or for good. */
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileNotWritten, notDelivered } from './errors.js'
import type { LineageEvent } from './spec.js'

export interface Delivery {
  /** Returns at once. Throws where it can never work. */
  send(event: LineageEvent): void
  /** Throws one error for all that was lost. */
  close(): Promise<void>
}

/** One line an event, each written by a single call, so that several runs may append to one file. */
export function fileDelivery(file: string): Delivery {
  let opened = false
  return {
    send(event) {
      try {
        if (!opened) mkdirSync(dirname(file), { recursive: true })
        opened = true
        appendFileSync(file, `${JSON.stringify(event)}\n`)
      } catch (cause) {
        throw fileNotWritten(file, cause)
      }
    },
    async close() {},
  }
}

export interface HttpOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly limits?: Partial<HttpLimits>
}

/** Milliseconds, but for counts. */
export interface HttpLimits {
  /** For one answer. */
  readonly answer: number
  /** At the end of the run, for all that is still to be sent. */
  readonly flush: number
  /** Between attempts, doubled up to `longestPause`. */
  readonly pause: number
  readonly longestPause: number
  /** Events sent at a time. */
  readonly together: number
  /** Events kept for a receiver that does not answer. */
  readonly kept: number
}

const defaults: HttpLimits = { answer: 5_000, flush: 5_000, pause: 100, longestPause: 2_000, together: 8, kept: 20_000 }

/** Attempts in vain after the end of a run: then nobody waits for the receiver any longer. */
const patience = 4

export class HttpDelivery implements Delivery {
  readonly #options: HttpOptions
  readonly #limits: HttpLimits
  readonly #queue: LineageEvent[] = []
  readonly #stop = new AbortController()
  /** Ends a pause: the run is over. */
  readonly #wake = new AbortController()
  #sending: Promise<void> | undefined
  #ending = false
  #vain = 0
  #sent = 0
  #lost = 0
  #reason = ''

  constructor(options: HttpOptions) {
    this.#options = options
    this.#limits = { ...defaults, ...options.limits }
  }

  send(event: LineageEvent): void {
    if (this.#queue.length >= this.#limits.kept) {
      this.#lost += 1
      return
    }
    this.#queue.push(event)
    this.#sending ??= this.#drain()
  }

  async close(): Promise<void> {
    this.#ending = true
    this.#vain = 0
    this.#wake.abort()
    const timer = new AbortController()
    const over = sleep(this.#limits.flush, undefined, { signal: timer.signal }).then(
      () => this.#stop.abort(),
      () => undefined,
    )
    await this.#sending
    timer.abort()
    await over
    const lost = this.#lost + this.#queue.length
    if (lost > 0) throw notDelivered(this.#options.url, lost, lost + this.#sent, this.#reason)
  }

  async #drain(): Promise<void> {
    // What is emitted in one turn goes together.
    await Promise.resolve()
    while (this.#queue.length > 0 && !this.#stop.signal.aborted) {
      const batch = this.#batch()
      const answers = await Promise.all(batch.map((event) => this.#post(event)))
      const again = batch.filter((_event, at) => answers[at] === 'later')
      this.#queue.unshift(...again)
      this.#vain = again.length === batch.length ? this.#vain + 1 : 0
      if (again.length === 0) continue
      if (this.#ending && this.#vain >= patience) break
      await this.#pause()
    }
    this.#sending = undefined
  }

  /** The oldest, but never two of one run at once: its start is to arrive before its end. */
  #batch(): LineageEvent[] {
    const batch: LineageEvent[] = []
    const runs = new Set<string>()
    for (const event of this.#queue) {
      if (batch.length === this.#limits.together || runs.has(event.run.runId)) break
      runs.add(event.run.runId)
      batch.push(event)
    }
    this.#queue.splice(0, batch.length)
    return batch
  }

  async #post(event: LineageEvent): Promise<'done' | 'later'> {
    const { url, headers } = this.#options
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#limits.answer)])
    try {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(event), signal }
      const response = await fetch(url, { ...init, redirect: 'error' })
      await response.arrayBuffer()
      if (response.ok) {
        this.#sent += 1
        return 'done'
      }
      this.#reason = `it answered ${response.status}`
      if (response.status >= 500 || response.status === 429 || response.status === 408) return 'later'
      this.#lost += 1
      return 'done'
    } catch (error) {
      this.#reason = reasonOf(error)
      return 'later'
    }
  }

  async #pause(): Promise<void> {
    const { pause, longestPause } = this.#limits
    const time = Math.min(longestPause, pause * 2 ** Math.max(0, this.#vain - 1))
    const signal = this.#ending ? this.#stop.signal : this.#wake.signal
    await sleep(time, undefined, { signal }).catch(() => undefined)
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { readonly cause?: { readonly code?: string; readonly message?: string } }
  if (name === 'TimeoutError' || name === 'AbortError') return 'it did not answer in time'
  return cause?.code ?? cause?.message ?? message
}
