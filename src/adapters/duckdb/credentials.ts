/** The `duckdb` output of a profile: dbt-duckdb's fields, checked, with their defaults and derived names. */
import { basename, extname } from 'node:path'
import type { SourceLocation } from '../../core/error.js'
import type { Plain } from '../../core/node.js'
import type { Credentials } from '../adapter.js'
import { parseAttachments } from './attach.js'
import { invalidCredentials } from './errors.js'

/** What templates see as `target.*`, in dbt-duckdb's order. */
const publicKeys = [
  'path',
  'config_options',
  'extensions',
  'settings',
  'external_root',
  'use_credential_provider',
  'attach',
  'filesystems',
  'remote',
  'plugins',
  'disable_transactions',
] as const

const secretKey = /secret|token|password|passphrase|private_key|session_key/i

export function parseCredentials(raw: Plain, at: SourceLocation, _profileDir: string): Credentials {
  checkShapes(raw, at)
  const path = String(raw.path ?? ':memory:')
  const derived = databaseNameOf(path)
  const database = databaseName(raw, derived, at)
  const settings = motherduckSettings(raw, at)
  const externalRoot = String(raw.external_root ?? '.')
  const fields: Plain = { ...raw, path, settings, external_root: externalRoot, disable_transactions: raw.disable_transactions === true }
  return {
    database,
    schema: String(raw.schema ?? 'main'),
    publicFields: Object.fromEntries(publicKeys.map((key) => [key, withoutSecrets(fields[key] ?? null)])),
    secrets: [...secretsIn(fields)],
    unique: path + externalRoot,
    raw: fields,
  }
}

/** As DuckDB names the catalog of a file: the first dot-separated part of the file name. */
export function databaseNameOf(path: string): string {
  if (path === ':memory:' || path === '') return 'memory'
  const scheme = /^([A-Za-z][\w+.-]*):/.exec(path)?.[1]?.toLowerCase()
  const file = basename(path.replace(/^[A-Za-z][\w+.-]*:(\/\/)?/, '').replace(/[?#].*$/, ''))
  if (scheme === 'md' || scheme === 'motherduck') return file.slice(0, file.length - extname(file).length) || 'my_db'
  return file.replace(/^\.+/, '').split('.')[0] ?? ''
}

function databaseName(raw: Plain, derived: string, at: SourceLocation): string {
  if (derived === '') throw invalidCredentials('no database name can be derived from the path', at, 'a path with a file name')
  const given = raw.database ?? raw.dbname
  if (given === undefined || given === null) return derived
  const aliases = parseAttachments(raw.attach, at).map((attachment) => attachment.alias)
  if (given === derived || raw.remote || aliases.includes(String(given))) return String(given)
  throw invalidCredentials(`database "${String(given)}" does not fit the path`, at, `database: ${derived}, or no database at all`)
}

function motherduckSettings(raw: Plain, at: SourceLocation): Plain {
  const settings = { ...(raw.settings as Plain | null | undefined) }
  const token = raw.motherduck_token
  if (token === undefined || token === null) return settings
  const other = settings.motherduck_token
  if (other !== undefined && other !== token) throw invalidCredentials('motherduck_token is given twice, with different values', at)
  return { ...settings, motherduck_token: token }
}

const shapes: Readonly<Record<string, { readonly is: (value: unknown) => boolean; readonly name: string }>> = {
  path: { is: (value) => typeof value === 'string', name: 'a text' },
  schema: { is: (value) => ['string', 'number'].includes(typeof value), name: 'a text' },
  extensions: { is: Array.isArray, name: 'a list' },
  attach: { is: Array.isArray, name: 'a list' },
  secrets: { is: Array.isArray, name: 'a list' },
  filesystems: { is: Array.isArray, name: 'a list' },
  plugins: { is: Array.isArray, name: 'a list' },
  settings: { is: isMapping, name: 'a mapping' },
  config_options: { is: isMapping, name: 'a mapping' },
  retries: { is: isMapping, name: 'a mapping' },
}

function checkShapes(raw: Plain, at: SourceLocation): void {
  for (const [key, shape] of Object.entries(shapes)) {
    const value = raw[key]
    if (value !== undefined && value !== null && !shape.is(value))
      throw invalidCredentials(`${key} has the wrong type`, at, `${shape.name} for ${key}`)
  }
  parseAttachments(raw.attach, at)
}

function isMapping(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (secretKey.test(key) ? [] : [[key, withoutSecrets(entry)]])))
}

function* secretsIn(value: unknown, name = ''): Generator<string> {
  if (Array.isArray(value)) for (const entry of value) yield* secretsIn(entry, name)
  else if (isMapping(value)) for (const [key, entry] of Object.entries(value)) yield* secretsIn(entry, key)
  else if (typeof value === 'string' && secretKey.test(name)) yield value
}
