/** What on-run-end templates see of the run: `results`, `schemas`, `database_schemas`. */
import { findResource, type Manifest } from '../core/manifest.js'
import type { Plain } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { attribute, define, item, kind, missing, type TemplateObject, text } from '../core/template-object.js'

export function endOfRunNames(results: readonly RunResult[], manifest: Manifest): Plain {
  const places = new Map<string, readonly [string | null, string]>()
  for (const result of results) {
    const node = manifest.nodes[result.unique_id]
    const relational = node && ['model', 'seed', 'snapshot'].includes(node.resource_type)
    if (relational && !['error', 'fail', 'skipped'].includes(result.status))
      places.set(`${node.database}\u0000${node.schema}`, [node.database, node.schema])
  }
  const shown = results.filter((result) => result.thread_id !== 'main' || result.status === 'error')
  return {
    results: shown.map((result) => resultView(result, manifest)),
    schemas: [...new Set([...places.values()].map(([, schema]) => schema))],
    database_schemas: [...places.values()],
  }
}

/** A result with its node, by attribute or key, as packages that log results read it. */
function resultView(result: RunResult, manifest: Manifest): TemplateObject {
  const { unique_id, error: _error, rows: _rows, skippedBecause: _cause, compiled: _compiled, compiled_code: _code, ...own } = result
  const fields: Plain = { ...own, node: findResource(manifest, unique_id) ?? { unique_id }, unique_id }
  const methods = { to_dict: define('to_dict', ['omit_none?'], () => fields) }
  const read = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : name === 'to_dict' ? methods.to_dict : missing)
  return {
    [attribute]: read,
    [item]: (key) => read(String(key)),
    [text]: () => `RunResult(status=${result.status}, node=${unique_id})`,
    [kind]: { typeName: 'RunResult' },
  }
}
