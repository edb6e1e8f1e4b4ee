/**
 * sluice.yml: what only this tool knows, by section: where history is kept, whom to alert, what to hold the project to. A
 * section is rendered and read by who asks for it, so that a command never fails for one it does not need.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { yamlScope } from '../context/index.js'
import { Cursor, type CursorSource, type KeyPath } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import { nearest } from '../core/nearest.js'
import type { Project } from '../core/project.js'
import { readText } from './files.js'
import { isMapping } from './project-keys.js'
import { renderTree } from './render.js'
import { locateYaml, readYamlFile, yamlLocator } from './yaml.js'
import { yamlCodec } from './yaml-codec.js'

export const settingsFile = 'sluice.yml'

/** Every section, and what it says. */
export const settingsSections = {
  version: 'always 1',
  history: 'where runs are kept: warehouse, file or off, and how many sample rows',
  slo: 'what the project promises: success rate, pass rate, failed records, processing time, uptime',
  sla: 'when tables are due, beside what stands in their meta',
  probes: 'where else to look for how far a source is',
  connections: 'targets of profiles.yml under other names, and other servers',
  test_sets: 'tests by name, to be given to many tables',
  test_patterns: 'tests for columns by the pattern of their names',
  monitors: 'defaults of monitors',
  alerts: 'sinks, routes and quiet hours',
  metrics: 'Prometheus text file and server',
  report: 'who reads the report, and its figures',
} as const

export type SettingsSection = keyof typeof settingsSections

/** The section as written, rendered; undefined where the file or the section is not there. `env_var` of secrets is allowed. */
export function readSettings(
  project: Pick<Project, 'root' | 'env' | 'target' | 'cliVars'>,
  invocation: Invocation,
  section: SettingsSection,
): Cursor | undefined {
  const path = join(project.root.root, settingsFile)
  if (!existsSync(path)) return undefined
  const text = readText(path, settingsFile)
  const { value } = readYamlFile(text, settingsFile)
  if (value === null) return undefined
  checkTop(value, text)
  const part = value[section]
  if (part === undefined || part === null) return undefined
  const scope = yamlScope({
    yaml: yamlCodec,
    env: project.env,
    invocation,
    vars: project.cliVars,
    varsOptional: false,
    target: project.target.fields,
    secrets: 'allowed',
  })
  const locate = yamlLocator(text, settingsFile)
  const rendered = renderTree({ [section]: part }, { scope: () => scope, locate })
  const source: CursorSource = { code: 'SETTINGS_INVALID', locate: (at: KeyPath) => locate(at) }
  return new Cursor(rendered, source).at(section)
}

function checkTop(value: unknown, text: string): asserts value is Readonly<Record<string, unknown>> {
  const known = Object.keys(settingsSections)
  const invalid = (message: string, at: KeyPath, hint?: string) =>
    new SluiceError('SETTINGS_INVALID', {
      message,
      expected: `one of ${known.join(', ')}`,
      hint,
      location: locateYaml(text, settingsFile, at),
    })
  if (!isMapping(value)) throw invalid(`${settingsFile} does not hold a mapping`, [])
  const stranger = Object.keys(value).find((key) => !known.includes(key))
  if (stranger === undefined) return
  const near = nearest(stranger, known)
  throw invalid(`"${stranger}" is no section of ${settingsFile}`, [stranger], near && `did you mean ${near}?`)
}
