/** What is kept of a run: a head, and a line for each node, test and check that it touched. Plain data, secrets masked. */
import type { RunStatus, SampleRows } from '../../core/result.js'

export interface RunHead {
  readonly version: 1
  /** Of the invocation. */
  readonly id: string
  readonly command: string
  readonly select: readonly string[]
  readonly exclude: readonly string[]
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** The same; runs of older versions do not have it. */
  readonly finishedAt?: string
  /** Seconds, without the time before the first node and after the last one. */
  readonly elapsed: number
  readonly project: string
  readonly target: string
  readonly adapter: string
  readonly tool: string
  readonly fullRefresh: boolean
  /** Interrupted before every node had its turn. */
  readonly cancelled: boolean
  /** How many ended how. */
  readonly counts: Readonly<Partial<Record<RunStatus, number>>>
}

export interface NodeRecord {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly status: RunStatus
  /** ISO 8601, UTC; null where it never started. */
  readonly startedAt: string | null
  /** Seconds. */
  readonly seconds: number
  readonly thread: string
  readonly message: string | null
  /** Of a test: rows that fail it, also where it passes or warns. */
  readonly failures: number | null
  /** Rows written or counted. */
  readonly rows: number | null
  readonly bytes: number | null
  /** Of a test: what it looks at. */
  readonly node: string | null
  readonly column: string | null
  /** Of a test: `not_null` …; of a model: its materialization. */
  readonly kind: string | null
  readonly owner: string | null
  /** Of a source: its newest row, ISO 8601, UTC. */
  readonly loadedAt: string | null
  /** Of a source: seconds. */
  readonly age: number | null
  /** Of a test that did not pass. */
  readonly samples?: SampleRows
}

export interface RunRecord {
  readonly head: RunHead
  readonly nodes: readonly NodeRecord[]
}
