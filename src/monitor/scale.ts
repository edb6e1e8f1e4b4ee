/**
 * The scale on which a kind of value is judged, where its noise is even: logarithms for what grows by shares, the arcsine of the root
 * for shares. And the noise there must be, however quiet the past was.
 */
import type { MonitorUnit } from '../core/monitor-report.js'

export interface Scale {
  to(value: number): number
  from(y: number): number
  /** Standard deviation around `mid`; `rows`: of the partition. */
  floor(mid: number, rows: number): number
}

const counts: Scale = {
  to: (value) => Math.log(value + 1),
  from: (y) => Math.max(0, Math.exp(y) - 1),
  floor: (mid) => Math.max(0.025, 1 / Math.sqrt(Math.exp(mid))),
}

/** How many different ones there are varies less than by chance. */
const distinct: Scale = { ...counts, floor: (mid) => Math.max(0.02, 0.3 / Math.sqrt(Math.exp(mid))) }

const leastShare = 0.0015

const shares: Scale = {
  to: (value) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, value)))),
  from: (y) => Math.sin(Math.min(Math.PI / 2, Math.max(0, y))) ** 2,
  floor: (mid, rows) => Math.max(0.5 / Math.sqrt(Math.max(1, rows)), smallStep(mid)),
}

/** A quarter of the way to a share greater by what nobody minds. */
function smallStep(mid: number): number {
  const share = Math.sin(Math.max(0, mid)) ** 2
  return (Math.asin(Math.sqrt(Math.min(1, share + leastShare))) - Math.max(0, mid)) / 4
}

const positive: Scale = {
  to: Math.log,
  from: Math.exp,
  floor: () => 0.01,
}

const plain = (size: number): Scale => ({
  to: (value) => value,
  from: (y) => y,
  floor: () => Math.max(0.01 * size, 1e-9),
})

const hours: Scale = { to: (value) => value, from: (y) => y, floor: () => 0.15 }

/** `values`: all there are, null where a partition has none. */
export function scaleFor(unit: MonitorUnit, values: readonly (number | null)[]): Scale {
  if (unit === 'rows') return counts
  if (unit === 'count') return distinct
  if (unit === 'share') return shares
  if (unit === 'hours') return hours
  const known = values.filter((value) => value !== null)
  if (known.every((value) => value > 0)) return positive
  const sizes = known.map(Math.abs).sort((a, b) => a - b)
  return plain(sizes[Math.floor(sizes.length / 2)] || sizes.at(-1) || 1)
}
