/** Models, seeds, snapshots and sources → requests for the tests their settings ask for. */
import { Cursor, type CursorSource } from '../../core/cursor.js'
import { SluiceError, type SourceLocation } from '../../core/error.js'
import type { ManifestNode, Resource, SourceNode, TestNode } from '../../core/node.js'
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
  const standing = standingTests(assembly)
  const told = new Set<string>()
  let names: ReadonlySet<string> | undefined
  const tables = () => {
    names ??= tableNames(assembly)
    return names
  }
  for (const node of [...Object.values(assembly.nodes), ...Object.values(assembly.sources)]) {
    if (node.resource_type !== 'source' && !tested.has(node.resource_type)) continue
    const subject = { ...subjectOf(session, node), tests: () => standing(node), tables }
    for (const declarer of declarers)
      for (const test of session.problems.attempt(() => once(told, () => [...declarer(subject)])) ?? [])
        yield requestOf(session, node, test)
  }
}

/** What several read, or what is said of several nodes in one place, is wrong once. */
function once(told: Set<string>, read: () => readonly DeclaredTest[]): readonly DeclaredTest[] {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    const { message, location } = error.fields
    const key = `${message} ${location?.file}:${location?.line}:${location?.column}`
    if (told.has(key)) return []
    told.add(key)
    throw error
  }
}

/** Of a node those that hang on it; of a source those whose model it is. */
function standingTests(assembly: Assembly): (resource: ManifestNode | SourceNode) => readonly TestNode[] {
  let found: Map<string, TestNode[]> | undefined
  const keyOf = (resource: ManifestNode | SourceNode) =>
    resource.resource_type === 'source' ? `source('${resource.source_name}', '${resource.name}')` : resource.unique_id
  const index = () => {
    const byNode = new Map<string, TestNode[]>()
    for (const node of Object.values(assembly.nodes)) {
      if (node.resource_type !== 'test') continue
      const key = node.attached_node ?? /source\('[^']*', '[^']*'\)/.exec(String(node.test_metadata?.kwargs.model ?? ''))?.[0] ?? ''
      byNode.set(key, [...(byNode.get(key) ?? []), node])
    }
    return byNode
  }
  return (resource) => {
    found ??= index()
    return found.get(keyOf(resource)) ?? []
  }
}

function tableNames(assembly: Assembly): ReadonlySet<string> {
  const nodes = Object.values(assembly.nodes).flatMap(({ name, resource_type }) => (tested.has(resource_type) ? [name] : []))
  return new Set([...nodes, ...Object.values(assembly.sources).map(({ source_name, name }) => `${source_name}.${name}`)])
}

function subjectOf(session: Session, resource: ManifestNode | SourceNode): Omit<Subject, 'tests' | 'tables'> {
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
