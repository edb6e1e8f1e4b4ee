/** Each run is kept: as a file of `.sluice/history`, or in tables of the warehouse, written before the run's connection closes. */
import type { ConnectionPool } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import { HistoryFiles, HistoryInWarehouse, type HistorySettings, type HistoryStore, type RunRecord, recordOf } from '../observe/index.js'
import type { RunOutcome } from '../run/index.js'
import { fileRefused } from './errors.js'
import type { FinishedRun } from './finished-run.js'
import { historyDatabase, historySettings, isLost, waitingRuns } from './history-place.js'
import type { OpenProject } from './open-project.js'
import { rememberPast } from './past-records.js'

/** Never the reason why a run fails: what was built stands, whether or not it could be written down. */
export async function keepHistory(opened: OpenProject, invocation: Invocation, run: FinishedRun): Promise<void> {
  if (run.results.length === 0 || run.historyKept === true) return
  const { project } = opened
  const settings = historySettings(project, invocation)
  if (settings.store === 'off') return
  const files = settings.store === 'file' ? new HistoryFiles(project.root.root) : waitingRuns(project)
  try {
    await files.write(recordFor(opened, invocation, run))
    await pruneDaily(files, settings, invocation)
  } catch (thrown) {
    const error = fileRefused(thrown)
    if (!error) throw thrown
    invocation.events.emit('Note', { msg: `The run was not written to the history: ${error.message}` })
  }
}

function recordFor({ manifest, project }: OpenProject, invocation: Invocation, run: FinishedRun): RunRecord {
  const { results, elapsed, cancelled } = run
  const asked = invocation.flags.which === 'freshness' ? results.filter(({ unique_id: id }) => id.startsWith('source.')) : results
  return recordOf({ manifest, results: asked, elapsed, cancelled, target: project.target.name }, invocation)
}

/** What a run does with the warehouse when all is built; undefined where the history is not kept there. */
export type HistoryKeeper = (outcome: RunOutcome, pool: ConnectionPool) => Promise<Partial<RunOutcome>>

export function historyKeeper(opened: OpenProject, invocation: Invocation, settings: HistorySettings, runtime: Runtime): HistoryKeeper {
  return async (outcome, pool) => {
    const record = recordFor(opened, invocation, outcome)
    if (record.nodes.length === 0) return {}
    try {
      await pool.use('master', async (connection) => {
        const database = historyDatabase(runtime, connection, settings, () => announce(invocation, database.schema))
        const store = new HistoryInWarehouse(database)
        await store.write(record)
        await sendWaiting(opened, store)
        await pruneDaily(store, settings, invocation)
        await rememberPast(opened, invocation, store)
      })
      return { historyKept: true }
    } catch (error) {
      tellRefused(invocation, error)
      return {}
    }
  }
}

function announce({ events }: Invocation, schema: string): void {
  events.emit('Note', { msg: `Runs are kept in schema ${schema} of the warehouse from now on; SLUICE_HISTORY=file keeps them in files.` })
}

function tellRefused({ events, redactor }: Invocation, error: unknown): void {
  const why = redactor.clean(error instanceof Error ? error.message : String(error)).split('\n')[0]
  const msg = `The run is kept in .sluice/history-waiting, not in the warehouse: ${why}`
  events.emit('Note', { msg }, isLost(error) ? 'info' : 'warn')
}

/** So many at once: the rest goes with later runs. */
const mostSent = 100

async function sendWaiting({ project }: OpenProject, store: HistoryStore): Promise<void> {
  const waiting = waitingRuns(project)
  const heads = (await waiting.runs()).filter(({ target }) => target === project.target.name)
  for (const head of heads.slice(-mostSent)) {
    await store.write({ head, nodes: await waiting.nodes(head) })
    waiting.remove(head)
  }
}

/** At most once a day, whoever runs. */
async function pruneDaily(store: HistoryStore, { retention }: HistorySettings, invocation: Invocation): Promise<void> {
  const now = invocation.now()
  if (retention === null || !(await store.claimPruning(now))) return
  await store.prune(new Date(now.getTime() - retention * 1000))
}
