/** Macros of the project and its packages, with what calls them. The built-in ones would be most of the page, and say nothing of it. */
import type { Manifest } from '../../core/manifest.js'
import type { MacroNode, UniqueId } from '../../core/node.js'
import type { SiteMaking } from '../making.js'
import type { MacrosBlock, SiteMacro } from '../model/index.js'
import { textOf } from '../resources.js'

export function macrosBlock({ input, place }: SiteMaking): MacrosBlock {
  const { manifest, options } = input
  const all = Object.values(manifest.macros ?? {})
  const builtin = new Map<string, number>()
  for (const macro of all) if (isBuiltin(macro, manifest)) builtin.set(macro.package_name, (builtin.get(macro.package_name) ?? 0) + 1)
  const callers = callersOf(manifest)
  const reached = reachedMacros(manifest, callers)
  const own = manifest.metadata.project_name
  const macros = all
    .filter((macro) => !isBuiltin(macro, manifest))
    .sort((a, b) => Number(b.package_name === own) - Number(a.package_name === own) || (a.unique_id < b.unique_id ? -1 : 1))
    .map((macro) => {
      const called = callers.get(macro.unique_id) ?? []
      const users = called.flatMap((id) => place.get(id) ?? [])
      const told = options?.excludeSql !== true && (macro.package_name === own || reached.has(macro.unique_id))
      return siteMacro(macro, users, called.length - users.length, told)
    })
  return { macros, builtin: [...builtin].sort(([a], [b]) => (a < b ? -1 : 1)) }
}

/** Engines that build on another bring two packages. */
const builtinPackages = /^(?:dbt(?:_(?:duckdb|postgres|timescale|snowflake))?|sluice)$/

function isBuiltin({ package_name: name }: MacroNode, { metadata }: Manifest): boolean {
  return name !== metadata.project_name && (builtinPackages.test(name) || name === `dbt_${metadata.adapter_type}`)
}

function siteMacro(macro: MacroNode, users: readonly number[], tests: number, told: boolean): SiteMacro {
  return {
    id: macro.unique_id,
    name: macro.name,
    package: macro.package_name,
    description: textOf(macro.description),
    arguments: (macro.arguments ?? []).map((each) => ({
      name: textOf(each.name),
      type: textOf(each.type),
      description: textOf(each.description),
    })),
    file: macro.original_file_path,
    sql: told ? macro.macro_sql : '',
    users: [...users].sort((a, b) => a - b),
    tests,
    calls: [...new Set(macro.depends_on.macros)].sort(),
  }
}

/** Nodes and tests by the macros they call themselves. */
function callersOf({ nodes, unit_tests: _unit, ...rest }: Manifest): Map<UniqueId, UniqueId[]> {
  const callers = new Map<UniqueId, UniqueId[]>()
  const resources = [...Object.values(nodes), ...Object.values(rest.sources ?? {}), ...Object.values(rest.functions ?? {})]
  for (const resource of resources)
    for (const macro of new Set('depends_on' in resource ? (resource.depends_on.macros ?? []) : [])) {
      const list = callers.get(macro)
      if (list) list.push(resource.unique_id)
      else callers.set(macro, [resource.unique_id])
    }
  return callers
}

/** Macros that a node calls, however indirectly. */
function reachedMacros({ macros }: Manifest, callers: ReadonlyMap<UniqueId, unknown>): Set<UniqueId> {
  const reached = new Set<UniqueId>()
  const open = [...callers.keys()]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    open.push(...(macros[id]?.depends_on.macros ?? []))
  }
  return reached
}
