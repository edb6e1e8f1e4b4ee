/** What a command tells a run. */
import type { ConnectionPool } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import type { UniqueId } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import type { Graph } from '../graph/index.js'
import type { Gates } from './gates/types.js'

export interface RunOptions {
  readonly runtime: Runtime
  readonly graph: Graph
  /** Ids to run: nodes, unit tests, exposures, and for `freshness` sources. */
  readonly selected: ReadonlySet<UniqueId>
  /**
   * `execute` builds and tests; `compile` only renders; `offline` also writes what would be sent; `freshness` asks sources how
   * old they are; `clone` takes over relations.
   */
  readonly action: 'execute' | 'compile' | 'offline' | 'freshness' | 'clone'
  /** `build`: a failed data test skips what reads the tested node. */
  readonly testsBlock: boolean
  readonly threads: number
  /** Absolute target folder: compiled files and the journal go below it. */
  readonly targetDir: string
  /** on-run-start and on-run-end; true for commands that run them. */
  readonly hooks: boolean
  /** Seconds per node of an earlier run, for the order. */
  readonly durations?: ReadonlyMap<UniqueId, number>
  /** `retry`: what the earlier run left of a microbatch model. */
  /** What must hold of sources before they are read. */
  readonly gates?: Gates | undefined
  readonly earlierBatches?: ReadonlyMap<UniqueId, NonNullable<RunResult['batch_results']>>
  /** Rows to keep of a data test that did not pass; 0: none. */
  readonly samples?: number
  /** Called when all is done, while connections are open; not after an interruption. What it answers is added to the outcome. */
  readonly beforeClose?: (outcome: RunOutcome, pool: ConnectionPool) => Promise<Partial<RunOutcome>>
}

export interface RunOutcome {
  /** Hooks of the start, nodes in the order they ended, hooks of the end: as dbt lists them. */
  readonly results: readonly RunResult[]
  /** Seconds, hooks included. */
  readonly elapsed: number
  readonly cancelled: boolean
  /** The run is in the warehouse's history. */
  readonly historyKept?: boolean
}
