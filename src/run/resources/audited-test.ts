/** A data test that ran in the turn of its node, before that was published: its own turn tells what it said. */
import type { RunResult } from '../../core/result.js'
import { compileStep } from '../compile-step.js'
import type { ResourceRunner } from '../node-run.js'
import { compiledFields } from '../results.js'

/** Compiled for the artifacts: they name the table that everybody sees, and not the one it was tested as. */
export function auditedTest(said: RunResult): ResourceRunner {
  return async (run) => {
    await compileStep(run)
    return { ...said, ...compiledFields(run.node), thread_id: run.thread }
  }
}
