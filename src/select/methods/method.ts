/** One way to match resources. `prepare` checks the value once and gives a test for each resource, or the ids themselves. */
import type { Resource, UniqueId } from '../../core/node.js'
import type { SelectionEnv } from '../environment.js'

export type Matches = ((resource: Resource) => boolean) | ReadonlySet<UniqueId>

export interface SelectorMethod {
  /** One line for help and docs. */
  readonly summary: string
  prepare(value: unknown, args: readonly string[], env: SelectionEnv): Matches
}

/** A method whose value is text; YAML may give a number or a boolean. */
export function textMethod(summary: string, prepare: (value: string, env: SelectionEnv) => Matches): SelectorMethod {
  return { summary, prepare: (value, _args, env) => prepare(String(value), env) }
}
