/** Places nodes as boxes with the columns that matter as rows, and the links between the rows: left to right, by what reads what. */
import { layeredLayout } from '../../layout.js'
import { type Edge, type Point, pointKey } from './walk.js'

export const boxWidth = 236
export const headHeight = 34
export const rowHeight = 22
const gap = 78
const between = 18

export interface Box {
  readonly place: number
  readonly x: number
  readonly y: number
  readonly height: number
  readonly rows: readonly string[]
  /** Rows that are left out. */
  readonly more: number
}

export interface Line {
  readonly edge: Edge
  readonly path: string
}

export interface Drawing {
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
  readonly width: number
  readonly height: number
  /** Nodes that are left out. */
  readonly more: number
}

export interface DrawingLimits {
  readonly boxes: number
  /** In one box. */
  readonly rows: number
}

/** `points` nearest first; points without a place (tests) are not drawn. */
export function drawingOf(points: readonly Point[], edges: readonly Edge[], limits: DrawingLimits): Drawing {
  const columns = new Map<number, Set<string>>()
  let more = 0
  for (const { place, column } of points) {
    if (place < 0) continue
    if (!columns.has(place)) {
      if (columns.size === limits.boxes) {
        more++
        continue
      }
      columns.set(place, new Set())
    }
    if (column !== '') columns.get(place)?.add(column)
  }
  const boxes = placed(columns, edges, limits)
  const byPlace = new Map(boxes.map((box) => [box.place, box]))
  const unique = new Map(edges.map((edge) => [`${pointKey(edge.from)}\n\n${pointKey(edge.to)}\n\n${edge.kind}`, edge]))
  const lines = [...unique.values()].flatMap((edge) => lineOf(edge, byPlace))
  const right = boxes.reduce((most, { x }) => Math.max(most, x + boxWidth), 0)
  const bottom = boxes.reduce((most, { y, height }) => Math.max(most, y + height), 0)
  return { boxes, lines, width: right + margin, height: bottom + margin, more }
}

const margin = 16

function placed(columns: ReadonlyMap<number, ReadonlySet<string>>, edges: readonly Edge[], limits: DrawingLimits): Box[] {
  const places = [...columns.keys()]
  const local = new Map(places.map((place, at) => [place, at]))
  const pairs = new Map<string, readonly [number, number]>()
  for (const { from, to } of edges) {
    const [a, b] = [local.get(from.place), local.get(to.place)]
    if (a !== undefined && b !== undefined && a !== b) pairs.set(`${a} ${b}`, [a, b])
  }
  const points = layeredLayout(places.length, [...pairs.values()])
  const ranks = new Map<number, number[]>()
  for (const [at, { x }] of points.entries()) ranks.set(x, [...(ranks.get(x) ?? []), at])
  const made = [...ranks]
    .sort(([a], [b]) => a - b)
    .map(([, list], rank) => {
      let y = margin
      return list
        .sort((a, b) => (points[a]?.y ?? 0) - (points[b]?.y ?? 0))
        .map((at): Box => {
          const all = [...(columns.get(places[at] ?? -1) ?? [])]
          const rows = all.slice(0, limits.rows)
          const more = all.length - rows.length
          const height = headHeight + (rows.length + (more > 0 ? 1 : 0)) * rowHeight + (rows.length > 0 ? 6 : 0)
          const box = { place: places[at] ?? -1, x: margin + rank * (boxWidth + gap), y, height, rows, more }
          y += height + between
          return box
        })
    })
  const tallest = made.reduce((most, list) => Math.max(most, bottomOf(list)), 0)
  return made.flatMap((list) => list.map((box) => ({ ...box, y: box.y + (tallest - bottomOf(list)) / 2 })))
}

function bottomOf(list: readonly Box[]): number {
  const last = list.at(-1)
  return last ? last.y + last.height : 0
}

function lineOf(edge: Edge, boxes: ReadonlyMap<number, Box>): Line[] {
  const [from, to] = [boxes.get(edge.from.place), boxes.get(edge.to.place)]
  if (!from || !to) return []
  const [x1, y1, x2, y2] = [from.x + boxWidth, rowMiddle(from, edge.from.column), to.x, rowMiddle(to, edge.to.column)]
  const bend = Math.max(28, Math.abs(x2 - x1) / 2)
  return [{ edge, path: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }]
}

/** Of a row that is left out: where the box says so. */
function rowMiddle(box: Box, column: string): number {
  if (column === '') return box.y + headHeight / 2
  const at = box.rows.indexOf(column)
  return box.y + headHeight + 3 + ((at < 0 ? box.rows.length : at) + 0.5) * rowHeight
}
