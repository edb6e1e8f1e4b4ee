/** Which folder is the project, and what its `flags:` say, read before anything else because flags decide how the rest is read. */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isMapping, readYaml } from '../load/index.js'
import { noSuchPath } from './errors.js'
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
  /** `flags:` as written. */
  readonly flags: RawFlags
  /** `log-path`, where it is plain text: the log opens before the project is read. */
  readonly logPath: string | undefined
}

/** An unreadable file says nothing here; loading the project will report it. */
export function earlySettings(folder: string): EarlySettings {
  const file = join(folder, 'dbt_project.yml')
  if (!existsSync(file)) return { flags: {}, logPath: undefined }
  try {
    const { value } = readYaml(readFileSync(file, 'utf8'), 'dbt_project.yml')
    const project = isMapping(value) ? value : {}
    const path = project['log-path']
    return {
      flags: isMapping(project.flags) ? project.flags : {},
      logPath: typeof path === 'string' && !path.includes('{') ? path : undefined,
    }
  } catch {
    return { flags: {}, logPath: undefined }
  }
}
