/** What the server asks of the rest of the tool: projects are found, read, understood and compiled by whoever starts it. */
import type { ErrorFields } from '../core/error.js'
import type { Overlay } from '../core/invocation.js'
import type { Manifest } from '../core/manifest.js'
import type { UniqueId } from '../core/node.js'
import type { Project } from '../core/project.js'
import type { Graph } from '../graph/index.js'
import type { ColumnsDescribed, ProjectSql, Severity } from '../lineage/index.js'

export interface Opened {
  readonly project: Project
  readonly manifest: Manifest
  readonly graph: Graph
}

export interface Problem extends ErrorFields {
  readonly code: string
  readonly severity: Severity
}

export interface Reading {
  /** Undefined where errors kept the project from being read. */
  readonly opened?: Opened
  readonly problems: readonly Problem[]
}

export interface CompiledText {
  readonly sql: string
  readonly dialect: string
  /** For each line of the SQL, from 0, the line of the template that wrote it, from 0; null where none did. */
  readonly map: readonly (number | null)[]
}

export interface Host {
  /** The nearest folder with a dbt_project.yml, this one or above. */
  projectAbove(folder: string): string | undefined
  /** Never rejects for what is wrong in the project. */
  read(root: string, overlay: Overlay, signal: AbortSignal): Promise<Reading>
  /** With `only`, the other nodes are as they were when last understood. Undefined where the SQL of the project's warehouse is not understood. */
  understand(opened: Opened, signal: AbortSignal, only?: ReadonlySet<UniqueId>): Promise<ProjectSql | undefined>
  describe(opened: Opened, sql: ProjectSql): ColumnsDescribed
  /** Rejects with a SluiceError for a template that fails. */
  compile(opened: Opened, id: UniqueId): Promise<CompiledText>
  /** Where an error code is explained. */
  explain(code: string): { readonly text: string; readonly page?: string }
  /** Seconds of a steady clock. */
  clock(): number
  log(message: string): void
}
