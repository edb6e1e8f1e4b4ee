/** What the colours mean, with letters and counts; a class that is pressed stands out in the drawing. */
import type { JSX } from 'preact'
import { setQuery } from '../site.js'
import type { Asked } from './asked.js'
import { type Colouring, colourings } from './colours.js'

interface LegendProps {
  readonly asked: Asked
  readonly colouring: Colouring
  /** The nodes that are drawn: only they are counted. */
  readonly places: readonly number[]
}

export function Legend({ asked, colouring, places }: LegendProps): JSX.Element {
  const counts = new Map<number, number>()
  for (const place of places) counts.set(colouring.of[place] ?? -1, (counts.get(colouring.of[place] ?? -1) ?? 0) + 1)
  const shown = colouring.classes.map((each, at) => ({ ...each, count: counts.get(at) ?? 0 })).filter(({ count }) => count > 0)
  return (
    <div class="lg-legend">
      <fieldset aria-label={`Colours: ${colourings[asked.colour]}`}>
        {shown.map(({ label, letter, colour, count }) => (
          <button
            key={label}
            type="button"
            aria-pressed={asked.lit === letter}
            onClick={() => setQuery({ lit: asked.lit === letter ? '' : letter })}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <rect class={`fill-${colour}`} width="20" height="20" rx="4" />
              <text x="10" y="14.5" text-anchor="middle">
                {letter}
              </text>
            </svg>
            <bdi>{label}</bdi>
            <span class="quiet">{count.toLocaleString('en')}</span>
          </button>
        ))}
      </fieldset>
      {colouring.empty ? <p class="quiet">{colouring.empty}</p> : null}
    </div>
  )
}
