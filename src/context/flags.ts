/** `flags.*`: the resolved command-line flags by dbt's upper-case names. */
import type { Flags } from '../core/invocation.js'
import { attribute, define, item, kind, missing, type TemplateObject } from '../core/template-object.js'

/** Flags that are False rather than None when nobody set them. */
const falseByDefault = new Set([
  'fullRefresh',
  'storeFailures',
  'empty',
  'failFast',
  'warnError',
  'quiet',
  'debug',
  'defer',
  'favorState',
  'debug',
])

export function flagsObject(flags: Flags, onRead?: (name: string) => void): TemplateObject {
  const read = (name: string): unknown => {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return missing
    onRead?.(name)
    const key = camelCase(name)
    if (!(key in flags)) return falseByDefault.has(key) ? false : missing
    return flags[key] ?? (falseByDefault.has(key) ? false : null)
  }
  const get = define('get', ['key', 'default?'], (name: string, fallback: unknown = null) => {
    const value = read(name)
    return value === missing ? fallback : value
  })
  return {
    [attribute]: (name) => (name === 'get' ? get : read(name)),
    [item]: (name) => read(String(name)),
    [kind]: { typeName: 'Flags' },
  }
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
