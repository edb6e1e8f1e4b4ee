/**
 * An adapter without a warehouse: its connections keep the statements sent to them and answer each as an empty
 * warehouse would. What a template asks of the catalog is answered from the properties files.
 */
import type { Column } from '../core/column.js'
import type { NodeInfo } from '../core/event.js'
import type { UniqueId } from '../core/node.js'
import type { Relation } from '../core/relation.js'
import { Table } from '../core/table.js'
import { define, type TemplateFunction } from '../core/template-object.js'
import type { Adapter, AdapterModule, AdapterResponse, Connection, ExecuteOptions, OfflineEngine } from './adapter.js'

/** Columns of a relation; of a query (its text) or a temporary relation, which nothing describes, those of the node at work. */
export type ColumnSource = (of: Relation | string, at: UniqueId | undefined) => readonly Column[]

export function offlineAdapter(module: AdapterModule, engine: OfflineEngine | undefined, columns: ColumnSource): Adapter {
  return {
    module,
    version: 'offline',
    connect: async (name) => new RecordingConnection(name, module.capabilities.has('transactional-ddl')),
    isTransient: () => false,
    templateMethods: (connection) => ({ ...engine?.templateMethods(connection), ...catalogMethods(connection, columns) }),
    loadSeed: async (request, connection) => {
      const text = engine?.seedText(request) ?? `-- ${request.table.rows.length} rows of ${request.file}`
      return (await connection.execute(text)).response
    },
    close: async () => undefined,
  }
}

/** These go over the engine's own, which would ask its catalog. */
function catalogMethods(connection: Connection, columns: ColumnSource): Readonly<Record<string, TemplateFunction>> {
  const known = (of: Relation | string) => {
    const found = columns(of, connection.nodeInfo?.unique_id)
    if (found.length === 0 && connection instanceof RecordingConnection) connection.columnsMissed = true
    return found
  }
  return {
    get_columns_in_relation: define('get_columns_in_relation', ['relation'], known),
    get_column_schema_from_query: define('get_column_schema_from_query', ['sql'], (sql) => known(String(sql))),
    expand_target_column_types: define('expand_target_column_types', ['from_relation', 'to_relation'], () => null),
    valid_snapshot_target: define('valid_snapshot_target', ['relation', 'column_names?'], () => null),
    assert_valid_snapshot_target_given_strategy: define(
      'assert_valid_snapshot_target_given_strategy',
      ['relation', 'column_names', 'strategy'],
      () => null,
    ),
  }
}

export class RecordingConnection implements Connection {
  readonly name: string
  nodeInfo: NodeInfo | undefined
  committed = 0
  inTransaction = false
  /** Since the last `take`: somebody asked for columns that no properties file names. */
  columnsMissed = false
  /** Since the last `take`: a query was answered by no rows. */
  rowsMissed = false
  /** Whether begin and commit are worth telling: where every statement commits itself they are not. */
  readonly #tellsTransactions: boolean
  #begun = false
  #statements: string[] = []
  #asksCount = false

  constructor(name: string, tellsTransactions: boolean) {
    this.name = name
    this.#tellsTransactions = tellsTransactions
  }

  /** The statements since the last call, in order. With `queries`, from here on questions are kept too: a test is nothing else. */
  take(options: { readonly queries?: boolean } = {}): readonly string[] {
    const taken = this.#statements
    this.#statements = []
    this.#asksCount = options.queries === true
    this.columnsMissed = false
    this.rowsMissed = false
    return taken
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<{ readonly response: AdapterResponse; readonly table: Table }> {
    if (this.#asksCount || !isQuestion(sql, options.fetch === true)) {
      if (this.inTransaction && !this.#begun) this.#tell('begin')
      this.#begun = this.inTransaction
      this.#statements.push(sql)
    }
    this.rowsMissed ||= options.fetch === true
    return { response: { message: 'OK' }, table: Table.empty }
  }

  async begin(): Promise<void> {
    this.inTransaction = true
  }

  async commit(): Promise<void> {
    if (this.#begun) this.#tell('commit')
    this.#end()
  }

  async rollback(): Promise<void> {
    this.#end()
  }

  async cancel(): Promise<void> {}

  async close(): Promise<void> {}

  #end(): void {
    this.#begun = false
    this.inTransaction = false
  }

  #tell(statement: string): void {
    if (this.#tellsTransactions) this.#statements.push(statement)
  }
}

/** Asks without changing anything. A function called for its effect is a `select` as well, but reads from nowhere. */
function isQuestion(sql: string, fetch: boolean): boolean {
  const text = sql.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, '').trimStart()
  if (/^(show|describe|desc|explain)\b/i.test(text)) return true
  return fetch && /^(select|with)\b/i.test(text) && /\bfrom\b/i.test(text)
}
