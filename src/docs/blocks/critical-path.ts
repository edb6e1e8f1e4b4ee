/**
 * Which nodes decided how long a run took, and how short it could have been.
 *
 * The critical path is found backwards from the entry that ended last. An entry could start when two things were true: what
 * it depends on was over, and its thread was free. Of those the one that ended last decided when it started, so the path goes
 * on there, until an entry waited for nothing. Where both ended at the same time the dependency is named, for it would have
 * held the entry back whatever the threads did. Clocks of threads differ by milliseconds: a dependency counts as over by what
 * it is, not by its time. What began later held nothing back: the path only goes to earlier turns, and so has an end.
 *
 * The longest chain is the greatest sum of seconds along dependencies alone: what the run would take with threads without end.
 */
import type { RunWait } from '../model/index.js'

export interface Turn {
  readonly id: string
  /** Seconds after the start of the run. */
  readonly start: number
  readonly end: number
  readonly thread: string
  /** False for what was skipped: it held nothing back and used no thread. */
  readonly ran: boolean
}

export interface CriticalPath {
  /** Positions, first to last. */
  readonly path: readonly number[]
  /** For each of `path`: what it waited for. */
  readonly waits: readonly RunWait[]
}

/** `parents`: for each turn the positions it depends on. Turns are sorted by start. */
export function criticalPath(turns: readonly Turn[], parents: readonly (readonly number[])[]): CriticalPath {
  const before = previousOnThread(turns)
  const path: number[] = []
  const waits: RunWait[] = []
  let at = latest(
    turns.flatMap((turn, place) => (turn.ran ? [place] : [])),
    turns,
  )
  while (at !== undefined) {
    const now: number = at
    const dependency = latest(
      (parents[now] ?? []).filter((parent) => parent < now && turns[parent]?.ran),
      turns,
    )
    const thread = before[now]
    const held = dependency !== undefined && endOf(dependency, turns) >= endOf(thread, turns)
    path.push(now)
    waits.push(held ? 'dependency' : thread === undefined ? 'start' : 'thread')
    at = held ? dependency : thread
  }
  return { path: path.reverse(), waits: waits.reverse() }
}

/** Positions, first to last, of the dependencies whose seconds add up to most. */
export function longestChain(turns: readonly Turn[], parents: readonly (readonly number[])[]): number[] {
  const total = new Array<number>(turns.length).fill(0)
  const from = new Array<number>(turns.length).fill(-1)
  for (const place of inOrder(parents)) {
    const best = greatest(parents[place] ?? [], total)
    const turn = turns[place]
    const own = turn?.ran ? turn.end - turn.start : 0
    total[place] = own + (total[best] ?? 0)
    from[place] = best
  }
  const end = greatest(turns.keys(), total)
  const chain: number[] = []
  for (let at = end; at >= 0; at = from[at] ?? -1) chain.push(at)
  return chain.reverse().filter((place) => turns[place]?.ran)
}

/** Of `places` the one with the most; -1 where there is none. */
function greatest(places: Iterable<number>, total: readonly number[]): number {
  let best = -1
  for (const place of places) if (best < 0 || (total[place] ?? 0) > (total[best] ?? 0)) best = place
  return best
}

/** Parents before children, without recursion: chains of thousands are usual. What is in a circle is left out. */
function inOrder(parents: readonly (readonly number[])[]): number[] {
  const open = parents.map((list) => list.length)
  const children: number[][] = parents.map(() => [])
  parents.forEach((list, place) => {
    for (const parent of list) children[parent]?.push(place)
  })
  const order = open.flatMap((count, place) => (count === 0 ? [place] : []))
  for (const place of order)
    for (const child of children[place] ?? []) {
      open[child] = (open[child] ?? 0) - 1
      if (open[child] === 0) order.push(child)
    }
  return order
}

function previousOnThread(turns: readonly Turn[]): (number | undefined)[] {
  const last = new Map<string, number>()
  return turns.map((turn, place) => {
    const previous = turn.ran ? last.get(turn.thread) : undefined
    if (turn.ran) last.set(turn.thread, place)
    return previous
  })
}

function latest(places: readonly number[], turns: readonly Turn[]): number | undefined {
  let found: number | undefined
  for (const place of places) if (found === undefined || endOf(place, turns) > endOf(found, turns)) found = place
  return found
}

function endOf(place: number | undefined, turns: readonly Turn[]): number {
  return place === undefined ? Number.NEGATIVE_INFINITY : (turns[place]?.end ?? Number.NEGATIVE_INFINITY)
}
