/** Places in compiled SQL as places in the template, and findings in the order one reads them. */
import { type CompiledNode, placeForAuthor } from '../compile/index.js'
import type { Runtime } from '../context/index.js'
import type { SluiceError, SourceLocation } from '../core/error.js'
import type { ManifestNode } from '../core/node.js'
import type { Span } from '../sql/index.js'
import type { SqlFinding } from './model.js'

export interface Place {
  readonly location: SourceLocation
  /** Where the text stands in the template as it stands in the SQL. */
  readonly end?: { readonly line: number; readonly column: number }
}

/** What a macro wrote stands where the macro is called. */
export function atTemplate({ map }: CompiledNode, { start, end }: Span): Place | undefined {
  const first = map.at(start)
  if (!first) return undefined
  const last = end > start ? map.at(end - 1) : undefined
  if (first.macro !== null || !last || last.macro !== null || last.location.file !== first.location.file)
    return { location: first.location }
  const { line, column } = last.location
  const after = line > first.location.line || (line === first.location.line && column >= first.location.column)
  return { location: first.location, ...(after && { end: { line, column: column + 1 } }) }
}

/** The template itself failed. */
export function refusedBy(error: SluiceError, node: ManifestNode, runtime: Runtime): SqlFinding {
  const { code, fields } = placeForAuthor(error, node, runtime, undefined)
  const { message, expected, hint } = fields
  const location = fields.location ?? { file: node.original_file_path, line: 1, column: 1 }
  return { code, severity: 'error', message, node: node.unique_id, location, ...(expected && { expected }), ...(hint && { hint }) }
}

export function inOrder(findings: readonly SqlFinding[]): SqlFinding[] {
  const key = ({ location: { file, line, column } }: SqlFinding) => [file, line, column] as const
  return [...findings].sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : left[1] - right[1] || left[2] - right[2]
  })
}
