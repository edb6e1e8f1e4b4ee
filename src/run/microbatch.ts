/**
 * A microbatch model runs once per event-time window: the first alone, then the middle ones (at the same time where the
 * model allows), the last alone again, so that hooks run once at each end. Failed windows leave the others standing.
 */
import type { ModelNode } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { define } from '../core/template-object.js'
import { type Batch, type BatchSize, batchMoment, batchName, batchSizes, parseMoment, planBatches } from './batches.js'
import { compileStep } from './compile-step.js'
import { batchConfigInvalid } from './errors.js'
import { materialize } from './materialize.js'
import { measured, type NodeRun } from './node-run.js'
import { asSluiceError, resultOf } from './results.js'

type BatchResults = NonNullable<RunResult['batch_results']>

interface BatchOutcome {
  readonly batch: Batch
  readonly error?: unknown
}

export async function runMicrobatch(run: NodeRun<ModelNode>): Promise<RunResult> {
  const { node } = run
  const size = batchSizeOf(node)
  const incremental = await isIncremental(run)
  const earlier = run.options.earlierBatches?.get(node.unique_id)
  const batches = earlier ? earlier.failed.map((window) => storedBatch(window, node)) : plan(run, size, incremental)
  const outcomes = await run.watch.phase('execute', () => runAll(run, { batches, size, incremental }))
  return summarise(run, outcomes, earlier)
}

/** The same run as far as the newest batch: one shows what each of them does. */
export async function lastBatchOnly(run: NodeRun<ModelNode>): Promise<NodeRun<ModelNode>> {
  const batch = plan(run, batchSizeOf(run.node), await isIncremental(run)).at(-1) as Batch
  const failed = [[batch.start.toISOString(), batch.end.toISOString()]]
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

interface BatchRun {
  readonly batches: readonly Batch[]
  readonly size: BatchSize
  readonly incremental: boolean
}

async function runAll(run: NodeRun<ModelNode>, { batches, size, incremental }: BatchRun): Promise<BatchOutcome[]> {
  const one = (index: number, position: BatchPosition) => runBatch(run, { batch: batches[index] as Batch, size, ...position })
  const last = batches.length - 1
  const first = await one(0, { isFirst: true, isLast: last === 0, appends: incremental })
  const outcomes: BatchOutcome[] = [first]
  if (first.error !== undefined) return [first, ...batches.slice(1).map((batch) => ({ batch, error: first.error }))]
  const middle = batches.slice(1, last).map((_, index) => index + 1)
  outcomes.push(...(await oneByOne(middle, (index) => one(index, { isFirst: false, isLast: false, appends: true }))))
  if (last > 0) outcomes.push(await one(last, { isFirst: false, isLast: true, appends: true }))
  return outcomes
}

async function oneByOne(indexes: readonly number[], work: (index: number) => Promise<BatchOutcome>): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = []
  for (const index of indexes) outcomes.push(await work(index))
  return outcomes
}

interface BatchPosition {
  readonly isFirst: boolean
  readonly isLast: boolean
  /** Goes into a table that is there already. */
  readonly appends: boolean
}

async function runBatch(
  run: NodeRun<ModelNode>,
  position: BatchPosition & { readonly batch: Batch; readonly size: BatchSize },
): Promise<BatchOutcome> {
  const { batch, size } = position
  if (run.deadline.error) return { batch, error: run.deadline.error }
  const part = batchName(batch.start, size)
  const hooks = {
    'pre-hook': position.isFirst ? run.node.config['pre-hook'] : [],
    'post-hook': position.isLast ? run.node.config['post-hook'] : [],
  }
  const window = { event_time_start: batchMoment(batch.start), event_time_end: batchMoment(batch.end) }
  const node: ModelNode = {
    ...run.node,
    config: {
      ...run.node.config,
      ...hooks,
      __dbt_internal_microbatch_event_time_start: window.event_time_start,
      __dbt_internal_microbatch_event_time_end: window.event_time_end,
    },
  }
  const batchRun = { ...run, node }
  const options = { batch: { id: part.replaceAll('-', ''), ...window } }
  const always = {
    is_incremental: define('is_incremental', [], () => true),
    should_full_refresh: define('should_full_refresh', [], () => false),
  }
  try {
    await compileStep(batchRun, { ...options, part })
    await materialize(batchRun, {
      ...options,
      part,
      materialization: 'incremental',
      returnsRelations: true,
      ...(position.appends ? { globals: always } : {}),
    })
    Object.assign(run.node, { compiled: node.compiled, compiled_code: node.compiled_code, compiled_path: node.compiled_path })
    return { batch }
  } catch (error) {
    await run.connection.rollback()
    return { batch, error: run.deadline.explain(error) }
  }
}

function summarise(run: NodeRun<ModelNode>, outcomes: readonly BatchOutcome[], earlier: BatchResults | undefined): RunResult {
  const times = (list: readonly BatchOutcome[]) => list.map(({ batch }) => [batch.start.toISOString(), batch.end.toISOString()])
  const failed = outcomes.filter((outcome) => outcome.error !== undefined)
  const good = outcomes.filter((outcome) => outcome.error === undefined)
  const batch_results = { successful: [...times(good), ...(earlier?.successful ?? [])], failed: times(failed) }
  if (failed.length === 0) return resultOf(run.node, 'success', measured(run), { message: 'SUCCESS', failures: 0, batch_results })
  const error = asSluiceError(failed[0]?.error, run.node).toJSON()
  if (good.length === 0) return resultOf(run.node, 'error', measured(run), { message: 'ERROR', failures: 0, batch_results, error })
  const message = `PARTIAL SUCCESS (${good.length}/${outcomes.length})`
  return resultOf(run.node, 'partial success', measured(run), { message, failures: 0, batch_results, error })
}

/** A window as run_results.json keeps it. */
function storedBatch(window: unknown, node: ModelNode): Batch {
  const [start, end] = (Array.isArray(window) ? window : []).map((time) => parseMoment(time, node, 'batch_results'))
  if (!start || !end) throw batchConfigInvalid(node, 'the earlier run lists a batch that is no window of time', 'two times')
  return { start, end }
}
