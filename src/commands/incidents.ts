/** What somebody has to know of after a run: its own troubles by root cause, what is late, which sources changed. */
import type { Invocation } from '../core/invocation.js'
import {
  type Incident,
  type IncidentKind,
  incidentsFrom,
  mergeIncidents,
  type NodeRecord,
  type Occasion,
  type Outcome,
  occasionsByNode,
  type RunHead,
} from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { pastOf } from './past-records.js'

/**
 * Of results alone, of a run just over or kept of one; nothing is asked of the warehouse.
 * @param now - of the run: when trouble began that `history` does not know to be older
 * @param history - by node, newest first
 */
export function incidentsOf(
  opened: Pick<OpenProject, 'manifest' | 'graph'>,
  results: readonly Outcome[],
  now: Date,
  history?: ReadonlyMap<string, readonly Occasion[]>,
): readonly Incident[] {
  const { manifest, graph } = opened
  return incidentsFrom({ manifest, graph, outcomes: results, at: now.toISOString(), ...(history ? { history } : {}) })
}

export interface FoundIncidents {
  readonly incidents: readonly Incident[]
  /** Kinds that were looked for beyond results: what is not among `incidents` any more is over. */
  readonly looked: readonly IncidentKind[]
}

/** A finder that fails is told of and finds nothing; it does not end what it found before. */
export async function findIncidents(opened: OpenProject, invocation: Invocation, results: readonly Outcome[]): Promise<FoundIncidents> {
  const own = incidentsOf(opened, results, invocation.startedAt)
  const past = own.length > 0 ? await recent(opened, invocation) : undefined
  const dated = past ? incidentsOf(opened, results, invocation.startedAt, past) : own
  const looked: IncidentKind[] = []
  const others: Incident[] = []
  for (const { kind, find } of finders) {
    try {
      others.push(...(await find(opened, invocation)))
      looked.push(kind)
    } catch (thrown) {
      if (invocation.signal.aborted) break
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      invocation.events.emit('Note', { msg: `Incidents: what is ${kind} could not be found out: ${why}` }, 'warn')
    }
  }
  return { incidents: invocation.redactor.deep(mergeIncidents(dated, others)), looked }
}

interface Finder {
  readonly kind: IncidentKind
  find(opened: OpenProject, invocation: Invocation): Promise<readonly Incident[]>
}

const finders: readonly Finder[] = [
  { kind: 'late', find: async (...given) => await (await import('./late-incidents.js')).lateIncidents(...given) },
  { kind: 'drift', find: async (opened) => await (await import('./source-drift.js')).sourceDriftIncidents(opened) },
]

/** Undefined where no history is kept, or it cannot be read: then trouble counts as new. */
async function recent(opened: OpenProject, invocation: Invocation): Promise<ReadonlyMap<string, readonly Occasion[]> | undefined> {
  const past = await pastOf(opened, invocation).catch(() => undefined)
  const runs = past?.records.filter(({ head }) => head.target === opened.project.target.name)
  return runs && occasionsByNode(runs.map(({ head, nodes }): [RunHead, readonly NodeRecord[]] => [head, nodes]))
}
