/** When two types count as one where a warehouse, or the driver dbt asks, tells a query's columns. */
import type { Dialect } from '../dialect.js'
import { postgresToEngine } from './packs/postgres-types.js'
import { snowflakeToEngine } from './packs/snowflake-types.js'

/** Equal for types that count as one; null where that is not known of the type. */
export function comparableType(type: string, dialect: Dialect): string | null {
  if (dialect === 'duckdb') return duckdbType(type)
  if (dialect === 'postgres') return families(postgresToEngine(type), postgresFamilies)
  return dialect === 'snowflake' ? families(snowflakeToEngine(type), snowflakeFamilies) : null
}

/** A column that comes as it is has its own type, with length and digits, of which a checker knows the kind alone. */
export function spelledAs(known: string, found: string | null, dialect: Dialect): string | null {
  if (found === null || (dialect !== 'postgres' && dialect !== 'snowflake')) return found
  const toEngine = dialect === 'postgres' ? postgresToEngine : snowflakeToEngine
  const engine = toEngine(known)
  return engine !== null && engine === toEngine(found) ? known : found
}

function families(engine: string | null, known: Readonly<Record<string, string>>): string | null {
  return engine === null ? null : (known[engine] ?? null)
}

/** As its driver has them: whole numbers of two sizes are one type, all texts are, both kinds of floating point. */
const postgresFamilies: Readonly<Record<string, string>> = {
  smallint: 'integer',
  integer: 'integer',
  bigint: 'bigint',
  'decimal(18,3)': 'numeric',
  double: 'double precision',
  real: 'double precision',
  varchar: 'text',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  interval: 'interval',
  blob: 'bytea',
}

/** Variants, objects and arrays are told apart by no type checker here, nor are the two kinds of times with a zone. */
const snowflakeFamilies: Readonly<Record<string, string>> = {
  bigint: 'number',
  'decimal(18,3)': 'number',
  double: 'float',
  varchar: 'varchar',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp_ntz',
  blob: 'binary',
}

const duckdbNames: readonly (readonly [name: string, aliases: string])[] = [
  ['TINYINT', 'tinyint int1'],
  ['SMALLINT', 'smallint int2 short int16'],
  ['INTEGER', 'integer int4 int signed int32'],
  ['BIGINT', 'bigint int8 long int64'],
  ['HUGEINT', 'hugeint int128'],
  ['UTINYINT', 'utinyint uint8'],
  ['USMALLINT', 'usmallint uint16'],
  ['UINTEGER', 'uinteger uint32'],
  ['UBIGINT', 'ubigint uint64'],
  ['FLOAT', 'float float4 real'],
  ['DOUBLE', 'double float8'],
  ['VARCHAR', 'varchar char bpchar text string character nvarchar'],
  ['BOOLEAN', 'boolean bool logical'],
  ['DATE', 'date'],
  ['TIME', 'time'],
  ['TIMESTAMP', 'timestamp datetime timestamp_us'],
  ['TIMESTAMP WITH TIME ZONE', 'timestamptz'],
  ['INTERVAL', 'interval'],
  ['BLOB', 'blob bytea binary varbinary'],
  ['UUID', 'uuid guid'],
  ['JSON', 'json'],
]
const duckdbByAlias = new Map(duckdbNames.flatMap(([name, aliases]) => aliases.split(' ').map((alias) => [alias, name] as const)))

function duckdbType(type: string): string | null {
  const text = type.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (text === 'timestamp with time zone') return 'TIMESTAMP WITH TIME ZONE'
  if (text === 'double precision') return 'DOUBLE'
  if (text === 'character varying') return 'VARCHAR'
  if (text.endsWith('[]')) {
    const element = duckdbType(text.slice(0, -2))
    return element && `${element}[]`
  }
  const decimal = /^(?:decimal|numeric|dec)(?:\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(text)
  if (decimal) return decimal[1] === undefined ? 'DECIMAL(18,3)' : `DECIMAL(${decimal[1]},${decimal[2] ?? 0})`
  return duckdbByAlias.get(/^(varchar|char|character)\s*\(\d+\)$/.test(text) ? 'varchar' : text) ?? null
}
