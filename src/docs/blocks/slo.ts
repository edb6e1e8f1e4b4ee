/** How the promises of the project stand; undefined where the history was not read. */
import type { SiteMaking } from '../making.js'
import type { SloBlock } from '../model/index.js'

export function sloBlock({ input }: SiteMaking): SloBlock | undefined {
  if (!input.slo || input.slo.slos.length === 0) return undefined
  const { from, to, runs, target, slos } = input.slo
  return {
    from,
    to,
    runs,
    target,
    slos: slos.map(({ title, unit, direction, target: asked, actual, good, total, met, budget, brokenSince, days, worst, times }) => ({
      ...{ title, unit, direction, target: asked, actual, good, total, met, brokenSince, days, times },
      budget: budget && { left: budget.left },
      worst: worst.slice(0, 5).map(({ id, name, bad }) => ({ id, name, bad })),
    })),
  }
}
