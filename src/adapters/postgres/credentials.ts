/** The `postgres` output of a profile: dbt-postgres's fields and a few of our own, checked, with their defaults. */
import type { SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import type { Credentials } from '../adapter.js'
import { invalidCredentials, missingField } from './errors.js'

/** What templates see as `target.*`, in dbt-postgres's order. */
const publicKeys = [
  'host',
  'hostaddr',
  'port',
  'user',
  'database',
  'dbname',
  'schema',
  'connect_timeout',
  'role',
  'search_path',
  'keepalives',
  'keepalives_idle',
  'sslmode',
  'sslcert',
  'sslkey',
  'sslrootcert',
  'application_name',
  'autocommit',
  'retries',
  'statement_timeout',
] as const

export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type SslMode = (typeof sslModes)[number]

/** N.B. host and user may be missing until a connection is wanted: compiling without a warehouse needs neither. */
export function parseCredentials(raw: Plain, at: SourceLocation, profileDir: string): Credentials {
  checkTypes(raw, at)
  const database = oneName(raw, 'dbname', 'database', at)
  const password = oneName(raw, 'pass', 'password', at)
  if (database === undefined) throw missingField('dbname', at)
  if (isAbsent(raw.schema)) throw missingField('schema', at)
  const port = Number(raw.port ?? 5432)
  const fields: Plain = {
    ...raw,
    port,
    database,
    dbname: database,
    schema: String(raw.schema),
    connect_timeout: Number(raw.connect_timeout ?? 10),
    keepalives: raw.keepalives !== 0 && raw.keepalives !== false,
    keepalives_idle: Number(raw.keepalives_idle ?? 0),
    application_name: String(raw.application_name ?? 'sluice'),
    autocommit: raw.autocommit === true,
    retries: Number(raw.retries ?? 1),
    statement_timeout: isAbsent(raw.statement_timeout) ? null : String(raw.statement_timeout),
    password: password ?? null,
    profile_dir: profileDir,
  }
  return {
    database,
    schema: String(raw.schema),
    publicFields: Object.fromEntries(publicKeys.flatMap((key) => (isOurs(key) && isAbsent(raw[key]) ? [] : [[key, fields[key] ?? null]]))),
    secrets: [password, raw.sslpassword].filter((secret) => !isAbsent(secret)).map(String),
    unique: `${String(raw.host ?? 'localhost')}:${port}/${database}`,
    raw: fields,
  }
}

/** Fields dbt does not know show only where they are given. */
function isOurs(key: string): boolean {
  return ['hostaddr', 'keepalives', 'statement_timeout'].includes(key)
}

/** False where there is no server to ask: then only compiling is possible. */
export function hasLogin({ raw }: Credentials): boolean {
  return !isAbsent(raw.host) && !isAbsent(raw.user)
}

/** What a connection needs and a compilation does not. */
export function checkReachable(raw: Plain): void {
  for (const field of ['host', 'user']) if (isAbsent(raw[field])) throw missingField(field)
}

function oneName(raw: Plain, name: string, other: string, at: SourceLocation): string | undefined {
  const given = [raw[name], raw[other]].filter((value) => !isAbsent(value))
  if (given.length === 2 && String(given[0]) !== String(given[1]))
    throw invalidCredentials(`${name} and ${other} are both given, and differ`, at, `only one of ${name} and ${other}`)
  return given[0] === undefined ? undefined : String(given[0])
}

interface Shape {
  readonly is: (value: unknown) => boolean
  readonly expected: string
}

const text: Shape = { is: (value) => typeof value === 'string', expected: 'a text' }
const name: Shape = { is: (value) => ['string', 'number'].includes(typeof value), expected: 'a text' }
const count: Shape = { is: (value) => isWhole(value) && Number(value) >= 0, expected: 'a whole number, 0 or more' }
const flag: Shape = { is: (value) => typeof value === 'boolean', expected: 'true or false' }

const shapes: Readonly<Record<string, Shape>> = {
  host: text,
  hostaddr: text,
  user: name,
  password: name,
  pass: name,
  dbname: name,
  database: name,
  schema: name,
  role: name,
  search_path: text,
  application_name: text,
  sslcert: text,
  sslkey: text,
  sslrootcert: text,
  port: { is: (value) => isWhole(value) && Number(value) > 0 && Number(value) <= 65535, expected: 'a port number, 1 to 65535' },
  sslmode: { is: (value) => (sslModes as readonly unknown[]).includes(value), expected: `one of ${sslModes.join(', ')}` },
  connect_timeout: count,
  keepalives_idle: count,
  retries: count,
  autocommit: flag,
  keepalives: { is: (value) => [0, 1, true, false].includes(value as number), expected: '0 or 1' },
  statement_timeout: {
    is: (value) => isWhole(value) || (typeof value === 'string' && /^\d+ ?(us|ms|s|min|h|d)$/.test(value)),
    expected: 'milliseconds, or a text with a unit such as `10min`',
  },
}

function checkTypes(raw: Plain, at: SourceLocation): void {
  for (const [key, { is, expected }] of Object.entries(shapes)) {
    if (!isAbsent(raw[key]) && !is(raw[key])) throw invalidCredentials(`${key} has a value it cannot take`, at, `${expected} for ${key}`)
  }
}

/** Templates in profiles.yml give numbers as text. */
function isWhole(value: unknown): boolean {
  return (typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^\d+$/.test(value))
}

function isAbsent(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || value === ''
}
