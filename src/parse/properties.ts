/** Properties files: read, checked, rendered, and cut into entries by section. */
import { varsFor, yamlScope } from '../context/index.js'
import { SluiceError, type SourceLocation } from '../core/error.js'
import type { Plain } from '../core/node.js'
import type { FileEntry, Package } from '../core/project.js'
import type { Scope } from '../jinja/index.js'
import { duplicateKey, isMapping, type KeyPath, readYamlFile, renderTree, yamlLocator } from '../load/index.js'
import { propertyInvalid, unknownProperty } from './errors.js'
import { columnKeys, entryKeys, sourceTableKeys, topLevelKeys, versionKeys } from './properties-schema.js'
import type { Session } from './session.js'

/** One item of a section. */
export interface Entry {
  readonly section: string
  readonly name: string
  /** Rendered, but for descriptions, tests and hooks. */
  readonly data: Plain
  readonly raw: Plain
  readonly file: FileEntry
  readonly packageName: string
  /** Place of a key of the entry. */
  readonly at: (path?: KeyPath) => SourceLocation
}

export type Sections = ReadonlyMap<string, readonly Entry[]>

const sections = Object.keys(entryKeys)

export function readProperties(session: Session, source: Package): Sections {
  const all = new Map<string, Entry[]>(sections.map((section) => [section, []]))
  let scope: Scope | undefined
  const lazyScope = (): Scope => {
    scope ??= propertiesScope(session, source.name)
    return scope
  }
  for (const file of source.files) {
    if (file.kind !== 'properties') continue
    for (const entry of session.problems.attempt(() => entriesOf(session, file, lazyScope)) ?? []) all.get(entry.section)?.push(entry)
  }
  return all
}

/** What `{{ … }}` in a properties file sees. */
export function propertiesScope(session: Session, packageName: string, globals: Plain = {}): Scope {
  const { project, invocation } = session
  return yamlScope({
    env: project.env,
    ...(project.yaml ? { yaml: project.yaml } : {}),
    invocation,
    vars: varsFor(project, packageName),
    varsOptional: false,
    target: project.target.fields,
    projectName: project.root.name,
    secrets: 'refused',
    globals,
  })
}

function entriesOf(session: Session, file: FileEntry, scope: () => Scope): Entry[] {
  const text = file.read()
  const { value, duplicates } = readYamlFile(text, file.shown)
  const locate = yamlLocator(text, file.shown)
  for (const duplicate of duplicates) {
    session.invocation.events.deprecated(duplicateKey(duplicate), 'YAML_DUPLICATE_KEY')
  }
  if (value === null) return []
  if (!isMapping(value))
    throw propertyInvalid(`${file.shown} does not hold a mapping`, locate([]), '`models:`, `sources:` and the like at the top')
  for (const key of Object.keys(value)) {
    if (!topLevelKeys.includes(key)) session.warn(unknownProperty(key, 'properties files', topLevelKeys, locate([key])))
  }
  return sections.flatMap((section) => sectionEntries(session, { file, value, section, locate, scope }))
}

interface SectionSource {
  readonly file: FileEntry
  readonly value: Plain
  readonly section: string
  readonly locate: (path: KeyPath) => SourceLocation
  readonly scope: () => Scope
}

function sectionEntries(session: Session, source: SectionSource): Entry[] {
  const { value, section, locate } = source
  // `tests` at the top is the older name of `data_tests`.
  const key = section === 'data_tests' && !('data_tests' in value) ? 'tests' : section
  const list = value[key]
  if (list === undefined || list === null) return []
  if (!Array.isArray(list))
    throw propertyInvalid(`\`${key}\` in ${source.file.shown} is not a list`, locate([key]), `a list of entries, each with a name`)
  return list.flatMap((item, index) => session.problems.attempt(() => toEntry(session, source, item, [key, index])) ?? [])
}

function toEntry(session: Session, source: SectionSource, item: unknown, path: KeyPath): Entry {
  const { file, section, locate } = source
  const at = (below: KeyPath = []): SourceLocation => locate([...path, ...below])
  if (!isMapping(item))
    throw propertyInvalid(`an entry of \`${section}\` in ${file.shown} is not a mapping`, at(), '`name:` and further keys')
  if (typeof item.name !== 'string' && typeof item.name !== 'number')
    throw propertyInvalid(`an entry of \`${section}\` in ${file.shown} has no name`, at(), '`name:`')
  checkKeys(session, section, item, at)
  const data = renderTree(item, { scope: source.scope, keep: (below) => keepsJinja(section, below), locate: at }) as Plain
  return { section, name: String(data.name), data, raw: item, file, packageName: file.packageName, at }
}

function checkKeys(session: Session, section: string, item: Plain, at: Entry['at']): void {
  const check = (value: unknown, known: readonly string[], place: string, path: KeyPath): void => {
    if (!isMapping(value)) return
    for (const key of Object.keys(value)) if (!known.includes(key)) session.warn(unknownProperty(key, place, known, at([...path, key])))
  }
  const checkColumns = (value: unknown, path: KeyPath): void => {
    if (!Array.isArray(value)) return
    for (const [index, column] of value.entries()) if (!isIncludeExclude(column)) check(column, columnKeys, 'a column', [...path, index])
  }
  check(item, entryKeys[section] ?? [], section, [])
  checkColumns(item.columns, ['columns'])
  for (const [index, version] of listOf(item.versions).entries()) {
    if (section !== 'models') break
    check(version, versionKeys, 'a version', ['versions', index])
    if (isMapping(version)) checkColumns(version.columns, ['versions', index, 'columns'])
  }
  for (const [index, table] of listOf(item.tables).entries()) {
    check(table, sourceTableKeys, 'a source table', ['tables', index])
    if (isMapping(table)) checkColumns(table.columns, ['tables', index, 'columns'])
  }
}

export function isIncludeExclude(column: unknown): boolean {
  return isMapping(column) && ('include' in column || 'exclude' in column)
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

const lateKeys = new Set(['tests', 'data_tests', 'description', 'loaded_at_query'])
const lateBelowItems = new Set(['tests', 'data_tests', 'description'])
const itemLists = new Set(['columns', 'dimensions', 'measures', 'entities'])
const lateConfigs = new Set(['pre_hook', 'post_hook', 'loaded_at_query'])

/** Parts that keep their Jinja because they are rendered later: descriptions, tests and their arguments, hooks, filters. */
export function keepsJinja(section: string, path: KeyPath): boolean {
  const [first, second] = path
  if (section === 'sources') {
    if (first === 'description' || first === 'loaded_at_query') return true
    if (first === 'config' && second === 'loaded_at_query') return true
    return first === 'tables' && isLate(path, 2)
  }
  if (section === 'macros' && first === 'arguments') return isLate(path, 1)
  if (section === 'metrics' && (path.at(-1) === 'filter' || path.at(-2) === 'filter')) return true
  if (section === 'saved_queries' && first === 'query_params' && second === 'where') return true
  return isLate(path)
}

/** `from`: where the path of the resource itself begins, e.g. behind `tables`, its number. */
function isLate(path: KeyPath, from = 0): boolean {
  const length = path.length - from
  if (length <= 0) return false
  const first = String(path[from])
  const second = String(path[from + 1])
  if (lateKeys.has(first) || (length === 2 && lateKeys.has(second))) return true
  if (first === 'config' && lateConfigs.has(second)) return true
  if (length === 5 && path[from + 4] === 'description') return true
  return length >= 3 && itemLists.has(first) && lateBelowItems.has(String(path[from + 2]))
}

/** Wraps what goes wrong in an entry with its place, where it has none of its own. */
export function inEntry<T>(entry: Entry, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw error instanceof SluiceError && error.fields.location === undefined ? error.with({ location: entry.at() }) : error
  }
}
