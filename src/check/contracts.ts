/** Models whose SQL does not give the columns that their contract promises. */
import type { ManifestNode } from '../core/node.js'
import { contractFindings, type SqlFinding } from '../lineage/index.js'
import type { Facts } from './facts.js'

export function contractsOf(facts: Facts): SqlFinding[] {
  return facts.own(['model']).flatMap((resource) => {
    const node = resource as ManifestNode
    const sql = facts.sql.nodes.get(node.unique_id)
    const promised = (column: string | null) => (column === null ? facts.places.definition(node) : facts.places.column(node, column))
    return sql ? contractFindings(node, sql, facts.sql.dialect, { promised }) : []
  })
}
