/** What a properties entry says about a node. */
import type { Plain } from '../core/node.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { readColumns, readConstraints, text } from './columns.js'
import { propertyInvalid } from './errors.js'
import { type Entry, listOf } from './properties.js'
import type { Patch } from './session.js'

/** Properties that may stand beside `config:` as well as in it. */
const movable = ['meta', 'docs', 'group', 'contract', 'access']

/** The entry with movable keys in `config:` and `tests` as `data_tests`. */
export function normalizeEntry(entry: Entry): Entry {
  const config: Record<string, unknown> = { ...(isMapping(entry.data.config) ? entry.data.config : {}) }
  const data: Record<string, unknown> = { ...entry.data }
  for (const key of movable) {
    if (!(key in data)) continue
    if (key in config)
      throw propertyInvalid(
        `\`${key}\` of "${entry.name}" is given twice, beside and in \`config\``,
        entry.at([key]),
        `only \`config: ${key}:\``,
      )
    config[key] = data[key]
    delete data[key]
  }
  return { ...entry, data: { ...data, config } }
}

/** `data_tests`, or `tests` as they were called; both at once is an error. */
export function testsOf(entry: Entry, holder: Plain, path: KeyPath): readonly unknown[] {
  const old = listOf(holder.tests)
  if (old.length > 0 && 'data_tests' in holder)
    throw propertyInvalid(`"${entry.name}" has both \`tests\` and \`data_tests\``, entry.at([...path, 'tests']), 'only `data_tests`')
  return old.length > 0 ? old : listOf(holder.data_tests)
}

export function patchOf(entry: Entry, overrides: Partial<Patch> = {}): Patch {
  const { data } = entry
  return {
    name: entry.name,
    patch_path: `${entry.packageName}://${entry.file.path}`,
    file: entry.file.path,
    at: entry.at,
    description: text(data.description) ?? '',
    columns: readColumns(entry, listOf(data.columns), ['columns']),
    config: isMapping(data.config) ? data.config : {},
    writtenConfig: isMapping(entry.raw.config) ? entry.raw.config : {},
    constraints: readConstraints(entry, data.constraints, ['constraints'], true),
    access: null,
    version: null,
    latest_version: null,
    deprecation_date: deprecation(entry, data.deprecation_date),
    time_spine: isMapping(data.time_spine) ? timeSpine(data.time_spine) : null,
    ...overrides,
  }
}

function timeSpine(value: Plain): Plain {
  const custom = listOf(value.custom_granularities).filter(isMapping)
  return {
    standard_granularity_column: value.standard_granularity_column ?? null,
    custom_granularities: custom.map((entry) => ({ name: entry.name ?? null, column_name: entry.column_name ?? null })),
  }
}

/** A day or a moment; without a zone it is UTC. */
export function deprecation(entry: Entry, value: unknown): string | null {
  if (value === undefined || value === null) return null
  const written = String(value).replace(/^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/, '$1T')
  const moment = written.endsWith('T') ? `${written}00:00:00` : written
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(moment))
    throw propertyInvalid(`"${String(value)}" is no date`, entry.at(['deprecation_date']), '`deprecation_date: 2025-01-31`')
  return /(?:Z|[+-]\d{2}:?\d{2})$/.test(moment) ? moment.replace(/Z$/, '+00:00') : `${moment}+00:00`
}

/** What `functions:` say besides. */
export function functionFields(entry: Entry): Partial<Patch> {
  const list = listOf(entry.data.arguments).filter(isMapping)
  const returns = isMapping(entry.data.returns) ? entry.data.returns : {}
  return {
    columns: {},
    arguments: list.map((argument) => ({
      name: argument.name ?? null,
      data_type: argument.data_type ?? null,
      description: argument.description ?? null,
      default_value: argument.default_value ?? null,
    })),
    returns: { data_type: returns.data_type ?? null, description: returns.description ?? null },
  }
}
