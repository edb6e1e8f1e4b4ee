/** Which generic tests stand under models, seeds and snapshots, and on which node each hangs. */
import type { ManifestNode, Plain } from '../core/node.js'
import { isMapping, type KeyPath } from '../load/index.js'
import { toList } from './config.js'
import type { TestRequest } from './generic-tests.js'
import { testsOf } from './patches.js'
import { type Entry, isIncludeExclude, listOf } from './properties.js'
import type { Session } from './session.js'
import { testKey } from './sources.js'
import type { TestTarget } from './test-use.js'
import { versionColumns } from './versions.js'

/** Finds the node an entry describes: enabled or disabled, by version where it has one. */
export type FindNode = (name: string, packageName: string, version: string | number | null) => ManifestNode | undefined

export function* nodeTests(session: Session, entry: Entry, find: FindNode): Generator<TestRequest> {
  const versions = entry.section === 'models' ? listOf(entry.data.versions).filter(isMapping) : []
  if (versions.length === 0) {
    yield* testsFor(
      session,
      entry,
      {
        columns: listOf(entry.data.columns),
        columnPath: ['columns'],
        tests: testsOf(entry, entry.data, []),
        testPath: [testKey(entry.data)],
        version: null,
      },
      find,
    )
    return
  }
  for (const [index, version] of versions.entries()) {
    const path = ['versions', index]
    const own = 'data_tests' in version || 'tests' in version
    yield* testsFor(
      session,
      entry,
      {
        columns: versionColumns(entry, version),
        columnPath: ['columns'],
        tests: own ? testsOf(entry, version, path) : testsOf(entry, entry.data, []),
        testPath: own ? [...path, testKey(version)] : [testKey(entry.data)],
        version: version.v as string | number,
      },
      find,
    )
  }
}

interface Scope {
  readonly columns: readonly unknown[]
  readonly columnPath: KeyPath
  readonly tests: readonly unknown[]
  readonly testPath: KeyPath
  readonly version: string | number | null
}

function* testsFor(session: Session, entry: Entry, scope: Scope, find: FindNode): Generator<TestRequest> {
  const { version } = scope
  const target: TestTarget = {
    kind: 'node',
    label: version === null ? entry.name : `${entry.name}_v${String(version)}`,
    name: entry.name,
    call: version === null ? `ref('${entry.name}')` : `ref('${entry.name}', version='${String(version)}')`,
    version,
  }
  const node = find(entry.name, entry.packageName, version)
  const attached = node ? { unique_id: node.unique_id, group: node.group } : null
  const base = { entry, target, attached, fileKey: `${entry.section}.${entry.name}` }
  for (const [index, column] of scope.columns.entries()) {
    if (isIncludeExclude(column) || !isMapping(column)) continue
    const path = [...scope.columnPath, index]
    const columnName = columnNameOf(session, entry, column)
    const tags = [...toList(column.tags), ...toList(isMapping(column.config) ? column.config.tags : undefined)].map(String)
    for (const [at, written] of testsOf(entry, column, path).entries())
      yield { ...base, written, path: [...path, testKey(column), at], columnName, tags }
  }
  for (const [index, written] of scope.tests.entries())
    yield { ...base, written, path: [...scope.testPath, index], columnName: null, tags: [] }
}

function columnNameOf(session: Session, entry: Entry, column: Plain): string {
  const quoted = column.quote === true || (typeof column.quote !== 'boolean' && entry.data.quote_columns === true)
  return quoted ? session.module.relationStyle.quote(String(column.name)) : String(column.name)
}
