/** Walks one series forward: each value is judged by those before it, and is no example for later ones where it is anomalous. */
import type { Grain, MonitorUnit, PointState } from '../core/monitor-report.js'
import { seasons, turnsMonth } from './calendar.js'
import { type Expectation, expectation, type Training } from './expect.js'
import { type Scale, scaleFor } from './scale.js'
import type { Direction } from './spec.js'
import { median } from './stats.js'

export interface WalkInput {
  readonly grain: Grain
  readonly unit: MonitorUnit
  /** Of the first value. */
  readonly first: number
  readonly values: readonly (number | null)[]
  readonly rows: readonly number[]
  readonly direction: Direction
  readonly width: number
  readonly least: number
  /** Those from here on are not complete: only too much can be told of them. */
  readonly complete: number
}

export interface Step {
  readonly state: PointState
  readonly low: number | null
  readonly high: number | null
  /** What was expected in the middle. */
  readonly mid: number | null
  /** 0 within the band; else how many widths of it from its middle. */
  readonly score: number
  readonly season: number
  readonly alike: number
}

/** So many anomalies in one direction, one after the other, are how things are now. */
const settled = 7

/** Older values say nothing of today's noise. */
const window: Readonly<Record<Grain, number>> = { hour: 24 * 28, day: 70, week: 78, month: 48 }

interface Walk {
  readonly input: WalkInput
  readonly scale: Scale
  readonly y: readonly (number | null)[]
  readonly flags: (-1 | 0 | 1)[]
  /** What the days that turn a month were off by. */
  readonly turns: number[]
  start: number
  readonly usualRows: number
}

export function walk(input: WalkInput): readonly Step[] {
  const scale = scaleFor(input.unit, input.values)
  const y = input.values.map((value) => (value === null ? null : scale.to(value)))
  const state: Walk = {
    input,
    scale,
    y,
    flags: y.map(() => 0),
    turns: [],
    start: 0,
    usualRows: median(input.rows.filter((count) => count > 0)),
  }
  return y.map((_value, index) => step(state, index))
}

const nothing = { low: null, high: null, mid: null, score: 0, season: 0, alike: 0 }

function step(walk: Walk, index: number): Step {
  const { input, scale, y } = walk
  const value = y[index]
  const training = examples(walk, index)
  const incomplete = index >= input.complete
  const young = training.y.length < input.least
  if (value === null || value === undefined || young) return { ...nothing, state: incomplete ? 'incomplete' : young ? 'learning' : 'ok' }
  const usual = expected(walk, index, training)
  if (!usual) return { ...nothing, state: incomplete ? 'incomplete' : 'learning' }
  const found = widened(walk, index, usual)
  const range = {
    low: scale.from(found.low),
    high: scale.from(found.high),
    mid: scale.from(found.mid),
    season: found.season,
    alike: found.alike,
  }
  const side = sideOf(value, found, input.direction)
  if (incomplete && side !== 1) return { ...range, low: null, state: 'incomplete', score: 0 }
  walk.flags[index] = side
  settle(walk, index)
  if (side === 0) return { ...range, state: 'ok', score: 0 }
  const reach = side === 1 ? found.high - found.mid : found.mid - found.low
  return { ...range, state: 'anomaly', score: Math.abs(value - found.mid) / Math.max(reach, 1e-12) }
}

function sideOf(value: number, { low, high }: Expectation, direction: Direction): -1 | 0 | 1 {
  if (value > high && direction !== 'down') return 1
  return value < low && direction !== 'up' ? -1 : 0
}

function examples({ input, y, flags, start }: Walk, index: number): Training {
  const at: number[] = []
  const known: number[] = []
  for (let each = Math.max(start, index - window[input.grain]); each < index; each++) {
    const value = y[each]
    if (value === null || value === undefined || flags[each] !== 0 || turns(input, each)) continue
    at.push(input.first + each)
    known.push(value)
  }
  return { at, y: known }
}

function expected(walk: Walk, index: number, training: Training): Expectation | undefined {
  const { input, scale } = walk
  const rows = input.rows[index] ?? 0
  return expectation({
    training,
    target: input.first + index,
    seasons: seasons(input.grain),
    width: input.width,
    floor: (mid) => scale.floor(mid, rows),
    unsure: unsure(walk, rows),
    // How much comes depends on the weekday more often than what it is like.
    cautious: input.unit === 'rows' || input.unit === 'count',
  })
}

/** Only how much there is depends on it. */
function turns({ unit, first, grain }: WalkInput, index: number): boolean {
  return (unit === 'rows' || unit === 'count') && turnsMonth(first + index, grain)
}

/** What is made of fewer rows than usual is told less surely. */
function unsure({ input, usualRows }: Walk, rows: number): number {
  const made = input.unit === 'value' || input.unit === 'hours'
  return made && rows > 0 ? Math.sqrt(Math.max(1, usualRows / rows)) : 1
}

/** Books are closed when a month turns: what earlier turns brought is expected, and before any was seen twice as much. */
function widened(walk: Walk, index: number, found: Expectation): Expectation {
  const { input, y } = walk
  if (!turns(input, index)) return found
  const known = walk.turns.length > 0
  const up = known ? Math.max(...walk.turns) + (found.high - found.mid) / 2 : Math.LN2
  const down = known ? Math.min(...walk.turns) - (found.mid - found.low) / 2 : -Math.LN2 * 0.7
  walk.turns.push((y[index] as number) - found.mid)
  return { ...found, high: Math.max(found.high, found.mid + up), low: Math.min(found.low, found.mid + down) }
}

/** A new level is no anomaly for ever: it is learnt from where it began. */
function settle(walk: Walk, index: number): void {
  const side = walk.flags[index]
  if (side === 0) return
  // Twice on the same weekday is a rhythm: told both times, and expected from then on.
  for (const season of seasons(walk.input.grain)) {
    if (walk.flags[index - season] !== side) continue
    walk.flags[index] = 0
    walk.flags[index - season] = 0
    return
  }
  let begin = index
  while (begin > walk.start && (walk.flags[begin - 1] === side || walk.y[begin - 1] === null)) begin--
  if (index - begin + 1 < settled) return
  for (let each = begin; each <= index; each++) walk.flags[each] = 0
  walk.start = begin
}
