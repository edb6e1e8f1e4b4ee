/** An existing dbt project → what will be different. Reads files; neither warehouse nor network nor Python is asked. */
import { dbtVersion } from '../core/version.js'
import { type Finding, finding } from './finding.js'
import { type OldProject, readOldProject, type YamlSource } from './old-project.js'
import { checkProfile } from './profile-file.js'
import { checkPackages, checkProjectFile, checkSelectors, type Flags } from './project-file.js'
import { checkSurroundings } from './surroundings.js'
import { checkPythonModels, checkRunHooks, checkTemplates } from './templates.js'

export { type Finding, finding, findingTable, inOrder, type Level, levels } from './finding.js'
export { type YamlSource, yamlSource } from './old-project.js'

export interface MigrationQuestion {
  readonly root: string
  readonly profiles: YamlSource | undefined
  /** `--profile` and `--target`. */
  readonly profile: string | undefined
  readonly target: string | undefined
  /** Built-in adapters. */
  readonly types: readonly string[]
  /** Names of the built-in macros. */
  readonly builtin: ReadonlySet<string>
  readonly flags: Flags
  /** A Python is on the path. */
  readonly python: boolean
}

export function examine(question: MigrationQuestion): readonly Finding[] {
  const project = readOldProject(question.root)
  const profile = ofProfile(project, question)
  return [
    ...checkProjectFile(project, question.flags, dbtVersion),
    ...checkPackages(project),
    ...checkSelectors(project),
    ...checkRunHooks(project),
    ...profile.findings,
    ...checkTemplates(project, question.builtin, profile.type),
    ...checkPythonModels(project, question.python, profile.type),
    ...checkSurroundings(project),
  ]
}

function ofProfile(project: OldProject, { profiles, profile: asked, target, types }: MigrationQuestion) {
  const profile = asked ?? project.config.values.profile
  if (profiles && typeof profile === 'string' && profile in profiles.values) return checkProfile(profiles, { profile, target, types })
  const what = profiles ? `profiles.yml has no profile ${String(profile)}` : 'no profiles.yml was found'
  const todo = 'give --profiles-dir or --profile, then sluice migrate again'
  return { findings: [finding('NO_PROFILE', project.config.at(['profile']), what, todo)], type: undefined }
}
