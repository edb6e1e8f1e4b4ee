/** Compiles a node just before it runs, because it may look at what its parents have just built, and writes the text below `target/compiled`. */
import { relative } from 'node:path'
import { nodeFilePath, writeNodeFile } from '../artifacts/index.js'
import { type CompiledNode, type CompileOptions, compileNode } from '../compile/index.js'
import type { Resource } from '../core/node.js'
import type { NodeRun } from './node-run.js'

/** `part` names one batch of a model in file names. */
export interface CompileStepOptions extends CompileOptions {
  readonly part?: string
}

/** Seeds, exposures and sources have nothing to compile. */
export function hasCode(node: Resource): boolean {
  return !['seed', 'exposure', 'source', 'saved_query', 'metric', 'semantic_model'].includes(node.resource_type)
}

export async function compileStep(run: NodeRun, options: CompileStepOptions = {}): Promise<CompiledNode | undefined> {
  const { node, runtime, connection } = run
  if (!hasCode(node)) return undefined
  const { part, ...compileOptions } = options
  const compiled = await compileNode(runtime, node, connection, {
    threadId: run.thread,
    nodeInfo: run.nodeInfo,
    ...underAudit(run),
    ...compileOptions,
  })
  const path = nodeFilePath(targetPath(run), 'compiled', compiled.node, part)
  if ('compiled_path' in node) (node as { compiled_path: string | null }).compiled_path = path
  run.noteCompiled(compiled)
  await writeNodeFile(path, compiled.code, runtime.invocation)
  return compiled
}

/** Of a test that judges what others do not see yet: where it is, and that no test makes it seen. */
export function underAudit({ candidates }: NodeRun): Pick<CompileOptions, 'candidates' | 'onCommit'> {
  return candidates ? { candidates, onCommit: () => false } : {}
}

/** What a materialization sent, as dbt keeps it below `target/run`. */
export async function writeRunFile(run: NodeRun, text: string | null, part?: string): Promise<void> {
  if (text === null) return
  const shown = run.runtime.standIns.get(run.node) ?? run.node
  await writeNodeFile(nodeFilePath(targetPath(run), 'run', shown, part), text, run.runtime.invocation)
}

function targetPath(run: NodeRun): string {
  return relative(run.runtime.invocation.projectDir, run.options.targetDir).replaceAll('\\', '/')
}
