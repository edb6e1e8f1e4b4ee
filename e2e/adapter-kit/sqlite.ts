// The example adapter beside a project, as npm would lay it out. Its driver is compiled where no prebuilt one can be fetched,
// which takes minutes: the tests use the one that is installed with the example, and are skipped without it.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root, tool } from '../harness/project.js'

const example = join(root, 'examples', 'custom-adapter')
const modules = process.env.SLUICE_SQLITE_MODULES ?? join(example, 'node_modules')

/** Why the driver is not here, or undefined where it is. */
export function whyNoSqlite(): string | undefined {
  if (existsSync(join(modules, 'better-sqlite3', 'build', 'Release'))) return undefined
  return 'skipped: better-sqlite3 is not installed; npm install --prefix examples/custom-adapter'
}

export interface Example {
  /** The adapter's folder; its project is below it. */
  readonly folder: string
  readonly project: string
  remove(): void
}

/** A copy of the example with its driver and this tool among its modules. */
export function sqliteExample(): Example {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sqlite-'))
  cpSync(example, folder, { recursive: true, filter: (path) => !/[\\/](node_modules|target|logs)$|\.sqlite$/.test(path) })
  mkdirSync(join(folder, 'node_modules'))
  for (const [name, path] of sqliteModules()) symlinkSync(path, join(folder, 'node_modules', name))
  symlinkSync(dirname(dirname(tool)), join(folder, 'node_modules', 'sluice'))
  return { folder, project: join(folder, 'project'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The driver and what it needs: names and folders. */
export function sqliteModules(): (readonly [string, string])[] {
  const names = readdirSync(modules).filter((entry) => !entry.startsWith('.') && entry !== 'sluice')
  return names.map((name) => [name, join(modules, name)])
}
