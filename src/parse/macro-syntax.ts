/** A mistake in a macro that nothing calls is told all the same. */
import type { MacroRegistry } from '../context/index.js'
import type { Diagnostics } from '../core/error.js'
import type { MacroNode } from '../core/node.js'
import type { Project } from '../core/project.js'

/** Macros are compiled when called; those of the author are held to their syntax at once, called or not. */
export function checkSyntax(project: Project, registry: MacroRegistry, macros: Iterable<MacroNode>, problems: Diagnostics): void {
  const builtins = new Set(project.packages.filter((entry) => entry.kind === 'builtin').map((entry) => entry.name))
  for (const macro of macros) if (!builtins.has(macro.package_name)) problems.attempt(() => registry.compiled(macro).parameters)
}
