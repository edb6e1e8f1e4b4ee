/** Calls of `generate_schema_name` and its like while parsing: `execute` is false, vars must exist, configs are read. */
import type { AdapterModule } from '../adapters/index.js'
import type { Invocation } from '../core/invocation.js'
import type { MacroNode, Plain } from '../core/node.js'
import type { Project } from '../core/project.js'
import { parseScope } from './parse-scope.js'
import type { MacroRegistry } from './types.js'
import { varFunction, varsFor } from './vars.js'

export interface NamingOptions {
  readonly project: Project
  readonly module: AdapterModule
  readonly invocation: Invocation
  readonly macros: MacroRegistry
}

/** One scope a naming macro, kept for all nodes: naming runs for every node, so making a scope each time would cost. */
export function createNamingScope(options: NamingOptions): { call(macro: MacroNode, args: readonly unknown[], kwargs?: Plain): unknown } {
  const scopes = new Map<MacroNode, ReturnType<typeof parseScope>>()
  const scopeOf = (macro: MacroNode): ReturnType<typeof parseScope> => {
    const known = scopes.get(macro)
    if (known) return known
    const { project } = options
    const node = {
      ...macro,
      fqn: [macro.package_name],
      resource_type: 'macro',
      schema: project.target.schema,
      database: project.target.database,
    }
    const made = parseScope({ ...options, node: { ...node, package_name: project.root.name }, configAllowed: false })
    made.set('var', varFunction({ vars: varsFor(project, macro.package_name), optional: false, render: (text) => text }))
    scopes.set(macro, made)
    return made
  }
  return { call: (macro, args, kwargs) => scopeOf(macro).callMacro(macro, args, kwargs) }
}
