/** One node on its lane: what every kind of resource gets to work with. */
import type { Connection, ConnectionPool } from '../adapters/index.js'
import type { CompiledNode } from '../compile/index.js'
import type { Runtime, ScopeOptions } from '../context/index.js'
import type { NodeInfo } from '../core/event.js'
import type { Plain, Resource, UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import type { RunResult } from '../core/result.js'
import type { Deadline } from './deadline.js'
import type { RunOptions } from './options.js'
import type { Measured } from './results.js'
import type { Slots } from './slots.js'
import type { Stopwatch } from './timing.js'

/** Nodes that others see only when their tests have passed. */
interface Publisher {
  has(id: UniqueId): boolean
  /** Undefined where the node is published as it is built. */
  begin(run: NodeRun): { scopeOptions(globals?: Plain): Pick<ScopeOptions, 'globals' | 'onCommit'>; end(): void } | undefined
  /** It is out. */
  published(run: NodeRun): void
}

export interface NodeRun<T extends Resource = Resource> {
  readonly node: T
  readonly runtime: Runtime
  readonly connection: Connection
  readonly pool: ConnectionPool
  readonly watch: Stopwatch
  readonly options: RunOptions
  /** `Thread-1`. */
  readonly thread: string
  /** For what templates log. */
  readonly nodeInfo: NodeInfo
  readonly deadline: Deadline
  /** Threads that batches of the node may take besides its own. */
  readonly slots: Slots
  /** Nodes that others see only when their tests have passed; undefined where there are none. */
  readonly publishing?: Publisher | undefined
  /** Of a test in such an audit: what stands in for the node. */
  readonly candidates?: ReadonlyMap<UniqueId, Relation> | undefined
  /** Kept so that an error of the warehouse can be led back to the template. */
  noteCompiled(compiled: CompiledNode): void
}

/** Gives the result or throws; the lane turns what is thrown into an error result. */
export type ResourceRunner<T extends Resource = Resource> = (run: NodeRun<T>) => Promise<RunResult>

export function measured(run: NodeRun): Measured {
  return { timing: run.watch.timing, elapsed: run.watch.elapsed, thread: run.thread }
}
