/** PostgreSQL's names of types and the engine's. */

const toNames: readonly (readonly [pattern: RegExp, engine: string])[] = [
  [/^(int|int4|integer|serial)$/, 'integer'],
  [/^(bigint|int8|bigserial|oid)$/, 'bigint'],
  [/^(smallint|int2|smallserial)$/, 'smallint'],
  [/^(numeric|decimal)(\(.*\))?$/, 'decimal(18,3)'],
  [/^(double precision|float8|float)$/, 'double'],
  [/^(real|float4)$/, 'real'],
  [/^(text|citext|name|bpchar|uuid_text|(character varying|varchar|character|char|bpchar)(\(\d+\))?|"char"|inet|cidr|xml)$/, 'varchar'],
  [/^(boolean|bool)$/, 'boolean'],
  [/^date$/, 'date'],
  [/^(timestamptz|timestamp)(\(\d\))? with time zone$|^timestamptz(\(\d\))?$/, 'timestamptz'],
  [/^timestamp(\(\d\))?( without time zone)?$/, 'timestamp'],
  [/^time(\(\d\))?( without time zone)?$/, 'time'],
  [/^interval.*$/, 'interval'],
  [/^jsonb?$/, 'json'],
  [/^uuid$/, 'uuid'],
  [/^bytea$/, 'blob'],
]

export function postgresToEngine(type: string): string | null {
  const text = type.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (text.endsWith('[]')) {
    const element = postgresToEngine(text.slice(0, -2))
    return element && `${element}[]`
  }
  return toNames.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

const fromNames: Readonly<Record<string, string>> = {
  TINYINT: 'smallint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  DOUBLE: 'double precision',
  FLOAT: 'real',
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp without time zone',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
  TIME: 'time without time zone',
  INTERVAL: 'interval',
  JSON: 'jsonb',
  UUID: 'uuid',
  BLOB: 'bytea',
}

export function postgresFromEngine(type: string): string | null {
  if (type.startsWith('DECIMAL')) return 'numeric'
  if (type.endsWith('[]')) {
    const element = postgresFromEngine(type.slice(0, -2))
    return element && `${element}[]`
  }
  return fromNames[type] ?? null
}
