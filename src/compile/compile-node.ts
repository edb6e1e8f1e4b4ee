/**
 * One node → SQL. The node's `compiled*` fields are filled and nothing is written. Ephemeral models it reads are compiled
 * once per invocation and put before the query.
 */
import type { Connection } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import type { ManifestNode, Resource, TestNode, UnitTestNode } from '../core/node.js'
import { ephemeralCtes } from './ephemeral.js'
import { resolveForeignKeys } from './foreign-keys.js'
import { injectCtes } from './inject.js'
import { addAll, type Cte, compiledNode, fill, renderNode } from './render-node.js'
import { transformed } from './transform.js'
import type { CompiledNode, CompileOptions } from './types.js'
import { compileUnitTest } from './unit-test.js'

export async function compileNode(
  runtime: Runtime,
  node: Resource,
  connection: Connection,
  options: CompileOptions = {},
): Promise<CompiledNode> {
  if (node.resource_type === 'unit_test') return await compileUnitTest(runtime, node as UnitTestNode, connection, options)
  const target = node as ManifestNode
  const scope = runtime.nodeScope(target, connection, options)
  const own = await renderNode(runtime, target, scope)
  const ctes: Cte[] = []
  for (const id of scope.ctes) addAll(ctes, await ephemeralCtes({ runtime, connection, options }, id, [target.unique_id]))
  const texts = ctes.map((cte) => cte.text)
  const map = injectCtes(await transformed(target, scope, own, ctes), texts)
  fill(target, map.text, ctes)
  if (target.resource_type === 'model') resolveForeignKeys(runtime, target)
  if (target.resource_type === 'test') nameFailures(runtime, target)
  return compiledNode(runtime, target, map)
}

/** A test that keeps its failing rows has a relation, also when only the command line asks for it. */
function nameFailures(runtime: Runtime, node: TestNode): void {
  const keeps = node.config['store_failures'] ?? runtime.invocation.flags['storeFailures']
  if (keeps === true && node.relation_name === null)
    (node as { relation_name: string | null }).relation_name = runtime.relationOf(node).renderName()
}
