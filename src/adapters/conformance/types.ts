/**
 * The conformance suite: what every adapter must do, as cases that any test runner can run. A case is skipped for one
 * reason only: the adapter's module does not declare what it needs.
 */
import type { RunEvent } from '../../core/event.js'
import type { RunResult } from '../../core/result.js'
import type { Table } from '../../core/table.js'
import type { AdapterModule, Capability, Connection, Credentials } from '../adapter.js'

/** The two builds of the scratch project: the second finds what the first has left. */
export type Day = 1 | 2

export interface Needs {
  readonly capability?: Capability
  /** An incremental strategy the module lists. */
  readonly strategy?: string
  /** A kind of constraint the module says is enforced. */
  readonly enforced?: keyof AdapterModule['constraintSupport']
  readonly exactDecimals?: true
  /** `begin` and `commit` of a session do what they say. */
  readonly transactions?: true
}

export interface Case {
  /** `group.what`, stable: lists of known failures name it. */
  readonly id: string
  readonly needs?: Needs
  /** Files of the scratch project, below its root, as they are on a day. */
  readonly files?: (day: Day) => Readonly<Record<string, string>>
  /** Rows to read after each build, by a name the case chooses: a template whose query gives them. */
  readonly reads?: Readonly<Record<string, string>>
  /** Rejects where the adapter does otherwise. */
  run(bench: Bench): Promise<void>
  /** Most time it may take; 20 s where absent. */
  readonly seconds?: number
}

/** What a case works with. */
export interface Bench {
  readonly module: AdapterModule
  readonly credentials: Credentials
  /** The scratch schemas; the second and third do not exist when a case starts. */
  readonly schemas: readonly [string, string, string]
  /** A session of its own, closed after the case. */
  connect(): Promise<Connection>
  isTransient(error: unknown): boolean
  /** Renders a template as `run-operation` would, commits, and gives its text without the space around it. */
  render(template: string, connection?: Connection): Promise<string>
  /** Renders a template and sends what it gives. */
  query(template: string, connection?: Connection): Promise<Table>
  /** What the first or second build gave for a node, by its name. */
  result(node: string, day: Day): RunResult
  /** The rows a case's `reads` asked for: cells as text with `|` between, in order of the text. */
  rows(name: string, day: Day): readonly string[]
  /** Events sent while `work` runs. */
  heard(work: () => Promise<unknown>): Promise<readonly RunEvent[]>
  /** Takes over the relations of the scratch schema into the second by `clone`. */
  clone(node: string): Promise<RunResult>
  /** Every error message and event seen so far, unredacted. */
  said(): readonly string[]
}

export interface CaseResult {
  readonly id: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped or what was otherwise than expected. */
  readonly reason?: string
  /** Seconds. */
  readonly elapsed: number
}
