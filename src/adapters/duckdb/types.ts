/** DuckDB's type names as `Column` predicates and seeds need them; the groups are dbt-duckdb's. */
import type { TypeRules } from '../../core/column.js'
import { quoteIdentifier } from './relation-style.js'

const strings = new Set(['text', 'character varying', 'character', 'varchar'])
const floats = new Set(['real', 'float', 'float4', 'float8', 'double'])
const integers = new Set([
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
])
const numerics = new Set(['numeric', 'decimal'])

export const typeRules: TypeRules = {
  isString: (dtype) => strings.has(dtype.toLowerCase()),
  isInteger: (dtype) => integers.has(dtype.toLowerCase()),
  isFloat: (dtype) => floats.has(dtype.toLowerCase()),
  isNumeric: (dtype) => numerics.has(dtype.toLowerCase()),
  stringType: (size) => `character varying(${size})`,
  numericType: (dtype, precision, scale) => (precision === null || scale === null ? dtype : `${dtype}(${precision},${scale})`),
  translate: (dtype) => (dtype.toUpperCase() === 'STRING' ? 'TEXT' : dtype),
  quote: quoteIdentifier,
}

/** agate's class → column type of a seed table, as dbt's SQL adapters choose. */
export function seedType(agateType: string, column: { readonly decimals: boolean }): string {
  switch (agateType) {
    case 'Integer':
      return 'integer'
    case 'Number':
      return column.decimals ? 'float8' : 'integer'
    case 'Boolean':
      return 'boolean'
    case 'Date':
      return 'date'
    case 'DateTime':
    case 'ISODateTime':
      return 'timestamp without time zone'
    case 'TimeDelta':
      return 'time'
    default:
      return 'text'
  }
}
