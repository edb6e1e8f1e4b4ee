/** profiles.yml: where it is looked for, which profile and target count, and the credentials they hold. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type AdapterModule, adapterModule, locateAdapter } from '../adapters/index.js'
import { yamlScope } from '../context/index.js'
import { parseDuration } from '../core/duration.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { Target } from '../core/project.js'
import { renderNative, type Scope } from '../jinja/index.js'
import type { Environment } from './env-file.js'
import { profileInvalid, profileNotFound, profilesNotFound, targetNotFound } from './errors.js'
import { readText } from './files.js'
import { isMapping } from './project-keys.js'
import { type KeyPath, renderTree } from './render.js'
import { locateYaml, readYamlFile } from './yaml.js'
import { yamlCodec } from './yaml-codec.js'

export interface ProfilesFile {
  readonly directory: string
  readonly values: Plain
  locate(path: KeyPath): SourceLocation
}

/** `--profiles-dir`, DBT_PROFILES_DIR, the working folder, the project folder, ~/.dbt: the first that has the file. */
export function readProfilesFile(invocation: Invocation, env: Environment): ProfilesFile {
  const asked = invocation.flags.profilesDir ?? env.DBT_PROFILES_DIR ?? env.DBT_ENGINE_PROFILES_DIR
  const home = env.HOME ?? env.USERPROFILE ?? homedir()
  const folders =
    typeof asked === 'string' && asked !== ''
      ? [resolve(invocation.cwd, expandHome(asked, home))]
      : [invocation.cwd, invocation.projectDir, join(home, '.dbt')]
  const directory = folders.find((folder) => existsSync(join(folder, 'profiles.yml')))
  if (directory === undefined) throw profilesNotFound([...new Set(folders)])
  const path = join(directory, 'profiles.yml')
  const file = directory === invocation.projectDir ? 'profiles.yml' : path
  const text = readText(path, file)
  const { value } = readYamlFile(text, file)
  const locate = (at: KeyPath): SourceLocation => locateYaml(text, file, at)
  if (!isMapping(value)) throw profileInvalid('profiles.yml does not hold a mapping', locate([]), '`<profile>: {target: …, outputs: …}`')
  return { directory, values: value, locate }
}

function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path
}

export interface LoadedTarget {
  readonly target: Target
  readonly module: AdapterModule
}

export async function loadTarget(
  profiles: ProfilesFile,
  profileName: string,
  named: SourceLocation | undefined,
  invocation: Invocation,
  env: Environment,
  vars: Plain,
): Promise<LoadedTarget> {
  const profile = profiles.values[profileName]
  if (!Object.hasOwn(profiles.values, profileName)) throw profileNotFound(profileName, profileNames(profiles), named)
  const at = profiles.locate([profileName])
  if (!isMapping(profile)) throw profileInvalid(`profile "${profileName}" is empty`, at, '`target:` and `outputs:`')
  const outputs = profile.outputs
  if (!isMapping(outputs)) throw profileInvalid(`profile "${profileName}" has no outputs`, at, '`outputs: {<target>: {type: …}}`')
  const scope = yamlScope({ yaml: yamlCodec, env, invocation, vars, varsOptional: false, secrets: 'allowed' })
  const name = targetName(profile, profileName, invocation, scope, profiles)
  const path = [profileName, 'outputs', name]
  const output = outputs[name]
  if (!Object.hasOwn(outputs, name)) {
    const place = invocation.flags.target === undefined && 'target' in profile ? [profileName, 'target'] : [profileName, 'outputs']
    const typed = String(invocation.flags.invocationCommand ?? `sluice ${invocation.flags.which}`)
    throw targetNotFound({ profile: profileName, target: name, known: Object.keys(outputs), typed }, profiles.locate(place))
  }
  if (!isMapping(output))
    throw profileInvalid(
      `target "${name}" of profile "${profileName}" is empty`,
      profiles.locate(path),
      '`type:` and the fields of the warehouse',
    )
  return await buildTarget({ profiles, profileName, name, output, path, scope, invocation })
}

export function profileNames(profiles: ProfilesFile): string[] {
  return Object.keys(profiles.values).filter((name) => name !== 'config')
}

function targetName(profile: Plain, profileName: string, invocation: Invocation, scope: Scope, profiles: ProfilesFile): string {
  if (invocation.flags.target !== undefined && invocation.flags.target !== '') return invocation.flags.target
  const written = profile.target
  if (written === undefined || written === null) return 'default'
  return String(renderTree(String(written), { scope: () => scope, locate: () => profiles.locate([profileName, 'target']) }))
}

interface OutputParts {
  readonly profiles: ProfilesFile
  readonly profileName: string
  readonly name: string
  readonly output: Plain
  readonly path: KeyPath
  readonly scope: Scope
  readonly invocation: Invocation
}

async function buildTarget(parts: OutputParts): Promise<LoadedTarget> {
  const { profiles, profileName, name, path, invocation } = parts
  const rendered = renderOutput(parts)
  const at = profiles.locate(path)
  const { type, threads: written, timeout: longest, adapter: adapterPath, ...raw } = rendered
  if (typeof type !== 'string' || type === '')
    throw profileInvalid(`target "${name}" of profile "${profileName}" has no \`type\``, at, '`type: duckdb`')
  const { adapter, module } = await findModule(type, adapterPath, parts)
  const credentials = module.parseCredentials(raw, at, profiles.directory)
  for (const secret of credentials.secrets) invocation.redactor.add(secret)
  const threads = invocation.flags.threads ?? Number(written ?? 1)
  if (!Number.isInteger(threads) || threads < 1)
    throw profileInvalid('`threads` is not a whole number above zero', profiles.locate([...path, 'threads']), '`threads: 4`')
  const timeout = longest === undefined || longest === null ? undefined : parseDuration(longest)
  if (timeout === undefined && longest !== undefined && longest !== null)
    throw profileInvalid(
      '`timeout` is no length of time',
      profiles.locate([...path, 'timeout']),
      '`timeout: 600` (seconds) or `timeout: 10m`',
    )
  const identity = { type, threads, name, target_name: name, profile_name: profileName }
  const fields = { database: credentials.database, schema: credentials.schema, ...credentials.publicFields, ...identity }
  return {
    target: {
      profileName,
      name,
      type,
      database: credentials.database,
      schema: credentials.schema,
      threads,
      timeout,
      fields,
      credentials,
      adapter,
      location: at,
    },
    module,
  }
}

/** `adapter:` beside `type:` is a path; without it a type that is not built in is looked for among the project's packages. */
async function findModule(type: string, written: unknown, { profiles, path, invocation }: OutputParts) {
  const place = profiles.locate([...path, written === undefined ? 'type' : 'adapter'])
  if (written !== undefined && typeof written !== 'string')
    throw profileInvalid('`adapter` is no path', place, '`adapter: ./adapter`, a folder or file relative to profiles.yml')
  try {
    const adapter = await locateAdapter({ type, written, from: [invocation.projectDir], base: profiles.directory })
    return { adapter, module: await adapterModule(type, adapter) }
  } catch (error) {
    throw error instanceof SluiceError ? error.with({ location: place }) : error
  }
}

/** Passwords may look like Jinja without being it: one that does not render stays as written. */
function renderOutput(parts: OutputParts): Plain {
  const { output, scope, profiles, path } = parts
  const secretish = new Set(['password', 'pass'])
  const entries = Object.entries(output).map(([key, value]) => {
    if (secretish.has(key) && typeof value === 'string') return [key, renderOrKeep(value, scope, profiles.locate([...path, key]))]
    return [key, renderTree(value, { scope: () => scope, locate: (below) => profiles.locate([...path, key, ...below]) })]
  })
  return Object.fromEntries(entries) as Plain
}

function renderOrKeep(text: string, scope: Scope, location: SourceLocation): unknown {
  try {
    return renderNative(text, scope)
  } catch (error) {
    // An unset variable is a mistake of the user; text that is no template is a password.
    if (!(error instanceof SluiceError)) throw error
    if (error.code === 'TEMPLATE_SYNTAX' && !text.includes('env_var(')) return text
    throw new SluiceError(error.code, { ...error.fields, location })
  }
}
