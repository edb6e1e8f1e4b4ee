/** Packages on disk: those `deps` installed below dbt_packages/, and those that ship with the tool. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { AdapterModule } from '../../adapters/index.js'
import { Diagnostics } from '../../core/error.js'
import type { Invocation } from '../../core/invocation.js'
import { packageRoot } from '../../core/package-root.js'
import type { FileEntry, Package, ProjectConfig } from '../../core/project.js'
import type { Scope } from '../../jinja/index.js'
import { duplicatePackage, packagesNotInstalled, projectInvalid } from '../errors.js'
import { findFiles, readText } from '../files.js'
import { tellLegacyKeys } from '../legacy-keys.js'
import { readProjectFile, renderProject } from '../project-file.js'
import { isMapping } from '../project-keys.js'
import { checkVersion } from '../version-check.js'
import { locateYaml, readYamlFile } from '../yaml.js'

/** Each folder below the install path is a package; `deps` makes them, here they are only read. */
export function installedPackages(root: string, config: ProjectConfig, scope: Scope, invocation: Invocation): Package[] {
  const folder = join(root, config.packagesInstallPath)
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  const directories = names
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('__') && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort()
  checkInstalled(root, directories.length)
  const problems = new Diagnostics()
  const packages = directories.flatMap((directory) => problems.attempt(() => installedPackage(root, directory, scope, invocation)) ?? [])
  problems.throwIfErrors()
  return packages
}

function installedPackage(root: string, directory: string, scope: Scope, invocation: Invocation): Package {
  const shown = relative(root, directory).replaceAll('\\', '/')
  const raw = readProjectFile(directory, shown)
  tellLegacyKeys(raw, invocation)
  const config = renderProject(raw, scope)
  checkVersion(config, raw, invocation)
  return {
    name: config.name,
    root: directory,
    kind: 'installed',
    config,
    files: findFiles(directory, config.name, config.paths, shown, invocation.overlay),
  }
}

/** As dbt: fewer folders than listed packages means `deps` has not run. */
function checkInstalled(root: string, installed: number): void {
  for (const file of ['packages.yml', 'dependencies.yml']) {
    const path = join(root, file)
    if (!existsSync(path)) continue
    const text = readText(path, file)
    const { value } = readYamlFile(text, file)
    const listed = isMapping(value) && Array.isArray(value.packages) ? value.packages : []
    if (listed.length <= installed) continue
    throw packagesNotInstalled(listed.map(packageLabel), locateYaml(text, file, ['packages']))
  }
}

function packageLabel(entry: unknown): string {
  if (!isMapping(entry)) return String(entry)
  return String(entry.package ?? entry.git ?? entry.local ?? entry.tarball ?? entry.private ?? 'unnamed')
}

/** `dbt_<adapter>` (and the engines it inherits from), `dbt`, then what is this tool's own. */
export function builtinPackages(modules: readonly AdapterModule[]): Package[] {
  const engines = modules.map((module) => builtinPackage(`dbt_${module.type}`, dirname(module.macrosDir), [basename(module.macrosDir)]))
  return [...engines, ...['dbt', 'sluice'].map((name) => builtinPackage(name, join(packageRoot(), 'builtins', name), ['macros', 'tests']))]
}

function builtinPackage(name: string, root: string, macroPaths: readonly string[]): Package {
  const paths: ProjectConfig['paths'] = {
    model: [],
    seed: [],
    snapshot: [],
    test: [],
    analysis: [],
    macro: macroPaths,
    docs: ['docs'],
    function: [],
    asset: [],
  }
  const files: readonly FileEntry[] = findFiles(root, name, paths, name)
  return { name, root, kind: 'builtin', config: builtinConfig(name, paths), files }
}

function builtinConfig(name: string, paths: ProjectConfig['paths']): ProjectConfig {
  const trees = { models: {}, seeds: {}, snapshots: {}, sources: {}, analyses: {}, data_tests: {}, unit_tests: {}, exposures: {} }
  const configs = { ...trees, metrics: {}, 'semantic-models': {}, 'saved-queries': {}, functions: {} }
  return {
    name,
    version: null,
    profile: null,
    requireDbtVersion: [],
    paths,
    targetPath: 'target',
    logPath: 'logs',
    packagesInstallPath: 'dbt_packages',
    cleanTargets: [],
    configs,
    unrenderedConfigs: configs,
    vars: {},
    onRunStart: [],
    onRunEnd: [],
    dispatch: [],
    quoting: {},
    queryComment: null,
    restrictAccess: false,
    flags: {},
    location: { file: `${name}/dbt_project.yml`, line: 1, column: 1 },
  }
}

/** Two packages of one name would hide each other's resources. */
export function checkPackageNames(packages: readonly Package[]): void {
  const roots = new Map<string, string>()
  for (const entry of packages) {
    const known = roots.get(entry.name)
    if (known !== undefined && entry.kind === 'builtin')
      throw projectInvalid(
        `"${entry.name}" is the name of a built-in package`,
        { file: join(known, 'dbt_project.yml'), line: 1, column: 1 },
        'another name',
      )
    if (known !== undefined) throw duplicatePackage(entry.name, [known, entry.root])
    roots.set(entry.name, entry.root)
  }
}
