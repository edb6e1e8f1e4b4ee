/** Where files still speak of columns that the SQL no longer gives: descriptions, rows of unit tests, the age of a source. */
import { nearest } from '../core/nearest.js'
import type { Resource, SourceNode, UniqueId, UnitTestNode, UnitTestRows } from '../core/node.js'
import type { NodeSql, Severity, SqlFinding } from '../lineage/index.js'
import { type Facts, labelOf } from './facts.js'

const code = 'COLUMN_NOT_THERE'

/** Only of nodes all of whose columns are known. */
export function driftOf(facts: Facts): SqlFinding[] {
  const described = facts.own(['model', 'snapshot', 'seed']).flatMap((node) => inDescriptions(node, facts))
  const tested = facts.own(['unit_test']).flatMap((test) => inUnitTest(test as UnitTestNode, facts))
  const aged = facts.own(['source']).flatMap((source) => inFreshness(source as SourceNode, facts))
  return [...described, ...tested, ...aged]
}

function inDescriptions(node: Resource, facts: Facts): SqlFinding[] {
  const names = Object.values((node as { readonly columns: SourceNode['columns'] }).columns).map(({ name }) => name)
  return missing(facts.sql.nodes.get(node.unique_id), names).map((name) => {
    const { file, line, column } = facts.places.column(node, name)
    return finding(
      node.unique_id,
      { file, line, column },
      'warning',
      `column ${name} is described, and ${labelOf(node)} has none`,
      name,
      facts,
    )
  })
}

/** A row that names an unknown column fails the test before it runs. */
function inUnitTest(test: UnitTestNode, facts: Facts): SqlFinding[] {
  const tested = test.tested_node_unique_id
  const at = facts.places.definition(test)
  const of = (id: UniqueId | undefined | null, rows: UnitTestRows, what: string) =>
    id === undefined || id === null
      ? []
      : missing(facts.sql.nodes.get(id), columnsOf(rows)).map((name) =>
          finding(
            id,
            at,
            'error',
            `${what} of unit test ${test.name} names column ${name}, which ${nameOf(id, facts)} has not`,
            name,
            facts,
          ),
        )
  const given = test.given.flatMap((each) => of(inputOf(each.input, test, facts), each, `input ${each.input}`))
  return [...given, ...of(tested, test.expect, 'expect')]
}

/** `ref('x')` and `source('s', 't')` among the nodes that the test reads. */
function inputOf(input: string, { depends_on, this_input_node_unique_id: own }: UnitTestNode, { manifest }: Facts): UniqueId | undefined {
  if (input.trim() === 'this') return own ?? undefined
  const words = [...input.matchAll(/["']([^"']+)["']/g)].map(([, word]) => word ?? '')
  const named = depends_on.nodes.filter((id) => {
    const source = manifest.sources[id]
    return source ? source.source_name === words[0] && source.name === words[1] : manifest.nodes[id]?.name === words.at(-1)
  })
  return named.length === 1 ? named[0] : undefined
}

function columnsOf({ rows, format }: UnitTestRows): string[] {
  if (Array.isArray(rows)) return [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (format !== 'csv' || typeof rows !== 'string') return []
  const header = rows.trim().split('\n')[0] ?? ''
  return header.split(',').map((name) => name.trim().replace(/^"|"$/g, ''))
}

/** The field may be an expression: only a name alone is known to be one. */
function inFreshness(source: SourceNode, facts: Facts): SqlFinding[] {
  const field = source.loaded_at_field?.trim() ?? ''
  if (!/^[A-Za-z_]\w*$/.test(field)) return []
  const sql = facts.sql.nodes.get(source.unique_id)
  return missing(sql && sql.columns.length > 0 && sql.columns.every(({ type }) => type !== null) ? { ...sql, complete: true } : sql, [
    field,
  ]).map((name) =>
    finding(
      source.unique_id,
      facts.places.of(source),
      'warning',
      `loaded_at_field is ${name}, which ${labelOf(source)} has not`,
      name,
      facts,
    ),
  )
}

function missing(sql: NodeSql | undefined, names: readonly string[]): string[] {
  if (!sql?.complete || sql.columns.length === 0) return []
  const known = new Set(sql.columns.map(({ name }) => name.toLowerCase()))
  return names.filter((name) => !known.has(name.toLowerCase()))
}

function nameOf(id: UniqueId, { manifest }: Facts): string {
  const resource = manifest.nodes[id] ?? manifest.sources[id]
  return resource ? labelOf(resource) : id
}

function finding(
  node: UniqueId,
  location: SqlFinding['location'],
  severity: Severity,
  message: string,
  column: string,
  { sql }: Facts,
): SqlFinding {
  const meant = nearest(
    column,
    (sql.nodes.get(node)?.columns ?? []).map(({ name }) => name),
  )
  return { code, severity, message, node, location, ...(meant !== undefined && { hint: `did you mean ${meant}?` }) }
}
