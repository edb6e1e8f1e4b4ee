/** Statistics that a few wrong values do not move. */

export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  const first = sorted[low] ?? Number.NaN
  return first + ((sorted[low + 1] ?? first) - first) * (at - low)
}

export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}

export function median(values: readonly number[]): number {
  return quantile(ascending(values), 0.5)
}

/** Mean of the absolute values without the greatest tenth. */
export function trimmedSize(residuals: readonly number[]): number {
  const sizes = ascending(residuals.map(Math.abs))
  const kept = sizes.slice(0, Math.max(1, sizes.length - Math.ceil(sizes.length / 10)))
  return kept.reduce((sum, each) => sum + each, 0) / kept.length
}

/**
 * The standard deviation of normal noise that would leave such residuals: by the median of their sizes, or by their trimmed mean
 * where that is greater, which few values tell better and which sees noise in two heaps.
 */
export function spread(residuals: readonly number[]): number {
  if (residuals.length === 0) return 0
  return Math.max(1.4826 * median(residuals.map(Math.abs)), 1.4 * trimmedSize(residuals))
}
