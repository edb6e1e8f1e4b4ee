/** `run-operation`: one macro with the given arguments, on a connection of its own. */
import { ConnectionPool } from '../adapters/index.js'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Plain, Resource } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { namingTarget } from '../core/target-note.js'
import { operationMacroNotFound } from './errors.js'
import { failed, resultOf } from './results.js'
import { Stopwatch } from './timing.js'

/** `name`: a macro of the root project or visible from it, or `package.macro`. */
export async function runOperation(runtime: Runtime, name: string, args: Plain): Promise<RunResult> {
  const [first = '', second] = name.split('.')
  const root = runtime.project.root.name
  const macro = second === undefined ? runtime.macros.find(first, root) : runtime.macros.find(second, root, first)
  if (!macro) throw operationMacroNotFound(name, runtime.macros.names(root))
  const node = macro as unknown as Resource
  const watch = new Stopwatch(runtime.invocation)
  const measured = () => ({ timing: watch.timing, elapsed: watch.elapsed, thread: 'MainThread' })
  const pool = new ConnectionPool(runtime.adapter)
  const stop = () => void pool.cancelAll()
  runtime.invocation.signal.addEventListener('abort', stop, { once: true })
  try {
    await watch.phase('compile', async () => undefined)
    await watch.phase('execute', () =>
      pool.use(`macro_${macro.name}`, async (connection) => {
        await runtime.operationScope(connection, { packageName: macro.package_name }).callMacro(macro, [], args)
      }),
    )
    return resultOf(node, 'success', measured(), { failures: 0 })
  } catch (error) {
    const named = error instanceof SluiceError ? namingTarget(error, runtime.project.target) : error
    return { ...failed(node, named, measured()), failures: 1 }
  } finally {
    runtime.invocation.signal.removeEventListener('abort', stop)
    await pool.close()
  }
}
