/** `columns:` of a properties entry, in the manifest's shape. */
import type { ColumnSpec, Plain } from '../core/node.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { toList } from './config.js'
import { propertyInvalid } from './errors.js'
import { type Entry, isIncludeExclude, listOf } from './properties.js'

const constraintTypes = new Set(['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom'])
const known = new Set([
  'name',
  'description',
  'meta',
  'data_type',
  'constraints',
  'docs',
  'config',
  'data_tests',
  'tests',
  'quote',
  'tags',
  'granularity',
  'doc_blocks',
])

export function readColumns(entry: Entry, list: readonly unknown[], path: KeyPath): Record<string, ColumnSpec> {
  const columns: (readonly [string, ColumnSpec])[] = []
  for (const [index, column] of list.entries()) {
    if (isIncludeExclude(column)) continue
    const at = [...path, index]
    if (!isMapping(column) || (typeof column.name !== 'string' && typeof column.name !== 'number')) {
      throw propertyInvalid(`a column of "${entry.name}" has no name`, entry.at(at), '`name:`')
    }
    columns.push([String(column.name), toColumn(entry, column, at)])
  }
  // N.B. assigning would lose a column named `__proto__`.
  return Object.fromEntries(columns)
}

function toColumn(entry: Entry, column: Plain, at: KeyPath): ColumnSpec {
  const config = isMapping(column.config) ? column.config : {}
  const meta = { ...(isMapping(column.meta) ? column.meta : {}), ...(isMapping(config.meta) ? config.meta : {}) }
  const tags = [...new Set([...toList(column.tags), ...toList(config.tags)].map(String))]
  const result: Record<string, unknown> = {
    name: String(column.name),
    description: text(column.description) ?? '',
    meta,
    data_type: text(column.data_type),
    constraints: readConstraints(entry, column.constraints, [...at, 'constraints'], false),
    quote: typeof column.quote === 'boolean' ? column.quote : null,
    config: { meta, tags },
    tags,
    granularity: text(column.granularity),
    doc_blocks: [],
  }
  for (const key of Object.keys(column)) if (!known.has(key)) result[key] = column[key]
  return result as unknown as ColumnSpec
}

/** Constraints with dbt's keys and defaults; those of a model name their columns too. */
export function readConstraints(entry: Entry, list: unknown, at: KeyPath, ofModel: boolean): Plain[] {
  return listOf(list).map((constraint, index) => {
    const type = isMapping(constraint) ? constraint.type : undefined
    if (!isMapping(constraint) || typeof type !== 'string' || !constraintTypes.has(type)) {
      throw propertyInvalid(
        `a constraint of "${entry.name}" has no valid type`,
        entry.at([...at, index]),
        `\`type:\` one of ${[...constraintTypes].join(', ')}`,
      )
    }
    return {
      type,
      name: text(constraint.name),
      expression: text(constraint.expression),
      warn_unenforced: constraint.warn_unenforced !== false,
      warn_unsupported: constraint.warn_unsupported !== false,
      to: text(constraint.to),
      to_columns: toList(constraint.to_columns).map(String),
      ...(ofModel ? { columns: toList(constraint.columns).map(String) } : {}),
    }
  })
}

export function text(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value)
}
