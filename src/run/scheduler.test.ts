import { describe, expect, it } from 'vitest'
import type { PlannedNode, RunPlan } from './plan.js'
import { schedule } from './scheduler.js'

/** `a>b c>d` with weights: ids in alphabetical order are in topological order. */
function plan(edges: string, ids = ''): RunPlan {
  const pairs = edges
    .split(' ')
    .filter(Boolean)
    .map((edge) => edge.split('>') as [string, string])
  const all = [...new Set([...pairs.flat(), ...ids.split(' ').filter(Boolean)])].sort()
  const remaining = new Map<string, number>()
  for (const id of [...all].reverse()) {
    remaining.set(id, 1 + Math.max(0, ...pairs.filter(([from]) => from === id).map(([, to]) => remaining.get(to) ?? 0)))
  }
  const node = (id: string): PlannedNode => ({
    id,
    parents: pairs.filter(([, to]) => to === id).map(([from]) => from),
    children: pairs.filter(([from]) => from === id).map(([, to]) => to),
    remaining: remaining.get(id) ?? 1,
  })
  return { nodes: new Map(all.map((id) => [id, node(id)])) }
}

interface Scenario {
  readonly edges: string
  readonly ids?: string
  readonly lanes?: number
  readonly failing?: string
  readonly failFast?: boolean
  readonly cancelAt?: string
}

/** Log of what happened: `+a` started, `-a` ended, `~b(a)` skipped because of a. */
async function play(scenario: Scenario): Promise<{ log: string; left: readonly string[]; lanes: number }> {
  const log: string[] = []
  const controller = new AbortController()
  let most = 0
  let now = 0
  const left = await schedule({
    plan: plan(scenario.edges, scenario.ids),
    lanes: scenario.lanes ?? 1,
    signal: controller.signal,
    async run({ id }) {
      log.push(`+${id}`)
      most = Math.max(most, ++now)
      if (id === scenario.cancelAt) controller.abort()
      await new Promise((resolve) => setTimeout(resolve, 1))
      now--
      log.push(`-${id}`)
      const failed = scenario.failing?.includes(id) ?? false
      return { blocks: failed, stops: failed && scenario.failFast === true }
    },
    skip(id, cause) {
      log.push(`~${id}(${cause})`)
      return { blocks: true, stops: false }
    },
  })
  return { log: log.join(' '), left, lanes: most }
}

describe('order', () => {
  it('starts the longest way first, ties by id', async () => {
    const { log } = await play({ edges: 'a>b c>d d>e', ids: 'f' })
    expect(log).toBe('+c -c +a -a +d -d +b -b +e -e +f -f')
  })

  it('uses every lane and never more', async () => {
    expect((await play({ edges: '', ids: 'a b c d e f', lanes: 3 })).lanes).toBe(3)
    expect((await play({ edges: 'a>b b>c', lanes: 8 })).lanes).toBe(1)
  })

  it('runs nothing of an empty plan', async () => {
    expect(await play({ edges: '' })).toEqual({ log: '', left: [], lanes: 0 })
  })

  it('is the same each time with several lanes', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => play({ edges: 'a>c b>c c>d', ids: 'x y', lanes: 2 })))
    expect(new Set(runs.map((run) => run.log)).size).toBe(1)
  })
})

describe('failures', () => {
  it('skip all descendants and name the first failure, other branches go on', async () => {
    const { log, left } = await play({ edges: 'a>b b>c d>c d>e', failing: 'a' })
    expect(log).toBe('+a -a ~b(a) +d -d ~c(a) +e -e')
    expect(left).toEqual([])
  })

  it('fail-fast hands out nothing more', async () => {
    const { log, left } = await play({ edges: 'a>b', ids: 'c d', failing: 'a', failFast: true })
    expect([log, left]).toEqual(['+a -a', ['b', 'c', 'd']])
  })

  it('a cancel waits for what runs and leaves the rest', async () => {
    const { log, left } = await play({ edges: 'a>b', ids: 'c d', lanes: 2, cancelAt: 'c' })
    expect([log, left]).toEqual(['+a +c -a -c', ['b', 'd']])
  })

  it('a cancel before the start runs nothing', async () => {
    const signal = AbortSignal.abort()
    const left = await schedule({
      plan: plan('a>b'),
      lanes: 1,
      signal,
      run: async () => ({ blocks: false, stops: false }),
      skip: () => ({ blocks: true, stops: false }),
    })
    expect(left).toEqual(['a', 'b'])
  })
})

it('schedules 5,000 nodes in well under a second', async () => {
  const edges = Array.from({ length: 4999 }, (_, index) => `n${10000 + Math.floor(index / 2)}>n${10000 + index + 1}`).join(' ')
  const pairs = edges.split(' ').map((edge) => edge.split('>') as [string, string])
  const parents = new Map<string, string[]>()
  const children = new Map<string, string[]>()
  for (const [from, to] of pairs) {
    children.set(from, [...(children.get(from) ?? []), to])
    parents.set(to, [from])
  }
  const ids = [...new Set(pairs.flat())]
  const big: RunPlan = {
    nodes: new Map(ids.map((id) => [id, { id, parents: parents.get(id) ?? [], children: children.get(id) ?? [], remaining: 1 }])),
  }
  let count = 0
  const started = performance.now()
  await schedule({
    plan: big,
    lanes: 8,
    run: async () => ({ blocks: count++ < 0, stops: false }),
    skip: () => ({ blocks: true, stops: false }),
  })
  expect(count).toBe(5000)
  expect(performance.now() - started).toBeLessThan(1000)
})
