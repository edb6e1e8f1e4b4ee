/** The `snowflake` output of a profile: dbt-snowflake's fields, checked, with their defaults. */
import type { SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import type { Credentials } from '../adapter.js'
import { readConnectionsFile } from './connections-file.js'
import { invalidCredentials } from './errors.js'

/** What this engine keeps of a profile: fields by dbt's names, and where they stand. */
export interface SnowflakeCredentials extends Credentials {
  readonly at: SourceLocation
}

type Shape = 'text' | 'whole' | 'number' | 'flag'

/** Every field, its type, and whether templates see it as `target.<field>` (in this order, which is dbt's). */
const fields: Readonly<Record<string, { readonly shape: Shape; readonly isPublic?: true; readonly isSecret?: true }>> = {
  account: { shape: 'text', isPublic: true },
  user: { shape: 'text', isPublic: true },
  database: { shape: 'text', isPublic: true },
  warehouse: { shape: 'text', isPublic: true },
  role: { shape: 'text', isPublic: true },
  schema: { shape: 'text', isPublic: true },
  authenticator: { shape: 'text', isPublic: true },
  oauth_client_id: { shape: 'text', isPublic: true },
  query_tag: { shape: 'text', isPublic: true },
  client_session_keep_alive: { shape: 'flag', isPublic: true },
  host: { shape: 'text', isPublic: true },
  port: { shape: 'whole', isPublic: true },
  proxy_host: { shape: 'text', isPublic: true },
  proxy_port: { shape: 'whole', isPublic: true },
  protocol: { shape: 'text', isPublic: true },
  connect_retries: { shape: 'whole', isPublic: true },
  connect_timeout: { shape: 'whole', isPublic: true },
  retry_on_database_errors: { shape: 'flag', isPublic: true },
  retry_all: { shape: 'flag', isPublic: true },
  insecure_mode: { shape: 'flag', isPublic: true },
  reuse_connections: { shape: 'flag', isPublic: true },
  s3_stage_vpce_dns_name: { shape: 'text', isPublic: true },
  workload_identity_provider: { shape: 'text', isPublic: true },
  workload_identity_entra_resource: { shape: 'text', isPublic: true },
  platform_detection_timeout_seconds: { shape: 'number', isPublic: true },
  password: { shape: 'text', isSecret: true },
  private_key: { shape: 'text', isSecret: true },
  private_key_path: { shape: 'text' },
  private_key_passphrase: { shape: 'text', isSecret: true },
  token: { shape: 'text', isSecret: true },
  token_file_path: { shape: 'text' },
  passcode: { shape: 'text', isSecret: true },
  oauth_client_secret: { shape: 'text', isSecret: true },
  oauth_authorization_url: { shape: 'text' },
  oauth_token_request_url: { shape: 'text' },
  oauth_redirect_uri: { shape: 'text' },
  oauth_scope: { shape: 'text' },
  proxy_user: { shape: 'text' },
  proxy_password: { shape: 'text', isSecret: true },
  connection_name: { shape: 'text' },
}

const defaults: Plain = {
  client_session_keep_alive: false,
  connect_retries: 1,
  retry_on_database_errors: false,
  retry_all: false,
  insecure_mode: false,
}

/** Other names dbt takes for the same. */
const aliases: Readonly<Record<string, string>> = { username: 'user', pass: 'password', dbname: 'database' }

export function parseCredentials(raw: Plain, at: SourceLocation, profileDir: string): SnowflakeCredentials {
  const named = typeof raw.connection_name === 'string' ? readConnectionsFile(raw.connection_name, at) : {}
  const given = withoutNulls({ ...named, ...withoutNulls(renamed(raw, at)) })
  const known: Record<string, unknown> = { ...defaults, ...shaped(given, at) }
  checkTogether(known, at)
  // The host name of an account is spelled with hyphens.
  if (typeof known.account === 'string') known.account = known.account.replaceAll('_', '-')
  known.reuse_connections ??= known.client_session_keep_alive === false ? true : null
  known.profile_dir = profileDir
  const [database, schema] = [needed(known, 'database', at), needed(known, 'schema', at)]
  const names = Object.keys(fields)
  return {
    database,
    schema,
    publicFields: Object.fromEntries(names.filter((name) => fields[name]?.isPublic).map((name) => [name, known[name] ?? null])),
    secrets: names.flatMap((name) => secretsOf(name, known[name])),
    unique: `${String(known.account ?? 'no account')}/${database}`,
    raw: known,
    at,
  }
}

/** False where the profile holds nothing to log in with: SQL is then written without a warehouse. */
export function hasLogin({ raw }: Credentials): boolean {
  if (raw.account === undefined) return false
  const ways = [
    'password',
    'private_key',
    'private_key_path',
    'token',
    'token_file_path',
    'oauth_client_secret',
    'workload_identity_provider',
  ]
  return (
    ways.some((way) => raw[way] !== undefined) || (typeof raw.authenticator === 'string' && raw.authenticator.toLowerCase() !== 'snowflake')
  )
}

function renamed(raw: Plain, at: SourceLocation): Plain {
  const entries = Object.entries(raw).map(([name, value]) => {
    const target = aliases[name]
    if (target !== undefined && raw[target] !== undefined)
      throw invalidCredentials(`${name} and ${target} are the same; give one of them`, at)
    return [target ?? name, value]
  })
  return Object.fromEntries(entries) as Plain
}

function withoutNulls(values: Plain): Plain {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''))
}

/** A field unknown to us stays: templates may read none of it, and dbt refuses none of it either. */
function shaped(given: Plain, at: SourceLocation): Plain {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, fields[name] ? typed(name, value, fields[name].shape, at) : value]),
  )
}

function typed(name: string, value: unknown, shape: Shape, at: SourceLocation): unknown {
  if (shape === 'text' && ['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value)
  if (shape === 'flag' && typeof value === 'boolean') return value
  if (shape === 'flag' && typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (shape === 'whole' && typeof number === 'number' && Number.isInteger(number) && number >= 0) return number
  if (shape === 'number' && typeof number === 'number') return number
  const wanted = { text: 'a text', whole: 'a whole number', number: 'a number', flag: 'true or false' }
  throw invalidCredentials(`${name} has the wrong type`, at, `${wanted[shape]} for ${name}`)
}

function checkTogether(known: Plain, at: SourceLocation): void {
  if (known.private_key !== undefined && known.private_key_path !== undefined)
    throw invalidCredentials('private_key and private_key_path are both given', at, 'one of them')
  if (known.protocol !== undefined && !/^https?$/.test(String(known.protocol)))
    throw invalidCredentials(`protocol "${String(known.protocol)}" is unknown`, at, 'https (or http, for a server of your own)')
  const provider = known.workload_identity_provider
  if (provider !== undefined && !/^(aws|azure|gcp|oidc)$/i.test(String(provider)))
    throw invalidCredentials(`workload_identity_provider "${String(provider)}" is unknown`, at, 'AWS, AZURE, GCP or OIDC')
  if (known.workload_identity_entra_resource !== undefined && String(provider).toUpperCase() !== 'AZURE')
    throw invalidCredentials('workload_identity_entra_resource goes with workload_identity_provider: AZURE only', at)
}

function needed(known: Plain, name: 'database' | 'schema', at: SourceLocation): string {
  const value = known[name]
  if (typeof value === 'string') return value
  throw invalidCredentials(
    `the target has no ${name}`,
    at,
    `\`${name}: <name>\``,
    `every model is written as ${known.database ?? 'database'}.schema.name`,
  )
}

/** Keys are told apart from their wrapping: no line of one may show either. */
function secretsOf(name: string, value: unknown): string[] {
  if (!fields[name]?.isSecret || typeof value !== 'string') return []
  const lines = name === 'private_key' ? value.split(/\r?\n|\\n/).filter((line) => line.length > 20 && !line.startsWith('-----')) : []
  return [value, ...lines]
}
