/** Does a materialization let tests run before others see what it built? Read from its macros, before it is called. */
import type { Runtime } from '../../context/index.js'
import type { MacroNode, UniqueId } from '../../core/node.js'

const call = /\bsluice_audit\s*\(/

export function callsAudit({ macros, manifest }: Runtime, start: MacroNode): boolean {
  const seen = new Set<UniqueId>()
  const open: MacroNode[] = [start]
  for (let macro = open.pop(); macro !== undefined; macro = open.pop()) {
    if (seen.has(macro.unique_id)) continue
    seen.add(macro.unique_id)
    if (call.test(macro.macro_sql) && macro.name !== 'sluice_audit') return true
    for (const id of macro.depends_on.macros) {
      const next = macros.get(id) ?? manifest.macros[id]
      if (next) open.push(next)
    }
  }
  return false
}
