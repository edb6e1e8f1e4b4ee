/**
 * `compile` without a warehouse: what a run sends before and after its nodes, below target/run too: `schemas.sql` of the
 * project, and the hooks under the names dbt compiles them by.
 */
import { relative } from 'node:path'
import type { Connection, RecordingConnection } from '../adapters/index.js'
import { nodeFilePath, writeNodeFile } from '../artifacts/index.js'
import { compileNode } from '../compile/index.js'
import type { OperationNode, Plain } from '../core/node.js'
import type { RunResult } from '../core/result.js'
import { endOfRunNames } from './hook-results.js'
import { hooksOf } from './hooks.js'
import { createSchemas } from './prepare.js'
import { file, statementsOf, untold } from './resources/offline.js'
import type { RunState } from './run-state.js'

export async function writeSchemas(state: RunState, connection: Connection): Promise<void> {
  const { runtime, selected } = state.options
  await createSchemas(runtime, selected, connection)
  const statements = statementsOf(connection as RecordingConnection, runtime)
  const { name } = runtime.project.root
  const folder = `${targetPath(state)}/run/${name}`
  if (statements.length > 0) await writeNodeFile(`${folder}/schemas.sql`, file(statements), runtime.invocation)
}

export async function writeHooks(state: RunState, connection: Connection, results: readonly RunResult[]): Promise<void> {
  const globals = endOfRunNames(results, state.options.runtime.manifest, state.options.runtime.invocation.flags)
  for (const hook of hooksOf(state, 'on-run-start')) await writeHook(state, connection, hook)
  for (const hook of hooksOf(state, 'on-run-end')) await writeHook(state, connection, hook, globals)
}

async function writeHook(state: RunState, connection: Connection, hook: OperationNode, globals: Plain = {}): Promise<void> {
  const { runtime } = state.options
  statementsOf(connection as RecordingConnection, runtime)
  let text: string
  try {
    const { code } = await compileNode(runtime, hook, connection, { globals, threadId: 'main' })
    const asked = statementsOf(connection as RecordingConnection, runtime)
    text = file(code.trim() === '' ? asked : [...asked, code])
  } catch (error) {
    if (runtime.invocation.signal.aborted) throw error
    text = untold(error)
  }
  await writeNodeFile(nodeFilePath(targetPath(state), 'run', hook), text, runtime.invocation)
}

function targetPath({ options }: RunState): string {
  return relative(options.runtime.invocation.projectDir, options.targetDir).replaceAll('\\', '/')
}
