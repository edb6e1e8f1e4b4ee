/** Where the history of this project lies, and the way there: files below the project, or tables of the warehouse. */
import type { Connection } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { Project } from '../core/project.js'
import { readSettings } from '../load/index.js'
import {
  HistoryBoth,
  type HistoryDatabase,
  HistoryFiles,
  HistoryInWarehouse,
  type HistorySettings,
  type HistoryStore,
  readHistorySettings,
} from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { withRuntime } from './warehouse.js'

/** Warehouses that many people and machines share: what one keeps in files the others do not see. */
const servers = new Set(['postgres', 'snowflake'])

/** Throws SETTINGS_INVALID. */
export function historySettings(project: Project, invocation: Invocation): HistorySettings {
  const usual = servers.has(project.target.type) ? 'warehouse' : 'file'
  return readHistorySettings(readSettings(project, invocation, 'history'), project.env.SLUICE_HISTORY, usual)
}

/** What is kept, for as long as `work` takes; undefined where nothing is. A connection is opened where it lies in the warehouse. */
export async function withHistory<T>(
  opened: OpenProject,
  invocation: Invocation,
  work: (store: HistoryStore | undefined) => Promise<T>,
): Promise<T> {
  const { project } = opened
  const settings = historySettings(project, invocation)
  if (settings.store === 'off') return await work(undefined)
  if (settings.store === 'file') return await work(new HistoryFiles(project.root.root))
  return await withRuntime(opened, invocation, {}, async (runtime) => {
    const connection = await runtime.adapter.connect('history')
    try {
      const tables = new HistoryInWarehouse(historyDatabase(runtime, connection, settings))
      return await work(new HistoryBoth(tables, waitingRuns(project)))
    } finally {
      await connection.close()
    }
  })
}

/** Runs that could not be written to the warehouse; a later run sends them. */
export function waitingRuns({ root }: Pick<Project, 'root'>): HistoryFiles {
  return new HistoryFiles(root.root, 'history-waiting')
}

/** @param created - told when the tables are new */
export function historyDatabase(
  runtime: Runtime,
  connection: Connection,
  { schema }: Pick<HistorySettings, 'schema'>,
  created: () => void = () => undefined,
): HistoryDatabase {
  const { target } = runtime.project
  const { adapter } = runtime
  const scope = runtime.operationScope(connection, { packageName: 'sluice' })
  return {
    database: target.database,
    schema: schema ?? `${target.schema}_sluice`,
    call: (macro: string, args: Plain) => scope.callMacro(macro, [], args),
    async execute(sql, bindings) {
      const { response, table } = await connection.execute(sql, { fetch: true, ...(bindings ? { bindings } : {}) })
      return { rows: table.rows.map(({ cells }) => cells), affected: response.rowsAffected ?? -1 }
    },
    mayAgain: (error) => adapter.isTaken?.(error) === true || (adapter.isTransient(error) && !isLost(error)),
    created,
  }
}

export function isLost(error: unknown): boolean {
  return error instanceof SluiceError && (error.code === 'DB_CONNECTION_LOST' || error.code === 'INTERRUPTED')
}
