/**
 * What a run saw is written down first, without any lock, so that nothing of it can be lost; then, one process at a time, it is
 * taken in, messages are written, and sent. What another process holds the lock for, that one or the next command does.
 */
import { noteFor, readNotes } from '../late/index.js'
import { type Delivered, deliver } from './deliver.js'
import { type Lock, type LockOwner, tryLock } from './lock.js'
import { appendLog } from './log.js'
import { type Observation, Outbox } from './outbox.js'
import { plan } from './plan.js'
import type { AlertSettings } from './settings.js'
import { type AlertState, readState, writeState } from './state.js'
import { keyOf, takeIn } from './take-in.js'

export interface Sending extends LockOwner {
  /** Of the project. */
  readonly root: string
  /** Undefined where none are set up. */
  readonly settings: AlertSettings | undefined
  readonly signal: AbortSignal
  newId(): string
  sleep(milliseconds: number): Promise<void>
  clean(text: string): string
}

export interface Sent {
  readonly sinks: readonly Delivered[]
  /** Another process is at it. */
  readonly locked: boolean
}

/** Throws the system's error where the folder cannot be written. */
export async function sendAlerts(sending: Sending): Promise<Sent> {
  const { settings, now, signal } = sending
  const until = now().getTime() + (settings?.giveUpAfter ?? 1) * 1000
  const lock = await waitForLock(sending, until)
  if (!lock) return { sinks: [], locked: true }
  try {
    const outbox = new Outbox(sending.root)
    const sinks: Delivered[] = []
    do {
      takeInAll(sending, outbox, lock)
      if (settings && !signal.aborted) sinks.push(...(await deliver(delivering(sending, settings, outbox, lock, until))))
      // A run that ended meanwhile left what it saw to us.
    } while (outbox.observations().length > 0 && now().getTime() < until && !signal.aborted && lock.hold())
    return { sinks: summed(sinks), locked: false }
  } finally {
    lock.release()
  }
}

function delivering(sending: Sending, settings: AlertSettings, outbox: Outbox, lock: Lock, until: number) {
  const { signal, now, sleep, clean } = sending
  const timeout = Math.min(10, settings.giveUpAfter)
  return { outbox, sinks: settings.sinks, lock, signal, until, timeout, now, sleep: (time: number) => sleep(time), clean }
}

/** Everything is known and nothing sent: how the state is brought up to what runs saw. */
function takeInAll(sending: Sending, outbox: Outbox, lock: Lock): void {
  const { root } = sending
  let state = finished(root, readState(root), outbox)
  for (const seen of outbox.observations()) {
    if (!lock.hold()) return
    if (!state.applied.includes(seen.id)) state = changed(sending, state, takeIn(state, seen, sending.newId), outbox, seen)
    outbox.forget(seen)
  }
  // What was quiet until now, or is due again.
  if (sending.settings && lock.hold()) changed(sending, state, state, outbox)
}

function changed(sending: Sending, before: AlertState, state: AlertState, outbox: Outbox, seen?: Observation): AlertState {
  const { root, settings, newId } = sending
  const now = sending.now()
  const notes = readNotes(root)
  const next = plan(before, state, {
    settings,
    now,
    waiting: outbox.waiting(),
    seen: new Set(seen?.incidents.map(({ incident }) => keyOf(seen.target, incident))),
    acknowledged: (key) => noteFor(notes, key, now) !== undefined,
    newId,
  })
  if (!seen && next.doing === null) return state
  writeState(root, next)
  return finished(root, next, outbox)
}

/** What a state asks of other files, done; again, where a process ended in between. */
function finished(root: string, state: AlertState, outbox: Outbox): AlertState {
  const { doing } = state
  if (!doing) return state
  for (const message of doing.cancel) outbox.remove(message)
  for (const message of doing.write) outbox.add(message)
  appendLog(root, doing.log)
  const done = { ...state, doing: null }
  writeState(root, done)
  return done
}

const poll = 100

async function waitForLock(sending: Sending, until: number): Promise<Lock | undefined> {
  const { root, now, signal, sleep } = sending
  for (;;) {
    const lock = tryLock(root, sending)
    if (lock || signal.aborted || now().getTime() + poll >= until) return lock
    await sleep(poll)
  }
}

/** Of several rounds: sent in all of them, waiting after the last. */
function summed(rounds: readonly Delivered[]): readonly Delivered[] {
  const found = new Map<string, Delivered>()
  for (const round of rounds) found.set(round.sink, { ...round, sent: round.sent + (found.get(round.sink)?.sent ?? 0) })
  return [...found.values()]
}
