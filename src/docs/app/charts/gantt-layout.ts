/** Where the bars of a run's timeline stand: one lane for each thread; what is too small to see is drawn as one block. */
import type { NodeStatus, RunEntry } from '../../model/index.js'

export interface Lane {
  readonly thread: string
  readonly bars: readonly Bar[]
  /** Seconds in which the thread did something. */
  readonly busy: number
}

export interface Bar {
  /** Pixels from the start of the window. */
  readonly x: number
  readonly width: number
  /** Positions of the entries it stands for. */
  readonly places: readonly number[]
  /** The worst of them. */
  readonly status: NodeStatus
  readonly critical: boolean
}

type Growing = { -readonly [K in keyof Bar]: K extends 'places' ? number[] : Bar[K] }

export interface Span {
  readonly from: number
  readonly to: number
}

const worst: readonly NodeStatus[] = ['none', 'ok', 'skipped', 'warn', 'fail']

/** Bars narrower than this join their neighbour. */
const least = 3

/** A joined bar grows no wider, so that one failure colours no whole lane. */
const joinedMost = 14

/** `entries` by time of start. What was skipped used no thread and has no lane. */
export function ganttLanes(entries: readonly RunEntry[], critical: ReadonlySet<number>, span: Span, width: number): Lane[] {
  const scale = width / Math.max(span.to - span.from, 1e-6)
  const lanes = new Map<string, { bars: Growing[]; busy: number }>()
  entries.forEach((entry, place) => {
    if (entry.thread === '') return
    const lane = lanes.get(entry.thread) ?? { bars: [], busy: 0 }
    lanes.set(entry.thread, lane)
    lane.busy += entry.seconds
    if (entry.start + entry.seconds < span.from || entry.start > span.to) return
    const left = Math.max(0, (entry.start - span.from) * scale)
    const right = Math.min(width, (entry.start + entry.seconds - span.from) * scale)
    const bar = { x: left, width: Math.max(1, right - left), places: [place], status: entry.status, critical: critical.has(place) }
    const last = lane.bars.at(-1)
    if (last && joins(last, bar)) join(last, bar)
    else lane.bars.push(bar)
  })
  const names = [...lanes.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return names.map((thread) => ({ thread, ...(lanes.get(thread) ?? { bars: [], busy: 0 }) }))
}

function joins(last: Bar, next: Bar): boolean {
  const near = next.x < last.x + last.width + 1 && next.x + next.width - last.x <= joinedMost
  return near && (last.width < least || next.width < least)
}

/** In place: thousands may become one. */
function join(last: Growing, next: Bar): void {
  last.width = Math.max(last.width, next.x + next.width - last.x)
  last.places.push(...next.places)
  if (worst.indexOf(next.status) > worst.indexOf(last.status)) last.status = next.status
  last.critical ||= next.critical
}

/** Round numbers in a span, about `count` of them. */
export function ticks({ from, to }: Span, count: number): number[] {
  const rough = Math.max(to - from, 1e-6) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough
  const first = Math.ceil(from / step - 1e-9)
  return Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, place) =>
    Number(((first + place) * step).toPrecision(10)),
  )
}
