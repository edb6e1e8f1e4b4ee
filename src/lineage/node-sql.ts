/** What is known of a node, as the project's answer has it: places in its template instead of offsets in its SQL. */
import type { Runtime } from '../context/index.js'
import type { ManifestNode, UniqueId } from '../core/node.js'
import type { KnownColumn, KnownRelation } from './catalog.js'
import type { Compiled } from './compile.js'
import type { NodeColumn, NodeSql, SqlFinding } from './model.js'
import { atTemplate } from './place.js'
import type { FoundInSql, Understanding } from './understanding.js'

export function givenSql(id: UniqueId, { columns, declared }: KnownRelation): NodeSql {
  const known = (columns ?? []).map((column) => bare(column))
  const depth = columns ? 'column' : 'none'
  const reason = columns ? null : 'nobody says which columns it has'
  return {
    id,
    depth,
    reason,
    columns: known,
    complete: columns !== undefined && !declared,
    reads: [],
    rows: [],
    rowsHash: null,
    findings: [],
  }
}

function bare({ name, type }: KnownColumn): NodeColumn {
  return { name, type, upstream: [], steps: [], valueHash: null, location: null }
}

/** `added`: columns that its materialization puts after those of the query. */
export function nodeSql(
  node: ManifestNode,
  understood: Understanding,
  compiled: Compiled,
  added: readonly KnownColumn[],
  runtime: Runtime,
): NodeSql {
  const { columns, findings, ...facts } = understood
  const own = columns.map(({ span, ...column }) => ({
    ...column,
    // The lines of tests in YAML are slow to look up, and nobody asks where their columns stand.
    location: (node.resource_type !== 'test' && span && atTemplate(compiled.compiled, span)?.location) || null,
  }))
  return {
    ...facts,
    id: node.unique_id,
    columns: [...own, ...added.map(bare)],
    findings: once(findings.map((each) => located(each, node, compiled, runtime))),
  }
}

export function located({ span, ...words }: FoundInSql, node: ManifestNode, { compiled }: Compiled, { manifest }: Runtime): SqlFinding {
  const top = manifest.locations.get(node.unique_id) ?? { file: node.original_file_path, line: 1, column: 1 }
  const place = (span && atTemplate(compiled, span)) ?? { location: top }
  return { ...words, node: node.unique_id, ...place }
}

/** A template's line may write the same wrong name several times. */
export function once(findings: readonly SqlFinding[]): SqlFinding[] {
  const keys = findings.map(({ code, message, location: { file, line, column } }) => [code, message, file, line, column].join('\u0000'))
  return findings.filter((_each, index) => keys.indexOf(keys[index] ?? '') === index)
}
