/**
 * dbt's own tests, as every project has them by the hundred: what they read and whether the columns are there is
 * known from their arguments, without rendering and reading each of them. Anything unusual is looked at like other SQL.
 */
import type { Runtime } from '../context/index.js'
import { nearest } from '../core/nearest.js'
import type { ManifestNode, TestNode, UniqueId } from '../core/node.js'
import { foldName } from '../sql/index.js'
import type { KnownColumn, ProjectCatalog } from './catalog.js'
import type { NodeSql, RowEdge, SqlFinding } from './model.js'

const usual = ['unique', 'not_null', 'accepted_values', 'relationships']

/** Undefined where the SQL itself has to be read. */
export function usualTest(node: ManifestNode, runtime: Runtime, catalog: ProjectCatalog): NodeSql | undefined {
  const asked = node.resource_type === 'test' ? askedOf(node, runtime) : undefined
  if (!asked) return undefined
  const read = asked.map(({ node: id, column }) => ({ id, column, found: columnIn(id, column, catalog) }))
  if (read.some(({ found }) => found === 'unknown')) return undefined
  const types = new Set(read.map(({ found }) => (typeof found === 'object' ? found.type : '')))
  // Values of two types may or may not compare.
  if (types.size > 1) return undefined
  // Values are written as text: of another type they may be none.
  if (accepts(node) && !isText([...types][0])) return undefined
  const missing = read.flatMap(({ id, column, found }) => (found === undefined ? [missingColumn(node, id, column, runtime, catalog)] : []))
  const rows = read.flatMap(({ id, found }): RowEdge[] =>
    typeof found === 'object' ? [{ node: id, column: found.name, effects: ['filter'] }] : [],
  )
  const reads = [...new Set(read.map(({ id }) => id))].sort()
  return { id: node.unique_id, depth: 'column', reason: null, columns: [], complete: true, reads, rows, rowsHash: null, findings: missing }
}

function accepts(node: ManifestNode): boolean {
  return node.resource_type === 'test' && node.test_metadata?.name === 'accepted_values'
}

function isText(type: string | null | undefined): boolean {
  return /^(varchar|text|string|char|character)\b/i.test(type ?? '')
}

interface Asked {
  readonly node: UniqueId
  readonly column: string
}

const name = /^[A-Za-z_]\w*$/

function askedOf(test: TestNode, runtime: Runtime): Asked[] | undefined {
  const { test_metadata: metadata, attached_node: attached, column_name: column, depends_on, config } = test
  if (!metadata || !attached || !column || !name.test(column) || metadata.namespace !== null || !usual.includes(metadata.name))
    return undefined
  if (config.where || !isBuiltIn(metadata.name, runtime) || !depends_on.macros.includes(`macro.dbt.test_${metadata.name}`)) return undefined
  const own = { node: attached, column }
  if (metadata.name === 'accepted_values' && metadata.kwargs['quote'] === false) return undefined
  if (metadata.name !== 'relationships') return depends_on.nodes.length === 1 ? [own] : undefined
  const { field } = metadata.kwargs
  const others = depends_on.nodes.filter((id) => id !== attached)
  const [other] = others
  return other && others.length === 1 && typeof field === 'string' && name.test(field) ? [own, { node: other, column: field }] : undefined
}

/** A project may word a test, or what it reads, in its own way. */
function isBuiltIn(test: string, { macros, project }: Runtime): boolean {
  const from = project.root.name
  const words = [`test_${test}`, 'get_where_subquery']
  return words.every((each) => /^dbt(_|$)/.test(macros.dispatch(each, 'dbt', from)?.package_name ?? ''))
}

/** Undefined: the relation surely has no such column. */
function columnIn(id: UniqueId, column: string, catalog: ProjectCatalog): KnownColumn | 'unknown' | undefined {
  const { columns, declared } = catalog.known(id)
  const key = foldName(column, false, catalog.dialect)
  const found = columns?.find((each) => foldName(each.name, true, catalog.dialect) === key)
  return found ?? (columns && !declared ? undefined : 'unknown')
}

function missingColumn(node: ManifestNode, id: UniqueId, column: string, runtime: Runtime, catalog: ProjectCatalog): SqlFinding {
  const names = (catalog.known(id).columns ?? []).map((each) => each.name)
  const meant = nearest(column, names)
  const { nodes, sources, locations } = runtime.manifest
  const location = locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
  return {
    code: 'SQL_UNKNOWN_COLUMN',
    severity: 'error',
    message: `${(nodes[id] ?? sources[id])?.name ?? id} has no column ${column}`,
    node: node.unique_id,
    location,
    ...(meant !== undefined && { hint: `did you mean ${meant}?` }),
  }
}
