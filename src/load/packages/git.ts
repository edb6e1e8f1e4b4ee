/** Packages by git: one revision of a repository, fetched alone where the server allows it. */
import { type ExecFileException, execFile } from 'node:child_process'
import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { SourceLocation } from '../../core/error.js'
import { gitFailed, gitMissing, packageUnusable } from './errors.js'
import { shownUrl } from './web.js'

export interface GitPlace {
  readonly git: string
  /** A tag, a branch, a commit or `HEAD`. */
  readonly revision: string
  readonly subdirectory: string | undefined
  readonly at: SourceLocation
}

export interface Checkout {
  /** The package's folder. */
  readonly folder: string
  readonly commit: string
}

const commitText = /^[0-9a-f]{40}$/

/** @param into - a folder to be made. */
export async function checkOut(
  place: GitPlace,
  into: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Checkout> {
  const { git: repository, revision, at } = place
  if (repository.startsWith('-') || /^ext::/.test(repository))
    throw packageUnusable(`the address ${shownUrl(repository)}`, 'is not that of a repository', at)
  if (!/^[\w./@^~+#=-]+$/.test(revision) || revision.startsWith('-'))
    throw packageUnusable(`the revision ${revision}`, 'is not a name that git knows', at, 'a tag, a branch or a commit')
  mkdirSync(into, { recursive: true })
  const run = (...args: string[]) => runGit(args, { cwd: into, env, signal, place })
  await run('init', '--quiet')
  const wanted = commitText.test(revision) || revision === 'HEAD' ? [revision] : [`refs/tags/${revision}`, `refs/heads/${revision}`]
  if (!(await fetchOne(run, repository, wanted))) {
    // Servers may refuse a single commit, and only whole history knows short ones.
    await run('fetch', '--quiet', '--tags', repository, '+refs/heads/*:refs/remotes/origin/*')
    await run('checkout', '--quiet', '--detach', revision)
  } else await run('checkout', '--quiet', '--detach', 'FETCH_HEAD')
  const commit = (await run('rev-parse', 'HEAD')).trim()
  return { folder: subfolder(place, into), commit }
}

async function fetchOne(run: (...args: string[]) => Promise<string>, repository: string, wanted: readonly string[]): Promise<boolean> {
  for (const ref of wanted) {
    const found = await run('fetch', '--quiet', '--depth', '1', repository, ref).then(
      () => true,
      () => false,
    )
    if (found) return true
  }
  return false
}

function subfolder({ subdirectory, git, at }: GitPlace, root: string): string {
  if (subdirectory === undefined) return root
  const folder = join(root, subdirectory)
  if (!existsSync(folder)) throw packageUnusable(shownUrl(git), `has no folder ${subdirectory}`, at)
  if (realpathSync(folder) !== realpathSync(root) && !realpathSync(folder).startsWith(realpathSync(root) + sep))
    throw packageUnusable(`the subdirectory ${subdirectory}`, `leaves the repository ${shownUrl(git)}`, at)
  return folder
}

interface GitRun {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly place: GitPlace
}

function runGit(args: readonly string[], { cwd, env, signal, place }: GitRun): Promise<string> {
  // Never asks, reads no hooks of the fetched repository, and takes no transport that runs commands.
  const safe = ['-c', 'core.hooksPath=/dev/null', '-c', 'protocol.ext.allow=never', '-c', 'advice.detachedHead=false', ...args]
  const quiet = { ...env, GIT_TERMINAL_PROMPT: '0', GCM_INTERACTIVE: 'never', LC_ALL: 'C' }
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      safe,
      { cwd, env: quiet as NodeJS.ProcessEnv, signal, timeout: 300_000, maxBuffer: 2 ** 24 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout)
        else reject(explain(error, stderr, place))
      },
    )
  })
}

function explain(error: ExecFileException, stderr: string, { git, revision, at }: GitPlace): Error {
  if (error.code === 'ENOENT') return gitMissing(at)
  const said = stderr.split('\n').find((line) => /^(fatal|error|remote):/.test(line)) ?? stderr.split('\n')[0] ?? ''
  const text = said.replace(/^(fatal|error): /, '').replaceAll(git, shownUrl(git))
  return gitFailed(shownUrl(git), revision, text || `it ended with ${String(error.code ?? error.signal)}`, at)
}
