/** Incidents of several finders → one for each root cause. */
import type { UniqueId } from '../../core/node.js'
import type { Incident } from '../incident.js'

/**
 * A table that is late because a node failed, or because a gate is closed, is part of that failure's incident. One found by two
 * under the same key keeps the words of `others`, who looked further.
 */
export function mergeIncidents(own: readonly Incident[], others: readonly Incident[]): readonly Incident[] {
  const found = new Map(own.map((incident) => [incident.key, incident]))
  const causes = new Map(own.filter(({ kind }) => kind === 'failure' || kind === 'gate').map(({ cause, key }) => [cause, key]))
  for (const incident of others) {
    const same = found.get(incident.key)
    const cause = causes.get(incident.cause)
    if (same) found.set(incident.key, { ...joined(same, incident), title: incident.title, text: incident.text })
    else if (incident.kind === 'late' && cause !== undefined) found.set(cause, joined(found.get(cause) as Incident, incident))
    else found.set(incident.key, incident.kind === 'drift' ? withFailures(incident, found) : incident)
  }
  return [...found.values()]
}

/** Nodes that cannot be built because a source changed are part of that change. */
function withFailures(drift: Incident, found: Map<string, Incident>): Incident {
  const broken = [...found.values()].filter(({ kind, cause }) => kind === 'failure' && drift.affected.includes(cause))
  for (const { key } of broken) found.delete(key)
  return broken.reduce(
    (into, failure) => ({
      ...joined(into, failure),
      text: `${into.text}\n${failure.title}`,
      witnesses: union(into.witnesses ?? [], failure.witnesses ?? []),
    }),
    drift,
  )
}

function joined(into: Incident, other: Incident): Incident {
  return {
    ...into,
    severity: into.severity === 'error' ? 'error' : other.severity,
    affected: union(into.affected, other.affected).filter((id) => id !== into.cause),
    exposures: union(into.exposures, other.exposures),
    owner: into.owner ?? other.owner,
    email: into.email ?? other.email,
    group: into.group ?? other.group,
    tags: union(into.tags, other.tags),
    runbook: into.runbook ?? other.runbook,
    since: into.since < other.since ? into.since : other.since,
  }
}

function union(a: readonly UniqueId[], b: readonly UniqueId[]): readonly UniqueId[] {
  return [...new Set([...a, ...b])]
}
