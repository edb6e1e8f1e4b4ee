/** Where an age stands on a bar: limits always at the same places, so that rows compare and nothing runs off the end. */

/** Shares (0 to 1) at which a warning and an error begin; 1 where there is no such limit. */
export function limitShares(warn: number | null, error: number | null): readonly [warn: number, error: number] {
  if (warn !== null && error !== null) return warn < error ? [0.4, 0.7] : [0.6, 0.6]
  if (warn !== null) return [0.6, 1]
  return error !== null ? [0.6, 0.6] : [1, 1]
}

/** Straight between limits; beyond the last one it nears the end without reaching it. */
export function ageShare(age: number, warn: number | null, error: number | null): number {
  const [first, second] = [Math.min(warn ?? Number.POSITIVE_INFINITY, error ?? Number.POSITIVE_INFINITY), Math.max(warn ?? 0, error ?? 0)]
  const [atWarn, atError] = limitShares(warn, error)
  const start = Math.min(atWarn, atError)
  if (!Number.isFinite(first)) return 0
  if (age <= first) return first === 0 ? start : (age / first) * start
  if (age <= second) return start + ((age - first) / (second - first)) * (atError - start)
  const last = warn !== null && error !== null && warn < error ? atError : start
  return last + (1 - last) * (1 - second / age)
}
