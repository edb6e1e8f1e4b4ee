/** A project as it was last read, with the questions that every answer of the server begins with. */
import { isAbsolute, join } from 'node:path'
import { createLookup, createMacroRegistry, type Lookup } from '../context/index.js'
import type { SourceLocation } from '../core/error.js'
import { findResource, type Manifest } from '../core/manifest.js'
import type { ColumnSpec, MacroNode, ManifestNode, Resource, SourceNode, UniqueId } from '../core/node.js'
import type { FileEntry, Project } from '../core/project.js'
import type { ColumnsDescribed, NodeSql, ProjectSql } from '../lineage/index.js'
import type { Opened } from './host.js'

export interface ColumnFacts {
  readonly name: string
  readonly type: string | null
}

export class Snapshot {
  readonly opened: Opened
  readonly project: Project
  readonly manifest: Manifest
  readonly lookup: Lookup
  readonly macros: ReturnType<typeof createMacroRegistry>
  readonly sql: ProjectSql | undefined
  readonly described: ColumnsDescribed | undefined
  readonly #files: ReadonlyMap<string, FileEntry>
  readonly #shown: ReadonlyMap<string, string>
  readonly #nodes = new Map<string, ManifestNode[]>()
  #readers: Map<UniqueId, NodeSql[]> | undefined

  constructor(opened: Opened, sql: ProjectSql | undefined, described: ColumnsDescribed | undefined) {
    this.opened = opened
    this.project = opened.project
    this.manifest = opened.manifest
    this.sql = sql
    this.described = described
    this.lookup = createLookup(this.manifest, this.project)
    this.macros = createMacroRegistry(Object.values(this.manifest.macros), this.project, this.manifest.locations)
    const files = this.project.packages.flatMap((source) => source.files)
    this.#files = new Map(files.map((file) => [slashed(file.absolutePath), file]))
    this.#shown = new Map(files.map((file) => [file.shown, file.absolutePath]))
    for (const node of Object.values(this.manifest.nodes)) {
      const path = slashed(this.pathOf(node))
      this.#nodes.set(path, [...(this.#nodes.get(path) ?? []), node])
    }
  }

  get root(): string {
    return this.project.root.root
  }

  file(path: string): FileEntry | undefined {
    return this.#files.get(slashed(path))
  }

  files(): Iterable<FileEntry> {
    return this.#files.values()
  }

  packageOf(path: string): string {
    return this.file(path)?.packageName ?? this.project.root.name
  }

  /** Absolute path of a place's file. */
  pathOfPlace(place: SourceLocation): string {
    return this.#shown.get(place.file) ?? (isAbsolute(place.file) ? place.file : join(this.root, place.file))
  }

  pathOf(resource: { readonly package_name: string; readonly original_file_path: string }): string {
    const home = this.project.packages.find((source) => source.name === resource.package_name)
    return join(home?.root ?? this.root, resource.original_file_path)
  }

  /** What a code file defines: models, snapshots, singular tests; tests of properties files are not among them. */
  nodesOf(path: string): readonly ManifestNode[] {
    return (this.#nodes.get(slashed(path)) ?? []).filter((node) => !('test_metadata' in node && node.test_metadata))
  }

  resource(id: UniqueId): Resource | undefined {
    return findResource(this.manifest, id)
  }

  sqlOf(id: UniqueId): NodeSql | undefined {
    return this.sql?.nodes.get(id)
  }

  /** Those of its SQL, then those that only its properties name. */
  columnsOf(id: UniqueId): readonly ColumnFacts[] {
    const specs = Object.values(this.specsOf(id))
    const known = this.sqlOf(id)?.columns ?? []
    const names = new Set(known.map(({ name }) => name.toLowerCase()))
    const typed = (name: string) => specs.find((spec) => spec.name.toLowerCase() === name.toLowerCase())?.data_type ?? null
    return [
      ...known.map(({ name, type }) => ({ name, type: type ?? typed(name) })),
      ...specs.filter(({ name }) => !names.has(name.toLowerCase())).map(({ name, data_type }) => ({ name, type: data_type })),
    ]
  }

  specsOf(id: UniqueId): Readonly<Record<string, ColumnSpec>> {
    const resource = this.resource(id)
    return resource && 'columns' in resource ? (resource.columns as Readonly<Record<string, ColumnSpec>>) : {}
  }

  spec(id: UniqueId, column: string): ColumnSpec | undefined {
    return Object.values(this.specsOf(id)).find((spec) => spec.name.toLowerCase() === column.toLowerCase())
  }

  /** `package://path` of the properties file that describes a resource, as a path. */
  patchPath(resource: Resource): string | undefined {
    const patch = 'patch_path' in resource ? resource.patch_path : null
    if (typeof patch !== 'string') return undefined
    const [name, path] = patch.split('://')
    return path === undefined ? undefined : this.pathOf({ package_name: name ?? '', original_file_path: path })
  }

  /** Nodes whose SQL reads a node. */
  readersOf(id: UniqueId): readonly NodeSql[] {
    if (!this.#readers) {
      this.#readers = new Map()
      for (const node of this.sql?.nodes.values() ?? [])
        for (const read of node.reads) this.#readers.set(read, [...(this.#readers.get(read) ?? []), node])
    }
    return this.#readers.get(id) ?? []
  }

  refs(): readonly ManifestNode[] {
    return Object.values(this.manifest.nodes).filter((node) => ['model', 'seed', 'snapshot'].includes(node.resource_type))
  }

  sources(): readonly SourceNode[] {
    return Object.values(this.manifest.sources)
  }

  /** The macro a name in a tag calls. */
  macro(path: readonly string[], from: string): MacroNode | undefined {
    const name = path.at(-1) ?? ''
    const [space] = path
    if (path.length === 1) return this.macros.find(name, from) ?? this.macros.dispatch(name, null, from)
    return path.length === 2 && space !== undefined ? this.macros.find(name, from, space) : undefined
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/')
}
