/** What dbt-duckdb adds to the `adapter` object of templates. */
import { isAbsolute, join } from 'node:path'
import { Column } from '../../core/column.js'
import type { Invocation } from '../../core/invocation.js'
import type { Relation } from '../../core/relation.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import { getAttribute, toText } from '../../jinja/index.js'
import type { Adapter, Connection, Credentials } from '../adapter.js'
import { parseIndexMethod } from '../index-config.js'
import { databaseNameOf } from './credentials.js'
import type { Database } from './database.js'
import { pluginsUnsupported } from './errors.js'
import { readLocation, writeOptions } from './external-files.js'
import { seedMethods } from './seed-methods.js'
import { flattenStruct } from './struct-columns.js'
import { typeRules } from './types.js'

export function templateMethods(
  credentials: Credentials,
  database: Database,
  invocation: Invocation,
  loadSeed: Adapter['loadSeed'],
): (connection: Connection) => Readonly<Record<string, TemplateFunction>> {
  const { raw } = credentials
  const isMotherduck = [String(raw.path), ...database.attachments.map((entry) => entry.path)].some((path) => /^(md|motherduck):/.test(path))
  const ducklakes = ducklakeNames(credentials, database)
  const warned = new Set<string>()
  const facts: readonly TemplateFunction[] = [
    define('is_motherduck', [], () => isMotherduck),
    define('disable_transactions', [], () => raw.disable_transactions === true),
    define('external_root', [], () => externalRoot(String(raw.external_root), invocation)),
    define('get_binding_char', [], () => '?'),
    define('is_ducklake', ['relation'], (relation: Relation | null) => relation?.database != null && ducklakes.has(relation.database)),
    // The driver here is newer than the DuckLake fix these workarounds are for.
    define('use_ducklake_table_workarounds', ['relation'], () => false),
    define('escape_sql_string', ['value'], (value) => String(value).replaceAll("'", "''")),
    define('valid_incremental_strategies', [], () => ['append', 'delete+insert', 'merge', 'microbatch']),
    define('external_write_options', ['write_location', 'rendered_options'], writeOptions),
    define('external_read_location', ['write_location', 'rendered_options'], readLocation),
    parseIndexMethod(invocation, 'DuckDBIndexConfig'),
    define('warn_once', ['msg'], (msg: string) => {
      if (!warned.has(msg)) invocation.events.emit('JinjaLogWarning', { msg })
      warned.add(msg)
      return ''
    }),
    define('batch_id_for_model', ['model'], batchId),
    define('store_relation', ['*rest', '**named'], () => {
      throw pluginsUnsupported()
    }),
  ]
  const fixed = Object.fromEntries(facts.map((method) => [method.name, method]))
  return (connection) => ({ ...fixed, ...sessionMethods(connection, database), ...seedMethods(connection, loadSeed) })
}

/** `20240101_000000` for the batch a microbatch model runs, nothing outside of one. */
function batchId(model: unknown): string {
  const batch = entry(model, 'batch')
  const start = entry(batch, 'event_time_start')
  return start === undefined || start === null ? '' : toText(start).replaceAll(/[-:+]/g, '').replaceAll(' ', '_')
}

function entry(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? getAttribute(value, key) : undefined
}

/** Those that send a statement. */
function sessionMethods(connection: Connection, database: Database): Readonly<Record<string, TemplateFunction>> {
  return {
    ensure_transaction: define('ensure_transaction', [], async () => {
      await connection.begin()
      return ''
    }),
    // N.B. by glob: a query of a file that is missing fails, and a failure ends the transaction it stands in.
    location_exists: define('location_exists', ['location'], async (location: string) => {
      const { table } = await connection.execute('select 1 from glob(?) limit 1', { fetch: true, bindings: [location] })
      return table.rows.length > 0
    }),
    catalog_supports_foreign_keys: define('catalog_supports_foreign_keys', ['database'], async (name: string) => {
      const { table } = await connection.execute('select type from duckdb_databases() where lower(database_name) = lower(?)', {
        fetch: true,
        bindings: [name],
      })
      return ['duckdb', 'motherduck'].includes(String(table.rows[0]?.cells[0]).toLowerCase())
    }),
    existing_key_constraint_types: define('existing_key_constraint_types', ['relation'], (relation: Relation) =>
      keyConstraints(connection, relation),
    ),
    get_column_schema_from_query: define('get_column_schema_from_query', ['sql'], async (sql: string) => {
      const { table } = await connection.execute(`DESCRIBE (${sql})`, { fetch: true })
      return table.rows
        .flatMap((row) => flattenStruct(String(row.cells[0]), String(row.cells[1])))
        .map((column) => new Column(typeRules, column))
    }),
    duckdb_version: define('duckdb_version', [], () => database.version),
  }
}

async function keyConstraints(connection: Connection, relation: Relation): Promise<string[]> {
  const { table } = await connection.execute(
    `select distinct lower(replace(constraint_type, ' ', '_')) from duckdb_constraints()
     where constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
       and lower(database_name) = lower(?) and lower(schema_name) = lower(?) and lower(table_name) = lower(?)`,
    { fetch: true, bindings: [relation.database, relation.schema, relation.identifier] },
  )
  return table.rows.map((row) => String(row.cells[0])).sort()
}

function ducklakeNames(credentials: Credentials, database: Database): ReadonlySet<string> {
  const path = String(credentials.raw.path)
  const names = database.attachments.filter((entry) => entry.isDucklake).map((entry) => entry.alias ?? databaseNameOf(entry.path))
  if (credentials.raw.is_ducklake === true || path.toLowerCase().includes('ducklake:')) names.push(databaseNameOf(path))
  return new Set(names)
}

/** Written files go where the profile says, seen from the project folder. */
function externalRoot(root: string, invocation: Invocation): string {
  const asIs = invocation.cwd === invocation.projectDir || isAbsolute(root) || /^[A-Za-z][\w+.-]+:/.test(root)
  return asIs ? root : join(invocation.projectDir, root)
}
