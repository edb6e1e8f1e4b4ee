/** `clone`: a node's relation of another environment, taken over by the `clone` materialization; its code is not compiled. */
import type { RunResult } from '../../core/result.js'
import { materialize } from '../materialize.js'
import { measured, type NodeRun } from '../node-run.js'
import { readResponse } from '../response.js'
import { resultOf } from '../results.js'
import type { BuildableNode } from './model.js'

export async function runClone(run: NodeRun<BuildableNode>): Promise<RunResult> {
  const { node, runtime, watch } = run
  const other = runtime.deferred.get(node.unique_id)
  await watch.phase('compile', async () => undefined)
  if (!other) return await watch.phase('execute', async () => resultOf(node, 'success', measured(run), { message: 'No-op' }))
  const sql = `select * from ${other.relation_name ?? runtime.relationOf(other).renderName()}`
  const built = await watch.phase('execute', () =>
    materialize(run, { materialization: 'clone', returnsRelations: true, globals: { sql, compiled_code: sql } }),
  )
  const main = built.scope.results.get('main')
  const { message, fields } = main ? readResponse(main.response) : { message: 'No-op', fields: {} }
  return resultOf(node, 'success', measured(run), { message, adapter_response: fields })
}
