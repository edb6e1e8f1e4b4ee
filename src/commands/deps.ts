/** `deps`: makes dbt_packages/ hold what packages.yml lists. Local packages are linked; other kinds are refused, not ignored. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import type { Invocation } from '../core/invocation.js'
import { isMapping, loadRootConfig, readYaml } from '../load/index.js'
import type { CommandBody } from './command.js'
import { packagesUnsupported, usage } from './errors.js'

export const deps: CommandBody = async (invocation) => {
  const { root, config } = loadRootConfig(invocation)
  const say = (msg: string) => invocation.events.emit('Note', { msg })
  if (invocation.flags.addPackage !== undefined) throw packagesUnsupported(String(invocation.flags.source))
  const listed = listedPackages(root)
  if (listed.length === 0) {
    say('No packages were found in packages.yml: nothing to install')
    return { success: true, value: [] }
  }
  const folder = join(root, config.packagesInstallPath)
  const installed = listed.map((entry) => link(root, folder, localPath(entry), invocation))
  for (const name of installed) say(`Installed ${name} (local)`)
  return { success: true, value: installed }
}

function listedPackages(root: string): readonly Readonly<Record<string, unknown>>[] {
  for (const file of ['packages.yml', 'dependencies.yml']) {
    const path = join(root, file)
    if (!existsSync(path)) continue
    const { value } = readYaml(readFileSync(path, 'utf8'), file)
    const packages = isMapping(value) ? value.packages : undefined
    if (Array.isArray(packages) && packages.length > 0) return packages.filter(isMapping)
  }
  return []
}

function localPath(entry: Readonly<Record<string, unknown>>): string {
  if (typeof entry.local === 'string') return entry.local
  throw packagesUnsupported(Object.keys(entry).find((key) => ['package', 'git', 'tarball', 'private'].includes(key)) ?? 'an unknown place')
}

/** A link named as the package names itself, so that edits there are seen at once. */
function link(root: string, folder: string, local: string, invocation: Invocation): string {
  const source = resolve(root, local)
  const file = join(source, 'dbt_project.yml')
  if (!existsSync(file)) throw usage(`local package ${local} has no dbt_project.yml`, { expected: `a project folder at ${source}` })
  const { value } = readYaml(readFileSync(file, 'utf8'), relative(invocation.projectDir, file))
  const name = isMapping(value) && typeof value.name === 'string' ? value.name : basename(source)
  mkdirSync(folder, { recursive: true })
  const target = join(folder, name)
  rmSync(target, { recursive: true, force: true })
  symlinkSync(source, target, 'junction')
  return name
}
