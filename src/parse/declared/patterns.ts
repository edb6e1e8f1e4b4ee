/**
 * Tests for many tables at once: `+data_tests` of dbt_project.yml for all nodes of a folder, `test_patterns` of sluice.yml by names
 * of columns. A test that stands there already is not added again.
 */
import { Cursor } from '../../core/cursor.js'
import type { Plain, Resource } from '../../core/node.js'
import { isMapping } from '../../load/index.js'
import { locateProjectKey } from '../project-keys.js'
import type { DeclaredTest, Declarer, Subject } from './declarer.js'
import { glob } from './name-pattern.js'
import { isSet, readPattern, readTests, type TestPattern, type TestSettings, testSettings, type WrittenTest } from './test-sets.js'

export const patternTests: Declarer = (subject) => {
  const { sets, patterns, broken } = testSettings(subject.session)
  if (broken) return []
  const asked = [...folderPatterns(subject, sets), ...patterns.filter(({ select }) => isSelected(subject.resource, select))]
  if (asked.length === 0) return []
  // Told at the node: these files are none that places of tests are kept of.
  const from = new Cursor(null, { code: 'SETTINGS_INVALID', locate: () => undefined })
  const standing = new Set(
    subject.tests().map(({ test_metadata: metadata, column_name }) => keyOf(metadata?.name ?? '', column_name, metadata?.kwargs ?? {})),
  )
  const found: DeclaredTest[] = []
  for (const { written, columnName } of asked.flatMap((pattern) => [...testsOf(subject, pattern)])) {
    const key = writtenKey(written, columnName)
    if (standing.has(key)) continue
    standing.add(key)
    found.push({ written, columnName, from })
  }
  return found
}

/** `+data_tests: [not_null_proportion, {set: tables}, {column: "*_id", tests: [not_null]}]`. */
function folderPatterns(subject: Subject, sets: TestSettings['sets']): TestPattern[] {
  const given = subject.setting('data_tests')
  if (given === undefined) return []
  const { project } = subject.session
  const path = projectPath(project.root.config.configs, subject.resource)
  const cursor = path
    ? new Cursor(
        { data_tests: given.value },
        { code: 'SETTINGS_INVALID', locate: (at) => locateProjectKey(project, [...path, ...at.slice(1)]) },
      ).at('data_tests')
    : given
  return cursor.items().map((item) => {
    const { value } = item
    if (isMapping(value) && !isSet(value) && ('column' in value || 'columns' in value)) return readPattern(item, sets)
    return {
      columns: [],
      types: [],
      select: [],
      tests: readTests(new Cursor([value], { code: 'SETTINGS_INVALID', locate: () => item.location }), sets),
    }
  })
}

const trees: Readonly<Record<string, string>> = { model: 'models', seed: 'seeds', snapshot: 'snapshots', source: 'sources' }

/** The deepest folder in dbt_project.yml that says it. */
function projectPath(configs: Readonly<Record<string, Plain>>, resource: Resource): readonly string[] | undefined {
  const { fqn = [] } = resource as { readonly fqn?: readonly string[] }
  const steps = [trees[resource.resource_type] ?? '', ...fqn]
  let at: unknown = configs
  let found: readonly string[] | undefined
  for (const [depth, step] of steps.entries()) {
    at = isMapping(at) && Object.hasOwn(at, step) ? at[step] : undefined
    if (!isMapping(at)) break
    const key = Object.hasOwn(at, '+data_tests') ? '+data_tests' : Object.hasOwn(at, 'data_tests') ? 'data_tests' : undefined
    if (key !== undefined) found = [...steps.slice(0, depth + 1), key]
  }
  return found
}

/** By name, `source.table`, folder, path or `tag:x`; nothing selects all. */
function isSelected(resource: Resource, select: readonly string[]): boolean {
  if (select.length === 0) return true
  const {
    name,
    fqn = [],
    tags = [],
  } = resource as { readonly name: string; readonly fqn?: readonly string[]; readonly tags?: readonly string[] }
  const names = resource.resource_type === 'source' ? [name, `${resource.source_name}.${name}`] : [name]
  return select.some((text) => {
    if (text.startsWith('tag:')) return tags.includes(text.slice('tag:'.length))
    if (text.includes('/')) return resource.original_file_path.startsWith(text)
    const matches = glob(text)
    return names.some(matches) || fqn.includes(text)
  })
}

interface Asked {
  readonly written: WrittenTest
  readonly columnName: string | null
}

function* testsOf({ columns }: Subject, pattern: TestPattern): Generator<Asked> {
  if (pattern.columns.length === 0) {
    for (const written of pattern.tests) yield { written, columnName: null }
    return
  }
  for (const { name, data_type: type } of Object.values(columns)) {
    if (!pattern.columns.some((matches) => matches(name))) continue
    const plain = (type ?? '').replace(/\s*\(.*$/, '')
    if (pattern.types.length > 0 && !pattern.types.some((matches) => matches(type ?? '') || matches(plain))) continue
    for (const written of pattern.tests) yield { written, columnName: name }
  }
}

const beside = new Set(['config', 'name', 'description', 'test_name', 'model', 'column_name', 'arguments'])

function writtenKey(written: WrittenTest, column: string | null): string {
  if (typeof written === 'string') return keyOf(written, column, {})
  const [name, args] = 'test_name' in written ? [written.test_name, written] : (Object.entries(written)[0] ?? ['', {}])
  const given = isMapping(args) ? args : {}
  return keyOf(String(name), column, { ...given, ...(isMapping(given.arguments) ? given.arguments : {}) })
}

/** What a test asks, whatever its name and config. */
function keyOf(name: string, column: string | null | undefined, args: Plain): string {
  const asked = Object.entries(args).filter(([key]) => !beside.has(key))
  return JSON.stringify([
    name.split('.').at(-1),
    column?.replaceAll('"', '').toLowerCase() ?? null,
    asked.sort(([a], [b]) => (a < b ? -1 : 1)),
  ])
}
