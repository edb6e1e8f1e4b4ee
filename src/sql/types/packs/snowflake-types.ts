/** Snowflake's names of types and the engine's. */

const toNames: readonly (readonly [pattern: RegExp, engine: string])[] = [
  [/^(number|decimal|numeric|dec)(\(\s*\d+\s*(,\s*0\s*)?\))?$/, 'bigint'],
  [/^(number|decimal|numeric|dec)\(.*\)$|^fixed$/, 'decimal(18,3)'],
  [/^(int|integer|bigint|smallint|tinyint|byteint)$/, 'bigint'],
  [/^(float|float4|float8|double|double precision|real)$/, 'double'],
  [/^(text|string|nvarchar2?|nchar( varying)?|char( varying)?|character( varying)?|varchar|char|nvarchar)(\s*\(.*\))?$/, 'varchar'],
  [/^boolean$/, 'boolean'],
  [/^date$/, 'date'],
  [/^time(\(\d\))?$/, 'time'],
  [/^(timestamp|datetime|timestamp_ntz|timestampntz|timestamp without time zone)(\s*\(\d\))?$/, 'timestamp'],
  [/^(timestamp_tz|timestamp_ltz|timestampltz|timestamptz|timestamp with (local )?time zone)(\s*\(\d\))?$/, 'timestamptz'],
  [/^(variant|object|array)(\(.*\))?$/, 'json'],
  [/^(binary|varbinary)(\(.*\))?$/, 'blob'],
]

export function snowflakeToEngine(type: string): string | null {
  const text = type.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  return toNames.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

const fromNames: Readonly<Record<string, string>> = {
  TINYINT: 'number(38,0)',
  SMALLINT: 'number(38,0)',
  INTEGER: 'number(38,0)',
  BIGINT: 'number(38,0)',
  HUGEINT: 'number(38,0)',
  UBIGINT: 'number(38,0)',
  DOUBLE: 'float',
  FLOAT: 'float',
  VARCHAR: 'varchar',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp_ntz',
  'TIMESTAMP WITH TIME ZONE': 'timestamp_ltz',
  JSON: 'variant',
  BLOB: 'binary',
}

/** Digits behind the point are not known: the rules for them are Snowflake's own. */
export function snowflakeFromEngine(type: string): string | null {
  if (/^DECIMAL\(\d+,0\)$/.test(type)) return 'number(38,0)'
  if (type.startsWith('DECIMAL')) return 'number'
  if (type.endsWith('[]')) return 'array'
  if (/^(STRUCT|MAP)/.test(type)) return 'object'
  return fromNames[type] ?? null
}
