/** `migrate`: reads a dbt project and tells what will be different here, worst first. Writes nothing and asks no warehouse. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { adapterTypes } from '../adapters/index.js'
import { SluiceError, SluiceErrors } from '../core/error.js'
import { EventBus, type RunEvent } from '../core/event.js'
import type { Invocation } from '../core/invocation.js'
import { packageRoot } from '../core/package-root.js'
import { loadProject, loadRootConfig, readProfilesFile, withEnvFile } from '../load/index.js'
import { examine, type Finding, finding, inOrder, type Level, levels, type YamlSource, yamlSource } from '../migrate/index.js'
import { parseProject } from '../parse/index.js'
import type { CommandBody } from './command.js'
import { snake } from './flag-spec.js'
import { flagTable } from './flags.js'

export const migrate: CommandBody = async (invocation) => {
  // Only to say so, where the folder holds no project.
  if (!existsSync(join(invocation.projectDir, 'dbt_project.yml'))) loadRootConfig(invocation)
  const profiles = profilesOf(invocation)
  const read = examine({
    root: invocation.projectDir,
    profiles,
    profile: invocation.flags.profile,
    target: invocation.flags.target,
    types: adapterTypes,
    builtin: builtinMacros(),
    flags: projectFlags(),
    python: hasPython(invocation),
  })
  const findings = inOrder([...read, ...(await tried(invocation, read))])
  const counts = Object.fromEntries(levels.map((level) => [level, findings.filter((each) => each.level === level).length]))
  const report = { project: invocation.projectDir, ...counts, findings }
  const text = invocation.flags.output === 'json' ? JSON.stringify(report, null, 2) : reportText(findings, counts)
  invocation.events.emit('PrintEvent', { msg: text })
  return { success: counts.breaks === 0, value: report }
}

function profilesOf(invocation: Invocation): YamlSource | undefined {
  try {
    const { directory } = readProfilesFile(invocation, withEnvFile(invocation.projectDir, invocation.env))
    const path = join(directory, 'profiles.yml')
    return yamlSource(readFileSync(path, 'utf8'), directory === invocation.projectDir ? 'profiles.yml' : path)
  } catch {
    return undefined
  }
}

/** Names of the macros that come with the tool. */
function builtinMacros(): ReadonlySet<string> {
  const root = join(packageRoot(), 'builtins')
  const files = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql')) : []
  return new Set(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\{%[-+]?\s*macro\s+(\w+)/g)].map((match) => match[1] ?? ''),
    ),
  )
}

function projectFlags() {
  const names = (flags: typeof flagTable) => new Set(flags.map((flag) => snake(flag.name)))
  return { known: names(flagTable), idle: names(flagTable.filter((flag) => flag.help.includes('without effect'))) }
}

function hasPython({ env }: Invocation): boolean {
  if (env.SLUICE_PYTHON) return true
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.some((folder) => ['python3', 'python', 'python.exe'].some((name) => existsSync(join(folder, name))))
}

/** Loads and parses as a build would, and takes down what it says. Not where something read before already tells why it cannot. */
async function tried(invocation: Invocation, read: readonly Finding[]): Promise<Finding[]> {
  if (read.some(({ code }) => code === 'NO_PROFILE' || code === 'PACKAGES_MISSING' || code === 'WAREHOUSE_TYPE')) return []
  const told: RunEvent[] = []
  const events = new EventBus(invocation.redactor, invocation.now)
  events.showAllDeprecations = true
  events.attach({ name: 'migrate', on: (event) => told.push(event) })
  const quiet = { ...invocation, events, flags: { ...invocation.flags, which: 'parse', versionCheck: false, warnError: false } }
  const known = new Set(read.map(({ location: { file, line } }) => `${file}:${line}`))
  try {
    await parseProject(await loadProject(quiet), quiet)
    return warnings(told)
  } catch (thrown) {
    if (!(thrown instanceof SluiceErrors || thrown instanceof SluiceError)) throw thrown
    const errors = thrown instanceof SluiceErrors ? thrown.errors : [thrown]
    const places = errors.map((error) => ({ error, location: error.fields.location ?? { file: 'dbt_project.yml', line: 1, column: 1 } }))
    const news = places.filter(({ location: { file, line } }) => !known.has(`${file}:${line}`))
    return [...warnings(told), ...news.map(({ error, location }) => refused(error, location))]
  }
}

function refused(error: SluiceError, location: Finding['location']): Finding {
  const { message, hint, expected } = error.fields
  if (error.code === 'ENV_VAR_NOT_FOUND') return finding('NEEDS_ENVIRONMENT', location, message, 'set it, then sluice migrate again')
  return finding('DOES_NOT_LOAD', location, `${error.code}: ${message}`, hint ?? expected ?? `sluice explain ${error.code}`)
}

function warnings(told: readonly RunEvent[]): Finding[] {
  return told.flatMap((event) => {
    if (event.name !== 'Warning') return []
    const { code, message, location, hint, expected, dbtName, dbtCode } = (event as RunEvent<'Warning'>).data
    if (dbtName === 'DeprecationsSummary') return []
    const kind = dbtCode?.startsWith('D') ? 'DEPRECATED' : 'WARNING'
    const place = location ?? { file: 'dbt_project.yml', line: 1, column: 1 }
    const todo = hint ?? expected ?? (kind === 'DEPRECATED' ? 'change it before a later dbt refuses it' : `sluice explain ${code}`)
    return [finding(kind, place, kind === 'WARNING' ? `${code}: ${message}` : message, todo)]
  })
}

const nextCommand = 'next: sluice build'

function reportText(findings: readonly Finding[], counts: Readonly<Record<string, number>>): string {
  const lines = levels.flatMap((level) =>
    section(
      level,
      findings.filter((each) => each.level === level),
    ),
  )
  const summary = `${counts.breaks} break, ${counts.differs} differ, ${counts.note} to note`
  if ((counts.breaks ?? 0) > 0) return [...lines, summary].join('\n')
  if ((counts.differs ?? 0) > 0) return [...lines, summary, nextCommand].join('\n')
  const missing = findings.some(({ code }) => code === 'PACKAGES_MISSING')
  return [...lines, summary, 'runs unchanged', missing ? 'next: sluice deps && sluice migrate' : nextCommand].join('\n')
}

function section(level: Level, findings: readonly Finding[]): string[] {
  return findings.flatMap(({ code, location: { file, line, column }, what, todo }) => [
    `${level.padEnd(7)} ${file}:${line}:${column}  ${code}`,
    `        ${what}`,
    `        → ${todo}`,
  ])
}
