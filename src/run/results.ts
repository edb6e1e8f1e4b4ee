/** The ways a node's result comes about; everything else in this folder builds on these. */
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { ManifestNode, Resource } from '../core/node.js'
import type { RunResult, RunStatus, Timing } from '../core/result.js'
import { errorText } from './error-text.js'

export interface Measured {
  readonly timing: readonly Timing[]
  readonly elapsed: number
  readonly thread: string
}

/** Fields every result starts from. */
export function resultOf(node: Resource, status: RunStatus, measured: Measured, more: Partial<RunResult> = {}): RunResult {
  const compiled = compiledFields(node)
  return {
    unique_id: node.unique_id,
    status,
    timing: measured.timing,
    thread_id: measured.thread,
    execution_time: measured.elapsed,
    message: null,
    failures: null,
    adapter_response: {},
    ...compiled,
    batch_results: null,
    ...more,
  }
}

/** As dbt: only of nodes that are compiled at all, which seeds and exposures are not. */
export function compiledFields(node: Resource): Pick<RunResult, 'compiled' | 'compiled_code' | 'relation_name'> {
  if (!('compiled_path' in node) || node.resource_type === 'seed') return { compiled: null, compiled_code: null, relation_name: null }
  const { compiled, compiled_code, relation_name } = node as ManifestNode
  return { compiled: compiled ?? false, compiled_code: compiled_code ?? null, relation_name }
}

export function failed(node: Resource, error: unknown, measured: Measured, status: RunStatus = 'error'): RunResult {
  const known = asSluiceError(error, node)
  return resultOf(node, status, measured, { message: errorText(known, node), error: plainError(known) })
}

export function skipped(node: Resource, thread: string, because: { readonly cause?: string; readonly message?: string }): RunResult {
  return resultOf(
    node,
    'skipped',
    { timing: [], elapsed: 0, thread },
    { message: because.message ?? null, ...(because.cause ? { skippedBecause: because.cause } : {}) },
  )
}

/** It could not be compiled because of what it reads. */
export function skippedForEphemeral(node: Resource, culprit: string, error: SluiceError, measured: Measured): RunResult {
  const message = `Compilation Error in ${node.unique_id}, caused by compilation error in referenced ephemeral model ${culprit}`
  return resultOf(node, 'skipped', measured, { message, skippedBecause: culprit, error: plainError(error) })
}

export function asSluiceError(error: unknown, node?: Resource): SluiceError {
  const more = node ? { nodeId: node.unique_id } : {}
  if (error instanceof SluiceError) return error.with(more)
  if (error instanceof SluiceErrors && error.errors[0]) return error.errors[0].with(more)
  const message = error instanceof Error ? error.message : String(error)
  return new SluiceError('INTERNAL', {
    message,
    ...more,
    cause: error,
    detail: { stack: error instanceof Error ? error.stack : undefined },
  })
}

/** Without the statement that was sent: it may be long, and the compiled file has it. */
function plainError(error: SluiceError): NonNullable<RunResult['error']> {
  const { detail, ...fields } = error.toJSON()
  const { sql: _sql, ...facts } = (detail ?? {}) as Record<string, unknown>
  return { ...fields, ...(Object.keys(facts).length > 0 ? { detail: facts } : {}) }
}
