/** One call of a command: flags resolved, invocation made, sinks attached, body run. The CLI and the API both come through here. */
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { EventBus, EventSink } from '../core/event.js'
import type { Invocation, Terminal } from '../core/invocation.js'
import { dbtVersion } from '../core/version.js'
import type { CommandResult } from './command.js'
import { cancelledPlainly, fileRefused } from './errors.js'
import { kebab } from './flag-spec.js'
import { flagTable } from './flags.js'
import { prepare } from './prepare.js'
import { type CommandName, commandSpec } from './registry.js'
import type { Env, RawFlags } from './resolve-flags.js'

export type { RawFlags } from './resolve-flags.js'

export interface Call {
  readonly command: CommandName
  readonly flags: RawFlags
  readonly args?: readonly string[]
  readonly cwd: string
  readonly env: Env
  readonly signal?: AbortSignal
  readonly terminal?: Terminal
  /** As typed, for artifacts and logs. */
  readonly commandLine?: string
  readonly sinks?: (invocation: Invocation) => readonly EventSink[]
}

/** Rejects with a SluiceError for anything that kept the command from running; failures of nodes are in the result. */
export async function invoke(call: Call): Promise<CommandResult> {
  const { invocation, early } = await prepare({ ...call, which: commandSpec(call.command).which ?? call.command })
  for (const sink of call.sinks?.(invocation) ?? []) invocation.events.attach(sink)
  let success = false
  const { events } = invocation
  try {
    events.emit('MainReportVersion', { version: `=${dbtVersion}`, log_version: 3 })
    for (const found of early) events.deprecated(found)
    tellIdle(call, events)
    const body = await commandSpec(call.command).load()
    const result = await body(invocation, call.args ?? [])
    success = result.success && events.escalated.length === 0
    return { ...result, success }
  } catch (thrown) {
    const error = cancelledPlainly(fileRefused(thrown) ?? thrown)
    tell(coded(error), invocation)
    throw error
  } finally {
    events.tellDeprecations()
    const elapsed = (invocation.now().getTime() - invocation.startedAt.getTime()) / 1000
    events.emit('CommandCompleted', { command: call.commandLine ?? `sluice ${call.command}`, success, elapsed })
    await events.close()
  }
}

/** Flags of later dbt versions are taken and do nothing, which whoever types one should know. */
function tellIdle({ flags }: Call, events: EventBus): void {
  const idle = flagTable.filter((flag) => flag.ours && flag.help.includes('without effect') && flags[flag.name] !== undefined)
  for (const { name } of idle)
    events.emit('Warning', { code: 'FLAG_IDLE', message: `--${kebab(name)} is of a later dbt version: accepted, without effect` })
}

const mostTold = 20

/** The first in full, the rest as a number: nobody reads the hundredth. */
function tell(errors: readonly SluiceError[], { events }: Invocation): void {
  for (const error of errors.slice(0, mostTold)) events.emit('MainEncounteredError', error.toJSON())
  if (errors.length > mostTold) events.emit('Note', { msg: `and ${errors.length - mostTold} more errors` }, 'error')
}

/** What the sinks can word; anything else is a fault of ours, which the caller reports. */
function coded(error: unknown): readonly SluiceError[] {
  if (error instanceof SluiceErrors) return error.errors
  return error instanceof SluiceError ? [error] : []
}
