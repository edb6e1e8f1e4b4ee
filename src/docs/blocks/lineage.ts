/** Column lineage of each node: the links `sluice lineage` walks, so that the page and the command give the same answer. */
import type { UniqueId } from '../../core/node.js'
import type { LineageGraph, Link, NodeSql } from '../../lineage/index.js'
import type { SiteMaking } from '../making.js'
import type { SiteLineage, SiteLineageColumn, SiteLink } from '../model/index.js'

/** Undefined where the SQL is not understood. */
export async function siteLineage(making: SiteMaking): Promise<SiteLineage[] | undefined> {
  const { sql, manifest, options } = making.input
  if (!sql) return undefined
  const { lineageGraph } = await import('../../lineage/index.js')
  const graph = lineageGraph(sql, manifest)
  const withSql = options?.excludeSql !== true
  return making.shown.map((resource) => {
    const node = sql.nodes.get(resource.unique_id)
    return node ? nodeLineage(node, graph, making, withSql) : unknown(resource.unique_id, graph, making)
  })
}

function nodeLineage(node: NodeSql, graph: LineageGraph, making: SiteMaking, withSql: boolean): SiteLineage {
  const shapes: (readonly [string, number, readonly string[]])[] = []
  const columns = node.columns.map((column): SiteLineageColumn => {
    const point = { node: node.id, column: column.name }
    const below = graph.next(point, 'down', true)
    for (const link of below)
      if (link.kind === 'rows' && making.place.has(link.to.node))
        shapes.push([column.name, making.place.get(link.to.node) ?? 0, link.effects])
    const values = below.filter((link) => link.kind !== 'rows')
    return {
      name: column.name,
      type: column.type ?? '',
      up: ends(graph.next(point, 'up', false), 'from', making),
      down: ends(values, 'to', making),
      tests: [...new Set(values.filter((link) => link.kind === 'test').map((link) => link.to.node))],
      steps: withSql ? column.steps.map(({ within, sql }) => [within ?? '', sql] as const) : [],
      line: column.location?.line ?? 1,
    }
  })
  const rows = node.rows.flatMap(({ node: id, column, effects }) => {
    const place = making.place.get(id)
    return place === undefined ? [] : [[place, column, effects] as const]
  })
  return { known: node.depth, reason: node.reason ?? '', columns, rows, shapes }
}

/** Exposures and the like have no SQL: they are read as a whole. */
function unknown(id: UniqueId, graph: LineageGraph, making: SiteMaking): SiteLineage {
  const above = ends(graph.next({ node: id, column: null }, 'up', false), 'from', making)
  const whole = { name: '', type: '', up: above, down: [], tests: [], steps: [], line: 1 }
  return { known: 'none', reason: '', columns: above.length > 0 ? [whole] : [], rows: [], shapes: [] }
}

function ends(links: readonly Link[], end: 'from' | 'to', { place }: SiteMaking): SiteLink[] {
  return links.flatMap((link) => {
    const { node, column } = link[end]
    const at = place.get(node)
    return at === undefined ? [] : [[at, column ?? '', link.kind] as const]
  })
}
