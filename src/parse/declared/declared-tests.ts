/** Models, seeds, snapshots and sources → requests for the tests their settings ask for. */
import { Cursor, type CursorSource } from '../../core/cursor.js'
import type { SourceLocation } from '../../core/error.js'
import type { ManifestNode, Resource, SourceNode } from '../../core/node.js'
import { ownSetting } from '../../core/own-setting.js'
import type { FileEntry } from '../../core/project.js'
import type { Assembly } from '../assembly.js'
import type { TestRequest } from '../generic-tests.js'
import type { Entry } from '../properties.js'
import type { Session } from '../session.js'
import type { TestTarget } from '../test-use.js'
import type { DeclaredTest, Subject } from './declarer.js'
import { declarers } from './index.js'

const tested = new Set(['model', 'seed', 'snapshot'])

export function* declaredTests(session: Session, assembly: Assembly): Generator<TestRequest> {
  if (declarers.length === 0) return
  for (const node of [...Object.values(assembly.nodes), ...Object.values(assembly.sources)]) {
    if (node.resource_type !== 'source' && !tested.has(node.resource_type)) continue
    const subject = subjectOf(session, node)
    for (const declarer of declarers)
      for (const test of session.problems.attempt(() => [...declarer(subject)]) ?? []) yield requestOf(session, node, test)
  }
}

function subjectOf(session: Session, resource: ManifestNode | SourceNode): Subject {
  const place = session.settings.get(resource.unique_id)
  const source: CursorSource = {
    code: 'SETTINGS_INVALID',
    locate: (path) => place?.(path) ?? session.locations.get(resource.unique_id),
  }
  return {
    session,
    resource,
    columns: (resource.columns ?? {}) as Subject['columns'],
    setting: (key) => {
      const value = ownSetting(resource, key)
      return value === undefined ? undefined : new Cursor({ [key]: value }, source).at(key)
    },
  }
}

function requestOf(session: Session, resource: ManifestNode | SourceNode, test: DeclaredTest): TestRequest {
  const entry = entryOf(session, resource, test)
  const attached = resource.resource_type === 'source' ? null : { unique_id: resource.unique_id, group: resource.group }
  return {
    entry,
    path: [],
    written: test.written,
    target: targetOf(resource),
    columnName: test.columnName,
    tags: [],
    attached,
    fileKey: resource.resource_type === 'source' ? `sources.${resource.source_name}` : `${resource.resource_type}s.${resource.name}`,
  }
}

/** As if the properties file of the node had asked for it; a node without one stands in its own file. */
function entryOf(session: Session, resource: ManifestNode | SourceNode, test: DeclaredTest): Entry {
  const path = resource.resource_type === 'source' ? resource.original_file_path : pathOf(resource)
  const file = fileOf(session, resource.package_name, path)
  const own: SourceLocation = { file: resource.original_file_path, line: 1, column: 1 }
  const at = (): SourceLocation => test.from.location ?? own
  return { section: `${resource.resource_type}s`, name: resource.name, data: {}, raw: {}, file, packageName: resource.package_name, at }
}

function pathOf(resource: Resource): string {
  const { patch_path } = resource as { readonly patch_path?: string | null }
  return patch_path ? patch_path.replace(/^[^:]*:\/\//, '') : resource.original_file_path
}

function fileOf({ project }: Session, packageName: string, path: string): FileEntry {
  const source = project.packages.find(({ name }) => name === packageName) ?? project.root
  return source.files.find((file) => file.path === path) ?? (source.files[0] as FileEntry)
}

function targetOf(resource: ManifestNode | SourceNode): TestTarget {
  const { name } = resource
  if (resource.resource_type === 'source')
    return {
      kind: 'source',
      label: `${resource.source_name}_${name}`,
      name,
      call: `source('${resource.source_name}', '${name}')`,
      version: null,
    }
  const version = ((resource as { readonly version?: string | number | null }).version ?? null) as string | number | null
  return {
    kind: 'node',
    label: version === null ? name : `${name}_v${String(version)}`,
    name,
    call: version === null ? `ref('${name}')` : `ref('${name}', version='${String(version)}')`,
    version,
  }
}
