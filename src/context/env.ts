/** `env_var()`. Secrets (`DBT_ENV_SECRET_*`) are for profiles and packages files only. */
import { define, type TemplateFunction } from '../core/template-object.js'
import { envSecretRefused, envVarNotFound } from './errors.js'

const secretPrefix = 'DBT_ENV_SECRET'

export interface EnvOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly secrets: 'allowed' | 'refused'
  readonly overrides?: Readonly<Record<string, unknown>> | undefined
  readonly onRead?: ((name: string) => void) | undefined
}

export function envFunction(options: EnvOptions): TemplateFunction {
  return define('env_var', ['var', 'default?'], (name: string, fallback?: unknown) => {
    if (options.overrides && Object.hasOwn(options.overrides, name)) return options.overrides[name]
    if (options.secrets === 'refused' && name.startsWith(secretPrefix)) throw envSecretRefused(name)
    if (!name.startsWith(secretPrefix)) options.onRead?.(name)
    const value = options.env[name]
    if (value !== undefined) return value
    if (fallback !== undefined && fallback !== null) return fallback
    throw envVarNotFound(name)
  })
}
