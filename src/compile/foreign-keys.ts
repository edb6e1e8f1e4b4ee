/** `to: ref('x')` of foreign keys becomes the relation's name, as DDL wants it. */
import { createLookup, type Runtime, readRef, relationOfSource } from '../context/index.js'
import type { ModelNode, Plain } from '../core/node.js'
import { analyse } from '../jinja/index.js'
import { constraintTarget } from './errors.js'

export function resolveForeignKeys(runtime: Runtime, node: ModelNode): void {
  const own = node.constraints
  const inColumns = Object.values(node.columns).flatMap((column) => column.constraints)
  for (const constraint of [...own, ...inColumns]) {
    const to = constraint['to']
    if (constraint['type'] !== 'foreign_key' || typeof to !== 'string' || !/\(/.test(to)) continue
    // The manifest shows the name, as dbt's does.
    ;(constraint as Record<string, unknown>)['to'] = relationName(runtime, node, to)
  }
}

function relationName(runtime: Runtime, node: ModelNode, expression: string): string {
  const call = callIn(expression)
  const lookup = createLookup(runtime.manifest, runtime.project)
  if (call?.name === 'ref') {
    const { name, package: packageName, version } = readRef(call.args, call.kwargs)
    const target = lookup.ref(node.package_name, name, packageName, version)
    if (target)
      return runtime
        .relationOf(runtime.invocation.flags['defer'] ? (runtime.deferred.get(target.unique_id) ?? target) : target)
        .renderName()
  }
  if (call?.name === 'source') {
    const [sourceName, tableName] = call.args
    const target = lookup.source(node.package_name, String(sourceName), String(tableName))
    if (target) return relationOfSource(runtime.module, runtime.project.root.config.quoting, target).renderName()
  }
  throw constraintTarget(expression, node.unique_id)
}

/** The one call an expression consists of. */
export function callIn(
  expression: string,
): { readonly name: string; readonly args: readonly unknown[]; readonly kwargs: Plain } | undefined {
  const { calls } = analyse({ text: `{{ ${expression} }}`, file: 'expression' })
  return calls.find((call) => call.name === 'ref' || call.name === 'source')
}
