/** `secrets:` entries of a profile → CREATE SECRET statements. */
import type { Plain } from '../../core/node.js'
import { quoteText } from './relation-style.js'

const bareValues = ['type', 'provider', 'extra_http_headers']

export function secretStatement(raw: Plain, index: number): string {
  const { name = `_dbt_secret_${index + 1}`, persistent, scope, ...parameters } = raw
  const ordered = [['type', parameters.type] as const, ...Object.entries(parameters).filter(([key]) => key !== 'type')]
  const lines = ordered
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key} ${renderValue(key, value)}`)
  const scopes = scope === undefined || scope === null ? [] : Array.isArray(scope) ? scope : [scope]
  for (const entry of scopes) lines.push(`scope ${quoteText(String(entry))}`)
  return `CREATE OR REPLACE${persistent === true ? ' PERSISTENT' : ''} SECRET ${String(name)} (${lines.join(', ')})`
}

function renderValue(key: string, value: unknown): string {
  if (Array.isArray(value)) return `array [${value.map((entry) => quoteText(String(entry))).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `map {${Object.entries(value)
      .map(([name, entry]) => `${quoteText(name)}: ${quoteText(String(entry))}`)
      .join(', ')}}`
  }
  return bareValues.includes(key) ? String(value) : quoteText(String(value))
}
