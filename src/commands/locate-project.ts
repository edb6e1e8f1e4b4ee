/** Which folder is the project, and what its `flags:` say, read before anything else because flags decide how the rest is read. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isMapping, readYaml } from '../load/index.js'
import { flagsInTwoFiles, noSuchPath } from './errors.js'
import type { Env, RawFlags } from './resolve-flags.js'

/** `--project-dir`, its environment variable, else the nearest folder upwards with a dbt_project.yml, else where we are. */
export function projectFolder(cwd: string, given: unknown, env: Env): string {
  const asked = given ?? env.DBT_ENGINE_PROJECT_DIR ?? env.DBT_PROJECT_DIR
  if (typeof asked === 'string' && asked !== '') return existing(resolve(cwd, expandHome(asked, env)), asked)
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'dbt_project.yml'))) return folder
    if (dirname(folder) === folder) return cwd
  }
}

function existing(folder: string, asked: string): string {
  if (!existsSync(folder)) throw noSuchPath('--project-dir', asked)
  return folder
}

function expandHome(path: string, env: Env): string {
  return path === '~' || path.startsWith('~/') ? join(env.HOME ?? homedir(), path.slice(1)) : path
}

export interface EarlySettings {
  /** `flags:` as written, or what profiles.yml says under `config:`, as it was done before. */
  readonly flags: RawFlags
  readonly fromProfile: boolean
  /** `log-path`, where it is plain text: the log opens before the project is read. */
  readonly logPath: string | undefined
}

/** An unreadable file says nothing here; loading the project will report it. */
export function earlySettings(folder: string, profiles: ProfilesPlace): EarlySettings {
  const project = mappingOf(join(folder, 'dbt_project.yml'))
  const path = project['log-path']
  const logPath = typeof path === 'string' && !path.includes('{') ? path : undefined
  const old = profileSettings(folder, profiles)
  if (Object.keys(old).length === 0) return { flags: isMapping(project.flags) ? project.flags : {}, fromProfile: false, logPath }
  if (isMapping(project.flags) && Object.keys(project.flags).length > 0) throw flagsInTwoFiles()
  return { flags: old, fromProfile: true, logPath }
}

export interface ProfilesPlace {
  readonly profilesDir: unknown
  readonly cwd: string
  readonly env: Env
}

/** `config:` of the profiles.yml that will be read. */
function profileSettings(folder: string, { profilesDir, cwd, env }: ProfilesPlace): RawFlags {
  const asked = profilesDir ?? env.DBT_ENGINE_PROFILES_DIR ?? env.DBT_PROFILES_DIR
  const home = join(env.HOME ?? homedir(), '.dbt')
  const folders = typeof asked === 'string' && asked !== '' ? [resolve(cwd, expandHome(asked, env))] : [cwd, folder, home]
  const file = folders.map((each) => join(each, 'profiles.yml')).find((each) => existsSync(each))
  const { config } = file === undefined ? {} : mappingOf(file)
  return isMapping(config) ? config : {}
}

function mappingOf(file: string): RawFlags {
  if (!existsSync(file)) return {}
  try {
    const { value } = readYaml(readFileSync(file, 'utf8'), file)
    return isMapping(value) ? value : {}
  } catch {
    return {}
  }
}
