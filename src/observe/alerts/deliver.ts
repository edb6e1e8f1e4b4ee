/** The outbox → the receivers: each in order, all at once; what is not through in time stays for the next command. */
import type { Lock } from './lock.js'
import type { Delivery, Envelope } from './message.js'
import type { Outbox } from './outbox.js'
import type { Sink } from './sink.js'

export interface Delivering {
  readonly outbox: Outbox
  readonly sinks: ReadonlyMap<string, Sink>
  readonly lock: Lock
  readonly signal: AbortSignal
  /** Milliseconds since 1970: no attempt begins later, but for the first to each receiver. */
  readonly until: number
  /** Seconds for one attempt, at most. */
  readonly timeout: number
  now(): Date
  /** Comes back early when cancelled. */
  sleep(milliseconds: number): Promise<void>
  /** Masks secrets. */
  clean(text: string): string
}

export interface Delivered {
  readonly sink: string
  readonly sent: number
  readonly waiting: number
  /** Why some wait, or were not taken by all. */
  readonly why: string | null
}

export async function deliver(delivering: Delivering): Promise<readonly Delivered[]> {
  const bySink = new Map<string, Envelope[]>()
  for (const envelope of delivering.outbox.waiting()) {
    const list = bySink.get(envelope.message.sink)
    if (list) list.push(envelope)
    else bySink.set(envelope.message.sink, [envelope])
  }
  return await Promise.all(
    [...bySink].map(async ([name, queue]) => {
      const sink = delivering.sinks.get(name)
      return sink ? await new Courier(delivering, name, sink).work(queue) : givenUp(delivering, name, queue)
    }),
  )
}

/** Somebody took the receiver out of the settings: nobody will ever take these. */
function givenUp({ outbox }: Delivering, sink: string, queue: readonly Envelope[]): Delivered {
  for (const { message } of queue) outbox.remove(message)
  const count = queue.length === 1 ? 'its message was' : `its ${queue.length} messages were`
  return { sink, sent: 0, waiting: 0, why: `it is no sink any more, ${count} removed` }
}

const firstDelay = 250
const longestDelay = 30_000
/** So many in a row that are refused for good say that the settings are wrong. */
const mostRefused = 3

class Courier {
  readonly #given: Delivering
  readonly #name: string
  readonly #sink: Sink
  #sent = 0
  #attempts = 0
  #delay = firstDelay
  #refused = 0
  #why: string | null = null
  #note: string | null = null

  constructor(given: Delivering, name: string, sink: Sink) {
    this.#given = given
    this.#name = name
    this.#sink = sink
  }

  async work(queue: readonly Envelope[]): Promise<Delivered> {
    /** Incidents of which a message is stuck: what follows of them may not overtake it. */
    const stuck = new Set<string>()
    let done = 0
    for (const envelope of queue) {
      const { key } = envelope.message
      if (stuck.has(key)) continue
      const outcome = await this.#bring(envelope)
      if (outcome === 'stop') break
      if (outcome === 'sent') done += 1
      else stuck.add(key)
    }
    const waiting = queue.length - done
    return { sink: this.#name, sent: this.#sent, waiting, why: waiting > 0 ? this.#why : this.#note }
  }

  /** One message, until it is taken, refused or there is no more time. */
  async #bring(given: Envelope): Promise<'sent' | 'refused' | 'stop'> {
    let envelope = given
    for (;;) {
      if (!(await this.#mayTry(envelope))) return 'stop'
      const answer = await this.#attempt(envelope)
      if (answer.ok) {
        this.#given.outbox.remove(envelope.message)
        this.#sent += 1
        this.#delay = firstDelay
        this.#refused = 0
        if (answer.note) this.#note = this.#given.clean(answer.note)
        return 'sent'
      }
      envelope = this.#keep(envelope, answer)
      if (answer.retry === 'never') {
        this.#refused += 1
        return this.#refused >= mostRefused ? 'stop' : 'refused'
      }
    }
  }

  async #mayTry({ notBefore, why }: Envelope): Promise<boolean> {
    const { signal, until, now, sleep, lock } = this.#given
    const time = now().getTime()
    const asked = notBefore === null ? 0 : Date.parse(notBefore) - time
    const wait = this.#attempts === 0 ? asked : Math.max(asked, this.#pause())
    if (this.#why === null && wait > 0) this.#why = why
    if (time + wait >= until && !(this.#attempts === 0 && wait <= 0)) return false
    if (wait > 0) await sleep(wait)
    return !signal.aborted && lock.hold()
  }

  /** Longer each time after a failure; none after a success. */
  #pause(): number {
    return this.#delay === firstDelay ? 0 : this.#delay / 2
  }

  async #attempt(envelope: Envelope): Promise<Delivery> {
    const { outbox, signal, now, timeout, until } = this.#given
    this.#attempts += 1
    outbox.write({ ...envelope, attempts: envelope.attempts + 1, state: 'sending' })
    const left = (until - now().getTime()) / 1000
    const seconds = Math.min(timeout, Math.max(1, left))
    return await this.#sink.send(envelope.message, { timeout: seconds, signal, now, again: envelope.uncertain })
  }

  #keep(envelope: Envelope, answer: Exclude<Delivery, { readonly ok: true }>): Envelope {
    const { outbox, clean, now } = this.#given
    const why = clean(answer.why)
    this.#why = why
    this.#delay = Math.min(longestDelay, this.#delay * 2)
    const kept: Envelope = {
      ...envelope,
      attempts: envelope.attempts + 1,
      state: 'waiting',
      uncertain: envelope.uncertain || answer.uncertain,
      notBefore: answer.after === undefined ? null : new Date(now().getTime() + answer.after * 1000).toISOString(),
      why,
    }
    outbox.write(kept)
    return kept
  }
}
