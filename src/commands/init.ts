/** `init NAME`: a folder with a small project that builds at once, or with `--demo` a copy of an example that ships with the tool. */
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Flags } from '../core/invocation.js'
import { packageRoot } from '../core/package-root.js'
import type { CommandBody } from './command.js'
import { badValue, demoMissing, folderTaken } from './errors.js'
import { scaffold } from './init-scaffold.js'

/** What of the repository is the example project; everything else there is the tool. */
const demoParts = [
  'dbt_project.yml',
  'profiles.yml',
  'selectors.yml',
  'sluice-rules.yml',
  'models',
  'macros',
  'seeds',
  'snapshots',
  'analyses',
  'tests',
  'data',
  'scripts/tickets',
]

export const init: CommandBody = async (invocation, [given]) => {
  const { flags, cwd, events } = invocation
  const demo = flags.demo as string | undefined
  const name = given ?? demo ?? 'my_project'
  const folder = resolve(cwd, name)
  const projectName = basename(folder).replace(/-/g, '_')
  if (!/^[A-Za-z_]\w*$/.test(projectName)) throw badValue('NAME', name, 'letters, digits and underscores, not starting with a digit')
  if (existsSync(folder) && readdirSync(folder).length > 0) throw folderTaken(folder)
  mkdirSync(folder, { recursive: true })
  if (demo) copyDemo(folder, demo)
  else for (const [path, text] of Object.entries(scaffold(projectName, profile(flags)))) writeNew(join(folder, path), text)
  events.emit('Note', { msg: `Created ${folder}` })
  const isServer = !demo && flags.adapter !== 'duckdb'
  if (isServer) events.emit('Note', { msg: 'its profiles.yml takes the login from environment variables' })
  events.emit('Note', { msg: `next: cd ${name} && sluice ${isServer ? 'debug' : 'build'}` })
  return { success: true, value: folder }
}

function profile(flags: Flags): string | undefined {
  return flags.skipProfileSetup === true ? undefined : String(flags.adapter)
}

function writeNew(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function copyDemo(folder: string, demo: string): void {
  const root = packageRoot()
  if (!existsSync(join(root, 'dbt_project.yml'))) throw demoMissing(demo, root)
  for (const part of demoParts) if (existsSync(join(root, part))) cpSync(join(root, part), join(folder, part), { recursive: true })
  writeNew(join(folder, '.gitignore'), 'target/\nlogs/\ndbt_packages/\n*.duckdb\n*.duckdb.wal\n')
}
