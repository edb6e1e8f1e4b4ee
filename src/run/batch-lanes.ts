/**
 * The order of batches: the first alone, then the middle ones, side by side where engine and model allow, the last alone
 * again, so that hooks run once at each end. Batches side by side have connections of their own on threads the run can spare.
 */
import type { ModelNode } from '../core/node.js'
import { type BatchOutcome, type BatchPosition, runBatch, skipBatch } from './batch-run.js'
import type { Batch, BatchSize } from './batches.js'
import type { NodeRun } from './node-run.js'
import { inNodeSession } from './node-session.js'

export interface BatchRun {
  readonly batches: readonly Batch[]
  readonly size: BatchSize
  /** The table is there and stays. */
  readonly incremental: boolean
}

export async function runBatches(run: NodeRun<ModelNode>, { batches, size, incremental }: BatchRun): Promise<BatchOutcome[]> {
  const total = batches.length
  const positions = batches.map((batch, index): BatchPosition => ({ batch, index, total, size, appends: index > 0 || incremental }))
  const [first, ...others] = positions as [BatchPosition, ...BatchPosition[]]
  const opening = await runBatch(run, first)
  const { error } = opening
  if (error) return [opening, ...others.map((position) => skipBatch(run, position, error))]
  const middle = others.slice(0, -1)
  const done = sideBySide(run) ? await together(run, middle) : await oneByOne(run, middle)
  return [opening, ...done, ...(await oneByOne(run, others.slice(-1)))]
}

async function oneByOne(run: NodeRun<ModelNode>, positions: readonly BatchPosition[]): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = []
  for (const position of positions) outcomes.push(await runBatch(run, position))
  return outcomes
}

/** Without a word of the model's, it must not look at the table that the batches fill. */
function sideBySide({ node, runtime, options, publishing }: NodeRun<ModelNode>): boolean {
  // Tests of one batch would not see the rows of another.
  if (publishing?.has(node.unique_id)) return false
  if (options.threads < 2 || options.action === 'offline' || !runtime.module.capabilities.has('concurrent-batches')) return false
  const asked = node.config.concurrent_batches
  return typeof asked === 'boolean' ? asked : !readsItself.test(node.raw_code)
}

const readsItself = /\{[{%](?:(?![%}]\})[\s\S])*\bthis\b/

async function together(run: NodeRun<ModelNode>, positions: readonly BatchPosition[]): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = []
  const running = new Set<Promise<void>>()
  const lanes = Array.from({ length: run.options.threads }, (_, index) => `${run.thread} batch ${index + 1}`)
  const begin = (position: BatchPosition, spare: boolean): void => {
    const lane = lanes.shift() as string
    const work = beside(run, position, lane).then((outcome) => {
      outcomes.push(outcome)
      lanes.push(lane)
      if (spare) run.slots.give()
      running.delete(work)
    })
    running.add(work)
  }
  for (const position of positions) {
    // One of them has the model's own thread, which has nothing else to do.
    while (running.size > 0 && !run.slots.takeSpare()) await Promise.race(running)
    begin(position, running.size > 0)
  }
  await Promise.all(running)
  return outcomes.sort((a, b) => a.batch.start.getTime() - b.batch.start.getTime())
}

async function beside(run: NodeRun<ModelNode>, position: BatchPosition, lane: string): Promise<BatchOutcome> {
  const { node, nodeInfo, pool, runtime } = run
  return await pool.use(lane, async (connection) => {
    connection.nodeInfo = nodeInfo
    try {
      return await inNodeSession(node, runtime, connection, () => runBatch(run, position, connection))
    } finally {
      connection.nodeInfo = undefined
    }
  })
}
