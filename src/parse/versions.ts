/** Versions of a model: one properties entry describes several nodes. */
import type { Plain } from '../core/node.js'
import { isMapping } from '../load/index.js'
import { readColumns, readConstraints, text } from './columns.js'
import { deepMerge } from './deep-merge.js'
import { propertyInvalid } from './errors.js'
import { deprecation, patchOf } from './patches.js'
import { type Entry, isIncludeExclude, listOf } from './properties.js'
import type { Draft, Patch } from './session.js'

/** A version is a node of its own: `model.pkg.name.v2`. */
export function renameVersion(draft: Draft, entry: Entry, v: string | number): Draft {
  draft.unique_id = `model.${entry.packageName}.${entry.name}.v${String(v)}`
  draft.name = entry.name
  draft.fqn = [...draft.fqn.slice(0, -1), entry.name, `v${String(v)}`]
  return draft
}

export function versionPatch(entry: Entry, version: Plain, index: number, v: string | number, latest: string | number): Patch {
  const config = isMapping(version.config) ? version.config : {}
  const base = isMapping(entry.data.config) ? entry.data.config : {}
  const constraints = listOf(version.constraints).length > 0 ? version.constraints : entry.data.constraints
  return patchOf(entry, {
    description: text(version.description) || (text(entry.data.description) ?? ''),
    columns: readColumns(entry, versionColumns(entry, version), ['versions', index, 'columns']),
    config: deepMerge(base, config),
    writtenConfig: writtenVersion(entry, index),
    constraints: readConstraints(entry, constraints, ['constraints'], true),
    access: text(version.access),
    version: v,
    latest_version: versionValue(latest),
    deprecation_date: deprecation(entry, version.deprecation_date),
    time_spine: null,
  })
}

/** Of the version alone: dbt looks no further. */
function writtenVersion(entry: Entry, index: number): Plain {
  const version = listOf(entry.raw.versions)[index]
  return isMapping(version) && isMapping(version.config) ? version.config : {}
}

/** The model's columns a version keeps, then its own. */
export function versionColumns(entry: Entry, version: Plain): unknown[] {
  const listed = listOf(version.columns)
  const rule = listed.filter(isMapping).find(isIncludeExclude) ?? { include: '*' }
  const include = rule.include ?? '*'
  const excluded = new Set(listOf(rule.exclude).map(String))
  const all = include === '*' || include === 'all'
  const included = new Set(listOf(include).map(String))
  const kept = listOf(entry.data.columns).filter(
    (column) => isMapping(column) && (all || included.has(String(column.name))) && !excluded.has(String(column.name)),
  )
  return [...kept, ...listed.filter((column) => !isIncludeExclude(column))]
}

export function versionValue(v: unknown): string | number {
  return typeof v === 'number' || typeof v === 'string' ? v : v instanceof Number ? (v as unknown as number) : String(v)
}

export function latestOf(versions: readonly Plain[]): string | number {
  const values = versions.map((version) => versionValue(version.v))
  return values.reduce((best, value) => (isLater(value, best) ? value : best))
}

/** Numbers by value, anything else by text. */
function isLater(a: string | number, b: string | number): boolean {
  const [x, y] = [Number(a), Number(b)]
  return Number.isNaN(x) || Number.isNaN(y) ? String(a) > String(b) : x > y
}

export function checkVersions(entry: Entry, versions: readonly Plain[]): void {
  const seen = new Set<string>()
  for (const [index, version] of versions.entries()) {
    if (version.v === undefined || version.v === null)
      throw propertyInvalid(`a version of "${entry.name}" has no \`v\``, entry.at(['versions', index]), '`v: 1`')
    const v = String(version.v)
    if (seen.has(v))
      throw propertyInvalid(`"${entry.name}" has version ${v} twice`, entry.at(['versions', index, 'v']), 'versions that differ')
    seen.add(v)
  }
  const latest = entry.data.latest_version
  if (latest !== undefined && latest !== null && !seen.has(String(latest))) {
    throw propertyInvalid(
      `latest_version ${String(latest)} of "${entry.name}" is none of its versions`,
      entry.at(['latest_version']),
      `one of: ${[...seen].join(', ')}`,
    )
  }
}
