/**
 * All macros of a project, indexed by package and name. Macros are compiled when first called and shared by all scopes;
 * what a name means depends on the package of the node that renders, not on the package of the macro that calls.
 */
import type { Locations, MacroNode, UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import { type CompiledMacro, compileMacro } from '../jinja/index.js'
import type { MacroRegistry } from './types.js'

type Names = Map<string, MacroNode>

/** All built-in packages answer to this name. */
const builtinNamespace = 'dbt'

interface Index {
  readonly byId: Map<UniqueId, MacroNode>
  /** Root and installed packages. */
  readonly packages: Map<string, Names>
  readonly builtins: Map<string, Names>
  /** Built-in packages as one, the engine's own over `dbt`. */
  readonly builtin: Names
}

export function createMacroRegistry(macros: Iterable<MacroNode>, project: Project, locations?: Locations): MacroRegistry {
  const builtinOrder = project.packages.filter((entry) => entry.kind === 'builtin').map((entry) => entry.name)
  const index = indexMacros(macros, builtinOrder)
  const rootName = project.root.name
  const root = index.packages.get(rootName) ?? new Map()
  const prefixes = [...builtinOrder.filter((name) => name.startsWith('dbt_')).map((name) => name.replace(/^dbt_/, '')), 'default']
  const compiled = new Map<UniqueId, CompiledMacro>()

  const inPackage = (packageName: string, name: string): MacroNode | undefined =>
    packageName === builtinNamespace
      ? index.builtin.get(name)
      : (index.packages.get(packageName) ?? index.builtins.get(packageName))?.get(name)
  const flat = (name: string, from: string): MacroNode | undefined =>
    index.packages.get(from)?.get(name) ?? root.get(name) ?? index.builtin.get(name)
  const isPackage = (name: string): boolean => name === builtinNamespace || index.packages.has(name) || index.builtins.has(name)
  const searchOrder = (namespace: string | null): readonly (string | null)[] => dispatchOrder(project, namespace)

  return {
    get: (id) => index.byId.get(id),
    inPackage,
    isPackage,
    find: (name, from, packageName) => (packageName === undefined ? flat(name, from) : inPackage(packageName, name)),
    dispatch: (name, namespace, from) => {
      for (const packageName of searchOrder(namespace))
        for (const prefix of prefixes) {
          const wanted = `${prefix}__${name}`
          const found = packageName === null ? flat(wanted, from) : inPackage(packageName, wanted)
          if (found) return found
        }
      return undefined
    },
    dispatchCandidates: (name, namespace) =>
      searchOrder(namespace).flatMap((packageName) =>
        prefixes.map((prefix) => `${packageName === null ? '' : `${packageName}.`}${prefix}__${name}`),
      ),
    materialization: (name, from) => findMaterialization(name, { index, rootName, from, prefixes, project }),
    test: (name, namespace, from) => (namespace === null ? flat(`test_${name}`, from) : inPackage(namespace, `test_${name}`)),
    naming: (component, from) =>
      (from === rootName ? undefined : index.packages.get(from)?.get(component)) ?? root.get(component) ?? index.builtin.get(component),
    names: (from) => new Set([...(index.packages.get(from)?.keys() ?? []), ...root.keys(), ...index.builtin.keys()]),
    compiled: (macro) => {
      const known = compiled.get(macro.unique_id)
      if (known) return known
      const at = locations?.get(macro.unique_id)
      const fresh = compileMacro({
        text: macro.macro_sql,
        file: at?.file ?? macro.original_file_path,
        line: at?.line ?? 1,
        column: at?.column ?? 1,
      })
      compiled.set(macro.unique_id, fresh)
      return fresh
    },
  }
}

function indexMacros(macros: Iterable<MacroNode>, builtinOrder: readonly string[]): Index {
  const index: Index = { byId: new Map(), packages: new Map(), builtins: new Map(), builtin: new Map() }
  for (const macro of macros) {
    index.byId.set(macro.unique_id, macro)
    const home = builtinOrder.includes(macro.package_name) ? index.builtins : index.packages
    const names = home.get(macro.package_name) ?? new Map<string, MacroNode>()
    names.set(macro.name, macro)
    home.set(macro.package_name, names)
  }
  for (const packageName of [...builtinOrder].reverse())
    for (const [name, macro] of index.builtins.get(packageName) ?? []) index.builtin.set(name, macro)
  return index
}

/** null stands for "as the node sees it". */
function dispatchOrder(project: Project, namespace: string | null): readonly (string | null)[] {
  if (namespace === null) return [null]
  const configured = project.root.config.dispatch.find((entry) => entry.macro_namespace === namespace)
  if (configured) return configured.search_order
  return project.packages.some((entry) => entry.name === namespace) ? [project.root.name, namespace] : [null]
}

interface MaterializationSearch {
  readonly index: Index
  readonly rootName: string
  readonly from: string
  readonly prefixes: readonly string[]
  readonly project: Project
}

/** The engine's own implementation comes before `default` wherever each is; among equals root, packages, built-ins. */
function findMaterialization(name: string, search: MaterializationSearch): MacroNode | undefined {
  const { index, rootName, prefixes, project } = search
  const installed = [...index.packages].filter(([packageName]) => packageName !== rootName).map(([, names]) => names)
  const builtin = prefixes.some((prefix) => index.builtin.has(`materialization_${name}_${prefix}`))
  const mayOverride = !builtin || project.root.config.flags['require_explicit_package_overrides_for_builtin_materializations'] === false
  for (const prefix of prefixes) {
    const wanted = `materialization_${name}_${prefix}`
    const own = index.packages.get(rootName)?.get(wanted)
    const packaged = mayOverride ? installed.map((names) => names.get(wanted)).find((macro) => macro !== undefined) : undefined
    const found = own ?? packaged ?? index.builtin.get(wanted)
    if (found) return found
  }
  return undefined
}
