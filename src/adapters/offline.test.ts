import { describe, expect, test } from 'vitest'
import type { Manifest } from '../core/manifest.js'
import { Relation } from '../core/relation.js'
import type { AdapterModule } from './adapter.js'
import { duckdb } from './duckdb/index.js'
import { RecordingConnection } from './offline.js'
import { documentedColumns } from './offline-columns.js'
import { postgres } from './postgres/index.js'
import { snowflake } from './snowflake/index.js'

describe('a connection that only records', () => {
  test('keeps what changes something, in its transaction, and no question', async () => {
    const connection = new RecordingConnection('Thread-1', true)
    await connection.execute('select max(day) from t', { fetch: true })
    await connection.begin()
    await connection.commit()
    await connection.begin()
    await connection.execute('/* who */\ncreate table t as (select 1 as a)')
    await connection.execute("select add_retention_policy('t')", { fetch: true })
    await connection.execute('show parameters', { fetch: true })
    await connection.commit()
    expect(connection.take()).toEqual([
      'begin',
      '/* who */\ncreate table t as (select 1 as a)',
      "select add_retention_policy('t')",
      'commit',
    ])
    expect(connection.take()).toEqual([])
  })

  test('keeps questions of a test, and tells no transaction where each statement commits itself', async () => {
    const connection = new RecordingConnection('Thread-1', false)
    connection.take({ queries: true })
    await connection.begin()
    await connection.execute('select count(*) from t', { fetch: true })
    await connection.commit()
    expect(connection.take()).toEqual(['select count(*) from t'])
  })

  test('forgets what was rolled back of a transaction that never began', async () => {
    const connection = new RecordingConnection('Thread-1', true)
    await connection.begin()
    await connection.rollback()
    await connection.execute('drop table t')
    expect(connection.take()).toEqual(['drop table t'])
  })
})

describe('columns without a catalog', () => {
  const spec = (name: string, data_type: string | null, quote: boolean | null = null) => ({ name, data_type, quote })
  const node = (alias: string, resource_type: string, columns: readonly object[], config: object = {}) => ({
    ...{ database: 'shop', schema: 'main', alias, resource_type, config },
    columns: Object.fromEntries(columns.map((column) => [(column as { name: string }).name, column])),
  })
  const manifest = {
    nodes: {
      'model.shop.orders': node('orders', 'model', [spec('id', 'bigint'), spec('Note', null, true)]),
      'seed.shop.people': node('people', 'seed', [spec('id', null)], { column_types: { id: 'integer', born: 'date' } }),
      'snapshot.shop.kept': node('kept', 'snapshot', [spec('id', 'bigint'), spec('dbt_scd_id', 'varchar')], { hard_deletes: 'new_record' }),
    },
    sources: {},
    unit_tests: { 'unit_test.shop.orders.t': { tested_node_unique_id: 'model.shop.orders', depends_on: { nodes: [] } } },
  } as unknown as Manifest

  const named = (module: AdapterModule) => {
    const columns = documentedColumns(module, manifest)
    const relation = (identifier: string) => new Relation(module.relationStyle, { database: 'shop', schema: 'main', identifier })
    return (identifier: string | null, at?: string) =>
      columns(identifier === null ? '' : relation(identifier), at).map(({ name, dtype }) => `${name} ${dtype}`)
  }

  test('are those of the properties files, as the warehouse stores their names', () => {
    expect(named(postgres)('orders')).toEqual(['id bigint', 'Note text'])
    expect(named(snowflake)('orders').map((text) => text.split(' ')[0])).toEqual(['ID', 'Note'])
  })

  test('of a temporary relation are those of the node at work, of a unit test those of its model', () => {
    const columns = named(duckdb)
    expect(columns('orders__dbt_tmp', 'model.shop.orders')).toEqual(columns('orders'))
    expect(columns(null, 'unit_test.shop.orders.t')).toEqual(columns('orders'))
    expect(columns('elsewhere')).toEqual([])
  })

  test('of seeds and snapshots include those nobody wrote down', () => {
    const columns = named(duckdb)
    expect(columns('people')).toEqual(['id integer', 'born date'])
    expect(columns('kept').map((text) => text.split(' ')[0])).toEqual([
      'id',
      'dbt_scd_id',
      'dbt_updated_at',
      'dbt_valid_from',
      'dbt_valid_to',
      'dbt_is_deleted',
    ])
  })
})
