/** `debug`: is everything there to run with? Versions, files, profile, connection, room to write; each problem with its hint. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { arch, release, type } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Project, Target } from '../core/project.js'
import { dbtVersion, version } from '../core/version.js'
import { findTarget, loadProject, loadRootConfig, readProfilesFile } from '../load/index.js'
import type { CommandBody, CommandResult } from './command.js'
import { openAdapter } from './warehouse.js'

interface Check {
  readonly label: string
  /** Said before the error, as dbt words it. */
  readonly failure: string
  readonly error?: SluiceError
  readonly note?: string
}

type Say = (msg: string) => void

export const debug: CommandBody = async (invocation) => {
  const say: Say = (msg) => invocation.events.emit('Note', { msg, dbtName: 'DebugCmdOut', dbtCode: 'Z047', dbtData: { msg } })
  if (invocation.flags.configDir === true) {
    say(profilesFolder(invocation) ?? 'no profiles.yml found')
    return { success: true }
  }
  for (const line of about(invocation)) say(line)
  const profile = await attempt(
    { label: 'profiles.yml file', failure: profileFailure(invocation) },
    async () => (await findTarget(invocation)).target,
  )
  if (profile.value) for (const line of [`adapter type: ${profile.value.type}`, `adapter version: ${version}`]) say(line)
  const project = await attempt({ label: 'dbt_project.yml file', failure: 'Project loading failed for the following reason:' }, async () =>
    profile.value ? await loadProject(invocation, profile.value) : loadRootConfig(invocation),
  )
  if (invocation.flags.alerts !== undefined) return await checkAlerts(invocation, say)
  const checks = [profile.check, project.check]
  if (invocation.flags.connection === true) say('Skipping steps before connection verification')
  else {
    checks.push(writable(invocation))
    say('Configuration:')
    for (const check of checks) say(`  ${check.label} [${verdict(check)}]`)
  }
  if (profile.value) checks.push(await connect(profile.value, invocation, say))
  else say('Connection test skipped since no profile was found')
  const outcome = finish(invocation, checks, say)
  const asked = outcome.success && invocation.flags.conformance === true
  return asked ? await conformance(project.value as Project, invocation, say) : outcome
}

async function checkAlerts(invocation: Invocation, say: Say): Promise<CommandResult> {
  const { debugAlerts } = await import('./debug-alerts.js')
  return await debugAlerts(await loadProject(invocation), invocation, say)
}

async function conformance(project: Project, invocation: Invocation, say: (msg: string) => void): Promise<CommandResult> {
  const { checkConformance, resultLine, summaryLines } = await import('./conformance/index.js')
  say(`Conformance of the ${project.target.type} adapter, in scratch schemas that are dropped afterwards:`)
  const only = invocation.flags.cases as readonly string[] | undefined
  const report = await checkConformance({ project, invocation, only, onResult: (result) => say(resultLine(result)) })
  for (const line of summaryLines(report)) say(line)
  const success = report.left.length === 0 && report.results.every((result) => result.status !== 'failed') && !invocation.signal.aborted
  return { success, value: report.results }
}

function about(invocation: Invocation): string[] {
  const folder = profilesFolder(invocation) ?? '(not found)'
  return [
    `dbt version: ${dbtVersion}`,
    `sluice version: ${version}`,
    `os info: ${type()} ${release()} ${arch()}`,
    `Using profiles dir at ${folder}`,
    `Using profiles.yml file at ${join(folder, 'profiles.yml')}`,
    `Using dbt_project.yml file at ${join(invocation.projectDir, 'dbt_project.yml')}`,
  ]
}

function profilesFolder(invocation: Invocation): string | undefined {
  try {
    return readProfilesFile(invocation, invocation.env).directory
  } catch {
    return undefined
  }
}

function profileFailure(invocation: Invocation): string {
  const { flags, env } = invocation
  const asked = flags.profilesDir ?? env.DBT_PROFILES_DIR ?? env.DBT_ENGINE_PROFILES_DIR
  return typeof asked === 'string' && !existsSync(join(resolve(invocation.cwd, asked), 'profiles.yml'))
    ? `dbt looked for a profiles.yml file in ${join(asked, 'profiles.yml')}, but did not find one.`
    : 'Profile loading failed for the following reason:'
}

interface Attempt<T> {
  readonly check: Check
  readonly value?: T
}

/** A coded error fails the check; any other is a fault of ours. */
async function attempt<T>(check: Check, step: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await step(), check: { note: 'found and valid', ...check } }
  } catch (error) {
    const first = error instanceof SluiceErrors ? error.errors[0] : error
    if (!(first instanceof SluiceError)) throw error
    return { check: { ...check, error: first } }
  }
}

function verdict({ error, note }: Check): string {
  return error ? `ERROR ${missing.has(error.code) ? 'not found' : 'invalid'}` : `OK ${note ?? ''}`.trim()
}

const missing: ReadonlySet<string> = new Set(['PROJECT_NOT_FOUND', 'PROFILES_NOT_FOUND'])

/** The folder artifacts go to, and how much room there is. */
function writable(invocation: Invocation): Check {
  const label = 'target folder'
  const failure = 'Artifacts could not be written:'
  const wanted = resolve(invocation.projectDir, String(invocation.flags.targetPath ?? 'target'))
  const folder = existsSync(wanted) ? wanted : dirname(wanted)
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return { label, failure, note: `${Math.round((bavail * bsize) / 1e9)} GB free` }
  } catch (cause) {
    return {
      label,
      failure,
      error: new SluiceError('ARTIFACT_WRITE_FAILED', {
        message: `${folder} cannot be written to`,
        hint: 'choose another with --target-path',
        cause,
      }),
    }
  }
}

async function connect(target: Target, invocation: Invocation, say: Say): Promise<Check> {
  say('Connection:')
  for (const [name, value] of Object.entries(target.fields)) say(`  ${name}: ${plain(value)}`)
  const check = { label: 'connection', failure: 'dbt was unable to connect to the specified database.', note: 'connection ok' }
  const tried = await attempt(check, async () => {
    const adapter = await openAdapter({ project: { target } }, invocation)
    const { checkedAgainst } = adapter.module
    if (checkedAgainst) say(`  this adapter was checked against ${checkedAgainst}`)
    try {
      const connection = await adapter.connect('debug')
      await connection.execute('select 1 as id', { fetch: true })
      await connection.close()
    } finally {
      await adapter.close()
    }
  })
  say(`  Connection test: [${tried.check.error ? 'ERROR' : verdict(tried.check)}]`)
  return tried.check
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function finish(invocation: Invocation, checks: readonly Check[], say: Say): CommandResult {
  const failed = checks.filter((check) => check.error)
  say(failed.length === 0 ? 'All checks passed!' : `${failed.length} ${failed.length === 1 ? 'check' : 'checks'} failed:`)
  for (const { failure, error } of failed) {
    say(failure)
    if (error) invocation.events.emit('MainEncounteredError', error.toJSON())
  }
  return { success: failed.length === 0, value: checks }
}
