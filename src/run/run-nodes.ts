/**
 * The run itself: schemas and cache, what cannot run, hooks, then nodes over the lanes, hooks again. Whatever happens the
 * results so far come back, each having been written to the journal as it became known.
 */
import { ConnectionPool } from '../adapters/index.js'
import { placeAtTarget } from '../compile/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import { findResource } from '../core/manifest.js'
import type { Resource, UniqueId } from '../core/node.js'
import { ownSetting } from '../core/own-setting.js'
import { isFailure, type RunResult } from '../core/result.js'
import type { Gatekeeper } from './gates/gatekeeper.js'
import type { Gates } from './gates/types.js'
import { endOfRunNames } from './hook-results.js'
import { hooksOf, runHooks } from './hooks.js'
import { openJournal } from './journal.js'
import { levelOf, type Place, runOnLane } from './lane.js'
import { describeNode, nodeInfo } from './node-info.js'
import { writeHooks, writeSchemas } from './offline-frame.js'
import type { RunOptions, RunOutcome } from './options.js'
import { unbuiltParents } from './parents-built.js'
import { planRun, type RunPlan } from './plan.js'
import { createSchemas, fillCache, refusals } from './prepare.js'
import type { Publishing } from './publish/publishing.js'
import { runDataTest } from './resources/data-test.js'
import { failed, skipped } from './results.js'
import type { RunState } from './run-state.js'
import { schedule, type Turn, type Verdict } from './scheduler.js'
import { Slots } from './slots.js'

export async function runNodes(options: RunOptions): Promise<RunOutcome> {
  const { runtime } = options
  const { invocation } = runtime
  const started = performance.now()
  const journal = openJournal(options.targetDir, invocation, options.selected)
  const state: RunState = { options, pool: poolOf(runtime), journal, slots: new Slots(options.threads) }
  const stop = () => void state.pool.cancelAll()
  invocation.signal.addEventListener('abort', stop, { once: true })
  try {
    const results = await runAll(state)
    journal.end()
    const outcome = { results, elapsed: (performance.now() - started) / 1000, cancelled: invocation.signal.aborted }
    return outcome.cancelled ? outcome : { ...outcome, ...(await options.beforeClose?.(outcome, state.pool)) }
  } finally {
    invocation.signal.removeEventListener('abort', stop)
    journal.close()
    await state.pool.close()
  }
}

/** Further tries, and the first pause in milliseconds, of work that lost a race or its link before anything was permanent. */
const retries = 3
const pause = 40

function poolOf({ adapter, invocation }: Runtime): ConnectionPool {
  const onRetry = (lane: string, error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    const lost = error instanceof SluiceError && error.code === 'DB_CONNECTION_LOST'
    invocation.events.emit('Note', { msg: `${lane}: ${why}; trying again` }, lost ? 'info' : 'debug')
  }
  return new ConnectionPool(adapter, { retries, pause, onRetry })
}

async function runAll(shared: RunState): Promise<RunResult[]> {
  const { runtime, graph, selected, action, testsBlock, hooks } = shared.options
  const asked = planRun({ manifest: runtime.manifest, graph, selected, testsBlock, durations: shared.options.durations ?? new Map() })
  const publishing = await publishingOf(shared.options, asked)
  const state: RunState = { ...shared, publishing }
  const plan = publishing?.plan ?? asked
  const execution = new Execution(state, plan)
  try {
    if (action === 'offline') await state.pool.use('master', (connection) => writeSchemas(state, connection))
    else if (action !== 'compile') await state.pool.use('master', (connection) => createSchemas(runtime, selected, connection))
    await fillCache(runtime, selected, state.pool, ['master', ...lanes(state.options)])
  } catch (error) {
    throw placeAtTarget(error, runtime)
  }
  if (action === 'execute') await execution.refuse(unbuiltParents(runtime, selected))
  const master = await state.pool.connection('master')
  const before = hooks ? await runHooks(state, 'on-run-start', master) : []
  if (action === 'execute') await execution.refuse(await refusals(runtime, selected, master))
  if (publishing) await execution.refuse(await publishing.refusals(master))
  const keepOut =
    before.some((result) => result.status === 'error') && runtime.project.root.config.flags.skip_nodes_if_on_run_start_fails === true
  const results = keepOut ? execution.skipAll() : await execution.run()
  if (action === 'offline') await writeHooks(state, await state.pool.connection('master'), results)
  return [...before, ...results, ...(await endHooks(state, [...before, ...results]))]
}

/** Loaded only where a node asks for it. */
async function publishingOf(options: RunOptions, plan: RunPlan): Promise<Publishing | undefined> {
  if (options.action !== 'execute') return undefined
  const { nodes } = options.runtime.manifest
  const asks = [...plan.nodes.keys()].some((id) => nodes[id] !== undefined && ownSetting(nodes[id], 'publish') !== undefined)
  if (!asks) return undefined
  const { Publishing } = await import('./publish/publishing.js')
  return new Publishing(options, plan, runDataTest)
}

/** What they see of the results takes long to make for many nodes: only where there are any. */
async function endHooks(state: RunState, results: readonly RunResult[]): Promise<readonly RunResult[]> {
  const { runtime, hooks } = state.options
  const { signal, flags } = runtime.invocation
  if (!hooks || signal.aborted || hooksOf(state, 'on-run-end').length === 0) return []
  const names = endOfRunNames(results, runtime.manifest, flags)
  // The link of the beginning may have broken since.
  return await runHooks(state, 'on-run-end', await state.pool.connection('master'), names)
}

function lanes(options: RunOptions): string[] {
  return Array.from({ length: Math.max(1, options.threads) }, (_, index) => `Thread-${index + 1}`)
}

/** The nodes' part of a run: turns handed out by the scheduler become results here. */
class Execution {
  readonly #state: RunState
  readonly #plan: RunPlan
  readonly #results: RunResult[] = []
  readonly #verdicts = new Map<UniqueId, Verdict>()
  #gatekeeper: Gatekeeper | undefined
  #started = 0
  #failedFast = false

  constructor(state: RunState, plan: RunPlan) {
    this.#state = state
    this.#plan = plan
  }

  /** These nodes have failed before anything is sent; their turn, when it comes, is over at once. */
  async refuse(errors: ReadonlyMap<UniqueId, SluiceError>): Promise<void> {
    for (const [id, error] of errors) {
      const node = this.#node(id)
      this.#verdicts.set(id, this.#verdict(this.#record(await runOnLane(node, this.#place(1), this.#state, error)), node))
    }
  }

  async run(): Promise<readonly RunResult[]> {
    const { options, pool } = this.#state
    const { signal } = options.runtime.invocation
    if (options.gates) this.#gatekeeper = await this.#keeper(options.gates)
    const left = await schedule({
      plan: this.#plan,
      lanes: options.threads,
      run: (turn) => this.#take(turn),
      skip: (id, cause) => this.#skip(id, { cause }),
      before: (id) => (this.#verdicts.has(id) ? undefined : this.#gatekeeper?.before(id)),
      onStop: () => void pool.stopRunning(),
      signal,
    })
    this.#gatekeeper?.end()
    const message = this.#failedFast ? 'Skipping due to fail_fast' : 'Skipping because the run was cancelled'
    for (const id of left.filter((each) => !this.#verdicts.has(each))) this.#record(skipped(this.#node(id), 'Thread-1', { message }))
    return this.#results
  }

  skipAll(): readonly RunResult[] {
    for (const id of this.#plan.nodes.keys()) if (!this.#verdicts.has(id)) this.#skip(id, {})
    return this.#results
  }

  async #take({ id, lane }: Turn): Promise<Verdict> {
    const known = this.#verdicts.get(id)
    if (known) return known
    const node = this.#node(id)
    const place = this.#place(lane)
    const result = await runOnLane(node, place, this.#state)
    const stopped = result.error?.code === 'INTERRUPTED' && this.#failedFast
    return this.#verdict(this.#record(stopped ? skipped(node, place.thread, { message: 'Skipping due to fail_fast' }) : result), node)
  }

  #place(lane: number): Place {
    return { thread: `Thread-${lane}`, index: ++this.#started, total: this.#plan.nodes.size }
  }

  #verdict(result: RunResult, node: Resource): Verdict {
    const stops = isFailure(result.status) && this.#state.options.runtime.invocation.flags.failFast
    if (stops) this.#failedFast = true
    const goesOn = (node.config as { readonly on_error?: unknown } | undefined)?.on_error === 'continue'
    return { blocks: (isFailure(result.status) || result.status === 'skipped') && !goesOn, stops }
  }

  #skip(id: UniqueId, because: { readonly cause?: UniqueId }): Verdict {
    const { runtime } = this.#state.options
    const node = this.#node(id)
    const said = this.#state.publishing?.recorded(id)
    const result = this.#record(said ?? this.#closedTo(node, because.cause) ?? skipped(node, 'Thread-1', because))
    const info = nodeInfo(node, { status: said ? String(said.status) : 'skipped' })
    const progress = {
      index: ++this.#started,
      total: this.#plan.nodes.size,
      node_info: info,
      description: describeNode(node, runtime.project.target),
    }
    if (said) runtime.invocation.events.emit('LogTestResult', { ...progress, result }, levelOf(said.status))
    else runtime.invocation.events.emit('SkippingDetails', { ...progress, result, ...because })
    runtime.invocation.events.emit('NodeFinished', { node_info: info, result })
    const stops = runtime.invocation.flags.failFast && because.cause !== undefined && this.#gatekeeper?.stops(because.cause) === true
    if (stops) this.#failedFast = true
    return { blocks: true, stops }
  }

  /** Loaded only where a source has a gate. */
  async #keeper(gates: Gates): Promise<Gatekeeper> {
    const { Gatekeeper } = await import('./gates/gatekeeper.js')
    return new Gatekeeper(this.#state, gates, (result) => this.#record(result))
  }

  /** The result of a node that reads a source whose gate is closed. */
  #closedTo(node: Resource, cause: UniqueId | undefined): RunResult | undefined {
    const error = cause === undefined ? undefined : this.#gatekeeper?.reason(node.unique_id, cause)
    if (!error) return undefined
    const result = failed(node, error, { timing: [], elapsed: 0, thread: 'Thread-1' }, 'skipped')
    return { ...result, skippedBecause: cause }
  }

  #record(result: RunResult): RunResult {
    this.#results.push(result)
    this.#state.journal.write(result)
    return result
  }

  #node(id: UniqueId): Resource {
    return findResource(this.#state.options.runtime.manifest, id) as Resource
  }
}
