/** What a row of the flag table says; option syntax, environment names, types, help and docs derive from it. */

export type FlagType =
  /** `--x` and `--no-x`. */
  | 'boolean'
  /** `--x`, `--x PATH` and `--no-x`. */
  | 'boolean or path'
  /** `--x` only. */
  | 'switch'
  | 'string'
  | 'path'
  | 'number'
  /** Space-separated or repeated values. */
  | 'list'
  | 'choice'
  | 'choices'
  /** Inline YAML. */
  | 'yaml'
  | 'datetime'

export interface FlagSpec {
  /** Key in `Flags`, camelCase; `--kebab-case` on the command line. */
  readonly name: string
  readonly type: FlagType
  readonly help: string
  /** Commands that take it; `every` is also accepted before the sub-command; `project` only in `flags:` of dbt_project.yml. */
  readonly on: 'every' | 'project' | readonly string[]
  readonly short?: string
  /** Further spellings, without dashes: `models`, or one letter for a short form. */
  readonly aliases?: readonly string[]
  /** Also `DBT_<NAME>` and `DBT_ENGINE_<NAME>`; `own`: `SLUICE_<NAME>`. */
  readonly env?: boolean | 'own'
  /** Old environment names; a leading `!` turns the value round. */
  readonly oldEnv?: string
  readonly choices?: readonly string[]
  /** The smallest number taken. */
  readonly least?: number
  readonly default?: unknown
  /** Accepted and without effect here, or internal: not listed in `--help`. */
  readonly hidden?: boolean
  /** On one command it may stand without a value, and then is another flag. */
  readonly withoutValue?: { readonly on: string; readonly means: string }
  /** True where dbt has no such flag. */
  readonly ours?: boolean
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

export function camel(name: string): string {
  return name.toLowerCase().replace(/[-_]+([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}

/** The names of the environment variables that set a flag, strongest first. */
export function envNames(flag: FlagSpec): readonly string[] {
  const upper = snake(flag.name).toUpperCase()
  if (flag.env === 'own') return [`SLUICE_${upper}`]
  return flag.env === true ? [`DBT_ENGINE_${upper}`, `DBT_${upper}`] : []
}

/** Where an old name is set it counts before the new ones, as in dbt. A leading `!` turns the value round. */
export function oldEnvNames({ oldEnv }: FlagSpec): readonly string[] {
  return oldEnv === undefined ? [] : [oldEnv, oldEnv.replace('DBT_', 'DBT_ENGINE_')]
}

/** Flags a command takes, those for every command included. */
export function takes(flag: FlagSpec, command: string): boolean {
  return flag.on === 'every' || (flag.on !== 'project' && flag.on.includes(command))
}
