/** `clean`: deletes the folders of `clean-targets`, never sources of the project and never outside it unless told. */
import { existsSync, rmSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { loadRootConfig } from '../load/index.js'
import type { CommandBody } from './command.js'
import { cleanRefused } from './errors.js'

export const clean: CommandBody = async (invocation) => {
  const { root, config } = loadRootConfig(invocation)
  const sources = Object.values(config.paths).flat()
  const targets = config.cleanTargets.map((path) => ({ path, absolute: resolve(root, path) }))
  if (invocation.flags.cleanProjectFilesOnly !== false)
    for (const { path, absolute } of targets) if (isOutside(root, absolute)) throw cleanRefused(path, 'it lies outside the project')
  if (config.cleanTargets.includes('dbt_modules') && !config.cleanTargets.includes(config.packagesInstallPath))
    invocation.events.deprecated({ name: 'PackageInstallPathDeprecation' })
  for (const { path, absolute } of targets) {
    if (sources.some((source) => !isOutside(absolute, resolve(root, source)))) throw cleanRefused(path, 'it holds sources of the project')
    if (existsSync(absolute)) rmSync(absolute, { recursive: true })
    invocation.events.emit('Note', {
      msg: `Cleaned ${absolute}`,
      dbtName: 'ConfirmCleanPath',
      dbtCode: 'Z013',
      dbtData: { path: absolute },
    })
  }
  invocation.events.emit('Note', { msg: 'Finished cleaning all paths.', dbtName: 'FinishedCleanPaths', dbtCode: 'Z015' })
  return { success: true, value: targets.map((target) => target.absolute) }
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way.startsWith('..') || isAbsolute(way)
}
