/** Another target than the one of the run, by name: for questions to a second warehouse. */
import type { Invocation } from '../core/invocation.js'
import type { Project } from '../core/project.js'
import { type LoadedTarget, loadTarget, readProfilesFile } from './profiles.js'

/** `profile` null: the one of the project; `target` null: the one the profile names. */
export async function namedTarget(
  project: Pick<Project, 'env' | 'target' | 'cliVars'>,
  invocation: Invocation,
  { profile, target }: { readonly profile: string | null; readonly target: string | null },
): Promise<LoadedTarget> {
  const { env, cliVars } = project
  const flags = { ...invocation.flags, target: target ?? undefined, threads: undefined }
  const name = profile ?? project.target.profileName
  return await loadTarget(readProfilesFile(invocation, env), name, undefined, { ...invocation, flags }, env, cliVars)
}
