/**
 * Who runs next, on which lane. A node is ready when all its parents are over; of the ready ones the one with the longest
 * way still before it starts first, ties by id, so the order is the same each time. A failed node takes its descendants
 * out; fail-fast and cancelling stop the handing out of work, and what runs is waited for.
 */
import type { UniqueId } from '../core/node.js'
import type { PlannedNode, RunPlan } from './plan.js'

/** What a finished node means for the others. */
export interface Verdict {
  /** Descendants cannot run. */
  readonly blocks: boolean
  /** Under fail-fast: nothing more starts. */
  readonly stops: boolean
}

export interface Turn {
  readonly id: UniqueId
  /** 1-based. */
  readonly lane: number
}

export interface ScheduleOptions {
  readonly plan: RunPlan
  readonly lanes: number
  /** Runs a node; must not reject. */
  run(turn: Turn): Promise<Verdict>
  /** Told of each node that will not run because `cause` failed, as soon as its turn would have come. */
  skip(id: UniqueId, cause: UniqueId): Verdict
  /**
   * Asked when a node's parents are over: what it waits for besides, without a lane. The answer names what keeps it from running;
   * must not reject.
   */
  before?(id: UniqueId): Promise<UniqueId | undefined> | undefined
  /** Called once, when work stops being handed out; running nodes should be ended. */
  onStop?(): void
  readonly signal?: AbortSignal
}

/** Gives the ids that never had a turn: not skipped for a cause, but left over by fail-fast or a cancel. */
export function schedule(options: ScheduleOptions): Promise<readonly UniqueId[]> {
  return new Promise((resolve) => new Schedule(options, resolve).begin())
}

class Schedule {
  readonly #options: ScheduleOptions
  readonly #resolve: (left: readonly UniqueId[]) => void
  readonly #waiting: Map<UniqueId, number>
  readonly #causes = new Map<UniqueId, UniqueId>()
  readonly #ready = new ReadyQueue()
  readonly #pending: Set<UniqueId>
  readonly #freeLanes: number[]
  readonly #stop = (): void => this.#stopHandingOut()
  #running = 0
  #stopped = false

  constructor(options: ScheduleOptions, resolve: (left: readonly UniqueId[]) => void) {
    const { nodes } = options.plan
    this.#options = options
    this.#resolve = resolve
    this.#waiting = new Map([...nodes.values()].map((node) => [node.id, node.parents.length]))
    this.#pending = new Set(nodes.keys())
    this.#freeLanes = Array.from({ length: Math.max(1, options.lanes) }, (_, index) => index + 1)
  }

  begin(): void {
    const { plan, signal } = this.#options
    if (signal?.aborted) {
      this.#stopHandingOut()
      return
    }
    signal?.addEventListener('abort', this.#stop, { once: true })
    for (const node of plan.nodes.values()) if (node.parents.length === 0) this.#admit(node)
    this.#handOut()
  }

  #handOut(): void {
    while (!this.#stopped && this.#freeLanes.length > 0) {
      const node = this.#ready.pop()
      if (!node) break
      this.#pending.delete(node.id)
      const cause = this.#causes.get(node.id)
      if (cause === undefined) this.#start(node, this.#freeLanes.shift() as number)
      else this.#finish(node, this.#options.skip(node.id, cause), cause)
    }
    this.#settle()
  }

  #start(node: PlannedNode, lane: number): void {
    this.#running++
    void this.#options.run({ id: node.id, lane }).then((verdict) => {
      this.#running--
      this.#freeLanes.push(lane)
      this.#freeLanes.sort((a, b) => a - b)
      this.#finish(node, verdict, node.id)
      this.#handOut()
    })
  }

  #finish(node: PlannedNode, verdict: Verdict, cause: UniqueId): void {
    for (const id of node.children) {
      const child = this.#options.plan.nodes.get(id)
      if (child) this.#release(child, verdict.blocks ? cause : undefined)
    }
    for (const id of node.followers ?? []) {
      const follower = this.#options.plan.nodes.get(id)
      if (follower) this.#release(follower, undefined)
    }
    if (verdict.stops) this.#stopHandingOut()
  }

  #release(child: PlannedNode, cause: UniqueId | undefined): void {
    if (cause !== undefined && !this.#causes.has(child.id)) this.#causes.set(child.id, cause)
    const left = (this.#waiting.get(child.id) ?? 0) - 1
    this.#waiting.set(child.id, left)
    if (left === 0) this.#admit(child)
  }

  #admit(node: PlannedNode): void {
    const wait = this.#causes.has(node.id) ? undefined : this.#options.before?.(node.id)
    if (!wait) {
      this.#ready.push(node)
      return
    }
    void wait.then((cause) => {
      if (cause !== undefined) this.#causes.set(node.id, cause)
      this.#ready.push(node)
      this.#handOut()
    })
  }

  #stopHandingOut(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#options.onStop?.()
    this.#settle()
  }

  #settle(): void {
    if (this.#running > 0 || (!this.#stopped && this.#pending.size > 0)) return
    this.#options.signal?.removeEventListener('abort', this.#stop)
    this.#resolve([...this.#pending])
  }
}

/** Longest remaining way first, ties by id: a binary heap. */
class ReadyQueue {
  readonly #items: PlannedNode[] = []

  push(node: PlannedNode): void {
    const items = this.#items
    let at = items.push(node) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!goesFirst(node, items[above] as PlannedNode)) break
      items[at] = items[above] as PlannedNode
      at = above
    }
    items[at] = node
  }

  pop(): PlannedNode | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (items.length > 0 && last) this.#sink(last)
    return top
  }

  #sink(node: PlannedNode): void {
    const items = this.#items
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= items.length) break
      if (below + 1 < items.length && goesFirst(items[below + 1] as PlannedNode, items[below] as PlannedNode)) below++
      if (!goesFirst(items[below] as PlannedNode, node)) break
      items[at] = items[below] as PlannedNode
      at = below
    }
    items[at] = node
  }
}

function goesFirst(a: PlannedNode, b: PlannedNode): boolean {
  return a.remaining === b.remaining ? a.id < b.id : a.remaining > b.remaining
}
