/**
 * on-run-start and on-run-end: of packages by name, the root project's last; after a failure the rest are skipped. One before
 * the run whose template fails ends the run, as with dbt: nobody knows what it was to prepare.
 */
import { relative } from 'node:path'
import type { Connection } from '../adapters/index.js'
import { nodeFilePath, writeNodeFile } from '../artifacts/index.js'
import { compileNode, placeForAuthor } from '../compile/index.js'
import { withQueryComment } from '../context/index.js'
import type { SluiceError } from '../core/error.js'
import type { OperationNode, Plain } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { type NodeMoment, nodeInfo } from './node-info.js'
import { asSluiceError, failed, resultOf } from './results.js'
import type { RunState } from './run-state.js'
import { eventTime, Stopwatch } from './timing.js'

export type HookKind = 'on-run-start' | 'on-run-end'

export function hooksOf(state: RunState, kind: HookKind): OperationNode[] {
  const { manifest, project } = state.options.runtime
  const hooks = Object.values(manifest.nodes).filter(
    (node): node is OperationNode => node.resource_type === 'operation' && node.tags.includes(kind),
  )
  const rank = (hook: OperationNode) => (hook.package_name === project.root.name ? '\uffff' : hook.package_name)
  return hooks.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : (a.index ?? 0) - (b.index ?? 0)))
}

/** `globals`: what on-run-end sees besides: `results`, `schemas`, `database_schemas`. Rejects where a template before the run fails. */
export async function runHooks(state: RunState, kind: HookKind, connection: Connection, globals: Plain = {}): Promise<RunResult[]> {
  const hooks = hooksOf(state, kind)
  const results: RunResult[] = []
  const { events } = state.options.runtime.invocation
  if (hooks.length > 0 && kind === 'on-run-end') events.emit('Formatting', { msg: '' })
  for (const [index, hook] of hooks.entries()) {
    // Its place among all of the run, counted from one: that is what the manifest tells after a run.
    Object.assign(hook, { index: index + 1 })
    const earlierFailed = results.some((result) => result.status !== 'success')
    const result = await runHook({
      state,
      hook,
      kind,
      name: `${hook.package_name}.${kind}.${index}`,
      index: index + 1,
      total: hooks.length,
      connection,
      globals,
      skip: earlierFailed,
    })
    state.journal.write(result)
    results.push(result)
  }
  if (hooks.length > 0 && kind === 'on-run-start') events.emit('Formatting', { msg: '' })
  return results
}

interface HookRun {
  readonly state: RunState
  readonly hook: OperationNode
  readonly kind: HookKind
  /** `project.on-run-start.0`. */
  readonly name: string
  readonly index: number
  readonly total: number
  readonly connection: Connection
  readonly globals: Plain
  readonly skip: boolean
}

async function runHook(run: HookRun): Promise<RunResult> {
  const { state, hook, name, index, total } = run
  const { invocation } = state.options.runtime
  const startedAt = eventTime(invocation.now())
  const progress = (moment: NodeMoment) => ({ index, total, node_info: nodeInfo(hook, { startedAt, ...moment }), description: name })
  if (!run.skip) invocation.events.emit('LogHookStartLine', progress({ status: 'started' }))
  const { result, fatal } = run.skip ? { result: skippedHook(hook, name) } : await execute(run)
  const finished = { status: String(result.status), finishedAt: eventTime(invocation.now()) }
  invocation.events.emit('LogHookEndLine', { ...progress(finished), result })
  if (fatal) throw fatal
  return result
}

function skippedHook(hook: OperationNode, name: string): RunResult {
  return resultOf(hook, 'skipped', { timing: [], elapsed: 0, thread: 'main' }, { message: `${name} skipped`, failures: 1 })
}

interface Outcome {
  readonly result: RunResult
  readonly fatal?: SluiceError
}

async function execute({ state, hook, kind, name, connection, globals }: HookRun): Promise<Outcome> {
  const { runtime, targetDir } = state.options
  const watch = new Stopwatch(runtime.invocation)
  const measured = () => ({ timing: watch.timing, elapsed: watch.elapsed, thread: 'main' })
  let compiled: Awaited<ReturnType<typeof compileNode>> | undefined
  try {
    compiled = await watch.phase('compile', () => compileNode(runtime, hook, connection, { globals, threadId: 'MainThread' }))
    const sql = compiled.code
    const path = relative(runtime.invocation.projectDir, targetDir).replaceAll('\\', '/')
    const compiledPath = nodeFilePath(path, 'compiled', hook)
    if ('compiled_path' in hook) (hook as { compiled_path: string | null }).compiled_path = compiledPath
    await writeNodeFile(compiledPath, sql, runtime.invocation)
    await watch.phase('execute', async () => {
      // What its template did by run_query stands, as what it says does.
      await connection.commit()
      if (sql.trim() !== '') await connection.execute(await withQueryComment({ runtime, connection, nodeInfo: undefined }, sql))
      await connection.commit()
    })
    return { result: resultOf(hook, 'success', measured(), { message: `${name} passed`, failures: 0 }) }
  } catch (error) {
    const placed = placeForAuthor(asSluiceError(error, hook), hook, runtime, compiled)
    const result = failed(hook, placed, measured())
    // All that the driver said, as dbt keeps it.
    const message = `${name} failed, error:\n ${String(result.error?.detail?.['text'] ?? result.error?.message ?? result.message ?? '')}`
    const ends = kind === 'on-run-start' && compiled === undefined && !runtime.invocation.signal.aborted
    return { result: { ...result, message, failures: 1 }, ...(ends ? { fatal: placed } : {}) }
  } finally {
    await connection.rollback()
  }
}
