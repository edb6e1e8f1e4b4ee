/** Good and bad ones in the order of time → how a promise stands. */
import type { Slo, SloDay, SloOffender } from './report-type.js'

/** What was measured at one moment. */
export interface Measure {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly good: number
  readonly bad: number
  /** Whose it was. */
  readonly id: string
  readonly name: string
}

export type Standing = Pick<Slo, 'actual' | 'good' | 'total' | 'met' | 'budget' | 'brokenSince' | 'days' | 'worst'>

/**
 * @param allowedShare - of all, that may be bad
 * @param direction - whether the actual share counts the good ones or the bad ones
 */
export function standingOf(measures: readonly Measure[], allowedShare: number, direction: Slo['direction']): Standing {
  const sorted = [...measures].sort((a, b) => a.at - b.at)
  const good = sum(sorted, 'good')
  const used = sum(sorted, 'bad')
  const total = good + used
  const days = daysOf(sorted)
  if (total === 0) return { actual: null, good, total, met: null, budget: null, brokenSince: null, days, worst: [] }
  const allowed = total * allowedShare
  // A hair more than allowed is what floating point makes of just as many.
  const met = used <= allowed * (1 + 1e-9)
  const left = used === 0 ? 1 : allowed === 0 ? -1 : 1 - used / allowed
  return {
    actual: (direction === 'above' ? good : used) / total,
    good,
    total,
    met,
    budget: { allowed, used, left },
    brokenSince: met ? null : new Date(usedUp(sorted, allowed)).toISOString(),
    days,
    worst: worstOf(sorted),
  }
}

function sum(measures: readonly Measure[], key: 'good' | 'bad'): number {
  return measures.reduce((all, measure) => all + measure[key], 0)
}

/** When one more was bad than the window allows. */
function usedUp(sorted: readonly Measure[], allowed: number): number {
  let used = 0
  for (const { at, bad } of sorted) {
    used += bad
    if (used > allowed) return at
  }
  return sorted.at(-1)?.at ?? 0
}

function daysOf(sorted: readonly Measure[]): readonly SloDay[] {
  const days = new Map<string, { good: number; total: number }>()
  for (const { at, good, bad } of sorted) {
    const day = new Date(at).toISOString().slice(0, 10)
    const sums = days.get(day) ?? { good: 0, total: 0 }
    sums.good += good
    sums.total += good + bad
    days.set(day, sums)
  }
  return [...days].map(([day, sums]) => ({ day, ...sums }))
}

function worstOf(measures: readonly Measure[]): readonly SloOffender[] {
  const found = new Map<string, { name: string; bad: number; total: number }>()
  for (const { id, name, good, bad } of measures) {
    const sums = found.get(id) ?? { name, bad: 0, total: 0 }
    sums.bad += bad
    sums.total += good + bad
    found.set(id, sums)
  }
  return [...found]
    .filter(([, { bad }]) => bad > 0)
    .sort(([a, x], [b, y]) => y.bad - x.bad || (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([id, sums]) => ({ id, ...sums }))
}

/** By the nearest rank; `sorted` is not empty. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
