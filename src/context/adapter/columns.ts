/** Columns of relations and queries, and what is compared with them: type widening and snapshot tables. */
import { Column } from '../../core/column.js'
import { Relation } from '../../core/relation.js'
import { define } from '../../core/template-object.js'
import { isDict, toText } from '../../jinja/index.js'
import { relationNull, snapshotTargetInvalid } from '../errors.js'
import { items, plainObject } from '../python.js'
import { type AdapterHost, callNamed, runStatement, unlessUnknown } from './host.js'
import type { AdapterTable } from './relations.js'

export async function columnsIn(host: AdapterHost, relation: unknown): Promise<readonly Column[]> {
  const found = await probedColumns(host, relation)
  return items(found).filter((column) => column instanceof Column)
}

/** A relation that does not exist has no columns: templates probe for it so. */
async function probedColumns(host: AdapterHost, relation: unknown): Promise<unknown> {
  return await unlessUnknown(host, [], () => callNamed(host, 'get_columns_in_relation', { relation }))
}

export const columnTable: AdapterTable<AdapterHost> = {
  get_columns_in_relation: (host) => define('get_columns_in_relation', ['relation'], (relation) => probedColumns(host, relation)),
  get_columns_in_table: (host) =>
    define('get_columns_in_table', ['schema', 'identifier'], (schema: string, identifier: string) =>
      columnsIn(
        host,
        new Relation(host.runtime.module.relationStyle, { database: host.runtime.project.target.database, schema, identifier }),
      ),
    ),
  get_missing_columns: (host) =>
    define('get_missing_columns', ['from_relation', 'to_relation'], async (from, to) => {
      const [source, target] = [
        relationArgument('get_missing_columns', 'from_relation', from),
        relationArgument('get_missing_columns', 'to_relation', to),
      ]
      const wanted = await columnsIn(host, source)
      const present = new Set((await columnsIn(host, target)).map((column) => column.name))
      return wanted.filter((column) => !present.has(column.name))
    }),
  expand_target_column_types: (host) =>
    define('expand_target_column_types', ['from_relation', 'to_relation'], (from, to) =>
      expandTypes(
        host,
        relationArgument('expand_target_column_types', 'from_relation', from),
        relationArgument('expand_target_column_types', 'to_relation', to),
      ),
    ),
  alter_column_type: (host) =>
    define('alter_column_type', ['relation', 'column_name', 'new_column_type'], (relation, name: string, type: string) =>
      callNamed(host, 'alter_column_type', { relation, column_name: name, new_column_type: type }),
    ),
  get_column_schema_from_query: (host) => define('get_column_schema_from_query', ['sql'], (sql: string) => columnsOfQuery(host, sql)),
  valid_snapshot_target: (host) =>
    define('valid_snapshot_target', ['relation', 'column_names?'], (relation, names) =>
      checkSnapshot(host, relation, names, snapshotColumns),
    ),
  assert_valid_snapshot_target_given_strategy: (host) =>
    define('assert_valid_snapshot_target_given_strategy', ['relation', 'column_names', 'strategy'], async (relation, names, strategy) => {
      const extra = isDict(strategy) && plainObject(strategy)['hard_deletes'] === 'new_record' ? ['dbt_is_deleted'] : []
      return await checkSnapshot(host, relation, names, [...snapshotColumns, ...extra])
    }),
}

function relationArgument(method: string, argument: string, value: unknown): Relation {
  if (value instanceof Relation) return value
  throw relationNull(method, argument)
}

/** Strings of the target grow to hold those of the source; engines without sized strings have nothing to do. */
async function expandTypes(host: AdapterHost, from: Relation, to: Relation): Promise<null> {
  const { types, sizedStrings = true } = host.runtime.module
  if (!sizedStrings) return null
  const target = new Map((await columnsIn(host, to)).map((column) => [column.name, column]))
  for (const column of await columnsIn(host, from)) {
    const current = target.get(column.name)
    if (!current?.canExpandTo(column)) continue
    await callNamed(host, 'alter_column_type', {
      relation: to,
      column_name: column.name,
      new_column_type: types.stringType(column.stringSize) + (current.collation === null ? '' : ` collate '${current.collation}'`),
    })
  }
  return null
}

/** Names and types a query would give, without its rows. */
async function columnsOfQuery(host: AdapterHost, sql: string): Promise<readonly Column[]> {
  const { table } = await runStatement(host, sql, { autoBegin: false, fetch: true, limit: 0 })
  return table.columnNames.map((name, index) => new Column(host.runtime.module.types, { name, dtype: table.columnTypes[index] ?? '' }))
}

const snapshotColumns = ['dbt_scd_id', 'dbt_valid_from', 'dbt_valid_to']

async function checkSnapshot(host: AdapterHost, relation: unknown, names: unknown, wanted: readonly string[]): Promise<null> {
  const renamed = isDict(names) ? plainObject(names) : {}
  const present = new Set(
    (await columnsIn(host, relationArgument('valid_snapshot_target', 'relation', relation))).map((column) => column.name.toLowerCase()),
  )
  const absent = wanted.map((name) => toText(renamed[name] ?? name)).filter((name) => !present.has(name.toLowerCase()))
  if (absent.length > 0) throw snapshotTargetInvalid(absent)
  return null
}
