/** A series with the band that was expected of it, and what was outside. */
import type { JSX } from 'preact'
import type { SiteSeries } from '../../model/index.js'

const [wide, high, edge] = [320, 90, 6]

export function BandChart({ series, title }: { series: SiteSeries; title: string }): JSX.Element {
  const { points } = series
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  const ceiling = Math.max(...values, 1e-9) * 1.15
  const floor = Math.min(0, ...values)
  const x = (at: number) => edge + (at * (wide - 2 * edge)) / Math.max(1, points.length - 1)
  const y = (value: number) => {
    const share = (Math.min(ceiling, Math.max(floor, value)) - floor) / (ceiling - floor)
    return high - edge - share * (high - 2 * edge)
  }
  const spot = (at: number, value: number) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`
  const banded = points.flatMap(([, , low, top], at) => (low === null || top === null ? [] : [[at, low, top] as const]))
  const band = [...banded.map(([at, , top]) => spot(at, top)), ...banded.toReversed().map(([at, low]) => spot(at, low))]
  return (
    <svg class="band-chart" viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={title}>
      <title>{title}</title>
      {band.length > 2 ? <polygon points={band.join(' ')} /> : null}
      <polyline points={points.flatMap(([, value], at) => (value === null ? [] : [spot(at, value)])).join(' ')} />
      {points.map(([period, value, , , anomaly], at) =>
        anomaly === 1 && value !== null ? <circle key={period} cx={x(at)} cy={y(value)} r="4" /> : null,
      )}
    </svg>
  )
}
