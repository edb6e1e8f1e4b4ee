/** What is open, and who was told → messages to write and to take back. Nothing is sent here. */
import type { LogLine } from './log.js'
import type { AlertEvent, AlertMessage, Envelope } from './message.js'
import { isMuted } from './mute.js'
import { type AlertSettings, routed } from './settings.js'
import type { Sink } from './sink.js'
import type { AlertState, Doing, OpenIncident, Told } from './state.js'

export interface Planning {
  /** Undefined where nobody is to be told; what is open is kept all the same. */
  readonly settings: AlertSettings | undefined
  readonly now: Date
  /** In the outbox. */
  readonly waiting: readonly Envelope[]
  /** Keys of incidents that were seen just now: only these are worth a reminder. */
  readonly seen: ReadonlySet<string>
  /** Somebody said that it is known. */
  acknowledged(key: string): boolean
  newId(): string
}

/** `before`: what was open before the last run was taken in. */
export function plan(before: AlertState, state: AlertState, planning: Planning): AlertState {
  const draft = new Draft(state, planning)
  const open: Record<string, OpenIncident> = {}
  for (const [key, entry] of Object.entries(state.open)) {
    const known = before.open[key]
    const opened = known?.opening !== entry.opening
    if (entry.resolvedAt !== null && known?.resolvedAt !== entry.resolvedAt) draft.log(entry, 'resolved')
    const told = entry.resolvedAt === null ? draft.tell(key, entry, opened) : draft.end(key, entry)
    // Nobody waits for the news that it is over.
    if (entry.resolvedAt === null || Object.keys(told).length > 0) open[key] = { ...entry, told }
  }
  return { ...state, seq: draft.seq, open, doing: draft.doing() }
}

class Draft {
  seq: number
  readonly #planning: Planning
  readonly #write: AlertMessage[] = []
  readonly #cancel: AlertMessage[] = []
  readonly #log: LogLine[] = []

  constructor({ seq }: AlertState, planning: Planning) {
    this.seq = seq
    this.#planning = planning
  }

  doing(): Doing | null {
    const [write, cancel, log] = [this.#write, this.#cancel.map(({ seq, id }) => ({ seq, id })), this.#log]
    return write.length + cancel.length + log.length === 0 ? null : { write, cancel, log }
  }

  log(entry: OpenIncident, event: LogLine['event'], sinks: readonly string[] = []): void {
    const { opening, project, target, incident, resolvedAt } = entry
    const at = event === 'resolved' ? (resolvedAt as string) : this.#planning.now.toISOString()
    this.#log.push({ id: this.#planning.newId(), at, event, opening, project, target, incident, sinks })
  }

  /** Who is to know of one that is open. */
  tell(key: string, entry: OpenIncident, opened: boolean): Readonly<Record<string, Told>> {
    const { settings, now } = this.#planning
    const told: Record<string, Told> = { ...entry.told }
    const events = new Map<AlertEvent, string[]>()
    for (const name of this.#wanted(entry)) {
      const sink = settings?.sinks.get(name)
      const event = sink && this.#due(key, entry, name, sink)
      if (!event || !settings) continue
      if (isMuted(settings.mute, name, entry.incident, now, entry.selections) || this.#planning.acknowledged(entry.incident.key)) continue
      told[name] = this.#say(key, entry, name, event)
      events.set(event, [...(events.get(event) ?? []), name])
    }
    this.#logTold(entry, opened, events)
    return told
  }

  #logTold(entry: OpenIncident, opened: boolean, events: ReadonlyMap<AlertEvent, readonly string[]>): void {
    const first = events.get('open') ?? []
    if (opened) this.log(entry, 'opened', first)
    const changed = events.get('update')
    if (changed) this.log(entry, 'changed', changed)
    const again = [...(events.get('reminder') ?? []), ...(opened ? [] : first)]
    if (again.length > 0) this.log(entry, 'reminded', again)
  }

  #wanted({ target, incident, selections }: OpenIncident): readonly string[] {
    const { settings } = this.#planning
    if (!settings || (settings.targets && !settings.targets.includes(target))) return []
    return routed(settings, incident, selections)
  }

  #due(key: string, entry: OpenIncident, name: string, sink: Sink): AlertEvent | undefined {
    const told = entry.told[name]
    if (!told) return 'open'
    if (isWorse(entry, told) || (sink.refresh !== undefined && isOther(entry, told))) return 'update'
    const { settings, now, seen, waiting } = this.#planning
    const every = Math.min(sink.refresh ?? Number.POSITIVE_INFINITY, settings?.remind ?? Number.POSITIVE_INFINITY)
    const old = now.getTime() - Date.parse(told.at) >= every * 1000
    if (!old || !(seen.has(key) || sink.refresh !== undefined)) return undefined
    return waiting.some(({ message }) => message.opening === entry.opening && message.sink === name) ? undefined : 'reminder'
  }

  #say(key: string, entry: OpenIncident, name: string, event: AlertEvent): Told {
    const { incident, bad } = entry
    const known = entry.told[name]
    // One that surely is not there yet is told in its newer form.
    const unheard = event === 'update' && this.#takeBack(entry, name, 'open')
    const message = this.#message(key, entry, name, unheard ? 'open' : event, unheard ? undefined : known)
    const { severity, owner, group } = incident
    return { at: message.at, thread: message.thread, severity, owner, group, witnesses: bad }
  }

  /** Whoever was told hears that it is over, unless the first message never left: then neither does this one. */
  end(key: string, entry: OpenIncident): Readonly<Record<string, Told>> {
    const { settings, now } = this.#planning
    const left: Record<string, Told> = {}
    for (const [name, told] of Object.entries(entry.told)) {
      const sink = settings?.sinks.get(name)
      if (!settings) left[name] = told
      if (!settings || !sink) continue
      if (isMuted(settings.mute, name, entry.incident, now, entry.selections)) left[name] = told
      else if (!this.#takeBack(entry, name, 'open', sink.idempotent)) {
        this.#takeBack(entry, name, 'later', sink.idempotent)
        this.#message(key, entry, name, 'resolved', told)
      }
    }
    return left
  }

  /**
   * Takes messages back that are still waiting, and says whether the first of them, which opens the incident, surely never
   * arrived. `force`: also such as may have arrived, because the receiver takes an end without a beginning.
   */
  #takeBack(entry: OpenIncident, name: string, which: 'open' | 'later', force = false): boolean {
    const here = this.#unsent(entry, name)
    const first = here.find(({ message }) => message.event === 'open')
    const unheard = first !== undefined && !first.uncertain
    if (which === 'open' && !unheard) return false
    const gone = which === 'open' ? here : here.filter(({ message, uncertain }) => force || (!uncertain && message.event !== 'open'))
    this.#cancel.push(...gone.map(({ message }) => message))
    return unheard
  }

  /** Since the last that said it is over: that one is to arrive. */
  #unsent({ opening }: OpenIncident, name: string): readonly Envelope[] {
    const here = this.#planning.waiting.filter(({ message }) => message.opening === opening && message.sink === name)
    return here.slice(here.findLastIndex(({ message }) => message.event === 'resolved') + 1)
  }

  #message(key: string, entry: OpenIncident, sink: string, event: AlertEvent, told: Told | undefined): AlertMessage {
    const { project, target, opening, incident, resolvedAt } = entry
    const id = this.#planning.newId()
    this.seq += 1
    const other = told && (event === 'resolved' || isOther(entry, told))
    const message: AlertMessage = {
      id,
      seq: this.seq,
      sink,
      event,
      project,
      target,
      key,
      opening,
      incident,
      at: this.#planning.now.toISOString(),
      resolvedAt,
      thread: told?.thread ?? id,
      ...(other ? { before: { severity: told.severity, owner: told.owner, group: told.group } } : {}),
    }
    this.#write.push(message)
    return message
  }
}

function isWorse({ incident, bad }: OpenIncident, told: Told): boolean {
  return (incident.severity === 'error' && told.severity === 'warn') || bad.some((id) => !told.witnesses.includes(id))
}

function isOther({ incident }: OpenIncident, told: Told): boolean {
  return incident.severity !== told.severity || incident.owner !== told.owner || incident.group !== told.group
}
