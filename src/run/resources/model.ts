/** Models, seeds, snapshots and functions: compile, then the materialization builds the relation. */
import { runsByBatch } from '../../context/index.js'
import type { FunctionNode, ModelNode, SeedNode, SnapshotNode } from '../../core/node.js'
import type { RunResult } from '../../core/result.js'
import { compileStep } from '../compile-step.js'
import { materializationResult } from '../errors.js'
import { type Materialized, materialize } from '../materialize.js'
import { runMicrobatch } from '../microbatch.js'
import { isMicrobatch } from '../node-info.js'
import { measured, type NodeRun } from '../node-run.js'
import { quarantineWords } from '../quarantine.js'
import { readResponse } from '../response.js'
import { resultOf } from '../results.js'

export type BuildableNode = ModelNode | SeedNode | SnapshotNode | FunctionNode

export async function runModel(run: NodeRun<BuildableNode>): Promise<RunResult> {
  const { node, watch } = run
  const { macros, project, invocation } = run.runtime
  if (node.resource_type === 'model' && isMicrobatch(node.config) && runsByBatch(macros, project, invocation.flags))
    return await outcomeOf(run, runMicrobatch(run as NodeRun<ModelNode>))
  await watch.phase('compile', () => compileStep(run))
  const built = await watch.phase('execute', () => materialize(run, { materialization: node.config.materialized, returnsRelations: true }))
  return await outcomeOf(run, modelResult(run, built))
}

/** Tells of the audit where there was one and what it let pass is out. */
async function outcomeOf(run: NodeRun<BuildableNode>, ended: RunResult | Promise<RunResult>): Promise<RunResult> {
  const result = await ended
  if (result.status === 'success') run.publishing?.published(run)
  return result
}

export function modelResult(run: NodeRun<BuildableNode>, built: Materialized): RunResult {
  const main = built.scope.results.get('main')
  if (!main) {
    throw materializationResult(
      'the materialization ran no main statement',
      "{% call statement('main') %} … {% endcall %}, or store_raw_result('main', …)",
    )
  }
  const { message, fields, rows } = readResponse(main.response)
  const { quarantined } = built
  const more = quarantined ? { quarantined, message: message + quarantineWords(quarantined) } : {}
  const response = quarantined ? { ...fields, rows_quarantined: quarantined.rows } : fields
  return resultOf(run.node, 'success', measured(run), { message, adapter_response: response, ...(rows ? { rows } : {}), ...more })
}
