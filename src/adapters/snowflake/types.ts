/** Snowflake's type names as `Column` predicates and seeds need them; the groups are dbt-snowflake's. */
import type { TypeRules } from '../../core/column.js'
import { quoteIdentifier } from './relation-style.js'

const strings = new Set(['text', 'character varying', 'character', 'varchar'])
const floats = new Set(['float', 'float4', 'float8', 'double', 'double precision', 'real'])
/** Every whole number is a NUMBER(38,0). */
const numerics = new Set(['int', 'integer', 'bigint', 'smallint', 'tinyint', 'byteint', 'numeric', 'decimal', 'number'])
const words: Readonly<Record<string, string>> = {
  STRING: 'TEXT',
  TIMESTAMP: 'TIMESTAMP',
  FLOAT: 'FLOAT',
  INTEGER: 'INT',
  BOOLEAN: 'BOOLEAN',
}

export const typeRules: TypeRules = {
  isString: (dtype) => strings.has(dtype.toLowerCase()),
  isInteger: () => false,
  isFloat: (dtype) => floats.has(dtype.toLowerCase()),
  isNumeric: (dtype) => numerics.has(dtype.toLowerCase()),
  longestString: 16_777_216,
  stringType: (size) => `character varying(${size})`,
  numericType: (dtype, precision, scale) => (precision === null || scale === null ? dtype : `${dtype}(${precision},${scale})`),
  translate: (dtype) => words[dtype.toUpperCase()] ?? dtype,
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
