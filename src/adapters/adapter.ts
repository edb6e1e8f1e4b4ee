/**
 * What a warehouse consists of. An engine folder gives an `AdapterModule`: light facts needed before any connection
 * (dialect, credentials, macros folder) and `create`, which loads the driver. SQL differences live in dispatched macros.
 */
import type { TypeRules } from '../core/column.js'
import type { SluiceError, SourceLocation } from '../core/error.js'
import type { NodeInfo } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import type { ManifestNode, Plain, SourceNode, UniqueId } from '../core/node.js'
import type { Catalog } from '../core/project.js'
import type { RelationStyle } from '../core/relation.js'
import type { Table } from '../core/table.js'
import type { TemplateFunction } from '../core/template-object.js'

export type Capability =
  | 'transactional-ddl'
  | 'merge'
  | 'materialized-view'
  | 'grants'
  | 'persist-docs'
  | 'constraints'
  | 'cancel'
  | 'bulk-seed'
  | 'schema-metadata-by-relations'
  | 'table-last-modified'
  /** Batches of one model may run at the same time. */
  | 'concurrent-batches'
  /** Dropping a relation drops the views on it; macro `get_relations` tells which. */
  | 'cascading-drop'

export type ConstraintSupport = 'enforced' | 'not_enforced' | 'not_supported'

export interface AdapterResponse {
  /** What dbt prints, e.g. `OK` or `SELECT 12`. */
  readonly message: string
  readonly code?: string
  readonly rowsAffected?: number
  readonly queryId?: string
  /** Further fields for run_results; rows by kind, where statements tell, are `rows_inserted`, `rows_updated`, `rows_deleted`. */
  readonly extra?: Plain
}

export interface ExecuteOptions {
  /** Give rows back; otherwise only the response. */
  readonly fetch?: boolean
  readonly limit?: number | null
  readonly bindings?: readonly unknown[]
  readonly signal?: AbortSignal
}

/**
 * One session on the warehouse; used by one lane at a time. Errors are SluiceErrors with `detail.position` (0-based
 * offset in the SQL sent, which is `detail.sql`) where the driver tells. A statement that fails
 * inside a transaction rolls it back, unless the engine keeps it open for more.
 */
export interface Connection {
  readonly name: string
  /** The node whose statements these are, for the `SQLQuery` events that `execute` sends; set by whoever runs it. */
  nodeInfo: NodeInfo | undefined
  readonly inTransaction: boolean
  /** Counts what was made permanent (commits and statements outside a transaction); while it stands still, work may be tried again. */
  readonly committed: number
  execute(sql: string, options?: ExecuteOptions): Promise<{ readonly response: AdapterResponse; readonly table: Table }>
  /** Each of the three does nothing where there is nothing to do: begun already, or no transaction open. */
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** Stops the statement in progress, from outside; it then fails with `INTERRUPTED`. */
  cancel(): Promise<void>
  close(): Promise<void>
}

/** A live warehouse. */
export interface Adapter {
  readonly module: AdapterModule
  readonly version: string
  connect(name: string): Promise<Connection>
  /** True for an error that may pass when the statement is sent again: a lost write conflict, a broken link. */
  isTransient(error: unknown): boolean
  /** True for an error that says: what the statement would make is there already. Another run may have been first. */
  isTaken?(error: unknown): boolean
  /** Engine-specific functions of the `adapter` object in templates, e.g. `external_root`; statements run on `connection`. */
  templateMethods(connection: Connection): Readonly<Record<string, TemplateFunction>>
  /** Models that cannot be built here as they are, each with the reason: asked once, when the start hooks have run. */
  refusals?(nodes: readonly ManifestNode[], connection: Connection): Promise<ReadonlyMap<UniqueId, SluiceError>>
  /** Loads CSV rows already checked against the header into an existing table by the driver's fastest way. */
  loadSeed(request: SeedLoad, connection: Connection): Promise<AdapterResponse>
  /**
   * Called before a node is built or tested, with its config, for what is to hold for its statements alone; answers how
   * to undo that, which is called whatever happens, and told whether the node failed.
   */
  enterNode?(config: Plain, connection: Connection): Promise<(failed: boolean) => Promise<void>>
  /** Runs a Python model and leaves the tables it makes in the connection's transaction. Absent: there are none here. */
  runPython?(job: PythonJob, connection: Connection): Promise<AdapterResponse>
  close(): Promise<void>
}

/** Plain data, as the process that runs it gets it. */
export interface PythonJob {
  readonly id: UniqueId
  readonly name: string
  /** Below the project folder, for tracebacks. */
  readonly file: string
  /** Where in the file the model's code begins and ends, 1-based. */
  readonly line: number
  readonly lastLine: number
  /** What the materialization sends: the model, what `dbt` is in it, and `materialize(df, con)`. */
  readonly code: string
  readonly database: string
  readonly schema: string
}

export interface SeedLoad {
  /** Rendered target name. */
  readonly relation: string
  readonly file: string
  readonly delimiter: string
  readonly columns: readonly { readonly name: string; readonly type: string; readonly quoted: string }[]
  readonly table: Table
}

/** What `compile` needs to write an engine's SQL without the engine; nothing of it loads the driver. */
export interface OfflineEngine {
  /** As those of a live adapter. */
  templateMethods(connection: Connection): Readonly<Record<string, TemplateFunction>>
  /** The statement by which a seed's rows arrive, with the file's path below the project. */
  seedText(request: SeedLoad): string
}

/** Light, driver-free facts. */
export interface AdapterModule {
  readonly type: string
  /** Engines whose macros serve too, nearest first: `redshift` → `['postgres']`. */
  readonly inherits: readonly string[]
  /** Absolute folder of the engine's macros (a dbt package named `dbt_<type>`). */
  readonly macrosDir: string
  readonly capabilities: ReadonlySet<Capability>
  readonly constraintSupport: Readonly<Record<'check' | 'not_null' | 'unique' | 'primary_key' | 'foreign_key', ConstraintSupport>>
  readonly relationStyle: RelationStyle
  readonly types: TypeRules
  readonly incrementalStrategies: readonly string[]
  /** Types a catalog of catalogs.yml may have, and catalogs that need no such file. Absent: none. */
  readonly catalogTypes?: readonly string[]
  readonly ownCatalogs?: readonly Catalog[]
  /** Agate class name (`Text`, `Number`, `Integer`, `Boolean`, `Date`, `DateTime`, `TimeDelta`) → SQL type for a seed column. */
  seedType(agateType: string, column: { readonly decimals: boolean }): string
  /** Max identifier length in bytes, or null. */
  readonly maxIdentifier: number | null
  parseCredentials(raw: Plain, at: SourceLocation, profileDir: string): Credentials
  /** What a source renders to in place of its name: a file reader (`external_location`). Null: its name. */
  sourceText?(source: SourceNode): string | null
  /** Throws where a source cannot be read here; asked when a template that runs reads it. */
  checkSource?(source: SourceNode): void
  /** False where string columns have no length to widen. Absent: true. */
  readonly sizedStrings?: boolean
  /** False where decimals are kept as floating-point numbers. Absent: true. */
  readonly exactDecimals?: boolean
  /** False where a session's `begin` and `commit` do nothing, because the macros write them into their SQL. Absent: true. */
  readonly sessionTransactions?: boolean
  /** False where a seed's columns are named without quotes unless its config says otherwise. Absent: true. */
  readonly quotesSeedColumns?: boolean
  /** True where a comment in front of a statement gets lost: it goes behind. Absent: false. */
  readonly appendsQueryComment?: boolean
  /** The rendered name a foreign key refers to, as the engine's DDL wants it. Absent: as rendered. */
  foreignKeyTarget?(relation: string): string
  /** How far this engine could be checked, where that is not the real thing; shown by `debug`. */
  readonly checkedAgainst?: string
  /** False where the profile holds nothing to log in with: then `compile` writes SQL offline. Absent: no login is needed. */
  hasLogin?(credentials: Credentials): boolean
  /** Absent: the common functions do. */
  offline?(credentials: Credentials, invocation: Invocation): Promise<OfflineEngine>
  create(credentials: Credentials, invocation: Invocation): Promise<Adapter>
}

export interface Credentials {
  readonly database: string
  readonly schema: string
  /** Shown as `target.*`; never a secret. */
  readonly publicFields: Plain
  /** Registered with the redactor. */
  readonly secrets: readonly string[]
  /** What identifies the warehouse for locks and messages, e.g. the file path or host/db. */
  readonly unique: string
  readonly raw: Plain
}
