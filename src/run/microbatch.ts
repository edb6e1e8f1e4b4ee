/** A microbatch model runs once per event-time window. Failed windows leave the others standing. */
import type { ModelNode } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { runBatches } from './batch-lanes.js'
import type { BatchOutcome } from './batch-run.js'
import { type Batch, type BatchSize, batchSizes, parseMoment, planBatches } from './batches.js'
import { batchConfigInvalid } from './errors.js'
import { measured, type NodeRun } from './node-run.js'
import { resultOf } from './results.js'

type BatchResults = NonNullable<RunResult['batch_results']>

export async function runMicrobatch(run: NodeRun<ModelNode>): Promise<RunResult> {
  const { node } = run
  const size = batchSizeOf(node)
  const incremental = await isIncremental(run)
  const earlier = run.options.earlierBatches?.get(node.unique_id)
  const batches = earlier ? earlier.failed.map((window) => storedBatch(window, node)) : plan(run, size, incremental)
  const outcomes = await run.watch.phase('execute', () => runBatches(run, { batches, size, incremental }))
  return summarise(run, outcomes, earlier)
}

/** The same run as far as the newest batch: one shows what each of them does. */
export async function lastBatchOnly(run: NodeRun<ModelNode>): Promise<NodeRun<ModelNode>> {
  const batch = plan(run, batchSizeOf(run.node), await isIncremental(run)).at(-1) as Batch
  const failed = [[storedMoment(batch.start), storedMoment(batch.end)]]
  return { ...run, options: { ...run.options, earlierBatches: new Map([[run.node.unique_id, { successful: [], failed }]]) } }
}

function batchSizeOf(node: ModelNode): BatchSize {
  const size = batchSizes.find((known) => known === node.config.batch_size)
  if (!size)
    throw batchConfigInvalid(node, `batch_size is ${String(node.config.batch_size ?? 'missing')}`, `one of ${batchSizes.join(', ')}`)
  return size
}

function plan(run: NodeRun<ModelNode>, size: BatchSize, incremental: boolean): Batch[] {
  const { node, runtime } = run
  const { flags, startedAt } = runtime.invocation
  const sample = flags.sample as { readonly start?: unknown; readonly end?: unknown } | undefined
  return planBatches(
    {
      size,
      lookback: Number(node.config.lookback ?? 1),
      begin: parseMoment(node.config.begin, node, 'begin'),
      incremental,
      eventTimeStart: parseMoment(sample?.start ?? flags.eventTimeStart, node, '--event-time-start'),
      eventTimeEnd: parseMoment(sample?.end ?? flags.eventTimeEnd, node, '--event-time-end'),
      now: startedAt,
    },
    node,
  )
}

/** The table is there and neither the model nor the command asks for all of it anew. */
async function isIncremental(run: NodeRun<ModelNode>): Promise<boolean> {
  const { node, runtime } = run
  const { database, schema, identifier } = runtime.relationOf(node)
  const existing = runtime.cache.get({ database, schema, identifier: identifier ?? node.alias })
  return existing?.type === 'table' && (node.config.full_refresh ?? runtime.invocation.flags.fullRefresh) !== true
}

function summarise(run: NodeRun<ModelNode>, outcomes: readonly BatchOutcome[], earlier: BatchResults | undefined): RunResult {
  const times = (list: readonly BatchOutcome[]) => list.map(({ batch }) => [storedMoment(batch.start), storedMoment(batch.end)])
  const failed = outcomes.filter((outcome) => outcome.error !== undefined)
  const good = outcomes.filter((outcome) => outcome.error === undefined)
  const batch_results = { successful: [...times(good), ...(earlier?.successful ?? [])], failed: times(failed) }
  if (failed.length === 0) return resultOf(run.node, 'success', measured(run), { message: 'SUCCESS', failures: 0, batch_results })
  const error = failed[0]?.error ? { error: failed[0].error.toJSON() } : {}
  if (good.length === 0) return resultOf(run.node, 'error', measured(run), { message: 'ERROR', failures: 0, batch_results, ...error })
  const message = `PARTIAL SUCCESS (${good.length}/${outcomes.length})`
  return resultOf(run.node, 'partial success', measured(run), { message, failures: 0, batch_results, ...error })
}

/** As dbt writes it. */
function storedMoment(time: Date): string {
  return `${time.toISOString().slice(0, 19)}+00:00`
}

/** A window as run_results.json keeps it. */
function storedBatch(window: unknown, node: ModelNode): Batch {
  const [start, end] = (Array.isArray(window) ? window : []).map((time) => parseMoment(time, node, 'batch_results'))
  if (!start || !end) throw batchConfigInvalid(node, 'the earlier run lists a batch that is no window of time', 'two times')
  return { start, end }
}
