/** What is to be told to one receiver. It names the receiver and holds no secret: it lies in a file until it is acknowledged. */
import type { Incident } from '../incident.js'

/**
 * `open`: new; `update`: got worse, or more tests fail; `reminder`: still there; `resolved`: over; `test`: asked for by somebody
 * who wants to see whether messages arrive.
 */
export type AlertEvent = 'open' | 'update' | 'reminder' | 'resolved' | 'test'

export interface AlertMessage {
  /** The same however often it is sent: receivers know by it what they have had. */
  readonly id: string
  /** Order of messages. */
  readonly seq: number
  /** Name of the sink. */
  readonly sink: string
  readonly event: AlertEvent
  readonly project: string
  readonly target: string
  /** Of the incident in this target: `prod|failure:model.p.tickets`. */
  readonly key: string
  /** Of one opening of the incident: another where it comes back later. */
  readonly opening: string
  readonly incident: Incident
  /** ISO 8601, UTC. */
  readonly at: string
  readonly resolvedAt: string | null
  /** First message of this opening to this sink, for those who draw threads. */
  readonly thread: string
  /** What the receiver was told before, where that was something else: part of what it knows an alert by. */
  readonly before?: ToldAs
}

export interface ToldAs {
  readonly severity: Incident['severity']
  readonly owner: string | null
  readonly group: string | null
}

/** A message on its way, as a file of the outbox. */
export interface Envelope {
  readonly version: 1
  readonly message: AlertMessage
  readonly attempts: number
  /** `sending` is written before each attempt: whoever finds it so later cannot know whether it arrived. */
  readonly state: 'waiting' | 'sending'
  /** Some attempt may have arrived although it was not acknowledged. */
  readonly uncertain: boolean
  /** ISO 8601, UTC: the receiver asked for patience. */
  readonly notBefore: string | null
  /** Why the last attempt failed. */
  readonly why: string | null
}

export function envelopeOf(message: AlertMessage): Envelope {
  return { version: 1, message, attempts: 0, state: 'waiting', uncertain: false, notBefore: null, why: null }
}

/** What became of one attempt. */
export type Delivery =
  | { readonly ok: true; readonly note?: string }
  | {
      readonly ok: false
      /** `never`: it will be refused again until somebody changes the settings. */
      readonly retry: 'later' | 'never'
      /** It may have arrived nevertheless. */
      readonly uncertain: boolean
      readonly why: string
      /** Seconds the receiver wants to be left alone. */
      readonly after?: number
    }
