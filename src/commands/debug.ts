/** `debug`: is everything there to run with? Versions, files, profile, connection, room to write; each problem with its hint. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Project } from '../core/project.js'
import { dbtVersion, version } from '../core/version.js'
import { loadProject, loadRootConfig, readProfilesFile } from '../load/index.js'
import type { CommandBody, CommandResult } from './command.js'
import { openAdapter } from './warehouse.js'

interface Check {
  readonly label: string
  readonly error?: SluiceError
  readonly note?: string
}

export const debug: CommandBody = async (invocation) => {
  const say = (msg: string) => invocation.events.emit('Note', { msg })
  if (invocation.flags.configDir === true) {
    say(profilesFolder(invocation) ?? 'no profiles.yml found')
    return { success: true }
  }
  say(`dbt version: ${dbtVersion}`)
  say(`sluice version: ${version}`)
  say(`Using profiles.yml file at ${join(profilesFolder(invocation) ?? '(not found)', 'profiles.yml')}`)
  say(`Using dbt_project.yml file at ${join(invocation.projectDir, 'dbt_project.yml')}`)
  const checks: Check[] = []
  const project = await loaded(invocation, checks)
  if (invocation.flags.connection !== true) checks.push(writable(invocation))
  if (project) await connect(project, invocation, checks)
  const outcome = finish(invocation, checks, say)
  return project && outcome.success && invocation.flags.conformance === true ? await conformance(project, invocation, say) : outcome
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

function profilesFolder(invocation: Invocation): string | undefined {
  try {
    return readProfilesFile(invocation, invocation.env).directory
  } catch {
    return undefined
  }
}

async function loaded(invocation: Invocation, checks: Check[]): Promise<Project | undefined> {
  const config = await attempt('dbt_project.yml', checks, async () => loadRootConfig(invocation))
  if (!config) return undefined
  return await attempt('profiles.yml', checks, async () => await loadProject(invocation))
}

async function attempt<T>(label: string, checks: Check[], step: () => Promise<T>): Promise<T | undefined> {
  try {
    const value = await step()
    checks.push({ label, note: 'found and valid' })
    return value
  } catch (error) {
    const first = error instanceof SluiceErrors ? error.errors[0] : error
    if (!(first instanceof SluiceError)) throw error
    checks.push({ label, error: first })
    return undefined
  }
}

/** The folder artifacts go to, and how much room there is. */
function writable(invocation: Invocation): Check {
  const label = 'target folder'
  const wanted = resolve(invocation.projectDir, String(invocation.flags.targetPath ?? 'target'))
  const folder = existsSync(wanted) ? wanted : dirname(wanted)
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return { label, note: `${Math.round((bavail * bsize) / 1e9)} GB free` }
  } catch (cause) {
    return {
      label,
      error: new SluiceError('ARTIFACT_WRITE_FAILED', {
        message: `${folder} cannot be written to`,
        hint: 'choose another with --target-path',
        cause,
      }),
    }
  }
}

async function connect(project: Project, invocation: Invocation, checks: Check[]): Promise<void> {
  const { target } = project
  invocation.events.emit('Note', { msg: `adapter type: ${target.type}` })
  invocation.events.emit('Note', { msg: 'Connection:' })
  for (const [name, value] of Object.entries(target.fields)) invocation.events.emit('Note', { msg: `  ${name}: ${plain(value)}` })
  await attempt('connection', checks, async () => {
    const adapter = await openAdapter({ project }, invocation)
    const { checkedAgainst } = adapter.module
    if (checkedAgainst) invocation.events.emit('Note', { msg: `  this adapter was checked against ${checkedAgainst}` })
    try {
      const connection = await adapter.connect('debug')
      await connection.execute('select 1 as id', { fetch: true })
      await connection.close()
    } finally {
      await adapter.close()
    }
  })
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function finish(invocation: Invocation, checks: readonly Check[], say: (msg: string) => void): { success: boolean; value: unknown } {
  for (const { label, error, note } of checks) say(`  ${label} [${error ? `ERROR ${error.code}` : `OK ${note ?? ''}`.trim()}]`)
  const failed = checks.flatMap((check) => check.error ?? [])
  for (const error of failed) invocation.events.emit('MainEncounteredError', error.toJSON())
  say(failed.length === 0 ? 'All checks passed!' : `${failed.length} ${failed.length === 1 ? 'check' : 'checks'} failed`)
  return { success: failed.length === 0, value: checks }
}
