/** Where the packages come from: git, at the commit of a definition, kept for as long as a run takes. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'

const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, GIT_TERMINAL_PROMPT: '0' } }

/** @param repo - `owner/name` */
export function sourceOf(repo) {
  const [owner, name] = repo.split('/')
  const place = process.env.SLUICE_PACKAGE_MIRROR || 'https://github.com'
  if (place.includes('{name}')) return place.replaceAll('{owner}', owner).replaceAll('{name}', name)
  return `${place.replace(/\/$/, '')}/${owner}/${name}`
}

export function isReachable(repo) {
  try {
    execFileSync('git', ['ls-remote', '--exit-code', sourceOf(repo), 'HEAD'], { ...options, timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

/** A copy of the package's files at its commit, without git's own. */
export function checkout(definition, sources, target) {
  const clone = cloned(definition, sources)
  mkdirSync(target, { recursive: true })
  cpSync(clone, target, { recursive: true, verbatimSymlinks: true, filter: (path) => basename(path) !== '.git' })
}

/** Path of a .tar.gz as a hub's release has it: everything in one folder. */
export function archive({ repo, tag, commit }, sources) {
  const name = repo.split('/')[1]
  const file = join(sources, `${name}-${commit}.tar.gz`)
  if (!existsSync(file)) {
    const clone = cloned({ repo, commit }, sources)
    execFileSync('git', ['-C', clone, 'archive', '--format=tar.gz', `--prefix=${name}-${tag}/`, '-o', file, commit], options)
  }
  return file
}

function cloned({ repo, commit }, sources) {
  const clone = join(sources, `${repo.replace('/', '+')}-${commit}`)
  if (existsSync(clone)) return clone
  mkdirSync(sources, { recursive: true })
  execFileSync('git', ['clone', '--quiet', '--no-checkout', sourceOf(repo), clone], options)
  execFileSync('git', ['-C', clone, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', commit], options)
  return clone
}
