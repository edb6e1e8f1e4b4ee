/**
 * One node from start to result on one lane: events around it, errors led back to the template, the connection handed
 * back without a transaction. What ends badly is a result like any other; nothing is thrown.
 */
import type { Connection } from '../adapters/index.js'
import { type CompiledNode, placeForAuthor } from '../compile/index.js'
import type { SluiceError } from '../core/error.js'
import type { NodeInfo, NodeProgress } from '../core/event.js'
import type { Resource } from '../core/node.js'
import type { RunResult, RunStatus } from '../core/result.js'
import { Deadline } from './deadline.js'
import { materializationResult } from './errors.js'
import { besideInfo } from './group-info.js'
import { knowingRivals } from './lost-race.js'
import { describeNode, type NodeMoment, nodeInfo } from './node-info.js'
import type { NodeRun, ResourceRunner } from './node-run.js'
import { inNodeSession } from './node-session.js'
import type { RunOptions } from './options.js'
import { auditedTest } from './resources/audited-test.js'
import { runClone } from './resources/clone.js'
import { runCompile } from './resources/compiled.js'
import { runFreshness } from './resources/freshness.js'
import { runnerFor } from './resources/index.js'
import { runOffline } from './resources/offline.js'
import { asSluiceError, failed, skippedForEphemeral } from './results.js'
import type { RunState } from './run-state.js'
import { eventTime, Stopwatch } from './timing.js'

export interface Place {
  readonly thread: string
  readonly index: number
  readonly total: number
}

/** `refusal`: what keeps the node from running at all. */
export async function runOnLane(node: Resource, place: Place, state: RunState, refusal?: SluiceError): Promise<RunResult> {
  const { runtime } = state.options
  const { events } = runtime.invocation
  const startedAt = eventTime(runtime.invocation.now())
  const info = (moment: Omit<NodeMoment, 'startedAt'>): NodeInfo => nodeInfo(node, { startedAt, ...moment })
  const progress = (moment: Omit<NodeMoment, 'startedAt'>): NodeProgress => ({
    index: place.index,
    total: place.total,
    node_info: info(moment),
    description: describeNode(node, runtime.project.target),
    ...besideInfo(node, runtime.manifest),
  })
  const silent = isCompiling(state.options)
  events.emit('NodeStart', { node_info: info({ status: 'started' }) })
  if (!silent && !isNoOp(node)) events.emit('LogStartLine', progress({ status: 'started' }))
  const result = refusal ? failed(node, refusal, { timing: [], elapsed: 0, thread: place.thread }) : await attempt(node, place, state, info)
  const finished = { status: String(result.status), finishedAt: eventTime(runtime.invocation.now()) }
  if (result.status === 'skipped') events.emit('SkippingDetails', { ...progress(finished), result, cause: result.skippedBecause ?? '' })
  else if (!silent) events.emit(resultEvent(node), { ...progress(finished), result }, levelOf(result.status))
  events.emit('NodeFinished', { node_info: info(finished), result })
  return result
}

async function attempt(
  node: Resource,
  place: Place,
  state: RunState,
  info: (moment: Omit<NodeMoment, 'startedAt'>) => NodeInfo,
): Promise<RunResult> {
  const { options, pool, publishing } = state
  const { runtime } = options
  const watch = new Stopwatch(runtime.invocation)
  const { thread } = place
  let compiled: CompiledNode | undefined
  const noteCompiled = (fresh: CompiledNode) => {
    compiled = fresh
  }
  const deadline = new Deadline(node, runtime, pool, thread)
  state.slots.take()
  const nodeInfo = info({ status: 'executing' })
  let used: Connection | undefined
  try {
    return await pool.use(thread, async (connection) => {
      used = connection
      connection.nodeInfo = nodeInfo
      watch.timing.length = 0
      publishing?.forget(node.unique_id)
      const { slots } = state
      const run: NodeRun = { node, runtime, connection, pool, watch, options, thread, nodeInfo, deadline, slots, publishing, noteCompiled }
      return await knowingRivals(node, runtime, connection, () => inItsSession(run, runnerOf(node, state)))
    })
  } catch (thrown) {
    const error = placeForAuthor(asSluiceError(deadline.explain(thrown), node), node, runtime, compiled)
    const measured = { timing: watch.timing, elapsed: watch.elapsed, thread }
    const culprit = failedEphemeral(error, node, options)
    if (culprit !== undefined) return skippedForEphemeral(node, culprit, error, measured)
    const status: RunStatus = node.resource_type === 'source' ? 'runtime error' : 'error'
    return failed(node, error, measured, status)
  } finally {
    deadline.end()
    state.slots.give()
    if (used) used.nodeInfo = undefined
  }
}

/** The selected ephemeral model whose own fault keeps the node from compiling: dbt takes the node for skipped, not failed. */
function failedEphemeral(error: SluiceError, node: Resource, options: RunOptions): string | undefined {
  const id = error.fields.nodeId
  return id !== undefined && id !== node.unique_id && options.selected.has(id) ? id : undefined
}

/** With what the node's config wants of the session; nothing of it is left for the node after it. */
async function inItsSession(run: NodeRun, runner: ResourceRunner): Promise<RunResult> {
  const { node, runtime, connection, options } = run
  return isCompiling(options) ? await runner(run) : await inNodeSession(node, runtime, connection, () => runner(run))
}

function runnerOf(node: Resource, state: RunState): ResourceRunner {
  if (state.options.action === 'compile') return runCompile
  if (state.options.action === 'offline') return runOffline
  if (node.resource_type === 'source') return runFreshness as ResourceRunner
  if (state.options.action === 'clone') return runClone as ResourceRunner
  const said = node.resource_type === 'test' ? state.publishing?.recorded(node.unique_id) : undefined
  if (said) return auditedTest(said)
  const runner = runnerFor(node.resource_type)
  if (!runner)
    throw materializationResult(`nothing is known about running a ${node.resource_type}`, 'a model, seed, snapshot, test or function')
  return runner
}

/** Nothing is built, so no line says that something was. */
function isCompiling({ action }: RunOptions): boolean {
  return action === 'compile' || action === 'offline'
}

function isNoOp(node: Resource): boolean {
  return node.resource_type === 'exposure' || node.resource_type === 'saved_query'
}

type ResultEvent =
  | 'LogModelResult'
  | 'LogFunctionResult'
  | 'LogSeedResult'
  | 'LogSnapshotResult'
  | 'LogTestResult'
  | 'LogFreshnessResult'
  | 'LogNodeNoOpResult'

function resultEvent(node: Resource): ResultEvent {
  switch (node.resource_type) {
    case 'seed':
      return 'LogSeedResult'
    case 'function':
      return 'LogFunctionResult'
    case 'snapshot':
      return 'LogSnapshotResult'
    case 'test':
    case 'unit_test':
      return 'LogTestResult'
    case 'source':
      return 'LogFreshnessResult'
    case 'exposure':
    case 'saved_query':
      return 'LogNodeNoOpResult'
    default:
      return 'LogModelResult'
  }
}

export function levelOf(status: RunStatus): 'info' | 'warn' | 'error' {
  if (status === 'error' || status === 'fail' || status === 'runtime error') return 'error'
  return status === 'warn' ? 'warn' : 'info'
}
