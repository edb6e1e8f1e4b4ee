/** Names of datasets, as OpenLineage's naming rules have them, so that the graphs of several tools meet. */
import { resolve } from 'node:path'
import type { Credentials } from '../adapters/index.js'
import type { Plain } from '../core/node.js'

/** `postgres://host:5432`, `snowflake://org-account`, `duckdb:///folder/file.duckdb`: without login, for it is no secret's place. */
export function warehouseNamespace(type: string, { raw, unique }: Credentials, projectDir: string): string {
  if (type === 'duckdb') return `duckdb://${duckdbFile(String(raw.path ?? ':memory:'), projectDir)}`
  if (type === 'snowflake') return `snowflake://${snowflakeAccount(String(raw.account ?? ''))}`
  if (type === 'bigquery') return 'bigquery'
  if (typeof raw.host === 'string' && raw.host !== '') return `${type}://${raw.host}:${String(raw.port ?? 5432)}`
  return `${type}://${unique.split('/')[0] ?? ''}`
}

/** A local file by its whole path; what stands behind a `?` may be a token. */
function duckdbFile(path: string, projectDir: string): string {
  const bare = path.replace(/[?#].*$/s, '')
  return bare === ':memory:' || bare === '' || /^[A-Za-z][\w+.-]+:/.test(bare) ? bare || ':memory:' : resolve(projectDir, bare)
}

/** An account locator without region or cloud is in the first of them. */
function snowflakeAccount(account: string): string {
  const [name = '', region = 'us-west-1', cloud = 'aws'] = account.split('.')
  return name.includes('-') ? name : `${name}.${region}.${cloud}`
}

export interface NamedRelation {
  readonly database?: string | null
  readonly schema?: string | null
  readonly alias?: string
  readonly identifier?: string
  readonly name: string
  readonly relation_name?: string | null
  readonly config?: Plain
}

/** `database.schema.table` as the warehouse stores the names: what is not quoted is folded. */
export function relationName(node: NamedRelation, fold: (name: string) => string): string {
  const written = node.relation_name ?? ''
  const parts = written.match(/"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[^."`[\]]+/g) ?? []
  // A query or a file reader in the place of a name: it goes by the name it is declared with.
  if (parts.length === 0 || parts.length > 3 || /[\s()'/]/.test(parts.filter((part) => !/^["`[]/.test(part)).join('')))
    return [node.database, node.schema, node.alias ?? node.identifier ?? node.name].filter((part) => part).join('.')
  return parts.map((part) => (/^["`[]/.test(part) ? part.slice(1, -1).replaceAll('""', '"') : fold(part))).join('.')
}
