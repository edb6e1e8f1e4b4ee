/** selectors.yml in the manifest's form: every definition a mapping, text taken apart as on the command line. */
import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'

const criterion = /^(@)?((\d*)\+)?(?:([\w.]+):)?(.*?)(\+(\d*))?$/s

export function manifestSelectors(selectors: Readonly<Record<string, Plain>>): Record<string, Plain> {
  const done: Record<string, Plain> = {}
  for (const [name, selector] of Object.entries(selectors)) done[name] = { ...selector, definition: normalize(selector.definition, done) }
  return done
}

function normalize(definition: unknown, known: Readonly<Record<string, Plain>>): unknown {
  if (typeof definition === 'string') return criterionOf(definition)
  if (!isMapping(definition)) return definition
  for (const operator of ['union', 'intersection'] as const) {
    const parts = definition[operator]
    if (Array.isArray(parts)) return { [operator]: parts.map((part) => normalize(part, known)) }
  }
  const entries = Object.entries(definition)
  const [[key, value] = ['', undefined]] = entries
  const inner = Array.isArray(value) ? value.map((part) => normalize(part, known)) : value
  if (key === 'exclude') return { exclude: inner }
  if (entries.length === 1) return { method: key, value: inner }
  if (key === 'method' && value === 'selector') return known[String(definition.value)]?.definition ?? definition
  return definition
}

function criterionOf(text: string): Plain {
  const match = criterion.exec(text)
  if (!match) return { error: 'Invalid selector spec' }
  const [, both, parents, parentsDepth, method, value = '', children, childrenDepth] = match
  return {
    ...(both ? { childrens_parents: true } : {}),
    ...(parents ? { parents: true } : {}),
    ...(parentsDepth ? { parents_depth: parentsDepth } : {}),
    method: method ?? defaultMethod(value),
    ...(value ? { value } : {}),
    ...(children ? { children: true } : {}),
    ...(childrenDepth ? { children_depth: childrenDepth } : {}),
  }
}

function defaultMethod(value: string): string {
  if (value.includes('/')) return 'path'
  return /\.(?:sql|py|csv)$/i.test(value) ? 'file' : 'fqn'
}
