/** Snowflake's type names as `Column` predicates need them; the groups are dbt-snowflake's. */
import type { TypeRules } from '../../core/column.js'
import { rulesByName } from '../types.js'
import { quoteIdentifier } from './relation-style.js'

const strings = ['text', 'character varying', 'character', 'varchar']
const floats = ['float', 'float4', 'float8', 'double', 'double precision', 'real']
/** Every whole number is a NUMBER(38,0). */
const numerics = ['int', 'integer', 'bigint', 'smallint', 'tinyint', 'byteint', 'numeric', 'decimal', 'number']
const words: Readonly<Record<string, string>> = {
  STRING: 'TEXT',
  TIMESTAMP: 'TIMESTAMP',
  FLOAT: 'FLOAT',
  INTEGER: 'INT',
  BOOLEAN: 'BOOLEAN',
}

export const typeRules: TypeRules = {
  printed: { className: 'SnowflakeColumn', more: 'collation=None' },
  ...rulesByName({ strings, integers: [], floats, numerics }),
  longestString: 16_777_216,
  translate: (dtype) => words[dtype.toUpperCase()] ?? dtype,
  quote: quoteIdentifier,
}
