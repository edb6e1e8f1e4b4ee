/** Which columns a test looks at: those its verdict depends on, not all that its failing rows happen to show. */
import type { TestNode } from '../core/node.js'
import type { ColumnId, NodeSql } from './model.js'

export function testedColumns(node: NodeSql, test: TestNode): readonly ColumnId[] {
  const found = new Map<string, ColumnId>()
  const add = (each: ColumnId) => found.set(`${each.node}\n${each.column}`, { node: each.node, column: each.column })
  for (const row of node.rows) add(row)
  for (const column of node.columns) for (const edge of column.upstream) if (countsValues(test) || !isShown(edge.kind)) add(edge)
  const { attached_node: attached, column_name: named } = test
  if (attached && named) add({ node: attached, column: unquoted(named) })
  return [...found.values()]
}

/** Most tests count rows; some compare a value of them. */
function countsValues({ config }: TestNode): boolean {
  return typeof config.fail_calc === 'string' && !/^\s*count\(\s*\*\s*\)\s*$/i.test(config.fail_calc)
}

function isShown(kind: string): boolean {
  return kind === 'passthrough' || kind === 'rename'
}

function unquoted(name: string): string {
  return name.replace(/^(["`[])(.*)["`\]]$/s, '$2')
}
