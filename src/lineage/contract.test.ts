import { expect, it } from 'vitest'
import type { ManifestNode } from '../core/node.js'
import type { Dialect } from '../sql/index.js'
import { contractFindings } from './contract.js'
import type { NodeSql } from './model.js'

const promised = (columns: Readonly<Record<string, string | null>>, config: object = {}) =>
  ({
    unique_id: 'model.shop.sales',
    resource_type: 'model',
    language: 'sql',
    config: { materialized: 'table', contract: { enforced: true }, ...config },
    columns: Object.fromEntries(Object.entries(columns).map(([name, data_type]) => [name, { name, data_type }])),
  }) as unknown as ManifestNode

const given = (columns: Readonly<Record<string, string | null>>, complete = true) =>
  ({
    complete,
    columns: Object.entries(columns).map(([name, type], index) => ({
      name,
      type,
      location: { file: 'sales.sql', line: index + 2, column: 3 },
    })),
  }) as unknown as NodeSql

const places = { promised: (column: string | null) => ({ file: 'sales.yml', line: column === null ? 1 : 7, column: 1 }) }
const found = (node: ManifestNode, sql: NodeSql, dialect: Dialect) =>
  contractFindings(node, sql, dialect, places).map(
    ({ message, location: { file, line }, severity }) => `${file}:${line} ${severity} ${message}`,
  )

it('compares names and types, not the order', () => {
  const node = promised({ id: 'int', total: 'decimal(18,2)', gone: 'text', name: 'string' })
  expect(found(node, given({ NAME: 'VARCHAR', total: 'DECIMAL(38,2)', id: 'INTEGER', extra: 'DATE' }), 'duckdb')).toEqual([
    'sales.yml:7 error the contract names column gone, which the query does not give',
    'sales.sql:5 error column extra is not in the contract',
    'sales.sql:3 error column total is DECIMAL(38,2), and the contract says decimal(18,2)',
  ])
})

it('takes for one type what the driver takes for one', () => {
  const node = promised({ a: 'varchar(20)', b: 'numeric(10,2)', c: 'int2', d: 'float4', e: 'timestamp', f: 'bigint', g: 'odd', h: null })
  const sql = given({
    a: 'text',
    b: 'numeric',
    c: 'integer',
    d: 'double precision',
    e: 'timestamp with time zone',
    f: 'integer',
    g: 'text',
    h: 'text',
  })
  expect(found(node, sql, 'postgres')).toEqual([
    'sales.sql:6 warning column e is timestamp with time zone, and the contract says timestamp',
    'sales.sql:7 warning column f is integer, and the contract says bigint',
  ])
  const flake = promised({ a: 'number(10,2)', b: 'integer', c: 'string', d: 'timestamp_ntz', e: 'array' })
  const columns = given({ A: 'number(38,0)', B: 'number', C: 'number', D: 'date', E: 'variant' })
  expect(found(flake, columns, 'snowflake')).toEqual([
    'sales.sql:4 warning column C is number, and the contract says string',
    'sales.sql:5 warning column D is date, and the contract says timestamp_ntz',
  ])
})

it('says nothing of what is not known or not enforced', () => {
  expect(found(promised({ id: 'int', gone: 'text' }), given({ id: null, extra: 'DATE' }, false), 'duckdb')).toEqual([])
  expect(found(promised({ id: 'int' }, { contract: { enforced: false } }), given({ x: 'DATE' }), 'duckdb')).toEqual([])
  expect(found(promised({ id: 'int' }, { materialized: 'ephemeral' }), given({ x: 'DATE' }), 'duckdb')).toEqual([])
})
