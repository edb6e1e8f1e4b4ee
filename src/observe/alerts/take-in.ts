/** What a run saw → what is open now. A run looks at a part of the project only: what it did not look at stays as it is. */
import type { Incident } from '../incident.js'
import type { Observation, SeenIncident } from './outbox.js'
import type { AlertState, OpenIncident } from './state.js'

/** Ids of runs are kept so that none is taken in twice. */
const remembered = 200

export function keyOf(target: string, { key }: Pick<Incident, 'key'>): string {
  return `${target}|${key}`
}

/** `newId` names openings. */
export function takeIn(state: AlertState, seen: Observation, newId: () => string): AlertState {
  if (state.applied.includes(seen.id)) return state
  const open: Record<string, OpenIncident> = {}
  const here = new Set(seen.incidents.map(({ incident }) => keyOf(seen.target, incident)))
  const well = new Set(seen.well)
  for (const [key, entry] of Object.entries(state.open))
    open[key] = entry.target === seen.target ? lookedAt(entry, well, seen, here.has(key)) : entry
  for (const each of seen.incidents) {
    const key = keyOf(seen.target, each.incident)
    if (!isPartOf(each.incident, seen.target, open)) open[key] = merged(open[key], each, seen, newId)
  }
  for (const [key, entry] of Object.entries(open))
    if (entry.target === seen.target && entry.resolvedAt === null && entry.bad.length === 0 && entry.found === null)
      open[key] = { ...entry, resolvedAt: seen.at }
  return { ...state, open, applied: [...state.applied, seen.id].slice(-remembered) }
}

function lookedAt(entry: OpenIncident, well: ReadonlySet<string>, seen: Observation, here: boolean): OpenIncident {
  const bad = entry.bad.filter((id) => !well.has(id))
  const found = entry.found !== null && seen.looked.includes(entry.found) && !here ? null : entry.found
  return { ...entry, bad, found }
}

/** Late for a failure that an earlier run told of. */
function isPartOf({ kind, cause, key }: Incident, target: string, open: Readonly<Record<string, OpenIncident>>): boolean {
  if (kind !== 'late' || open[`${target}|${key}`] !== undefined) return false
  return Object.values(open).some(
    (entry) =>
      entry.target === target &&
      entry.bad.length > 0 &&
      entry.incident.cause === cause &&
      (entry.incident.kind === 'failure' || entry.incident.kind === 'gate'),
  )
}

function merged(
  known: OpenIncident | undefined,
  { incident, selections }: SeenIncident,
  seen: Observation,
  newId: () => string,
): OpenIncident {
  const witnesses = incident.witnesses ?? []
  const found = witnesses.length === 0 ? incident.kind : null
  if (!known)
    return {
      project: seen.project,
      target: seen.target,
      incident,
      opening: newId(),
      openedAt: seen.at,
      bad: witnesses,
      found,
      selections,
      told: {},
      resolvedAt: null,
    }
  // Some that were bad before had no turn now.
  const part = known.bad.some((id) => !witnesses.includes(id))
  const severity = part && known.incident.severity === 'error' ? 'error' : incident.severity
  const since = known.incident.since < incident.since ? known.incident.since : incident.since
  return {
    ...known,
    incident: { ...incident, severity, since },
    bad: [...new Set([...known.bad, ...witnesses])],
    found: found ?? known.found,
    selections,
    resolvedAt: null,
  }
}
