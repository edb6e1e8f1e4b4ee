/** Flags and clock of a call: for every command at its start, and for one that makes further invocations of its own. */
import type { Deprecation } from '../core/deprecations.js'
import { errorCodes } from '../core/error-codes.js'
import { eventTable } from '../core/event.js'
import { createInvocation, type Flags, type Invocation, type Overlay, type Terminal } from '../core/invocation.js'
import { type WarnErrorOptions, warningRule } from '../core/warn-error.js'
import { readYaml, withEnvFile } from '../load/index.js'
import { dbtEventNames } from '../report/index.js'
import { earlyDeprecations } from './early-deprecations.js'
import { badValue, usage } from './errors.js'
import { earlySettings, projectFolder } from './locate-project.js'
import { type Env, type RawFlags, resolveFlags } from './resolve-flags.js'
import { warnErrorOptions } from './warn-error-options.js'

export interface Prepare {
  readonly command: string
  /** dbt's name of it. */
  readonly which: string
  readonly flags: RawFlags
  readonly cwd: string
  readonly env: Env
  readonly signal?: AbortSignal
  readonly terminal?: Terminal
  readonly overlay?: Overlay
  /** As typed, for artifacts and logs. */
  readonly commandLine?: string
}

interface Prepared {
  readonly invocation: Invocation
  readonly early: readonly Deprecation[]
}

export async function prepare(call: Prepare): Promise<Prepared> {
  const projectDir = projectFolder(call.cwd, call.flags.projectDir, call.env)
  const env = withEnvFile(projectDir, call.env)
  const early = earlySettings(projectDir, { profilesDir: call.flags.profilesDir, cwd: call.cwd, env })
  const flags: Flags = resolveFlags({
    command: call.command,
    which: call.which,
    given: call.flags,
    env,
    project: early.flags,
    parseYaml: yamlFlag,
  })
  checkClock(env.SLUICE_NOW)
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
    ...(call.overlay ? { overlay: call.overlay } : {}),
    ...(call.terminal ? { terminal: call.terminal } : {}),
  })
  invocation.events.warnings = warningRule(flags.warnError, options)
  invocation.events.showAllDeprecations = flags.showAllDeprecations === true
  invocation.events.nameAllDeprecations = flags.requireEventNamesInDeprecations === true
  const { commandLine = '' } = call
  const { warnErrorOptions: given } = flags
  return { invocation, early: earlyDeprecations({ commandLine, env, warnErrorOptions: given, profileSettings: early.fromProfile }) }
}

function checkClock(asked: string | undefined): void {
  if (asked && Number.isNaN(Date.parse(asked))) throw badValue('SLUICE_NOW', asked, 'a moment such as 2026-10-31T08:00:00Z')
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
