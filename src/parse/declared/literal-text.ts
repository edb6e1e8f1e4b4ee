/**
 * Arguments of tests are rendered, and text that looks like a value becomes one: '007' a number, `ref('x')` a call. What is
 * written in a rule is text as it stands, so such texts are put as templates that give them.
 */
import { isMapping } from '../../load/index.js'

export function asWritten(value: unknown): unknown {
  if (typeof value === 'string') return asText(value)
  if (Array.isArray(value)) return value.map(asWritten)
  return isMapping(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asWritten(item)])) : value
}

function asText(text: string): string {
  const plain = /^[A-Za-z_]/.test(text) && !/^(?:true|false|none|null)$/i.test(text) && !/^\s*\w+\s*\(/.test(text) && !/\{[{%#]/.test(text)
  return plain ? text : `{{ ${JSON.stringify(text).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d')} }}`
}
