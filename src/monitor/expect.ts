/**
 * What is expected of a value from those before it, on a scale where noise is even (see scale.ts). The level follows a trend that
 * few values cannot tilt. Where values repeat by weekday (by hour), they are compared with those of the same weekday, if that
 * foretells the past better than the level alone.
 */
import { ascending, median, spread, trimmedSize } from './stats.js'

/** Values before the one in question, anomalies left out. */
export interface Training {
  readonly at: readonly number[]
  readonly y: readonly number[]
}

export interface Expectation {
  /** In the middle. */
  readonly mid: number
  readonly low: number
  readonly high: number
  /** How many values of the same weekday it goes by; 0: by all of them. */
  readonly season: number
  readonly alike: number
}

export interface Question {
  readonly training: Training
  readonly target: number
  /** Lengths of rounds, the shortest first. */
  readonly seasons: readonly number[]
  /** Widths of the noise. */
  readonly width: number
  /** The least noise there can be around a value. */
  readonly floor: (mid: number) => number
  /** How much wider than that of the others the noise of this value is. */
  readonly unsure: number
  /** While too few rounds are known: values may well depend on the weekday. */
  readonly cautious: boolean
}

interface Model {
  readonly mid: number
  /** Of each past value from what the others foretell; null where there are no others. */
  readonly residuals: readonly number[]
  readonly season: number
  readonly alike: number
}

/** Undefined where it is a weekday of which nothing is known yet. */
export function expectation({ training, target, seasons, width: sensitivity, floor, unsure, cautious }: Question): Expectation | undefined {
  const width = sensitivity * unsure
  const slope = trend(training, seasons[0] ?? 1)
  const level = training.y.map((y, index) => y + slope * (target - (training.at[index] as number)))
  const flat: Model = flatModel(level)
  const seasonal = seasons.map((season) => seasonalModel(training.at, level, season, target)).filter((model) => model !== undefined)
  const best = seasonal.filter((model) => foretells(model, flat)).sort(bySize)[0]
  if (best) return band(best, width, floor)
  if (!cautious) return band(flat, width, floor)
  const span = target - (training.at[0] ?? target)
  const [shortest] = seasons
  if (shortest !== undefined && span < 3 * shortest && seasonal[0]?.season !== shortest) return undefined
  const whole = band(flat, width, floor)
  // Too few rounds to know: what was so on the same weekday of the other weeks is no surprise either.
  const young = seasonal.find((model) => span < 3 * model.season && mayForetell(model, flat))
  if (!young) return whole
  const once = band({ ...young, residuals: flat.residuals.map((each) => each * Math.SQRT2) }, width, floor)
  return { ...whole, low: Math.min(whole.low, once.low), high: Math.max(whole.high, once.high) }
}

function bySize(a: Model, b: Model): number {
  return trimmedSize(a.residuals) - trimmedSize(b.residuals)
}

/** The fewer values it was tried on, the better it must be. */
function foretells({ residuals }: Model, flat: Model): boolean {
  const [many, some] = [residuals.length >= 14, residuals.length >= 7]
  return some && trimmedSize(residuals) < (many ? 0.8 : 0.5) * trimmedSize(flat.residuals)
}

/** Without a round, the other value of the same weekday foretells worse than the middle of all. */
function mayForetell({ residuals }: Model, flat: Model): boolean {
  return residuals.length < 12 || trimmedSize(residuals) < 1.2 * trimmedSize(flat.residuals)
}

function flatModel(level: readonly number[]): Model {
  const mid = median(level)
  return { mid, residuals: level.map((each) => each - mid), season: 0, alike: level.length }
}

/** Undefined where no value of the same place in the round is known. */
function seasonalModel(at: readonly number[], level: readonly number[], season: number, target: number): Model | undefined {
  const places = new Map<number, number[]>()
  for (const [index, value] of level.entries()) {
    const place = (at[index] as number) % season
    const group = places.get(place)
    if (group) group.push(value)
    else places.set(place, [value])
  }
  const own = places.get(target % season)
  if (!own) return undefined
  const residuals = [...places.values()].flatMap((group) =>
    group.length < 2 ? [] : group.map((value, index) => value - median(group.filter((_other, place) => place !== index))),
  )
  return { mid: median(own), residuals, season, alike: own.length }
}

/** Median slope between values a multiple of a round apart, so that the round does not look like a trend; none before three rounds. */
function trend({ at, y }: Training, season: number): number {
  const first = at[0] ?? 0
  const span = (at.at(-1) ?? 0) - first + 1
  const lag = Math.floor(span / 2 / season) * season
  if (lag < 1 || span < 3 * season || at.length < 12) return 0
  const byTime = new Map(at.map((time, index) => [time, y[index] as number]))
  const slopes = at.flatMap((time, index) => {
    const later = byTime.get(time + lag)
    return later === undefined ? [] : [(later - (y[index] as number)) / lag]
  })
  return slopes.length < 5 ? 0 : median(slopes)
}

/** Few values say little of the noise, so that the band is wider. What was seen twice is expected. */
function band(model: Model, width: number, floor: (mid: number) => number): Expectation {
  const { mid, residuals, season, alike } = model
  const size = Math.max(1, residuals.length)
  const reach = width * (1 + 4 / size) * Math.max(spread(residuals), floor(mid))
  const sorted = ascending(residuals)
  const low = Math.min(-reach, sorted[1] ?? 0)
  const high = Math.max(reach, sorted.at(-2) ?? 0)
  return { mid, low: mid + low, high: mid + high, season, alike }
}
