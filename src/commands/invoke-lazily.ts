/** Runs one command. The stages load here and not before: help and versions need none of them. */
import type { CommandResult } from './command.js'
import type { Call } from './invoke.js'

export async function invoke(call: Call): Promise<CommandResult> {
  const loaded = await import('./invoke.js')
  return await loaded.invoke(call)
}
