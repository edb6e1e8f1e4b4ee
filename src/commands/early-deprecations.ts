/** Deprecated ways to call: option names, environment variables, settings in profiles.yml. Told once the sinks listen. */
import type { Deprecation } from '../core/deprecations.js'
import { envNames, type FlagSpec, oldEnvNames } from './flag-spec.js'
import { flagTable } from './flags.js'
import type { Env } from './resolve-flags.js'

const oldSelect: ReadonlySet<string> = new Set(['--models', '--model', '-m'])
const prefix = 'DBT_ENGINE_'
/** dbt knows these beside those of its options. */
const furtherNames = 'INVOCATION_ENV RECORDED_FILE_PATH TEST_STATE_MODIFIED PACKAGE_HUB_URL DOWNLOAD_DIR PP_FILE_DIFF_TEST PP_TEST'

export interface EarlyFacts {
  /** As typed. */
  readonly commandLine: string
  readonly env: Env
  /** `warn_error_options` as given. */
  readonly warnErrorOptions: unknown
  /** Settings were found in profiles.yml. */
  readonly profileSettings: boolean
}

export function earlyDeprecations({ commandLine, env, warnErrorOptions, profileSettings }: EarlyFacts): Deprecation[] {
  const typed = commandLine.split(/\s+/).filter((word) => oldSelect.has(word))
  return [
    ...typed.map((): Deprecation => ({ name: 'ModelParamUsageDeprecation' })),
    ...renamedVariables(env),
    ...reservedVariables(env),
    ...oldLists(warnErrorOptions),
    ...(profileSettings ? [{ name: 'ProjectFlagsMovedDeprecation' } as const] : []),
  ]
}

function renamedVariables(env: Env): Deprecation[] {
  return flagTable.flatMap((flag) => {
    const [old = ''] = oldNames(flag)
    const set = oldNames(flag).some((name) => env[name])
    return set ? [{ name: 'EnvironmentVariableRenamed', data: { old_name: old, new_name: envNames(flag)[0] } }] : []
  })
}

function oldNames(flag: FlagSpec): string[] {
  return oldEnvNames(flag).map((name) => name.replace('!', ''))
}

function reservedVariables(env: Env): Deprecation[] {
  const known = new Set([
    ...flagTable.flatMap(envNames),
    ...flagTable.flatMap(oldNames),
    ...furtherNames.split(' ').map((name) => `${prefix}${name}`),
  ])
  const foreign = Object.keys(env).filter((name) => name.startsWith(prefix) && !known.has(name))
  return foreign.map((name) => ({ name: 'EnvironmentVariableNamespaceDeprecation', data: { env_var: name, reserved_prefix: prefix } }))
}

function oldLists(options: unknown): Deprecation[] {
  if (options === null || typeof options !== 'object') return []
  const [include, exclude] = ['include' in options, 'exclude' in options]
  return include || exclude ? [{ name: 'WEOIncludeExcludeDeprecation', data: { found_include: include, found_exclude: exclude } }] : []
}
