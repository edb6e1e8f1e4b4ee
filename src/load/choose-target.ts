/** Which profile and target an invocation is about. */
import { yamlScope } from '../context/index.js'
import { SluiceError, SluiceErrors } from '../core/error.js'
import type { Invocation } from '../core/invocation.js'
import type { Plain } from '../core/node.js'
import { type Environment, withEnvFile } from './env-file.js'
import { profileNotNamed } from './errors.js'
import { type LoadedTarget, loadTarget, profileNames, readProfilesFile } from './profiles.js'
import { type RawProject, readProjectFile } from './project-file.js'
import { renderTree } from './render.js'
import { readVarsFile, scopedVars } from './vars-file.js'
import { yamlCodec } from './yaml-codec.js'

export async function chooseTarget(raw: RawProject, invocation: Invocation, env: Environment, vars: Plain): Promise<LoadedTarget> {
  const asked = invocation.flags.profile
  const at = raw.locate(['profile'])
  const scope = yamlScope({ yaml: yamlCodec, env, invocation, vars, varsOptional: false, secrets: 'allowed' })
  const written = asked ?? renderTree(raw.values.profile, { scope: () => scope, locate: () => at })
  if (written === undefined || written === null || written === '') throw profileNotNamed(at)
  return await loadTarget(readProfilesFile(invocation, env), String(written), asked ? undefined : at, invocation, env, vars)
}

/**
 * For `debug`, whatever dbt_project.yml is like: where it names no profile `--profile` counts, or the only profile there is.
 * Rejects with what is wrong with profiles.yml, or with dbt_project.yml where only that could tell the profile.
 */
export async function findTarget(invocation: Invocation): Promise<LoadedTarget> {
  const root = invocation.projectDir
  const env = withEnvFile(root, invocation.env)
  const profiles = readProfilesFile(invocation, env)
  try {
    const raw = readProjectFile(root, '')
    const vars = { ...scopedVars(readVarsFile(root), raw.values.name), ...invocation.flags.vars }
    return await chooseTarget(raw, invocation, env, vars)
  } catch (error) {
    if (!isAboutProject(error)) throw error
    const names = profileNames(profiles)
    const name = invocation.flags.profile ?? (names.length === 1 ? names[0] : undefined)
    if (!name) throw error
    return await loadTarget(profiles, name, undefined, invocation, env, invocation.flags.vars)
  }
}

function isAboutProject(error: unknown): boolean {
  const first = error instanceof SluiceErrors ? error.errors[0] : error
  return first instanceof SluiceError && (first.code.startsWith('PROJECT_') || first.fields.location?.file === 'dbt_project.yml')
}
