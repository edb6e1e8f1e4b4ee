/** A model as the warehouse would get it, and the way of a column through the project. */
import type { ColumnId } from '../../lineage/index.js'
import type { CompiledText } from '../host.js'
import type { Asked } from './context.js'
import { sameName, targetAt } from './target.js'

export type Preview = CompiledText | { readonly error: string }

export async function compiledPreview({ snapshot, host, path }: Asked): Promise<Preview | null> {
  const node = snapshot.nodesOf(path)[0]
  if (!node) return null
  try {
    return await host.compile(snapshot.opened, node.unique_id)
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

export interface LineageStep extends ColumnId {
  /** How the column gets from the end that is further up to the other one. */
  readonly kind: string
  readonly distance: number
  /** The expression of the column further down. */
  readonly sql: string | null
  readonly from: ColumnId
}

export interface ColumnWay {
  readonly column: ColumnId & { readonly type: string | null }
  readonly upstream: readonly LineageStep[]
  readonly downstream: readonly LineageStep[]
}

export function columnLineage(asked: Asked): ColumnWay | null {
  const column = columnAt(asked)
  if (!column) return null
  const type = asked.snapshot.columnsOf(column.node).find(({ name }) => sameName(name, column.column))?.type ?? null
  return { column: { ...column, type }, upstream: walk(column, asked, above), downstream: walk(column, asked, below) }
}

/** The column of a node that the place means: one that a model's last select makes is the model's. */
export function columnAt(asked: Asked): ColumnId | undefined {
  const thing = targetAt(asked)?.thing
  if (thing?.kind === 'column') return { node: thing.node, column: thing.column }
  if (thing?.kind !== 'made') return undefined
  const node = asked.snapshot.nodesOf(asked.path)[0]
  const own = node && asked.snapshot.columnsOf(node.unique_id).find(({ name }) => sameName(name, thing.column.name))
  if (node && own) return { node: node.unique_id, column: own.name }
  return thing.column.origin
}

type Next = (column: ColumnId, asked: Asked) => readonly { readonly column: ColumnId; readonly kind: string; readonly sql: string | null }[]

const above: Next = (column, { snapshot }) => {
  const found = snapshot.sqlOf(column.node)?.columns.find(({ name }) => sameName(name, column.column))
  return (found?.upstream ?? []).map((edge) => ({
    column: { node: edge.node, column: edge.column },
    kind: edge.kind,
    sql: found?.steps[0]?.sql ?? null,
  }))
}

const below: Next = ({ node, column }, { snapshot }) =>
  snapshot
    .readersOf(node)
    .flatMap((reader) =>
      reader.columns.flatMap((own) =>
        own.upstream.flatMap((edge) =>
          edge.node === node && sameName(edge.column, column)
            ? [{ column: { node: reader.id, column: own.name }, kind: edge.kind as string, sql: own.steps[0]?.sql ?? null }]
            : [],
        ),
      ),
    )

const most = 2_000

function walk(start: ColumnId, asked: Asked, next: Next): LineageStep[] {
  const steps: LineageStep[] = []
  const seen = new Set([keyOf(start)])
  let level: readonly ColumnId[] = [start]
  for (let distance = 1; level.length > 0 && steps.length < most; distance++) {
    const further: ColumnId[] = []
    for (const from of level) {
      for (const { column, kind, sql } of next(from, asked)) {
        steps.push({ ...column, kind, distance, sql, from })
        if (seen.has(keyOf(column))) continue
        seen.add(keyOf(column))
        further.push(column)
      }
    }
    level = further
  }
  return steps
}

function keyOf({ node, column }: ColumnId): string {
  return `${node} ${column.toLowerCase()}`
}
