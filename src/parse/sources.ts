/** `sources:` → source nodes, one a table, with freshness and configs merged from source and table; and their tests. */
import { relationOfSource } from '../context/index.js'
import type { Plain, SourceNode, UniqueId } from '../core/node.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { folderFqn } from './code-files.js'
import { readColumns, text } from './columns.js'
import { toList } from './config.js'
import { noFreshness, noTime } from './config-types.js'
import { propertyInvalid } from './errors.js'
import type { TestRequest } from './generic-tests.js'
import { settingPath } from './nodes.js'
import { testsOf } from './patches.js'
import { type Entry, listOf } from './properties.js'
import type { Session } from './session.js'

export interface SourceTable {
  readonly entry: Entry
  readonly table: Plain
  readonly source: Plain
  readonly path: KeyPath
  readonly id: UniqueId
  readonly fqn: readonly string[]
}

/** Tables of all sources, with what a root project's `overrides:` changes applied. */
export function sourceTables(session: Session, entries: readonly Entry[]): SourceTable[] {
  const overriding = new Map(
    entries.filter((entry) => entry.data.overrides).map((entry) => [`${String(entry.data.overrides)}.${entry.name}`, entry]),
  )
  return entries
    .filter((entry) => !entry.data.overrides)
    .flatMap((entry) =>
      listOf(entry.data.tables).flatMap(
        (table, index) =>
          session.problems.attempt(() => sourceTable(entry, table, index, overriding.get(`${entry.packageName}.${entry.name}`))) ?? [],
      ),
    )
}

function sourceTable(entry: Entry, table: unknown, index: number, override: Entry | undefined): SourceTable {
  const path = ['tables', index]
  if (!isMapping(table) || (typeof table.name !== 'string' && typeof table.name !== 'number'))
    throw propertyInvalid(`a table of source "${entry.name}" has no name`, entry.at(path), '`name:`')
  const name = String(table.name)
  const { overrides: _overrides, tables, name: _name, ...changes } = override?.data ?? {}
  const tableChange = listOf(tables).find((item) => isMapping(item) && String(item.name) === name)
  return {
    entry,
    source: override ? { ...entry.data, ...changes } : entry.data,
    table: isMapping(tableChange) ? { ...table, ...tableChange } : table,
    path,
    id: `source.${entry.packageName}.${entry.name}.${name}`,
    fqn: [...folderFqn(entry.file), entry.name, name],
  }
}

export function buildSource(session: Session, from: SourceTable): SourceNode {
  const { entry, source, table, path, fqn } = from
  const configured = session.configurator.configure({
    kind: 'source',
    packageName: entry.packageName,
    fqn,
    call: {},
    patch: sourceConfig(entry, from),
  })
  const { config } = configured
  const name = String(table.name)
  const { target } = session.project
  const node: SourceNode = {
    database: text(source.database ?? source.catalog) ?? target.database,
    schema: text(source.schema) ?? entry.name,
    name,
    resource_type: 'source',
    package_name: entry.packageName,
    path: entry.file.path,
    original_file_path: entry.file.path,
    unique_id: from.id,
    fqn,
    source_name: entry.name,
    source_description: text(source.description) ?? '',
    loader: text(source.loader) ?? '',
    identifier: text(table.identifier) ?? name,
    quoting: quotingOf(source.quoting, table.quoting),
    loaded_at_field: text(config.loaded_at_field),
    loaded_at_query: text(config.loaded_at_query),
    freshness: (config.freshness as Plain | null | undefined) ?? null,
    external: externalOf(table.external),
    description: text(table.description) ?? '',
    columns: readColumns(entry, listOf(table.columns), [...path, 'columns']),
    meta: mapping(config.meta),
    source_meta: { ...mapping(source.meta), ...mapping(mapping(source.config).meta) },
    tags: toList(config.tags).map(String),
    config: config as SourceNode['config'],
    // dbt leaves this empty even where another package's properties changed the source.
    patch_path: null,
    unrendered_config: configured.unrendered,
    relation_name: '',
    created_at: session.createdAt,
    unrendered_database: text(entry.raw.database),
    unrendered_schema: text(entry.raw.schema),
    doc_blocks: [],
  }
  session.locations.set(from.id, entry.at(path))
  session.settings.set(from.id, (setting) => entry.at([...path, ...settingPath(table, setting)]))
  return { ...node, relation_name: relationOfSource(session.module, session.project.root.config.quoting, node).renderName() }
}

function mapping(value: unknown): Plain {
  return isMapping(value) ? value : {}
}

function quotingOf(source: unknown, table: unknown): Plain {
  const merged: Record<string, unknown> = { database: null, schema: null, identifier: null, column: null }
  for (const layer of [mapping(source), mapping(table)]) {
    for (const key of Object.keys(merged)) if (typeof layer[key] === 'boolean') merged[key] = layer[key]
  }
  return merged
}

function externalOf(value: unknown): Plain | null {
  if (!isMapping(value)) return null
  return { location: null, file_format: null, row_format: null, tbl_properties: null, partitions: null, ...value }
}

/** What source and table configure together; the table wins, meta and tags join. */
function sourceConfig(entry: Entry, from: SourceTable): Plain {
  const { source, table } = from
  const [ofSource, ofTable] = [mapping(source.config), mapping(table.config)]
  const config: Record<string, unknown> = { ...ofSource, ...ofTable }
  const freshness = mergedFreshness([
    layer(source, 'freshness'),
    layer(ofSource, 'freshness'),
    layer(table, 'freshness'),
    layer(ofTable, 'freshness'),
  ])
  if (freshness === null) config.freshness = null
  else if (isSet(freshness)) config.freshness = freshness
  else delete config.freshness
  Object.assign(config, loadedAt(entry, from))
  config.meta = { ...mapping(source.meta), ...mapping(ofSource.meta), ...mapping(table.meta), ...mapping(ofTable.meta) }
  config.tags = [...new Set([source.tags, ofSource.tags, table.tags, ofTable.tags].flatMap(toList).map(String))].sort()
  return config
}

type Freshness = { readonly warn_after: Plain | null; readonly error_after: Plain | null; readonly filter: unknown } & Plain

/** `undefined` where nothing is said, `null` where freshness is switched off. */
function layer(holder: Plain, key: string): Freshness | null {
  if (!(key in holder)) return noFreshness
  const value = holder[key]
  if (!isMapping(value)) return null
  return { warn_after: time(value.warn_after), error_after: time(value.error_after), filter: value.filter ?? null }
}

function time(value: unknown): Plain | null {
  if (value === null) return null
  return isMapping(value) ? { count: value.count ?? null, period: value.period ?? null } : noTime
}

function isTime(value: Plain | null): value is Plain {
  return value !== null && value.count !== null && value.period !== null
}

function isSet(freshness: Freshness): boolean {
  return isTime(freshness.warn_after) || isTime(freshness.error_after)
}

/** Source, source config, table, table config, each over the one before; a layer that is switched off empties all before it. */
function mergedFreshness(layers: readonly (Freshness | null)[]): Freshness | null {
  return layers.reduce((base, update) => {
    if (base === null) return update !== null && isSet(update) ? update : null
    if (update === null) return null
    const merged = (key: 'warn_after' | 'error_after'): Plain | null => {
      const [before, after] = [base[key], update[key]]
      if (isTime(before) && isTime(after)) return after
      return after === null ? null : isTime(after) ? after : before
    }
    return { warn_after: merged('warn_after'), error_after: merged('error_after'), filter: update.filter ?? base.filter }
  })
}

function loadedAt(entry: Entry, { source, table, path }: SourceTable): Plain {
  const [ofSource, ofTable] = [mapping(source.config), mapping(table.config)]
  const present = 'loaded_at_field' in table || Boolean(ofTable.loaded_at_field)
  const tableQuery = table.loaded_at_query ?? ofTable.loaded_at_query ?? null
  const sourceField = source.loaded_at_field || ofSource.loaded_at_field || null
  const sourceQuery = source.loaded_at_query || ofSource.loaded_at_query || null
  const both = (what: string, at: KeyPath): never => {
    throw propertyInvalid(`${what} has both \`loaded_at_field\` and \`loaded_at_query\``, entry.at(at), 'one of the two')
  }
  if (present && tableQuery) both(`table "${String(table.name)}" of source "${entry.name}"`, path)
  if (sourceField && sourceQuery) both(`source "${entry.name}"`, [])
  const field = present ? table.loaded_at_field || ofTable.loaded_at_field || null : sourceField
  return { loaded_at_field: field, loaded_at_query: tableQuery ?? (present ? null : sourceQuery) }
}

/** Tests of the table first, then those of its columns, as dbt orders them. */
export function* sourceTests(session: Session, from: SourceTable): Generator<TestRequest> {
  const { entry, source, table, path } = from
  const name = String(table.name)
  const label = `${entry.name}_${name}`
  const target = { kind: 'source' as const, label, name, call: `source('${entry.name}', '${name}')`, version: null }
  const base = { entry, target, attached: null, fileKey: `sources.${entry.name}` }
  const tags = [...toList(source.tags), ...toList(table.tags)].map(String)
  for (const [index, written] of testsOf(entry, table, path).entries())
    yield { ...base, written, path: [...path, testKey(table), index], columnName: null, tags }
  const quoteAll = mapping(table.quoting).column ?? mapping(source.quoting).column
  for (const [at, column] of listOf(table.columns).entries()) {
    if (!isMapping(column)) continue
    const quoted = column.quote === true || (typeof column.quote !== 'boolean' && quoteAll === true)
    const columnName = quoted ? session.module.relationStyle.quote(String(column.name)) : String(column.name)
    const columnTags = [...tags, ...toList(column.tags).map(String), ...toList(mapping(column.config).tags).map(String)]
    const columnPath = [...path, 'columns', at]
    for (const [index, written] of testsOf(entry, column, columnPath).entries())
      yield { ...base, written, path: [...columnPath, testKey(column), index], columnName, tags: columnTags }
  }
}

export function testKey(holder: Plain): string {
  return 'data_tests' in holder ? 'data_tests' : 'tests'
}
