/** What a run adds up to: seconds of work, threads, the shortest it could take, time by type. */
import type { RunEntry, RunsBlock } from '../../model/index.js'

export interface RunFigures {
  /** Seconds from the first start to the last end. */
  readonly length: number
  /** Seconds of all nodes together. */
  readonly work: number
  readonly threads: readonly { readonly thread: string; readonly busy: number; readonly nodes: number }[]
  /** Seconds in which threads had nothing to do. */
  readonly idle: number
  /** Seconds of the longest chain of dependencies. */
  readonly bound: number
  readonly types: readonly { readonly type: string; readonly seconds: number; readonly count: number }[]
}

export function runFigures({ last, longestChain }: RunsBlock): RunFigures {
  const threads = new Map<string, { busy: number; nodes: number; hooks: number }>()
  const types = new Map<string, { seconds: number; count: number }>()
  let [length, work] = [0, 0]
  for (const entry of last) {
    length = Math.max(length, entry.start + entry.seconds)
    work += entry.seconds
    const type = types.get(entry.type) ?? { seconds: 0, count: 0 }
    types.set(entry.type, { seconds: type.seconds + entry.seconds, count: type.count + 1 })
    if (entry.thread === '') continue
    const thread = threads.get(entry.thread) ?? { busy: 0, nodes: 0, hooks: 0 }
    const hooks = thread.hooks + (entry.type === 'operation' ? 1 : 0)
    threads.set(entry.thread, { busy: thread.busy + entry.seconds, nodes: thread.nodes + 1, hooks })
  }
  // Hooks run before and after, on a thread that does nothing else.
  const named = [...threads].flatMap(([thread, { busy, nodes, hooks }]) => (hooks === nodes ? [] : [{ thread, busy, nodes }]))
  return {
    length,
    work,
    threads: named.sort((a, b) => a.thread.localeCompare(b.thread, 'en', { numeric: true })),
    idle: named.reduce((sum, { busy }) => sum + Math.max(0, length - busy), 0),
    bound: longestChain.reduce((sum, place) => sum + (last[place]?.seconds ?? 0), 0),
    types: [...types].map(([type, figures]) => ({ type, ...figures })).sort((a, b) => b.seconds - a.seconds),
  }
}

export function slowest(entries: readonly RunEntry[], count: number): RunEntry[] {
  return [...entries].sort((a, b) => b.seconds - a.seconds).slice(0, count)
}
