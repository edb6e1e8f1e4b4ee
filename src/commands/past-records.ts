/** The newest runs, for what looks at them after a run: read while the run's connection was open, where that is the way to them. */
import type { Invocation } from '../core/invocation.js'
import type { HistoryStore, RunHead, RunRecord, SloReport } from '../observe/index.js'
import { withHistory } from './history-place.js'
import type { OpenProject } from './open-project.js'

export interface Past {
  /** Newest first, the run that is just over among them. */
  readonly heads: readonly RunHead[]
  /** Of the newest of `heads`. */
  readonly records: readonly RunRecord[]
  /** Null where too much would have to be read for it. */
  readonly slo: SloReport | null
}

/** Of so many the page shows what single nodes did; of further ones only how they ended. */
const inFull = 31
const atMost = 201

const remembered = new WeakMap<OpenProject, Past>()

/** Only where the page is written after the run: reading costs time. */
export async function rememberPast(opened: OpenProject, invocation: Invocation, store: HistoryStore): Promise<void> {
  const { flags } = invocation
  if (flags.which === 'build' && flags.docs !== false) remembered.set(opened, await readPast(opened, invocation, store))
}

/** Undefined where no history is kept. */
export async function pastOf(opened: OpenProject, invocation: Invocation): Promise<Past | undefined> {
  return (
    remembered.get(opened) ?? (await withHistory(opened, invocation, async (store) => store && (await readPast(opened, invocation, store))))
  )
}

async function readPast(opened: OpenProject, invocation: Invocation, store: HistoryStore): Promise<Past> {
  const heads = await store.runs(atMost)
  const records = await store.records({ limit: inFull })
  return { heads, records, slo: await sloFor(opened, invocation, store, heads.length) }
}

/** After a build only where few runs are kept. What is wrong with `slo:` is told by `history --slo`. */
async function sloFor(opened: OpenProject, invocation: Invocation, store: HistoryStore, runs: number): Promise<SloReport | null> {
  if (invocation.flags.which !== 'generate' && runs >= atMost) return null
  const { sloOf } = await import('./slo.js')
  return await sloOf(opened, invocation, store).catch(() => null)
}
