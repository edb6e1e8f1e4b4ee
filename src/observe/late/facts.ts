/** What is known of a table when one asks why it is late: the newest times in it, and what its builds did. */
import type { UniqueId } from '../../core/node.js'
import type { RunStatus } from '../../core/result.js'

/** The newest value of a column of times. */
export interface Newest {
  /** Column or expression, as written. */
  readonly column: string
  /** Milliseconds since 1970; null where the table has no row with one. */
  readonly at: number | null
  /** The same where the value is read as UTC, whatever `column_timezone` says: two columns without zone are compared so. */
  readonly wall: number | null
  /** The type carries a zone; else the value counts as a time of `column_timezone`, or UTC. */
  readonly zoned: boolean
  /** A day, without time. */
  readonly dated: boolean
}

/** One occasion of a node in the history. */
export interface Build {
  readonly status: RunStatus
  /** Milliseconds since 1970: the start of its own work, else of the run. */
  readonly at: number
  readonly seconds: number
  readonly message: string | null
  /** Of the run. */
  readonly run: string
  readonly command: string
}

export interface NodeFacts {
  readonly id: UniqueId
  /** As one types it: `raw.tickets`, `orders`. */
  readonly name: string
  readonly type: string
  /** Of a model: its materialization. */
  readonly materialized: string | null
  /** Of all columns of times; empty where it could not be asked. */
  readonly times: readonly Newest[]
  /** The column that tells when rows came, as declared; else the likeliest. */
  readonly column: string | null
  /** Why the table could not be asked; null where it could. */
  readonly problem: string | null
  /** False where there is no such table. */
  readonly exists: boolean
  /** Newest occasion, whatever became of it. */
  readonly last: Build | null
  /** Newest that succeeded. */
  readonly built: Build | null
  /** Median of those that succeeded. */
  readonly usualSeconds: number | null
}

const bad: ReadonlySet<RunStatus> = new Set(['error', 'fail', 'runtime error', 'partial success'])
const good: ReadonlySet<RunStatus> = new Set(['success', 'pass', 'warn', 'partial success'])

export function hasFailed(build: Pick<Build, 'status'>): boolean {
  return bad.has(build.status)
}

export function hasSucceeded(build: Pick<Build, 'status'>): boolean {
  return good.has(build.status)
}

/** Newest of a column, by its name whatever its case. */
export function newestOf(facts: NodeFacts, column: string | null): Newest | undefined {
  if (column === null) return undefined
  return (
    facts.times.find((each) => each.column === column) ?? facts.times.find((each) => each.column.toLowerCase() === column.toLowerCase())
  )
}

/** Clocks differ: a row so far ahead is not ahead of time. */
export const clockSlack = 5 * 60_000

export function isAhead(at: number, now: number): boolean {
  return at > now + clockSlack
}

/** Milliseconds by which a column of a parent is newer than what came of it; 0 where it is not, or one of them is not known. */
export function aheadOf(parent: Newest | undefined, child: Newest | undefined, exact: boolean): number {
  if (!parent || parent.at === null || parent.wall === null || !child) return 0
  if (child.at === null || child.wall === null) return Number.POSITIVE_INFINITY
  const naive = !parent.zoned && !child.zoned
  const [above, below] = naive ? [parent.wall, child.wall] : [parent.at, child.at]
  // What was cut to days, or computed, says no more than the day.
  const coarse = !exact || (child.dated && !parent.dated)
  const by = above - below
  return by > (coarse ? 86_400_000 : 1000) ? by : 0
}

/** Median; null of none. */
export function usualOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}
