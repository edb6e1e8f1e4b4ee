/**
 * A fault of the parser, put right: after `where x > (select …)` it takes a following `union all select …` for a part of
 * the comparison. The set operation is lifted out, so that it stands between the two selects it joins.
 */
import { isRaw, list, type Raw, tagged } from './raw.js'

const setOperations = /^(union|except|intersect)$/

/** The node a select should have been: itself, or a set operation with it on the left. */
export function lifted(fields: Raw): Raw | undefined {
  for (const clause of ['qualify', 'having', 'where_clause', 'joins'] as const) {
    const found = clause === 'joins' ? inLastJoin(fields) : inClause(fields, clause)
    if (found) return found
    if (isRaw(fields[clause])) return undefined
  }
  return undefined
}

function inClause(fields: Raw, clause: string): Raw | undefined {
  const holder = fields[clause]
  if (!isRaw(holder)) return undefined
  const found = onRightEdge(holder.this)
  return found && rotated(found.operation, { ...fields, [clause]: { ...holder, this: found.without } })
}

function inLastJoin(fields: Raw): Raw | undefined {
  const joins = list(fields.joins)
  const last = joins.at(-1)
  if (!isRaw(last)) return undefined
  const found = onRightEdge(last.on)
  return found && rotated(found.operation, { ...fields, joins: [...joins.slice(0, -1), { ...last, on: found.without }] })
}

interface Found {
  /** The set operation, its leftmost query the one in brackets that belongs to the comparison. */
  readonly operation: Raw
  /** The expression with that query alone in its place. */
  readonly without: unknown
}

function onRightEdge(node: unknown): Found | undefined {
  const found = tagged(node)
  if (!found) return undefined
  if (setOperations.test(found.kind)) {
    const first = leftmost(node)
    return tagged(first)?.kind === 'subquery' ? { operation: node as Raw, without: first } : undefined
  }
  const inner = onRightEdge(found.fields.right)
  return inner && { operation: inner.operation, without: { [found.kind]: { ...found.fields, right: inner.without } } }
}

function leftmost(node: unknown): unknown {
  const found = tagged(node)
  return found && setOperations.test(found.kind) ? leftmost(found.fields.left) : node
}

/** The operation with the whole select in place of its leftmost query. */
function rotated(operation: Raw, select: Raw): Raw {
  const found = tagged(operation)
  if (!found || !setOperations.test(found.kind)) return { select }
  return { [found.kind]: { ...found.fields, left: rotated(found.fields.left as Raw, select) } }
}
