/** Exposures and saved queries take part in `build` by name only. */
import type { RunResult } from '../../core/result.js'
import { measured, type NodeRun } from '../node-run.js'
import { resultOf } from '../results.js'

export async function runNoOp(run: NodeRun): Promise<RunResult> {
  await run.watch.phase('compile', async () => undefined)
  await run.watch.phase('execute', async () => undefined)
  return resultOf(run.node, 'no-op', { ...measured(run), elapsed: 0 }, { message: 'NO-OP', failures: 0 })
}
