/** DuckDB's type names as `Column` predicates need them; the groups are dbt-duckdb's. */
import type { TypeRules } from '../../core/column.js'
import { rulesByName } from '../types.js'
import { quoteIdentifier } from './relation-style.js'

const strings = ['text', 'character varying', 'character', 'varchar']
const floats = ['real', 'float', 'float4', 'float8', 'double']
const integers = [
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'hugeint',
  'utinyint',
  'usmallint',
  'uinteger',
  'ubigint',
  'int1',
  'int2',
  'int4',
  'int8',
  'short',
  'int',
  'signed',
  'long',
]
const numerics = ['numeric', 'decimal']

export const typeRules: TypeRules = {
  printed: { className: 'DuckDBColumn', more: 'fields=[]' },
  ...rulesByName({ strings, integers, floats, numerics }),
  translate: (dtype) => (dtype.toUpperCase() === 'STRING' ? 'TEXT' : dtype),
  quote: quoteIdentifier,
}
