/** `deps`: from packages.yml to a lock file and a packages folder. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { yamlScope } from '../../context/index.js'
import type { Invocation } from '../../core/invocation.js'
import type { ProjectConfig } from '../../core/project.js'
import { withEnvFile } from '../env-file.js'
import { readText } from '../files.js'
import { yamlCodec } from '../yaml-codec.js'
import { type Addition, addPackage } from './add.js'
import { Hub } from './hub.js'
import { installPackages } from './install.js'
import { hashOf, lockFile, readLock, writeLock } from './lock.js'
import type { Pinned, Workshop } from './pinned.js'
import { resolvePackages } from './resolve.js'
import { type PackageList, readPackageList } from './spec.js'

export type { Addition } from './add.js'
export type { Pinned } from './pinned.js'

export interface DepsOptions {
  readonly upgrade: boolean
  readonly lockOnly: boolean
  readonly add: Addition | undefined
}

/** What happened, for whoever tells it. */
export interface DepsProgress {
  added(addition: Addition, file: string, removed: readonly string[]): void
  nothingListed(): void
  locked(file: string): void
  installed(one: Pinned): void
}

export async function installDependencies(
  project: { readonly root: string; readonly config: ProjectConfig },
  invocation: Invocation,
  options: DepsOptions,
  progress: DepsProgress,
): Promise<readonly Pinned[]> {
  const { root, config } = project
  const env = withEnvFile(root, invocation.env)
  for (const [name, value] of Object.entries(env)) if (name.startsWith('DBT_ENV_SECRET') && value) invocation.redactor.add(value)
  const scope = yamlScope({
    yaml: yamlCodec,
    env,
    invocation,
    vars: invocation.flags.vars,
    varsOptional: false,
    target: {},
    secrets: 'allowed',
  })
  hideLogins(root, invocation)
  if (options.add) {
    const { file } = readPackageList(root, scope)
    progress.added(options.add, file, addPackage(root, file, options.add))
  }
  const list = readPackageList(root, scope)
  if (list.specs.length === 0) {
    progress.nothingListed()
    return []
  }
  const fixed = env.DBT_DOWNLOADS_DIR
  if (fixed) mkdirSync(fixed, { recursive: true })
  const downloads = mkdtempSync(join(fixed || tmpdir(), 'sluice-downloads-'))
  const workshop = makeWorkshop(root, downloads, env, scope, invocation)
  try {
    return await lockAndInstall(
      { root, folder: join(root, config.packagesInstallPath), name: config.name, list, options, progress },
      workshop,
    )
  } finally {
    rmSync(downloads, { recursive: true, force: true })
  }
}

function makeWorkshop(root: string, downloads: string, env: Invocation['env'], scope: Workshop['scope'], invocation: Invocation): Workshop {
  const { signal, events, flags } = invocation
  const warn = (message: string, location?: Parameters<Workshop['warn']>[1]) =>
    events.emit('Warning', {
      code: 'PACKAGE_UNPINNED',
      dbtName: 'DepsUnpinned',
      dbtCode: 'M029',
      message,
      ...(location ? { location } : {}),
    })
  const moved = (before: string, now: string) =>
    events.deprecated({ name: 'PackageRedirectDeprecation', data: { old_name: before, new_name: now } })
  const given = env.DBT_PACKAGE_HUB_URL || 'https://hub.getdbt.com/'
  const url = given.endsWith('/') ? given : `${given}/`
  return { root, downloads, scope, env, signal, hub: new Hub({ url, signal, versionCheck: flags.versionCheck !== false, moved }), warn }
}

/** What stands before the host of an address is a login: no message, frame or log shows it. */
function hideLogins(root: string, { redactor }: Invocation): void {
  for (const file of ['packages.yml', 'dependencies.yml', lockFile]) {
    const text = existsSync(join(root, file)) ? readText(join(root, file), file) : ''
    for (const [, login = ''] of text.matchAll(/\w:\/\/([^/@\s'"{}]+)@/g)) {
      const [user = '', ...password] = login.split(':')
      if (user !== 'git') redactor.add(password.length > 0 ? password.join(':') : user)
    }
  }
}

interface Job {
  readonly root: string
  readonly folder: string
  readonly name: string
  readonly list: PackageList
  readonly options: DepsOptions
  readonly progress: DepsProgress
}

async function lockAndInstall({ root, folder, name, list, options, progress }: Job, workshop: Workshop): Promise<readonly Pinned[]> {
  const hash = hashOf(list.specs)
  const lock = options.upgrade ? null : readLock(root, workshop.scope)
  const stale = lock === null || lock.hash !== hash
  const asked = stale ? list.specs : lock.specs
  const pinned = await resolvePackages({ specs: asked, file: stale ? list.file : lockFile, project: name, transitive: stale }, workshop)
  if (stale) {
    writeLock(
      root,
      pinned.map((one) => one.entry),
      hash,
    )
    progress.locked(lockFile)
  }
  if (options.lockOnly) return pinned
  await installPackages(folder, pinned, (one) => progress.installed(one))
  return pinned
}
