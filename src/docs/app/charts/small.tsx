/** Small drawings that stand in lines and tables; the figures stand beside them as text. */
import type { JSX } from 'preact'
import type { NodeStatus } from '../../model/index.js'
import { ageShare, limitShares } from './age.js'

/** A part of the whole as a bar; `second` is drawn after it, lighter. */
export function Bar(props: { part: number; whole: number; second?: number; status?: NodeStatus }): JSX.Element {
  const scale = props.whole > 0 ? 100 / props.whole : 0
  const first = Math.min(100, props.part * scale)
  return (
    <svg class={`bar ${props.status ? `bar-${props.status}` : ''}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-ground" width="100" height="8" />
      <rect class="bar-part" width={first} height="8" />
      {props.second ? <rect class="bar-second" x={first} width={Math.min(100 - first, props.second * scale)} height="8" /> : null}
    </svg>
  )
}

/** Values in the order of time; `title` says what and how they went, for readers that see no drawing. */
export function Sparkline({ values, title, wide = 120 }: { values: readonly number[]; title: string; wide?: number }): JSX.Element {
  const height = 26
  const most = Math.max(...values, 1e-9)
  const step = values.length > 1 ? (wide - 6) / (values.length - 1) : 0
  const points = values.map((value, place) => [3 + place * step, height - 3 - (value / most) * (height - 6)] as const)
  const last = points.at(-1)
  return (
    <svg class="sparkline" width={wide} height={height} viewBox={`0 0 ${wide} ${height}`} role="img" aria-label={title}>
      <title>{title}</title>
      <polyline points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      {last ? <circle cx={last[0]} cy={last[1]} r="2.5" /> : null}
    </svg>
  )
}

/** Age of data against its limits: up to `warn` fine, then a warning, then an error. Seconds; the scale is `ageShare`'s. */
export function AgeBar(props: { age: number; warn: number | null; error: number | null; title: string }): JSX.Element {
  const width = 220
  const [warn, error] = limitShares(props.warn, props.error)
  const at = Math.min(width - 5, Math.max(5, width * ageShare(props.age, props.warn, props.error)))
  return (
    <svg class="age-bar" width={width} height="22" viewBox={`0 0 ${width} 22`} role="img" aria-label={props.title}>
      <title>{props.title}</title>
      <rect class="age-ok" y="8" width={width * warn} height="8" />
      <rect class="age-warn" x={width * warn} y="8" width={width * (error - warn)} height="8" />
      <rect class="age-error" x={width * error} y="8" width={width * (1 - error)} height="8" />
      <path class="age-now" d={`M${at} 3v16M${at - 4} 1h8l-4 5z`} />
    </svg>
  )
}
