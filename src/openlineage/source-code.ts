/** Where a file of the project is in its repository, where the environment of the run says so. */
import { relative } from 'node:path'

export type CodeLocation = (file: string) => Readonly<Record<string, string>> | undefined

/** N.B. GitHub's and GitLab's variables only: asking git would start a process for something few receivers show. */
export function codeLocation(env: Readonly<Record<string, string | undefined>>, projectDir: string): CodeLocation | undefined {
  const repoUrl =
    env.CI_PROJECT_URL ?? (env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}` : undefined)
  const version = env.CI_COMMIT_SHA ?? env.GITHUB_SHA
  if (!repoUrl || !version) return undefined
  const workspace = env.CI_PROJECT_DIR ?? env.GITHUB_WORKSPACE
  const below = workspace ? relative(workspace, projectDir).replaceAll('\\', '/') : ''
  const branch = env.CI_COMMIT_REF_NAME ?? env.GITHUB_REF_NAME
  return (file) => {
    if (below.startsWith('..')) return undefined
    const path = [below, file].filter((part) => part !== '').join('/')
    const blob = env.CI_PROJECT_URL ? '-/blob' : 'blob'
    return { type: 'git', url: `${repoUrl}/${blob}/${version}/${path}`, repoUrl, path, version, ...(branch ? { branch } : {}) }
  }
}
