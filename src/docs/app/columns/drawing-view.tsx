/** Lineage as boxes with column rows: every box and row is a link; a drawing larger than its frame scrolls. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { StatusShape, worstStatus } from '../parts.js'
import { nodeLink, type Site } from '../site.js'
import { type Box, boxWidth, type Drawing, headHeight, rowHeight } from './drawing.js'
import { kindClass } from './kind.js'
import { type Edge, pointKey } from './walk.js'
import { columnLink, edgeWord, pointName, shortened } from './words.js'

interface Props {
  readonly site: Site
  readonly drawing: Drawing
  /** Position of the node it is about, and its column if it is about one. */
  readonly focus: number
  readonly column?: string
  readonly label: string
}

export function DrawingView({ site, drawing, focus, column, label }: Props): JSX.Element {
  const frame = useRef<HTMLElement>(null)
  const [lit, setLit] = useState<string | null>(null)
  useEffect(() => showFocus(frame.current, drawing, focus), [drawing.width, drawing.height, focus, column])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class="flow" ref={frame} tabIndex={0} aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: SVG has no element of its own for a group of links */}
      <svg role="group" aria-label={label} width={drawing.width} height={drawing.height} viewBox={`0 0 ${drawing.width} ${drawing.height}`}>
        {drawing.lines.map(({ edge, path }, at) => (
          <path key={at} class={lineClass(edge, lit)} d={path}>
            <title>{`${pointName(site, edge.from)} → ${pointName(site, edge.to)}: ${edgeWord(edge)}`}</title>
          </path>
        ))}
        {drawing.boxes.map((box) => (
          <NodeBox key={box.place} site={site} box={box} focused={box.place === focus} column={column} onLight={setLit} />
        ))}
      </svg>
    </section>
  )
}

function lineClass({ from, to, kind }: Edge, lit: string | null): string {
  const touched = lit !== null && (pointKey(from) === lit || pointKey(to) === lit)
  return `flow-line ${kindClass(kind)} ${touched ? 'flow-lit' : ''}`
}

interface BoxProps {
  readonly site: Site
  readonly box: Box
  readonly focused: boolean
  readonly column: string | undefined
  readonly onLight: (key: string | null) => void
}

function NodeBox({ site, box, focused, column, onLight }: BoxProps): JSX.Element | null {
  const node = site.index.nodes[box.place]
  if (!node) return null
  const status = worstStatus(node)
  const kind = node.type === 'model' ? node.materialized || node.type : node.type.replace('_', ' ')
  return (
    <g class={`flow-box ${focused ? 'flow-focus' : ''}`} transform={`translate(${box.x} ${box.y})`}>
      <rect class="flow-card" width={boxWidth} height={box.height} rx="8" />
      <a
        href={nodeLink(node)}
        aria-label={`${node.name}, ${kind}, ${status === 'none' ? 'not run' : status}`}
        aria-current={focused && !column ? 'true' : undefined}
        {...lights(node.id, onLight)}
      >
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus; the link around it has the name */}
        <g aria-hidden="true">
          <title>{`${node.name}\n${node.summary}`}</title>
          <rect class="flow-head" width={boxWidth} height={headHeight} rx="8" />
          <rect class={`stripe type-${node.type}`} x="0" y="6" width="4" height={headHeight - 12} rx="2" />
          <text class="flow-name" x="13" y="15">
            {shortened(node.name, 29)}
          </text>
          <g class={`status-${status}`} transform={`translate(${boxWidth - 22} 11)`}>
            <StatusShape status={status} />
          </g>
        </g>
      </a>
      {/* Beside the link: with the name it would read as one word. */}
      <text class="flow-kind" x="13" y="28">
        {kind}
      </text>
      {box.rows.map((name, at) => (
        <ColumnRow key={name} id={node.id} name={name} at={at} current={focused && name === column} onLight={onLight} />
      ))}
      {box.more > 0 ? (
        <text class="flow-kind" x="13" y={headHeight + 3 + (box.rows.length + 0.5) * rowHeight + 4}>
          {`and ${box.more} more`}
        </text>
      ) : null}
    </g>
  )
}

interface RowProps {
  readonly id: string
  readonly name: string
  readonly at: number
  readonly current: boolean
  readonly onLight: (key: string | null) => void
}

function ColumnRow({ id, name, at, current, onLight }: RowProps): JSX.Element {
  const y = headHeight + 3 + at * rowHeight
  return (
    <a
      href={columnLink(id, name)}
      class={`flow-row ${current ? 'flow-current' : ''}`}
      aria-label={`column ${name}`}
      aria-current={current ? 'true' : undefined}
      {...lights(`${id}\n${name}`, onLight)}
    >
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus; the link around it has the name */}
      <g aria-hidden="true">
        <title>{name}</title>
        <rect x="4" y={y} width={boxWidth - 8} height={rowHeight - 1} rx="4" />
        <text x="13" y={y + 15}>
          {shortened(name, 30)}
        </text>
      </g>
    </a>
  )
}

/** The links of what is pointed at stand out. */
function lights(key: string, onLight: (key: string | null) => void) {
  return { onMouseEnter: () => onLight(key), onMouseLeave: () => onLight(null), onFocus: () => onLight(key), onBlur: () => onLight(null) }
}

function showFocus(frame: HTMLElement | null, drawing: Drawing, focus: number): void {
  const box = drawing.boxes.find(({ place }) => place === focus)
  if (!frame || !box) return
  frame.scrollLeft = box.x + boxWidth / 2 - frame.clientWidth / 2
  frame.scrollTop = box.y + box.height / 2 - frame.clientHeight / 2
}
