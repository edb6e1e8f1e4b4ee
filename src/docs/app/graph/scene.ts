/** What is drawn: boxes (a node, or a group of them) and lines between them, placed. */
import { type Bend, layeredDrawing, type Point } from '../../layout.js'
import type { NodeStatus, SiteNode } from '../../model/index.js'
import { worstStatus } from '../parts/status.js'
import type { Site } from '../site.js'
import { type Collapse, groupKeys, worstOf } from './collapse.js'
import { Grid } from './grid.js'

export const boxWidth = 200
export const boxHeight = 40

export interface Box {
  /** Node id, or `group:` and the key of a group. */
  readonly key: string
  /** Positions in the index: one, or those of a group. */
  readonly places: readonly number[]
  readonly group: boolean
  readonly label: string
  /** The second line. */
  readonly kind: string
  readonly type: string
  readonly status: NodeStatus
  readonly x: number
  readonly y: number
}

export interface Line {
  readonly from: number
  readonly to: number
  /** Edges of the project it stands for. */
  readonly count: number
  readonly bends: readonly Bend[]
}

export interface Scene {
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
  readonly parents: readonly (readonly number[])[]
  readonly children: readonly (readonly number[])[]
  /** Box of each place that is shown. */
  readonly boxOf: ReadonlyMap<number, number>
  readonly byKey: ReadonlyMap<string, number>
  readonly grid: Grid
  readonly width: number
  readonly height: number
}

/** Above this the places that were worked out when the page was written are taken. */
const ownLayout = 3000

export interface SceneQuestion {
  /** Ascending. */
  readonly places: readonly number[]
  readonly collapse: Collapse | null
  readonly open: ReadonlySet<string>
}

type Unplaced = Omit<Box, 'x' | 'y'>

export function sceneOf(site: Site, { places, collapse, open }: SceneQuestion): Scene {
  const boxes = collapse
    ? collapsed(site, places, collapse, open)
    : places.map((place) => single(site.index.nodes[place] as SiteNode, place))
  const boxOf = new Map(boxes.flatMap((box, index) => box.places.map((place) => [place, index] as const)))
  const counts = linesOf(site, boxOf, boxes.length)
  const pairs = [...counts.keys()].map((key) => [Math.floor(key / boxes.length), key % boxes.length] as const)
  const whole = !collapse && places.length === site.index.nodes.length && places.length > ownLayout
  const drawing = whole
    ? { points: site.index.nodes as readonly Point[], bends: new Map<number, Bend[]>() }
    : layeredDrawing(boxes.length, pairs)
  const placed = boxes.map((box, index): Box => ({ ...box, x: drawing.points[index]?.x ?? 0, y: drawing.points[index]?.y ?? 0 }))
  const parents: number[][] = placed.map(() => [])
  const children: number[][] = placed.map(() => [])
  const lines = [...counts].map(([key, count]): Line => {
    const [from, to] = [Math.floor(key / boxes.length), key % boxes.length]
    parents[to]?.push(from)
    children[from]?.push(to)
    return { from, to, count, bends: drawing.bends.get(key) ?? [] }
  })
  return {
    boxes: placed,
    lines,
    parents,
    children,
    boxOf,
    byKey: new Map(placed.map((box, index) => [box.key, index])),
    grid: new Grid(placed.map(({ x, y }) => ({ left: x, top: y, right: x + boxWidth, bottom: y + boxHeight }))),
    width: placed.reduce((most, box) => Math.max(most, box.x), 0) + boxWidth,
    height: placed.reduce((most, box) => Math.max(most, box.y), 0) + boxHeight,
  }
}

function single(node: SiteNode, place: number): Unplaced {
  const kind = node.type === 'model' && node.materialized ? node.materialized : node.type.replaceAll('_', ' ')
  return { key: node.id, places: [place], group: false, label: node.name, kind, type: node.type, status: worstStatus(node) }
}

function collapsed(site: Site, places: readonly number[], by: Collapse, open: ReadonlySet<string>): Unplaced[] {
  const { nodes } = site.index
  const keys = groupKeys(nodes, places, by, open)
  const boxes: Unplaced[] = []
  const groups = new Map<string, number[]>()
  for (const [index, place] of places.entries()) {
    const key = keys[index]
    if (key === null || key === undefined) boxes.push(single(nodes[place] as SiteNode, place))
    else groups.set(key, [...(groups.get(key) ?? []), place])
  }
  for (const [key, members] of groups)
    boxes.push({
      key: `group:${key}`,
      places: members,
      group: true,
      label: key,
      kind: `${members.length} nodes`,
      type: 'group',
      status: worstOf(nodes, members),
    })
  return boxes
}

/** Edges between boxes, as `from × boxes + to`, with how many stand behind each. */
function linesOf(site: Site, boxOf: ReadonlyMap<number, number>, boxes: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [parent, child] of site.index.edges) {
    const [from, to] = [boxOf.get(parent), boxOf.get(child)]
    if (from === undefined || to === undefined || from === to) continue
    counts.set(from * boxes + to, (counts.get(from * boxes + to) ?? 0) + 1)
  }
  return counts
}

/** Points of a line as an SVG path: level where it leaves, passes and arrives. */
export function linePath(scene: Scene, line: Line): string {
  const [from, to] = [scene.boxes[line.from] as Box, scene.boxes[line.to] as Box]
  let [x, y] = [from.x + boxWidth, from.y + boxHeight / 2]
  const parts = [`M${x} ${y}`]
  for (const stop of stopsOf(line, to)) {
    const middle = (x + stop.left) / 2
    parts.push(`C${middle} ${y} ${middle} ${stop.y} ${stop.left} ${stop.y}`)
    if (stop.right !== stop.left) parts.push(`H${stop.right}`)
    x = stop.right
    y = stop.y
  }
  return parts.join('')
}

/** What a line passes, and its end, by the height of its middle. */
export function stopsOf(line: Line, to: Box): Bend[] {
  const end = { left: to.x, right: to.x, y: to.y + boxHeight / 2 }
  return [...line.bends.map(({ left, right, y }) => ({ left, right, y: y + boxHeight / 2 })), end]
}
