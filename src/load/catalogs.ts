/** catalogs.yml: places outside of the warehouse that tables are written to, each with the integration in use. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceLocation } from '../core/error.js'
import type { Plain } from '../core/node.js'
import type { Catalog } from '../core/project.js'
import type { Scope } from '../jinja/index.js'
import { catalogsInvalid } from './errors.js'
import { readText } from './files.js'
import { isMapping } from './project-keys.js'
import { type KeyPath, renderTree } from './render.js'
import { locateYaml, readYamlFile } from './yaml.js'

const file = 'catalogs.yml'
const catalogKeys = ['name', 'active_write_integration', 'write_integrations']
const integrationKeys = ['name', 'catalog_type', 'catalog_name', 'external_volume', 'table_format', 'file_format', 'adapter_properties']

/** @param types - catalog types the engine takes; a name it does not know is refused. */
export function readCatalogs(root: string, scope: Scope, types: readonly string[]): readonly Catalog[] {
  const path = join(root, file)
  if (!existsSync(path)) return []
  const text = readText(path, file)
  const locate = (at: KeyPath): SourceLocation => locateYaml(text, file, at)
  const rendered = renderTree(readYamlFile(text, file).value, { scope: () => scope, locate })
  const entries = isMapping(rendered) ? (rendered.catalogs ?? []) : undefined
  if (!Array.isArray(entries)) throw catalogsInvalid('catalogs.yml has no list of catalogs', locate([]), '`catalogs:` with a list')
  const catalogs = entries.map((entry: unknown, index) => catalogOf(entry, types, (at = []) => locate(['catalogs', index, ...at])))
  for (const [index, { name }] of catalogs.entries())
    if (catalogs.findIndex((other) => other.name === name) < index)
      throw catalogsInvalid(`two catalogs are named "${name}"`, locate(['catalogs', index, 'name']), 'a name for each')
  return catalogs
}

type Locate = (at?: KeyPath) => SourceLocation

function catalogOf(entry: unknown, types: readonly string[], at: Locate): Catalog {
  if (!isMapping(entry) || typeof entry.name !== 'string') throw catalogsInvalid('a catalog has no name', at(), '`name:`')
  known(entry, catalogKeys, `catalog "${entry.name}"`, at)
  const list = entry.write_integrations
  if (!Array.isArray(list) || list.length === 0)
    throw catalogsInvalid(`catalog "${entry.name}" has no write_integrations`, at(), 'a list of {name, catalog_type, …}')
  const integrations = list.map((one: unknown, index) =>
    integrationOf(one, entry.name as string, (key = []) => at(['write_integrations', index, ...key])),
  )
  const names = integrations.map(({ name }) => String(name))
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined)
    throw catalogsInvalid(
      `catalog "${entry.name}" has two write_integrations named "${twice}"`,
      at(['write_integrations']),
      'a name for each',
    )
  const wanted = entry.active_write_integration ?? (names.length === 1 ? names[0] : undefined)
  const active = integrations[names.indexOf(String(wanted))]
  if (active === undefined) {
    const said = wanted === undefined ? 'does not say which of its write_integrations is active' : `has no write_integration "${wanted}"`
    throw catalogsInvalid(`catalog "${entry.name}" ${said}`, at(), `\`active_write_integration:\` one of ${names.join(', ')}`)
  }
  const type = String(active.catalog_type)
  if (!types.some((each) => each.toLowerCase() === type.toLowerCase()))
    throw catalogsInvalid(
      `Catalog type is not supported. Received: ${type}`,
      at(['write_integrations', names.indexOf(String(wanted)), 'catalog_type']),
      types.length === 0 ? 'no catalogs.yml: this warehouse writes to no other catalog' : `one of ${types.join(', ')}`,
    )
  return { name: entry.name, type: type.toUpperCase(), integration: { ...active, catalog_name: active.name } }
}

function integrationOf(entry: unknown, catalog: string, at: Locate): Plain {
  if (!isMapping(entry) || typeof entry.name !== 'string' || typeof entry.catalog_type !== 'string')
    throw catalogsInvalid(`a write_integration of catalog "${catalog}" lacks its name or catalog_type`, at(), '{name, catalog_type, …}')
  known(entry, integrationKeys, `the write_integration "${entry.name}"`, at)
  if (entry.adapter_properties !== undefined && entry.adapter_properties !== null && !isMapping(entry.adapter_properties))
    throw catalogsInvalid(`adapter_properties of "${entry.name}" is no mapping`, at(['adapter_properties']), '`{key: value}`')
  return entry
}

function known(entry: Plain, keys: readonly string[], what: string, at: Locate): void {
  const stranger = Object.keys(entry).find((key) => !keys.includes(key))
  if (stranger !== undefined) throw catalogsInvalid(`"${stranger}" is not a key of ${what}`, at([stranger]), `one of ${keys.join(', ')}`)
}
