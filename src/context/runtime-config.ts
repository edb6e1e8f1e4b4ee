/**
 * dbt's RuntimeConfig as templates reach it: by `builtins.ref.config`, `ref.config`, `source.config` and `adapter.config`. Of the
 * connection only what `target` shows, so that no secret is among it.
 */
import type { Flags, Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { Package, Project } from '../core/project.js'
import { attribute, define, item, kind, missing, type TemplateObject, text } from '../core/template-object.js'
import { Tuple } from '../jinja/index.js'
import { dataclass } from './dataclass.js'

export function runtimeConfig(project: Project, invocation: Invocation): TemplateObject {
  return configOf(project, invocation, project.root)
}

function configOf(project: Project, invocation: Invocation, { config, root }: Package): TemplateObject {
  const { target, cliVars } = project
  const makers: Readonly<Record<string, () => unknown>> = {
    project_name: () => config.name,
    version: () => config.version,
    project_root: () => root,
    profile_name: () => target.profileName,
    target_name: () => target.name,
    threads: () => target.threads,
    credentials: () => dataclass('Credentials', { ...target.fields, type: target.type, schema: target.schema, database: target.database }),
    ...pathsOf(config),
    quoting: () => ({ database: true, schema: true, identifier: true, ...config.quoting }),
    models: () => config.configs.models,
    seeds: () => config.configs.seeds,
    snapshots: () => config.configs.snapshots,
    sources: () => config.configs.sources,
    data_tests: () => config.configs.data_tests,
    unit_tests: () => config.configs.unit_tests,
    exposures: () => config.configs.exposures,
    metrics: () => config.configs.metrics,
    semantic_models: () => config.configs['semantic-models'],
    saved_queries: () => config.configs['saved-queries'],
    functions: () => config.configs.functions,
    vars: () => varProvider(config.vars),
    cli_vars: () => cliVars,
    args: () => flagNamespace(invocation.flags),
    on_run_start: () => config.onRunStart,
    on_run_end: () => config.onRunEnd,
    dispatch: () => config.dispatch,
    query_comment: () => {
      const { comment = '', append = null, jobLabel = false } = config.queryComment ?? {}
      return dataclass('QueryComment', { comment, append, job_label: jobLabel })
    },
    config_version: () => 2,
    restrict_access: () => config.restrictAccess,
    flags: () => config.flags,
    manifest_selectors: () => project.selectors,
    dependencies: () => dependencies(project, invocation),
  }
  return lazily('RuntimeConfig', makers)
}

function pathsOf({
  paths,
  targetPath,
  logPath,
  packagesInstallPath,
  cleanTargets,
}: Package['config']): Readonly<Record<string, () => unknown>> {
  const folders = Object.entries(paths).map(([name, list]) => [`${name}_paths`, () => list] as const)
  return {
    ...Object.fromEntries(folders),
    target_path: () => targetPath,
    log_path: () => logPath,
    packages_install_path: () => packagesInstallPath,
    clean_targets: () => cleanTargets,
  }
}

/** Every package by name, the root and the built-in ones included. */
function dependencies(project: Project, invocation: Invocation): Plain {
  const rank = { root: 0, builtin: 1, installed: 2 }
  const packages = [...project.packages].sort((a, b) => rank[a.kind] - rank[b.kind])
  return Object.fromEntries(packages.map((entry) => [entry.name, configOf(project, invocation, entry)]))
}

function varProvider(vars: Plain): TemplateObject {
  return lazily('VarProvider', { vars: () => vars, to_dict: () => define('to_dict', [], () => ({ ...vars })) })
}

/** Flags by dbt's names in either case. */
function flagNamespace(flags: Flags): TemplateObject {
  const read = (name: string): unknown => {
    const key = name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    return key in flags ? flagValue(flags[key]) : missing
  }
  return { [attribute]: read, [kind]: { typeName: 'Flags' } }
}

/** As dbt keeps a flag: lists of values are tuples. */
export function flagValue(value: unknown): unknown {
  return Array.isArray(value) ? Tuple.from(value) : (value ?? null)
}

function lazily(typeName: string, makers: Readonly<Record<string, () => unknown>>): TemplateObject {
  const made = new Map<string, unknown>()
  const read = (name: string): unknown => {
    if (!made.has(name)) made.set(name, Object.hasOwn(makers, name) ? makers[name]?.() : missing)
    return made.get(name)
  }
  return { [attribute]: read, [item]: (key) => read(String(key)), [text]: () => `<${typeName} object>`, [kind]: { typeName } }
}
