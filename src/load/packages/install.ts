/** Puts packages into the packages folder: all of them beside it first, then the folder changes as a whole. */
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { archiveUnsafe } from './errors.js'
import type { Pinned } from './pinned.js'

/** @returns when `folder` holds these packages and nothing else; on failure it is as it was. */
export async function installPackages(folder: string, pinned: readonly Pinned[], told: (done: Pinned) => void): Promise<void> {
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  try {
    for (const one of pinned) {
      await place(one, join(fresh, one.name), folder)
      told(one)
    }
    swap(folder, fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

async function place(one: Pinned, target: string, folder: string): Promise<void> {
  const files = await one.files()
  if (one.kind === 'local') {
    link(files, target, folder)
    return
  }
  checkLinks(realpathSync(files), one)
  cpSync(files, target, { recursive: true, verbatimSymlinks: true, filter: (path) => relative(files, path).split(sep)[0] !== '.git' })
}

/** Edits in a local package are seen at once. Where links are not allowed, it is copied. */
function link(source: string, target: string, folder: string): void {
  try {
    symlinkSync(source, target, 'junction')
  } catch {
    cpSync(source, target, { recursive: true, filter: (path) => path !== folder })
  }
}

/** A link that leads out of a fetched package would let it read what is not its own. */
function checkLinks(root: string, one: Pinned): void {
  const entries = readdirSync(root, { withFileTypes: true, recursive: true })
  const links = entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name))
  const stray = links.find((path) => !existsSync(path) || !`${realpathSync(path)}${sep}`.startsWith(root + sep))
  if (stray) throw archiveUnsafe(`the package ${one.name}`, relative(root, stray), 'links to a place outside the package', one.at)
}

function swap(folder: string, fresh: string): void {
  const old = `${folder}.old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(folder) || lstatSync(folder, { throwIfNoEntry: false })) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}
