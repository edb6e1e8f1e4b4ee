/** What dbt-snowflake adds to the `adapter` object of templates. */
import type { Invocation } from '../../core/invocation.js'
import type { Relation } from '../../core/relation.js'
import { Table } from '../../core/table.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import type { Connection } from '../adapter.js'
import type { SnowflakeCredentials } from './credentials.js'
import { grantsOf } from './grants.js'
import { quoteText } from './relation-style.js'

export function templateMethods(
  _credentials: SnowflakeCredentials,
  _invocation: Invocation,
): (connection: Connection) => Readonly<Record<string, TemplateFunction>> {
  return (connection) => ({
    standardize_grants_dict: define('standardize_grants_dict', ['grants_table'], grantsOf),
    // Its pages have one shape here, whatever their rows hold.
    normalize_show_objects_result: define('normalize_show_objects_result', ['table'], (table: Table) => table),
    describe_dynamic_table: define(
      'describe_dynamic_table',
      ['relation', 'include_transient?'],
      async (relation: Relation, includeTransient = false) => ({
        dynamic_table: await describedDynamicTable(connection, relation, includeTransient),
      }),
    ),
  })
}

const described = [
  'name',
  'schema_name',
  'database_name',
  'text',
  'target_lag',
  'warehouse',
  'initialization_warehouse',
  'refresh_mode',
  'immutable_where',
  'cluster_by',
  'scheduler',
]

async function describedDynamicTable(connection: Connection, relation: Relation, includeTransient: boolean): Promise<Table> {
  const found = await show(connection, 'dynamic tables', relation)
  const table = found.project(described.filter((name) => found.columnNames.includes(name)))
  if (!includeTransient) return table
  const [listed] = (await show(connection, 'tables', relation)).rows
  const isTransient = listed?.get('kind') === 'TRANSIENT'
  const rows = table.rows.map((row) => [...row.cells, isTransient])
  return new Table([...table.columnNames, 'transient'], [...table.columnTypes, 'BOOLEAN'], rows)
}

/** Column names in lower case, as they are unless the account says otherwise. */
async function show(connection: Connection, what: string, relation: Relation): Promise<Table> {
  const place = relation.with({ includePolicy: { identifier: false } }).renderName()
  const sql = `show ${what} like ${quoteText(relation.identifier ?? '')} in schema ${place}`
  const { table } = await connection.execute(sql, { fetch: true })
  const rows = table.rows.map((row) => row.cells)
  const names = table.columnNames.map((name) => name.toLowerCase())
  return new Table(names, table.columnTypes, rows)
}
