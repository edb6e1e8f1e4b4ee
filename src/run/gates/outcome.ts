/** Answers of a gate → what becomes of the run. */
import { SluiceError, type SourceLocation } from '../../core/error.js'
import type { SourceNode } from '../../core/node.js'
import type { RunResult } from '../../core/result.js'
import type { GateCheck } from '../../probe/index.js'
import { failed, type Measured } from '../results.js'
import type { CheckOutcome } from './types.js'

export interface ClosedGate {
  readonly error: SluiceError
  readonly on: GateCheck['onFailure']
}

const gravity: readonly GateCheck['onFailure'][] = ['warn', 'skip', 'error']

/** Undefined where every check holds; of several that do not, the gravest counts and all are named. */
export function closedGate(source: SourceNode, outcomes: readonly CheckOutcome[], place?: SourceLocation): ClosedGate | undefined {
  const bad = outcomes.filter(({ answer }) => !answer.ok)
  if (bad.length === 0) return undefined
  const on = gravity[Math.max(...bad.map(({ check }) => gravity.indexOf(check.onFailure)))] ?? 'error'
  const tries = Math.max(...bad.map((each) => each.tries))
  const found = bad.map(({ answer }) => answer.message).join('; ')
  const expected = bad.map(({ answer }) => answer.expected ?? 'an answer').join('; ')
  const name = `${source.source_name}.${source.name}`
  const message = `the gate of source ${name} is closed${tries > 1 ? ` after ${tries} tries` : ''}: ${found}; expected ${expected}`
  const error = new SluiceError('GATE_CLOSED', {
    message,
    expected,
    nodeId: source.unique_id,
    hint: `build again when ${name} is ready; \`retries:\` and \`backoff:\` make its gate wait`,
    next: 'sluice retry',
    detail: { on_failure: on, found },
    ...(place ? { location: place } : {}),
  })
  return { error, on }
}

/** What is kept of the source itself. */
export function gateResult(source: SourceNode, { error, on }: ClosedGate, measured: Measured): RunResult {
  return failed(source, error, measured, on === 'error' ? 'error' : 'warn')
}

export function openWords(outcomes: readonly CheckOutcome[]): string {
  return `gate open: ${outcomes.map(({ answer }) => answer.message).join('; ')}`
}
