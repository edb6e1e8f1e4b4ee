/** What every step of parsing shares, and the shapes that travel between the steps. */
import type { AdapterModule } from '../adapters/index.js'
import type { Captured, MacroRegistry } from '../context/index.js'
import type { Diagnostics, SourceLocation } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { ColumnSpec, NodeType, Plain, UniqueId } from '../core/node.js'
import type { FileEntry, Project } from '../core/project.js'
import type { Mark } from '../core/watch.js'
import type { KeyPath } from '../load/index.js'
import type { Configurator } from './config.js'
import type { WarningFields } from './errors.js'
import type { FastPath } from './fast-path.js'
import type { MacroFacts } from './inert.js'

export interface Session {
  readonly project: Project
  readonly invocation: Invocation
  readonly module: AdapterModule
  readonly problems: Diagnostics
  readonly macros: MacroRegistry
  readonly configurator: Configurator
  readonly facts: MacroFacts
  readonly fastPath: FastPath
  /** Seconds since 1970: one moment for the whole manifest. */
  readonly createdAt: number
  readonly locations: Map<UniqueId, SourceLocation>
  /** Notes what is read besides files, where the result is to be kept. */
  readonly watch: ParseWatch | undefined
  /** Places in the properties of nodes that have some. */
  readonly described: Map<UniqueId, Patch['at']>
  /** Places in settings of nodes that have properties: in `config`, its `meta`, or the `meta` beside it. */
  readonly settings: Map<UniqueId, (setting: KeyPath) => SourceLocation>
  warn(fields: WarningFields): void
}

/** Told what a parse does besides reading files, where its result is to be kept. */
export interface ParseWatch {
  mark(): Mark
  /** What a file's first draft is, and what reading it did since `before`. */
  drafted(file: FileEntry, draft: Draft, before: Mark): void
  /** A later parse may come out otherwise past this moment, in milliseconds since 1970. */
  changesAt(moment: number): void
  /** The node with its code behind a note of who looks at it. */
  guardCode<T extends object>(node: T): T
}

/** A node with code as its own file tells it, before properties, names and references are settled. */
export interface Draft {
  readonly kind: NodeType
  readonly file: FileEntry | null
  readonly package_name: string
  /** File or block name; a version's node is found by it. */
  readonly ownName: string
  name: string
  unique_id: UniqueId
  fqn: readonly string[]
  readonly path: string
  readonly original_file_path: string
  readonly raw_code: string
  /** Line of `raw_code`'s first character in the file. */
  readonly line: number
  /** Where that is, of code that lies within a file of another kind. */
  readonly at?: SourceLocation
  readonly language: string
  readonly checksum: { readonly name: string; readonly checksum: string }
  readonly captured: Captured
  /** Merged `config()` calls. */
  readonly call: Plain
  /** The same as written, where states are compared so. */
  readonly writtenCall?: Plain
  readonly initiallyEnabled: boolean
  readonly index: number | null
  readonly tags: readonly string[]
  patch: Patch | null
}

/** What a properties file says about a node. */
export interface Patch {
  readonly name: string
  readonly patch_path: string
  readonly file: string
  readonly at: (path?: KeyPath) => SourceLocation
  readonly description: string
  readonly columns: Readonly<Record<string, ColumnSpec>>
  readonly config: Plain
  /** The same before it was rendered. */
  readonly writtenConfig: Plain
  readonly constraints: readonly Plain[]
  readonly access: string | null
  readonly version: string | number | null
  readonly latest_version: string | number | null
  readonly deprecation_date: string | null
  readonly time_spine: Plain | null
  /** Functions only. */
  readonly arguments?: readonly Plain[]
  readonly returns?: Plain
}

export function subjectOf(draft: Draft): { unique_id: UniqueId; name: string; resource_type: string; original_file_path: string } {
  return { unique_id: draft.unique_id, name: draft.name, resource_type: draft.kind, original_file_path: draft.original_file_path }
}

/** Where a resource is defined. */
export function placeOf(session: Session, node: { readonly unique_id: UniqueId; readonly original_file_path: string }): SourceLocation {
  return session.locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
}
