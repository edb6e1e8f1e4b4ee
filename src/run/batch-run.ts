/** One batch of a microbatch model: compiled, built and told of. What ends badly is an outcome like any other. */
import type { Connection } from '../adapters/index.js'
import { type CompiledNode, placeForAuthor } from '../compile/index.js'
import type { SluiceError } from '../core/error.js'
import type { ModelNode } from '../core/node.js'
import { define } from '../core/template-object.js'
import { type Batch, type BatchSize, batchMoment, batchName } from './batches.js'
import { compileStep } from './compile-step.js'
import { errorText } from './error-text.js'
import { materialize } from './materialize.js'
import { describeRelation } from './node-info.js'
import type { NodeRun } from './node-run.js'
import { readResponse } from './response.js'
import { asSluiceError } from './results.js'

export interface BatchOutcome {
  readonly batch: Batch
  readonly error?: SluiceError
}

/** Where a batch stands among those of its run. */
export interface BatchPosition {
  readonly batch: Batch
  /** 0-based. */
  readonly index: number
  readonly total: number
  readonly size: BatchSize
  /** Goes into a table that is there already. */
  readonly appends: boolean
}

/** On the lane's own connection, or on one beside it. */
export async function runBatch(
  run: NodeRun<ModelNode>,
  position: BatchPosition,
  connection: Connection = run.connection,
): Promise<BatchOutcome> {
  const { batch } = position
  if (run.deadline.error) return { batch, error: run.deadline.error }
  const tell = teller(run, position)
  tell.start()
  let compiled: CompiledNode | undefined
  const noteCompiled = (fresh: CompiledNode) => {
    compiled = fresh
    run.noteCompiled(fresh)
  }
  try {
    const message = await build({ ...run, connection, noteCompiled }, position)
    tell.end('success', message)
    return { batch }
  } catch (thrown) {
    await connection.rollback()
    const error = placeForAuthor(asSluiceError(run.deadline.explain(thrown), run.node), run.node, run.runtime, compiled)
    tell.end('error', 'ERROR')
    tell.failed(error)
    return { batch, error }
  }
}

/** The first batch failed: the others would fail as well. */
export function skipBatch(run: NodeRun<ModelNode>, position: BatchPosition, error: SluiceError): BatchOutcome {
  teller(run, position).end('skipped', 'SKIPPED')
  return { batch: position.batch, error }
}

/** Gives the message of the batch's main statement. */
async function build(run: NodeRun<ModelNode>, { batch, index, total, size, appends }: BatchPosition): Promise<string> {
  const part = batchName(batch.start, size)
  const window = { event_time_start: batchMoment(batch.start), event_time_end: batchMoment(batch.end) }
  const node: ModelNode = {
    ...run.node,
    config: {
      ...run.node.config,
      'pre-hook': index === 0 ? run.node.config['pre-hook'] : [],
      'post-hook': index === total - 1 ? run.node.config['post-hook'] : [],
      __dbt_internal_microbatch_event_time_start: window.event_time_start,
      __dbt_internal_microbatch_event_time_end: window.event_time_end,
    },
  }
  const options = { batch: { id: part.replaceAll('-', ''), ...window } }
  const always = {
    is_incremental: define('is_incremental', [], () => true),
    should_full_refresh: define('should_full_refresh', [], () => false),
  }
  const batchRun = { ...run, node }
  await compileStep(batchRun, { ...options, part })
  const { scope } = await materialize(batchRun, {
    ...options,
    part,
    materialization: 'incremental',
    returnsRelations: true,
    ...(appends ? { globals: always } : {}),
  })
  Object.assign(run.node, { compiled: node.compiled, compiled_code: node.compiled_code, compiled_path: node.compiled_path })
  return readResponse(scope.results.get('main')?.response).message
}

interface Teller {
  start(): void
  end(status: 'success' | 'error' | 'skipped', message: string): void
  failed(error: SluiceError): void
}

function teller(run: NodeRun<ModelNode>, { batch, index, total, size }: BatchPosition): Teller {
  const { node, nodeInfo, runtime, options } = run
  const { events } = runtime.invocation
  const silent = options.action === 'offline'
  const description = `batch ${batchName(batch.start, size)} of ${describeRelation(node, runtime.project.target)}`
  const about = { node_info: nodeInfo, description, batch_index: index + 1, total_batches: total }
  const started = performance.now()
  return {
    start: () => (silent ? undefined : events.emit('LogStartBatch', about)),
    end(status, message) {
      if (silent) return
      const data = { ...about, status: status === 'success' ? message : status, execution_time: (performance.now() - started) / 1000 }
      events.emit('LogBatchResult', data, status === 'error' ? 'error' : 'info')
    },
    failed(error) {
      if (!silent && error.code !== 'INTERRUPTED')
        events.emit('RunResultError', { msg: errorText(error, node), node_info: nodeInfo, error: error.toJSON() })
    },
  }
}
