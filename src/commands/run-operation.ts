/** `run-operation MACRO --args`: calls a macro once, on a connection of its own; `--sql` renders and runs a statement instead. */
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { runOperation as runMacro } from '../run/index.js'
import type { CommandBody } from './command.js'
import { usage } from './errors.js'
import { saveRunResults } from './execute.js'
import { openProject, saveManifest } from './open-project.js'
import { withRuntime } from './warehouse.js'

export const runOperation: CommandBody = async (given, [macro]) => {
  const sql = given.flags.sql as string | undefined
  if ((macro === undefined) === (sql === undefined))
    throw usage('run-operation takes either a macro or --sql', { next: 'sluice run-operation --help' })
  const invocation: Invocation = { ...given, flags: { ...given.flags, macro } }
  const opened = await openProject(invocation)
  const args = (invocation.flags.args ?? {}) as Plain
  const result = await withRuntime(opened, invocation, {}, (runtime) =>
    macro === undefined ? runSql(runtime, sql ?? '') : runMacro(runtime, macro, args),
  )
  if (result.error) invocation.events.emit('RunResultError', { msg: result.message ?? '', error: result.error })
  await saveManifest(opened, invocation)
  await saveRunResults(opened, invocation, [result], result.execution_time)
  return { success: result.status === 'success', results: [result] }
}

async function runSql(runtime: Runtime, sql: string): Promise<RunResult> {
  const { invocation, adapter } = runtime
  const started = invocation.now().getTime()
  const connection = await adapter.connect('operation')
  const finish = (more: Partial<RunResult>): RunResult => ({
    ...blank,
    execution_time: (invocation.now().getTime() - started) / 1000,
    ...more,
  })
  try {
    const text = await runtime.operationScope(connection).render(sql, '--sql')
    const { response } = await connection.execute(text, { signal: invocation.signal })
    return finish({ message: response.message })
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return finish({ status: 'error', message: error.message, failures: 1, error: error.toJSON() })
  } finally {
    await connection.close()
  }
}

const blank: RunResult = {
  unique_id: 'sql_operation',
  status: 'success',
  timing: [],
  thread_id: 'MainThread',
  execution_time: 0,
  message: null,
  failures: 0,
  adapter_response: {},
  compiled: null,
  compiled_code: null,
  relation_name: null,
  batch_results: null,
}
