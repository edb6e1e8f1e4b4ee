/** selectors.yml: named selections, rendered and keyed by name; what they mean is the selection stage's business. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceLocation } from '../core/error.js'
import type { Plain } from '../core/node.js'
import type { Scope } from '../jinja/index.js'
import { selectorsInvalid } from './errors.js'
import { readText } from './files.js'
import { isMapping } from './project-keys.js'
import { renderTree } from './render.js'
import { locateYaml, readYamlFile } from './yaml.js'

export function readSelectors(root: string, scope: Scope): Readonly<Record<string, Plain>> {
  const file = 'selectors.yml'
  const path = join(root, file)
  if (!existsSync(path)) return {}
  const text = readText(path, file)
  const rendered = renderTree(readYamlFile(text, file).value, { scope: () => scope, locate: (at) => locateYaml(text, file, at) })
  if (rendered === null) return {}
  const entries = isMapping(rendered) ? rendered.selectors : undefined
  if (!Array.isArray(entries)) throw selectorsInvalid('selectors.yml has no list of selectors', locateYaml(text, file, []))
  const named = entries.map((entry: unknown, index) => checked(entry, () => locateYaml(text, file, ['selectors', index])))
  const defaults = named.filter((entry) => entry.default === true)
  if (defaults.length > 1) {
    throw selectorsInvalid(
      `several selectors are the default: ${defaults.map((entry) => entry.name).join(', ')}`,
      locateYaml(text, file, ['selectors']),
    )
  }
  return Object.fromEntries(named.map((entry) => [entry.name, entry]))
}

type Selector = Plain & { readonly name: string }

function checked(entry: unknown, at: () => SourceLocation): Selector {
  if (!isMapping(entry) || typeof entry.name !== 'string') throw selectorsInvalid('a selector has no name', at())
  if (entry.definition === undefined || entry.definition === null)
    throw selectorsInvalid(`selector "${entry.name}" has no definition`, at())
  return entry as Selector
}
