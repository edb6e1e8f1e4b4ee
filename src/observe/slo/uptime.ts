/**
 * Uptime: of every table, the share of the window in which its last run had succeeded. A table is up from the end of a run
 * that succeeded to the end of one that failed. A run that skipped it changes nothing: what keeps it back is counted where it
 * failed. Before its first run that is kept nothing is known, and nothing is counted.
 */
import type { Outcome } from './outcomes.js'
import type { Measure } from './tally.js'

const day = 86_400_000

/** In seconds, by table and UTC day, so that days can be shown. @param outcomes - of tables, oldest first */
export function uptimeMeasures(outcomes: readonly Outcome[], from: number, to: number): readonly Measure[] {
  const byTable = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const list = byTable.get(outcome.id)
    if (list) list.push(outcome)
    else byTable.set(outcome.id, [outcome])
  }
  return [...byTable.values()].flatMap((list) => stretches(list, from, to))
}

function stretches(list: readonly Outcome[], from: number, to: number): readonly Measure[] {
  return list.flatMap((outcome, index) => {
    const next = list[index + 1]
    return byDay(Math.max(outcome.end, from), Math.min(next?.end ?? to, to), outcome)
  })
}

/** One measure for each day that it touches, at the end of its part: by then it has been used up. */
function byDay(begin: number, end: number, { id, name, good }: Outcome): readonly Measure[] {
  const parts: Measure[] = []
  for (let at = begin; at < end; ) {
    const until = Math.min(end, (Math.floor(at / day) + 1) * day)
    const seconds = (until - at) / 1000
    // A day's last moment belongs to it.
    parts.push({ at: until - 1, good: good ? seconds : 0, bad: good ? 0 : seconds, id, name })
    at = until
  }
  return parts
}
