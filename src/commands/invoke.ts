/** One call of a command: flags resolved, invocation made, sinks attached, body run. The CLI and the API both come through here. */
import type { Deprecation } from '../core/deprecations.js'
import { SluiceError, SluiceErrors } from '../core/error.js'
import { errorCodes } from '../core/error-codes.js'
import { type EventBus, type EventSink, eventTable } from '../core/event.js'
import { createInvocation, type Flags, type Invocation, type Terminal } from '../core/invocation.js'
import { dbtVersion } from '../core/version.js'
import { type WarnErrorOptions, warningRule } from '../core/warn-error.js'
import { readYaml, withEnvFile } from '../load/index.js'
import { dbtEventNames } from '../report/index.js'
import type { CommandResult } from './command.js'
import { earlyDeprecations } from './early-deprecations.js'
import { cancelledPlainly, fileRefused, usage } from './errors.js'
import { kebab } from './flag-spec.js'
import { flagTable } from './flags.js'
import { earlySettings, projectFolder } from './locate-project.js'
import { type CommandName, commandSpec } from './registry.js'
import { type Env, type RawFlags, resolveFlags } from './resolve-flags.js'
import { warnErrorOptions } from './warn-error-options.js'

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
  const { invocation, early } = await prepare(call)
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

interface Prepared {
  readonly invocation: Invocation
  readonly early: readonly Deprecation[]
}

async function prepare(call: Call): Promise<Prepared> {
  const projectDir = projectFolder(call.cwd, call.flags.projectDir, call.env)
  const env = withEnvFile(projectDir, call.env)
  const spec = commandSpec(call.command)
  const early = earlySettings(projectDir, { profilesDir: call.flags.profilesDir, cwd: call.cwd, env })
  const flags: Flags = resolveFlags({
    command: call.command,
    which: spec.which ?? call.command,
    given: call.flags,
    env,
    project: early.flags,
    parseYaml: yamlFlag,
  })
  const options = await readWarnErrorOptions(flags.warnErrorOptions)
  const invocation = createInvocation({
    cwd: call.cwd,
    projectDir,
    env,
    flags: {
      ...flags,
      logPath: flags.logPath ?? early.logPath,
      projectDir,
      warnErrorOptions: options,
      invocationCommand: call.commandLine ?? `sluice ${call.command}`,
    },
    ...(call.signal ? { signal: call.signal } : {}),
    ...(call.terminal ? { terminal: call.terminal } : {}),
  })
  invocation.events.warnings = warningRule(flags.warnError, options)
  invocation.events.showAllDeprecations = flags.showAllDeprecations === true
  invocation.events.nameAllDeprecations = flags.requireEventNamesInDeprecations === true
  const { commandLine = '' } = call
  const { warnErrorOptions: given } = flags
  return { invocation, early: earlyDeprecations({ commandLine, env, warnErrorOptions: given, profileSettings: early.fromProfile }) }
}

async function readWarnErrorOptions(given: unknown): Promise<WarnErrorOptions | undefined> {
  if (given === undefined) return undefined
  return warnErrorOptions(given, [...(await dbtEventNames()), ...Object.keys(eventTable), ...Object.keys(errorCodes)])
}

const mappings: ReadonlySet<string> = new Set(['--vars', '--args'])

/** `--vars` and its like; a bare `key: value` needs no braces, as with dbt. */
function yamlFlag(text: string, where: string): unknown {
  const expected = "for example '{as_of: 2026-11-20, limit: 10}'"
  let value: unknown
  try {
    value = readYaml(text, where).value ?? {}
  } catch {
    throw usage(`${where} is not valid YAML: ${text}`, { expected })
  }
  if (mappings.has(where) && (typeof value !== 'object' || Array.isArray(value)))
    throw usage(`${where} is not a YAML mapping: ${text}`, { expected })
  return value
}
