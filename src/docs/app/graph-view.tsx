/** The clickable drawing of nodes and edges: pan by drag, zoom by wheel or buttons, every node a link. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { layeredLayout, type Point } from '../layout.js'
import type { SiteNode } from '../model/index.js'
import { StatusShape, worstStatus } from './parts.js'
import { nodeLink, type Site } from './site.js'

const width = 200
const height = 40
/** Below this the names cannot be read; a larger drawing starts at its left, or at the node in focus, and is moved by hand. */
const readable = 0.72

interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** Draws the given nodes of the site; `focus` is marked. Places are computed here for a part, taken from the index for the whole. */
export function GraphView({ site, shown, focus }: { site: Site; shown: readonly number[]; focus?: number }): JSX.Element {
  const points = placesOf(site, shown)
  const frame = useRef<SVGSVGElement>(null)
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 })
  const fit = () => setView(fittingView(points, frame.current))
  useEffect(() => setView(firstView(points, frame.current, focus)), [shown.length, focus])
  const zoom = (factor: number) => setView((now) => zoomed(now, factor, frame.current))
  const drag = useDrag(setView)
  const edges = site.index.edges.filter(([from, to]) => points.has(from) && points.has(to))
  return (
    <div class="graph">
      <div class="graph-tools">
        <button type="button" onClick={() => zoom(1.25)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => zoom(0.8)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: SVG has no element of its own for a group of links */}
      <svg ref={frame} role="group" aria-label={`Lineage of ${shown.length} nodes`} onWheel={(event) => wheel(event, zoom)} {...drag}>
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          {edges.map(([from, to]) => (
            <path
              key={`${from}-${to}`}
              class={`edge ${from === focus || to === focus ? 'edge-focus' : ''}`}
              d={curve(points.get(from), points.get(to))}
            />
          ))}
          {shown.map((place) => (
            <GraphNode
              key={place}
              node={site.index.nodes[place] as SiteNode}
              point={points.get(place) as Point}
              focused={place === focus}
            />
          ))}
        </g>
      </svg>
    </div>
  )
}

function GraphNode({ node, point, focused }: { node: SiteNode; point: Point; focused: boolean }): JSX.Element {
  const status = worstStatus(node)
  const label = node.name.length > 25 ? `${node.name.slice(0, 24)}…` : node.name
  return (
    <a href={nodeLink(node)} aria-label={`${node.name}, ${node.type}, ${status}`} aria-current={focused ? 'true' : undefined}>
      <g class={`graph-node status-${status} ${focused ? 'focused' : ''}`} transform={`translate(${point.x} ${point.y})`}>
        <title>{`${node.name}\n${node.summary}`}</title>
        <rect width={width} height={height} rx="8" />
        <rect class={`stripe type-${node.type}`} width="5" height={height} rx="2" />
        <text x="14" y="17" class="graph-name">
          {label}
        </text>
        <text x="14" y="32" class="graph-kind">
          {node.type === 'model' ? node.materialized : node.type}
        </text>
        <g transform={`translate(${width - 24} 14)`}>
          <StatusShape status={status} />
        </g>
      </g>
    </a>
  )
}

function placesOf(site: Site, shown: readonly number[]): Map<number, Point> {
  if (shown.length === site.index.nodes.length) return new Map(site.index.nodes.map((node, place) => [place, node]))
  const local = new Map(shown.map((place, index) => [place, index]))
  const edges = site.index.edges.flatMap(([from, to]) => {
    const [a, b] = [local.get(from), local.get(to)]
    return a === undefined || b === undefined ? [] : [[a, b] as const]
  })
  const points = layeredLayout(shown.length, edges)
  return new Map(shown.map((place, index) => [place, points[index] as Point]))
}

function curve(from: Point | undefined, to: Point | undefined): string {
  if (!from || !to) return ''
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`
}

function fittingView(points: ReadonlyMap<number, Point>, frame: SVGSVGElement | null): View {
  const box = frame?.getBoundingClientRect()
  if (!box || points.size === 0) return { x: 0, y: 0, scale: 1 }
  const all = [...points.values()]
  const [left, top] = [Math.min(...all.map((point) => point.x)), Math.min(...all.map((point) => point.y))]
  const wide = Math.max(...all.map((point) => point.x)) + width - left
  const tall = Math.max(...all.map((point) => point.y)) + height - top
  const scale = Math.min(1.2, (box.width - 40) / wide, (box.height - 40) / tall)
  return { x: (box.width - wide * scale) / 2 - left * scale, y: (box.height - tall * scale) / 2 - top * scale, scale }
}

/** The whole drawing where it can be read, else a readable part of it. */
function firstView(points: ReadonlyMap<number, Point>, frame: SVGSVGElement | null, focus: number | undefined): View {
  const whole = fittingView(points, frame)
  const box = frame?.getBoundingClientRect()
  if (!box || whole.scale >= readable) return whole
  const all = [...points.values()]
  const middle = points.get(focus ?? -1)
  const top = Math.min(...all.map((point) => point.y))
  const tall = Math.max(...all.map((point) => point.y)) + height - top
  const x = middle ? box.width / 2 - (middle.x + width / 2) * readable : 20
  const y = middle ? box.height / 2 - (middle.y + height / 2) * readable : Math.max(20, (box.height - tall * readable) / 2) - top * readable
  return { x, y, scale: readable }
}

/** Zooms about the middle of the frame. */
function zoomed(view: View, factor: number, frame: SVGSVGElement | null): View {
  const box = frame?.getBoundingClientRect()
  const scale = Math.min(4, Math.max(0.05, view.scale * factor))
  const ratio = scale / view.scale
  const [cx, cy] = [(box?.width ?? 0) / 2, (box?.height ?? 0) / 2]
  return { x: cx - (cx - view.x) * ratio, y: cy - (cy - view.y) * ratio, scale }
}

/** The page keeps its scroll: only a wheel with Ctrl or Cmd zooms. */
function wheel(event: WheelEvent, zoom: (factor: number) => void): void {
  if (!event.ctrlKey && !event.metaKey) return
  event.preventDefault()
  zoom(event.deltaY < 0 ? 1.1 : 0.9)
}

function useDrag(setView: (change: (view: View) => View) => void): JSX.HTMLAttributes<SVGSVGElement> {
  const last = useRef<{ x: number; y: number } | null>(null)
  return {
    onPointerDown: (event: PointerEvent) => {
      last.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent) => {
      const from = last.current
      if (!from || event.buttons === 0) return
      last.current = { x: event.clientX, y: event.clientY }
      setView((view) => ({ ...view, x: view.x + event.clientX - from.x, y: view.y + event.clientY - from.y }))
    },
    onPointerUp: () => {
      last.current = null
    },
  }
}
