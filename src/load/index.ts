/** Disk → `Project`: dbt_project.yml, profile and target, packages, selectors and the list of files, none of them parsed yet. */
import { resolve } from 'node:path'
import { type AdapterModule, adapterModule } from '../adapters/index.js'
import { yamlScope } from '../context/index.js'
import type { Invocation } from '../core/invocation.js'
import type { Package, Project, ProjectConfig, Target } from '../core/project.js'
import { readCatalogs } from './catalogs.js'
import { chooseTarget } from './choose-target.js'
import { withEnvFile } from './env-file.js'
import { findFiles } from './files.js'
import { tellLegacyKeys } from './legacy-keys.js'
import { builtinPackages, checkPackageNames, installedPackages } from './packages/installed.js'
import { type RawProject, readProjectFile, renderProject } from './project-file.js'
import { readSelectors } from './selectors.js'
import { readVarsFile, scopedVars } from './vars-file.js'
import { checkVersion } from './version-check.js'
import { duplicateKey } from './yaml.js'
import { yamlCodec } from './yaml-codec.js'

export { findTarget } from './choose-target.js'
export { withEnvFile } from './env-file.js'
export { fileChecksum } from './files.js'
export { namedTarget } from './named-target.js'
export type { Addition } from './packages/index.js'
export { readProfilesFile } from './profiles.js'
export { isMapping, projectKeys } from './project-keys.js'
export { type KeyPath, renderTree } from './render.js'
export { readSettings, settingsFile, settingsSections } from './settings.js'
export { strip } from './strip.js'
export { satisfies } from './version-check.js'
export { duplicateKey, locateYaml, readYaml, readYamlFile, yamlLocator, yamlPathOf } from './yaml.js'

/** `given`: the target, where profiles.yml is not to be asked for it. */
export async function loadProject(invocation: Invocation, given?: Target): Promise<Project> {
  const root = invocation.projectDir
  const env = withEnvFile(root, invocation.env)
  for (const [name, value] of Object.entries(env)) if (name.startsWith('DBT_ENV_SECRET') && value) invocation.redactor.add(value)
  const { overlay } = invocation
  const raw = readProjectFile(root, '', overlay)
  warnDuplicates(raw, invocation)
  tellLegacyKeys(raw, invocation)
  const fileVars = readVarsFile(root)
  const vars = { ...scopedVars(fileVars, raw.values.name), ...invocation.flags.vars }
  const { target, module } = given
    ? { target: given, module: await adapterModule(given.type, given.adapter) }
    : await chooseTarget(raw, invocation, env, vars)
  const scope = yamlScope({ yaml: yamlCodec, env, invocation, vars, varsOptional: false, target: target.fields, secrets: 'refused' })
  const config = renderProject(raw, scope, { ...pathFlags(invocation), vars: fileVars })
  checkVersion(config, raw, invocation)
  const rootPackage: Package = {
    name: config.name,
    root,
    kind: 'root',
    config,
    files: findFiles(root, config.name, config.paths, '', overlay),
  }
  const packageScope = yamlScope({
    yaml: yamlCodec,
    env,
    invocation,
    vars: {},
    varsOptional: true,
    target: target.fields,
    secrets: 'refused',
  })
  const engines = await Promise.all([module.type, ...module.inherits].map((type) => engine(type, module)))
  const packages = [rootPackage, ...installedPackages(root, config, packageScope, invocation), ...builtinPackages(engines)]
  checkPackageNames(packages)
  return {
    root: rootPackage,
    packages,
    target,
    cliVars: invocation.flags.vars,
    selectors: readSelectors(root, scope),
    catalogs: readCatalogs(root, scope, module.catalogTypes ?? []),
    env,
    yaml: yamlCodec,
  }
}

/** `deps`; what it fetches and unpacks with is loaded for it alone. */
export const installDependencies: typeof import('./packages/index.js').installDependencies = async (...args) =>
  await (await import('./packages/index.js')).installDependencies(...args)

/** dbt_project.yml alone, for commands that need neither profile nor warehouse; values that read `target` see nothing. */
export function loadRootConfig(invocation: Invocation): { readonly root: string; readonly config: ProjectConfig } {
  const root = invocation.projectDir
  const env = withEnvFile(root, invocation.env)
  const raw = readProjectFile(root, '')
  const fileVars = readVarsFile(root)
  const vars = { ...scopedVars(fileVars, raw.values.name), ...invocation.flags.vars }
  const scope = yamlScope({ yaml: yamlCodec, env, invocation, vars, varsOptional: true, target: {}, secrets: 'refused' })
  return { root, config: renderProject(raw, scope, { ...pathFlags(invocation), vars: fileVars }) }
}

async function engine(type: string, module: AdapterModule): Promise<AdapterModule> {
  return type === module.type ? module : await adapterModule(type)
}

function pathFlags(invocation: Invocation): { targetPath: string | undefined; logPath: string | undefined } {
  const text = (name: string): string | undefined =>
    typeof invocation.flags[name] === 'string' ? (invocation.flags[name] as string) : undefined
  return { targetPath: text('targetPath'), logPath: text('logPath') }
}

function warnDuplicates(raw: RawProject, invocation: Invocation): void {
  for (const duplicate of raw.duplicates) {
    invocation.events.deprecated(duplicateKey(duplicate), 'YAML_DUPLICATE_KEY')
  }
}

/** Absolute folder of artifacts. */
export function targetFolder(project: Project): string {
  return resolve(project.root.root, project.root.config.targetPath)
}

/** The same before a project is loaded. */
export function targetFolderOf(invocation: Invocation): string {
  const { root, config } = loadRootConfig(invocation)
  return resolve(root, config.targetPath)
}
