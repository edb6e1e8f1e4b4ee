// A target of profiles.yml, as far as the loader needs it: literal values and `{{ env_var('NAME', 'default') }}`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const ENV_VAR = /\{\{\s*env_var\(\s*'([^']+)'\s*(?:,\s*'([^']*)'\s*)?\)[^}]*\}\}/g

function rendered(value, env) {
  if (typeof value !== 'string') return value
  return value.replace(ENV_VAR, (_text, name, fallback) => {
    const found = env[name] ?? fallback
    if (found === undefined) throw new RangeError(`the environment variable ${name} is not set`)
    return found
  })
}

/** The output's fields. Throws a RangeError that says what is wrong. */
export function readTarget(name, { folder, profile, env }) {
  const file = join(folder, 'profiles.yml')
  if (!existsSync(file)) throw new RangeError(`there is no ${file}`)
  const outputs = parse(readFileSync(file, 'utf8'))[profile]?.outputs ?? {}
  const output = outputs[name]
  if (!output) throw new RangeError(`${file} has no target ${name}: it has ${Object.keys(outputs).join(', ')}`)
  return Object.fromEntries(Object.entries(output).map(([key, value]) => [key, rendered(value, env)]))
}
