/** `config.<key>`: a configuration value, also deep inside (`config.meta.owner`) or as a member of a list. */
import { isNode } from '../environment.js'
import { samePlain } from '../state/same-plain.js'
import type { SelectorMethod } from './method.js'

export const config: SelectorMethod = {
  summary: 'a configuration value, e.g. config.materialized:incremental',
  prepare(value, args) {
    const ignoreCase = args.length === 1 && args[0] === 'severity'
    return (resource) => {
      if (!isNode(resource) && resource.resource_type !== 'source') return false
      const found = descend(resource.config, args)
      return found !== undefined && (Array.isArray(found) ? found : [found]).some((member) => matches(member, value, ignoreCase))
    }
  },
}

function descend(start: unknown, keys: readonly string[]): unknown {
  let value = start
  for (const key of keys) {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}

/** Text stands for a boolean in any case; numbers only match numbers, which selectors.yml can write. */
function matches(found: unknown, wanted: unknown, ignoreCase: boolean): boolean {
  if (samePlain(found, wanted)) return true
  const text = pythonText(wanted).toLowerCase()
  if (text === 'true' || text === 'false') return found === (text === 'true')
  return ignoreCase && typeof found === 'string' && found.toLowerCase() === text
}

function pythonText(value: unknown): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}
