/**
 * A run on a line of time, a lane for each thread. Bars of the critical path have a thick edge, a mark and are joined by a line.
 * Zoom by drag, buttons or `+ - 0`; arrows walk from bar to bar; `Enter` opens the node. Zoom and bar live in the query.
 */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { RunEntry, RunsBlock } from '../../model/index.js'
import { formatSeconds, StatusShape } from '../parts.js'
import { route, setQuery } from '../site.js'
import { type Bar, ganttLanes, type Lane, type Span, ticks } from './gantt-layout.js'
import { useWidth } from './use-width.js'

const laneHeight = 28
const gutter = 84
const axis = 22

export interface GanttProps {
  readonly block: RunsBlock
  readonly at: number
  readonly onPoint: (place: number) => void
  readonly onOpen: (place: number) => void
}

export function Gantt({ block, at, onPoint, onOpen }: GanttProps): JSX.Element {
  const [ref, width] = useWidth(900)
  const whole = useMemo(() => ({ from: 0, to: runLength(block.last) }), [block])
  const span = readSpan(route.value.query.get('zoom'), whole)
  const inner = Math.max(120, width - gutter - 8)
  const lanes = useMemo(() => ganttLanes(block.last, new Set(block.criticalPath), span, inner), [block, span.from, span.to, inner])
  const zoom = (by: number) => writeSpan(zoomed(span, by, middle(block.last[at], span)), whole)
  const keys = (event: KeyboardEvent) => {
    const step = { '+': 0.5, '=': 0.5, '-': 2, '0': 1e9 }[event.key]
    const next = step ? undefined : neighbour(block.last, lanes, at, event.key)
    if (event.key === 'Enter' && at >= 0) onOpen(at)
    else if (step) zoom(step)
    else if (next !== undefined) onPoint(next)
    else return
    event.preventDefault()
  }
  return (
    <div class="gantt">
      <div class="row gantt-tools no-print">
        <button type="button" class="button" onClick={() => zoom(0.5)}>
          Zoom in
        </button>
        <button type="button" class="button" onClick={() => zoom(2)} disabled={span.to - span.from >= whole.to}>
          Zoom out
        </button>
        <button type="button" class="button" onClick={() => writeSpan(whole, whole)} disabled={span.to - span.from >= whole.to}>
          Whole run
        </button>
        <Legend />
      </div>
      <div
        ref={ref}
        class="gantt-frame"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move in it; the tables below have all of it as text
        tabIndex={0}
        aria-label={`Timeline of the run, ${lanes.length} threads`}
        aria-describedby="gantt-detail"
        onKeyDown={keys}
      >
        <Drawing
          lanes={lanes}
          span={span}
          inner={inner}
          block={block}
          at={at}
          onPoint={onPoint}
          onOpen={onOpen}
          onSpan={(next) => writeSpan(next, whole)}
        />
      </div>
    </div>
  )
}

function Legend(): JSX.Element {
  return (
    <span class="gantt-legend small quiet">
      <svg width="34" height="16" viewBox="0 0 34 16" aria-hidden="true">
        <rect class="gantt-bar critical status-ok" x="2" y="2" width="30" height="12" rx="3" />
        <path class="gantt-diamond" d="M9 4l4 4-4 4-4-4z" />
      </svg>
      critical path
    </span>
  )
}

interface DrawingProps {
  readonly lanes: readonly Lane[]
  readonly span: Span
  readonly inner: number
  readonly block: RunsBlock
  readonly at: number
  readonly onPoint: (place: number) => void
  readonly onOpen: (place: number) => void
  readonly onSpan: (span: Span) => void
}

function Drawing({ lanes, span, inner, block, at, onPoint, onOpen, onSpan }: DrawingProps): JSX.Element {
  const height = axis + lanes.length * laneHeight + 6
  const { drag, handlers } = useDrag(span, inner, onSpan)
  const x = (seconds: number) => gutter + ((seconds - span.from) / Math.max(span.to - span.from, 1e-6)) * inner
  return (
    <svg width={gutter + inner + 8} height={height} viewBox={`0 0 ${gutter + inner + 8} ${height}`} aria-hidden="true" {...handlers}>
      {ticks(span, Math.max(2, inner / 110)).map((tick) => (
        <g key={tick}>
          <path class="gantt-grid" d={`M${x(tick)} ${axis}V${height - 4}`} />
          <text class="gantt-tick" x={x(tick)} y="14" text-anchor="middle">
            {tick} s
          </text>
        </g>
      ))}
      {lanes.map((lane, row) => (
        <g key={lane.thread} transform={`translate(0 ${axis + row * laneHeight})`}>
          <text class="gantt-thread" x="0" y="18">
            {lane.thread.length > 12 ? `${lane.thread.slice(0, 11)}…` : lane.thread}
          </text>
          <path class="gantt-line" d={`M${gutter} ${laneHeight}H${gutter + inner}`} />
          <g transform={`translate(${gutter} 0)`}>
            {lane.bars.map((bar) => (
              <BarView key={bar.places[0]} bar={bar} block={block} on={bar.places.includes(at)} onPoint={onPoint} onOpen={onOpen} />
            ))}
          </g>
        </g>
      ))}
      <CriticalLine block={block} lanes={lanes} span={span} x={x} />
      {drag ? (
        <rect class="gantt-drag" x={Math.min(drag[0], drag[1])} y={axis} width={Math.abs(drag[1] - drag[0])} height={height - axis} />
      ) : null}
    </svg>
  )
}

function BarView(props: { bar: Bar; block: RunsBlock; on: boolean } & Pick<DrawingProps, 'onPoint' | 'onOpen'>): JSX.Element {
  const { bar, block, on, onPoint, onOpen } = props
  const first = bar.places[0] ?? 0
  const text = bar.places.length === 1 ? (block.last[first]?.name ?? '') : `${bar.places.length} nodes`
  const room = Math.floor((bar.width - (bar.critical ? 20 : 10)) / 6.6)
  const marked = bar.critical && bar.width > 14
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the frame is what is focused
    <g onMouseEnter={() => onPoint(first)} onDblClick={() => onOpen(first)} onClick={() => onPoint(first)}>
      <rect
        class={`gantt-bar status-${bar.status} ${bar.critical ? 'critical' : ''} ${on ? 'on' : ''}`}
        x={bar.x}
        y="4"
        width={bar.width}
        height={laneHeight - 8}
        rx={Math.min(4, bar.width / 3)}
      />
      {marked ? <path class="gantt-diamond" d={`M${bar.x + 9} ${laneHeight / 2 - 4}l4 4-4 4-4-4z`} /> : null}
      {bar.status === 'fail' && bar.width > 40 ? (
        <g class="status-fail" transform={`translate(${bar.x + bar.width - 15} 9) scale(0.8)`}>
          <StatusShape status="fail" />
        </g>
      ) : null}
      {room > 3 ? (
        <text class="gantt-name" x={bar.x + (marked ? 17 : 6)} y={laneHeight / 2 + 4}>
          {text.length > room ? `${text.slice(0, room - 1)}…` : text}
        </text>
      ) : null}
    </g>
  )
}

/** From the end of each node of the path to the start of the next. */
function CriticalLine({
  block,
  lanes,
  span,
  x,
}: Pick<DrawingProps, 'block' | 'lanes' | 'span'> & { x: (seconds: number) => number }): JSX.Element {
  const rows = new Map(lanes.map((lane, row) => [lane.thread, axis + row * laneHeight + laneHeight / 2]))
  const path = block.criticalPath.slice(1).flatMap((place, step) => {
    const before = block.last[block.criticalPath[step] ?? -1]
    const after = block.last[place]
    if (!before || !after || after.start < span.from || before.start > span.to || before.thread === after.thread) return []
    const [from, to] = [x(before.start + before.seconds), x(after.start)]
    return [`M${from} ${rows.get(before.thread) ?? 0}V${rows.get(after.thread) ?? 0}H${to}`]
  })
  return <path class="gantt-critical-line" d={path.slice(0, 500).join('')} />
}

function useDrag(span: Span, inner: number, onSpan: (span: Span) => void) {
  const [drag, setDrag] = useState<readonly [number, number] | null>(null)
  const at = (event: PointerEvent) => event.clientX - ((event.currentTarget as Element).getBoundingClientRect().left ?? 0)
  const seconds = (x: number) => span.from + (Math.min(Math.max(x - gutter, 0), inner) / inner) * (span.to - span.from)
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && event.button === 0) setDrag([at(event), at(event)])
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag) setDrag([drag[0], at(event)])
    },
    onPointerLeave: () => setDrag(null),
    onPointerUp: (event: PointerEvent) => {
      const to = at(event)
      if (drag && Math.abs(to - drag[0]) > 8) onSpan({ from: seconds(Math.min(drag[0], to)), to: seconds(Math.max(drag[0], to)) })
      setDrag(null)
    },
  }
  return { drag, handlers }
}

function runLength(entries: readonly RunEntry[]): number {
  return entries.reduce((end, entry) => Math.max(end, entry.start + entry.seconds), 0.001)
}

function readSpan(text: string | null, whole: Span): Span {
  const [from = Number.NaN, to = Number.NaN] = (text ?? '').split('-').map(Number)
  return Number.isFinite(from) && Number.isFinite(to) && to > from ? { from: Math.max(0, from), to: Math.min(whole.to, to) } : whole
}

function writeSpan({ from, to }: Span, whole: Span): void {
  const [start, end] = [Math.max(0, from), Math.min(whole.to, to)]
  setQuery({ zoom: end - start >= whole.to * 0.999 ? '' : `${start.toFixed(3)}-${end.toFixed(3)}` })
}

function zoomed(span: Span, by: number, around: number): Span {
  const length = Math.max((span.to - span.from) * by, 0.01)
  const share = (around - span.from) / Math.max(span.to - span.from, 1e-6)
  return { from: around - length * share, to: around + length * (1 - share) }
}

/** Zoom goes to the bar that is looked at, if it is in sight. */
function middle(entry: RunEntry | undefined, span: Span): number {
  const centre = entry ? entry.start + entry.seconds / 2 : Number.NaN
  return centre >= span.from && centre <= span.to ? centre : (span.from + span.to) / 2
}

/** The bar an arrow leads to: left and right in the lane, up and down to the lane beside. */
function neighbour(entries: readonly RunEntry[], lanes: readonly Lane[], at: number, key: string): number | undefined {
  const row = lanes.findIndex(({ bars }) => bars.some(({ places }) => places.includes(at)))
  const lane = lanes[row]
  if (!lane) return key.startsWith('Arrow') ? lanes.find(({ bars }) => bars.length > 0)?.bars[0]?.places[0] : undefined
  const bar = lane.bars.findIndex(({ places }) => places.includes(at))
  const side = { ArrowRight: bar + 1, ArrowLeft: bar - 1 }[key]
  if (side !== undefined) return lane.bars[side]?.places[0]
  const other = lanes[{ ArrowDown: row + 1, ArrowUp: row - 1 }[key] ?? -1]
  const start = entries[at]?.start ?? 0
  return other?.bars.find(({ places }) => (entries[places.at(-1) ?? 0]?.start ?? 0) >= start)?.places[0] ?? other?.bars.at(-1)?.places[0]
}

/** What one bar says, as a line of text under the drawing. */
export function entryLine(entry: RunEntry): string {
  return `${entry.name} · ${entry.type.replace('_', ' ')} · ${formatSeconds(entry.seconds)} on ${entry.thread || 'no thread'}, from ${entry.start.toFixed(2)} s`
}
