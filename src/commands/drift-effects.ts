/** Who reads a column that changed: by column lineage, from the source to the last reader. */
import type { Invocation } from '../core/invocation.js'
import type { UniqueId } from '../core/node.js'
import { endOf, type LineageGraph, lineageGraph, type ProjectSql, pointKey } from '../lineage/index.js'
import { type ColumnDrift, type DriftEffect, familyOf } from '../observe/index.js'
import type { OpenProject } from './open-project.js'
import { understand } from './project-sql.js'

/** More of a way than this is told by its ends. */
const longestWay = 4

export async function driftEffects(
  opened: OpenProject,
  invocation: Invocation,
  source: UniqueId,
  changes: readonly ColumnDrift[],
): Promise<readonly DriftEffect[]> {
  const breaking = changes.filter(breaks)
  if (breaking.length === 0) return []
  const sql = await understand(opened, invocation)
  const graph = lineageGraph(sql, opened.manifest)
  return breaking.flatMap(({ column }) => effectOf(opened, sql, graph, source, column) ?? [])
}

/** A new type of the same kind is read as before. */
function breaks(change: ColumnDrift): boolean {
  if (change.change === 'retyped') return familyOf(change.from) !== familyOf(change.type)
  return change.change !== 'added'
}

function effectOf(opened: OpenProject, sql: ProjectSql, graph: LineageGraph, source: UniqueId, changed: string): DriftEffect | undefined {
  const { manifest } = opened
  const known = sql.nodes.get(source)?.columns.find(({ name }) => name.toLowerCase() === changed.toLowerCase())
  const start = { node: source, column: known?.name ?? changed }
  const { links } = graph.down(start, { indirect: true })
  const isBuilt = (id: UniqueId) => manifest.nodes[id] !== undefined && manifest.nodes[id]?.resource_type !== 'test'
  const reached = new Set(links.map((link) => endOf(link, 'down').node).filter((id) => id !== source))
  // Of a reader whose columns nobody knows it must be assumed that it reads this one.
  for (const node of Object.values(manifest.nodes))
    if (node.depends_on.nodes.includes(source) && sql.nodes.get(node.unique_id)?.depth !== 'column') reached.add(node.unique_id)
  const nodes = [...reached].filter(isBuilt).sort()
  if (nodes.length === 0) return undefined
  const exposures = Object.values(manifest.exposures)
    .filter(({ depends_on: { nodes: read } }) => read.some((id) => reached.has(id)))
    .map(({ unique_id: id }) => id)
    .sort()
  return { column: changed, path: longest(graph, start, isBuilt), nodes, exposures }
}

/** `stg.total`, …, `kpis.value`. */
function longest(graph: LineageGraph, start: { node: UniqueId; column: string }, isBuilt: (id: UniqueId) => boolean): readonly string[] {
  const { links } = graph.down(start)
  const from = new Map<string, string>()
  const names = new Map<string, string>()
  let last = pointKey(start)
  for (const link of links) {
    const end = endOf(link, 'down')
    const key = pointKey(end)
    if (!isBuilt(end.node) || end.column === null || from.has(key) || key === pointKey(start)) continue
    from.set(key, pointKey(link.from))
    names.set(key, `${end.node.split('.').slice(2).join('.')}.${end.column}`)
    last = key
  }
  const way: string[] = []
  for (let at: string | undefined = last; at !== undefined && names.has(at); at = from.get(at)) way.unshift(names.get(at) as string)
  return way.length <= longestWay ? way : [...way.slice(0, 2), '…', ...way.slice(-1)]
}
