/** `compile`: the text is rendered and written, nothing is built. */
import type { RunResult } from '../../core/result.js'
import { compileStep } from '../compile-step.js'
import { measured, type NodeRun } from '../node-run.js'
import { resultOf } from '../results.js'

export async function runCompile(run: NodeRun): Promise<RunResult> {
  await run.watch.phase('compile', () => compileStep(run))
  await run.watch.phase('execute', async () => undefined)
  return resultOf(run.node, 'success', measured(run))
}
