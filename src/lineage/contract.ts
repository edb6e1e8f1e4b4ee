/** A model's columns against those its contract names, by the rules by which a build would compare them. */
import type { SourceLocation } from '../core/error.js'
import type { ManifestNode } from '../core/node.js'
import { comparableType, type Dialect } from '../sql/index.js'
import type { NodeColumn, NodeSql, SqlFinding } from './model.js'

export interface ContractPlaces {
  /** Where the properties file names a column; null: the model. */
  promised(column: string | null): SourceLocation
}

const compared: ReadonlySet<string> = new Set(['table', 'view', 'incremental'])

/** Names without regard to case, types as the warehouse's driver tells them apart; the order is the contract's business, not the query's. */
export function contractFindings(node: ManifestNode, sql: NodeSql, dialect: Dialect, places: ContractPlaces): SqlFinding[] {
  const specs = Object.values(node.columns)
  if (!isEnforced(node) || specs.length === 0 || sql.columns.length === 0) return []
  const given = new Map(sql.columns.map((column) => [column.name.toLowerCase(), column]))
  const promised = new Set(specs.map(({ name }) => name.toLowerCase()))
  const finding = (message: string, location: SourceLocation, expected?: string): SqlFinding => {
    const severity = dialect === 'duckdb' ? 'error' : 'warning'
    return { code: 'SQL_CONTRACT', severity, message, node: node.unique_id, location, ...(expected !== undefined && { expected }) }
  }
  const missing = specs.filter(({ name }) => sql.complete && !given.has(name.toLowerCase()))
  const more = sql.columns.filter(({ name }) => sql.complete && !promised.has(name.toLowerCase()))
  const other = specs.flatMap(({ name, data_type }) => {
    const column = given.get(name.toLowerCase())
    return column && differs(column, data_type, dialect) ? [{ column, data_type }] : []
  })
  return [
    ...missing.map(({ name }) => finding(`the contract names column ${name}, which the query does not give`, places.promised(name))),
    ...more.map(({ name, location }) => finding(`column ${name} is not in the contract`, location ?? places.promised(null))),
    ...other.map(({ column: { name, type, location }, data_type }) =>
      finding(`column ${name} is ${type}, and the contract says ${data_type}`, location ?? places.promised(name), String(data_type)),
    ),
  ]
}

function isEnforced({ resource_type, language, config }: ManifestNode): boolean {
  const { enforced } = (config.contract ?? {}) as { readonly enforced?: unknown }
  return resource_type === 'model' && language === 'sql' && enforced === true && compared.has(String(config.materialized))
}

function differs({ type }: NodeColumn, promised: string | null, dialect: Dialect): boolean {
  const [left, right] = [type, promised].map((each) => (each === null ? null : comparableType(each, dialect)))
  return left !== null && right !== null && left !== right
}
