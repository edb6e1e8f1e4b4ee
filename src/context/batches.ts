/** Whether a microbatch model runs batch by batch: not where the project or a package has a strategy of its own, unless a flag says so. */
import type { Flags } from '../core/invocation.js'
import type { Project } from '../core/project.js'
import type { MacroRegistry } from './types.js'

export function runsByBatch(macros: MacroRegistry, project: Project, flags: Flags): boolean {
  if (flags.requireBatchedExecutionForCustomMicrobatchStrategy === true) return true
  const macro = macros.find('get_incremental_microbatch_sql', project.root.name)
  return project.packages.find(({ name }) => name === macro?.package_name)?.kind === 'builtin'
}
