/** Folders configured in dbt_project.yml that hold no resource: most often misspelt. */
import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'
import type { Assembly } from './assembly.js'
import { unusedConfigPath } from './errors.js'
import { locateProjectKey } from './project-keys.js'
import type { Session } from './session.js'

const trees = {
  models: ['model'],
  seeds: ['seed'],
  snapshots: ['snapshot'],
  sources: ['source'],
  data_tests: ['test'],
  unit_tests: ['unit_test'],
  exposures: ['exposure'],
  metrics: ['metric'],
} as const

/** Folders in dbt_project.yml that no resource lies in are most often misspelt. */
export function warnUnusedConfigs(session: Session, assembly: Assembly): void {
  const used = fqnsByType(assembly)
  for (const [tree, types] of Object.entries(trees)) {
    const fqns: readonly (readonly string[])[] = types.flatMap((type) => used.get(type) ?? [])
    for (const path of configPaths(session.project.root.config.configs[tree as keyof typeof trees])) {
      if (path.length > 0 && !fqns.some((fqn) => path.every((step, index) => fqn[index] === step)))
        session.warn(unusedConfigPath([tree, ...path].join('.'), locateProjectKey(session.project, [tree, ...path])))
    }
  }
}

function fqnsByType(assembly: Assembly): Map<string, (readonly string[])[]> {
  const used = new Map<string, (readonly string[])[]>()
  const homes = [assembly.nodes, assembly.sources, assembly.unitTests, assembly.exposures, assembly.metrics]
  const resources = [
    ...homes.flatMap((home) => Object.values<{ readonly resource_type: string; readonly fqn: readonly string[] }>(home)),
    ...Object.values(assembly.disabled).flat(),
  ]
  for (const resource of resources) {
    const list = used.get(resource.resource_type) ?? []
    list.push(resource.fqn)
    used.set(resource.resource_type, list)
  }
  return used
}

function configPaths(tree: Plain, path: readonly string[] = []): string[][] {
  const paths: string[][] = []
  let settings = false
  for (const [key, value] of Object.entries(tree)) {
    if (isMapping(value) && !key.startsWith('+')) paths.push(...configPaths(value, [...path, key]))
    else settings = true
  }
  return settings ? [[...path], ...paths] : paths
}
