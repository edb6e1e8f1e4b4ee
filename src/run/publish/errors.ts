/** Why a node that is to be published after its tests was not. */
import { SluiceError, type SourceLocation } from '../../core/error.js'
import type { Resource } from '../../core/node.js'
import type { Relation } from '../../core/relation.js'
import type { RunResult } from '../../core/result.js'

export interface Refused {
  readonly node: Resource
  readonly failed: readonly RunResult[]
  /** How many ran. */
  readonly tests: number
  /** What others go on reading; null where there was nothing before. */
  readonly stands: string | null
  /** Left for a look at it. */
  readonly kept: Relation | undefined
  readonly location: SourceLocation | undefined
}

export function publishRefused({ node, failed, tests, stands, kept, location }: Refused): SluiceError {
  const which = failed.map((result) => `${testName(result)} (${outcome(result)})`).join(', ')
  const now = stands === null ? 'nothing stands under its name, as before' : `${stands} stands as it was before this run`
  const left = kept ? `; what was built is kept as ${kept.renderName()} until the next run` : ''
  const first = failed[0]?.error
  return new SluiceError('AUDIT_FAILED', {
    message: `${node.name} is not published: ${failed.length} of ${tests} ${tests === 1 ? 'test' : 'tests'} failed on what was built: ${which}`,
    location,
    nodeId: node.unique_id,
    expected: 'no failing test, since its config says publish: after_tests',
    hint: `${now}${left}${first ? `. The test itself went wrong: ${first.message}` : ''}`,
    next: 'sluice retry, when the data or the model is mended',
    detail: { tests: failed.map(({ unique_id, status, failures }) => ({ unique_id, status, failures })), kept: kept?.renderName() ?? null },
  })
}

function outcome({ status, failures }: RunResult): string {
  if (status !== 'fail' || failures === null) return status
  return `${failures} ${failures === 1 ? 'failure' : 'failures'}`
}

function testName({ unique_id }: RunResult): string {
  return unique_id.split('.')[2] ?? unique_id
}

/** Told before anything is sent. */
export function materializationUntested(node: Resource, materialization: string, location: SourceLocation | undefined): SluiceError {
  return new SluiceError('AUDIT_MISSING', {
    message: `${node.name} is to be published after its tests, but the materialization ${materialization} never lets them run before others see what it built`,
    location,
    nodeId: node.unique_id,
    expected: '{% do sluice_audit(candidate) %} in the materialization, between building and publishing',
    hint: 'take a built-in materialization (table, view, incremental, seed, snapshot, materialized_view), or take `publish` off this node',
  })
}

export function transactionsMissing(node: Resource, location: SourceLocation | undefined): SluiceError {
  return new SluiceError('AUDIT_MISSING', {
    message: `${node.name} is to be published after its tests, but the profile switches transactions off, so others would see it at once`,
    location,
    nodeId: node.unique_id,
    expected: 'a profile with transactions',
    hint: 'remove disable_transactions from the target in profiles.yml, or take `publish` off this node',
  })
}

/** A macro of the project stands where a built-in one would have let the tests run. */
export function notAudited(node: Resource, location: SourceLocation | undefined): SluiceError {
  return new SluiceError('AUDIT_MISSING', {
    message: `${node.name} was about to be published without its tests: the materialization came to its end and had not called sluice_audit`,
    location,
    nodeId: node.unique_id,
    expected: '{% do sluice_audit(candidate) %} between building and publishing',
    hint: 'does a macro of the project or of a package stand in for a built-in one, such as rebuild_relation?',
  })
}
