/** `lineage --impact`. */
import type { Invocation } from '../core/invocation.js'
import type { CommandResult } from './command.js'
import type { OpenProject } from './open-project.js'

export async function lineageImpact(_opened: OpenProject, _invocation: Invocation, _args: readonly string[]): Promise<CommandResult> {
  return { success: true }
}
