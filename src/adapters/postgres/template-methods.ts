/** What dbt-postgres adds to the `adapter` object of templates, and what our own macros ask. */
import { Column } from '../../core/column.js'
import type { Invocation } from '../../core/invocation.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import type { Connection, Credentials } from '../adapter.js'
import { macroMethods } from './macro-methods.js'
import { typeRules } from './types.js'

type Methods = Readonly<Record<string, TemplateFunction>>

/** `version` as the server tells it; undefined where no server is asked. */
export function templateMethods(credentials: Credentials, invocation: Invocation, version?: string): (connection: Connection) => Methods {
  const fixed = named([
    ...macroMethods(credentials, invocation, version),
    define('timestamp_add_sql', ['add_to', 'number?', 'interval?'], timestampAdd),
    define('date_function', [], () => 'now()'),
    define('get_binding_char', [], () => '%s'),
    define('valid_incremental_strategies', [], () => ['append', 'delete+insert', 'merge', 'microbatch']),
  ])
  return (connection) => ({ ...fixed, ...sessionMethods(connection) })
}

/** Those that send a statement. */
function sessionMethods(connection: Connection): Methods {
  return named([
    define('debug_query', [], async () => {
      await connection.execute('select 1 as id')
      return null
    }),
    define('get_column_schema_from_query', ['sql'], async (sql: string) => await queryColumns(sql, connection)),
  ])
}

function timestampAdd(to: string, number = 1, interval = 'hour'): string {
  return `${to} + interval '${number} ${interval}'`
}

const unknownType = /^unknown type_code (\d+)$/

/** Types of extensions and enums have no number known before; the catalog names them. */
async function queryColumns(sql: string, connection: Connection): Promise<Column[]> {
  const { table } = await connection.execute(sql, { fetch: true })
  const unknown = table.columnTypes.flatMap((type) => unknownType.exec(type)?.[1] ?? [])
  const names = new Map<string, string>()
  if (unknown.length > 0) {
    const { table: types } = await connection.execute(
      'select oid::text, pg_catalog.format_type(oid, null) from pg_catalog.pg_type where oid = any(%s::oid[])',
      { fetch: true, bindings: [`{${unknown.join(',')}}`] },
    )
    for (const { cells } of types.rows) names.set(`unknown type_code ${String(cells[0])}`, String(cells[1]))
  }
  return table.columnNames.map((name, index) => {
    const type = table.columnTypes[index] ?? ''
    return new Column(typeRules, { name, dtype: typeRules.translate(names.get(type) ?? type) })
  })
}

function named(methods: readonly TemplateFunction[]): Methods {
  return Object.fromEntries(methods.map((method) => [method.name, method]))
}
