/** What engines with the standard's type names have in common: predicates by name, sizes in parentheses, dbt's seed types. */
import type { TypeRules } from '../core/column.js'

export interface TypeNames {
  readonly strings: readonly string[]
  readonly integers: readonly string[]
  readonly floats: readonly string[]
  readonly numerics: readonly string[]
}

type NamedRules = Pick<TypeRules, 'isString' | 'isInteger' | 'isFloat' | 'isNumeric' | 'stringType' | 'numericType'>

/** Rules of an engine whose types have these names, in lower case. */
export function rulesByName(names: TypeNames): NamedRules {
  return {
    isString: among(names.strings),
    isInteger: among(names.integers),
    isFloat: among(names.floats),
    isNumeric: among(names.numerics),
    stringType: (size) => `character varying(${size})`,
    numericType: (dtype, precision, scale) => (precision === null || scale === null ? dtype : `${dtype}(${precision},${scale})`),
  }
}

function among(names: readonly string[]): (dtype: string) => boolean {
  const known = new Set(names)
  return (dtype) => known.has(dtype.toLowerCase())
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
