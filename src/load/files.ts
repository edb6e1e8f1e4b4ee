/** Finds the files of a package below its resource folders and wraps each as a `FileEntry` that is read once, on demand. */

import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Overlay } from '../core/invocation.js'
import type { FileEntry, FileKind, ProjectConfig } from '../core/project.js'
import { fileUnreadable, notUtf8 } from './errors.js'
import { type IgnoreRule, ignoreRule } from './ignore.js'
import { strip } from './strip.js'

interface Search {
  readonly kind: FileKind
  readonly folders: readonly string[]
  readonly endings: RegExp
  /** Leaves out some of what was found, by its path below the folder. */
  readonly skip?: (relativePath: string) => boolean
}

function searches(paths: ProjectConfig['paths']): readonly Search[] {
  const below = (name: string): string[] => paths.test.map((path) => `${path}/${name}`)
  const sql = /\.sql$/i
  const code = /\.(?:sql|py)$/i
  return [
    { kind: 'macro', folders: paths.macro, endings: sql },
    { kind: 'model', folders: paths.model, endings: code },
    { kind: 'snapshot', folders: paths.snapshot, endings: sql },
    { kind: 'analysis', folders: paths.analysis, endings: sql },
    { kind: 'test', folders: paths.test, endings: sql, skip: (path) => /^(?:generic|fixtures)\//.test(path) },
    { kind: 'generic_test', folders: below('generic'), endings: sql },
    { kind: 'seed', folders: paths.seed, endings: /\.csv$/i },
    { kind: 'docs', folders: paths.docs, endings: /\.md$/i },
    { kind: 'properties', folders: sourceFolders(paths), endings: /\.ya?ml$/i },
    { kind: 'fixture', folders: below('fixtures'), endings: /\.(?:csv|sql)$/i },
    { kind: 'function', folders: paths.function, endings: code },
  ]
}

/** Folders where properties and, by default, docs files may lie. */
export function sourceFolders(paths: Omit<ProjectConfig['paths'], 'docs' | 'asset'>): string[] {
  const all = [paths.model, paths.seed, paths.snapshot, paths.analysis, paths.macro, paths.test, paths.function].flat()
  return [...new Set(all.map((path) => path.replace(/\/+$/, '')))]
}

/** All files of a package, by kind and then by path: the order does not depend on the file system. */
export function findFiles(
  root: string,
  packageName: string,
  paths: ProjectConfig['paths'],
  shownRoot = '',
  overlay?: Overlay,
): FileEntry[] {
  const ignoreFile = join(root, '.dbtignore')
  const ignored = existsSync(ignoreFile) ? ignoreRule(readFileSync(ignoreFile, 'utf8')) : undefined
  const listings = new Map<string, readonly string[]>()
  const list = (folder: string): readonly string[] => {
    const known = listings.get(folder)
    if (known) return known
    const found = withUnsaved(walk(join(root, folder), '', []), join(root, folder), overlay).sort(byPath)
    listings.set(folder, found)
    return found
  }
  return searches(paths).flatMap((search) => searchFolders(root, packageName, search, list, ignored, shownRoot, overlay))
}

/** With files that only an editor knows so far. */
function withUnsaved(found: string[], folder: string, overlay: Overlay | undefined): string[] {
  if (!overlay) return found
  const start = `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`
  const paths = [...overlay.keys()].map((path) => path.replaceAll('\\', '/')).filter((path) => path.startsWith(start))
  return [...new Set([...found, ...paths.map((path) => path.slice(start.length))])]
}

function searchFolders(
  root: string,
  packageName: string,
  search: Search,
  list: (folder: string) => readonly string[],
  ignored: IgnoreRule | undefined,
  shownRoot: string,
  overlay: Overlay | undefined,
): FileEntry[] {
  const seen = new Set<string>()
  const entries: FileEntry[] = []
  for (const written of search.folders) {
    const folder = written.replace(/^\.\//, '').replace(/\/+$/, '')
    for (const relativePath of list(folder)) {
      const path = folder === '' || folder === '.' ? relativePath : `${folder}/${relativePath}`
      if (seen.has(path) || !search.endings.test(relativePath) || search.skip?.(relativePath) || ignored?.(path)) continue
      seen.add(path)
      const shown = shownRoot === '' ? path : `${shownRoot}/${path}`
      entries.push(fileEntry({ path, shown, relativePath, absolutePath: join(root, path), packageName, kind: search.kind }, overlay))
    }
  }
  return entries
}

/** Files below a folder, as paths with forward slashes; editors' temporary files (`.x`, `#x`, `~x`) are not seen. */
function walk(folder: string, prefix: string, found: string[]): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return found
  }
  for (const entry of entries) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    if (entry.isDirectory()) walk(join(folder, entry.name), path, found)
    else if (!/^[.#~]/.test(entry.name) && (entry.isFile() || isLinkedFile(join(folder, entry.name)))) found.push(path)
  }
  return found
}

function isLinkedFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Seeds above this size are identified by their path, as dbt does, instead of by their contents. */
const largestHashedSeed = 1024 * 1024

export function fileEntry(fields: Omit<FileEntry, 'read' | 'checksum'>, overlay?: Overlay): FileEntry {
  let text: string | undefined
  let checksum: string | undefined
  const read = (): string => {
    text ??= readText(fields.absolutePath, fields.shown, overlay)
    return text
  }
  return {
    ...fields,
    read,
    checksum: () => {
      checksum ??= hash('sha256', strip(read()))
      return checksum
    },
  }
}

/** dbt's checksum object of a file; a large seed's names its path. */
export function fileChecksum(file: FileEntry): { readonly name: string; readonly checksum: string } {
  if (file.kind === 'seed' && (statSync(file.absolutePath, { throwIfNoEntry: false })?.size ?? 0) > largestHashedSeed) {
    return { name: 'path', checksum: file.path }
  }
  return { name: 'sha256', checksum: file.checksum() }
}

export function readText(absolutePath: string, shownPath: string, overlay?: Overlay): string {
  const unsaved = overlay?.get(absolutePath)
  if (unsaved !== undefined) return unsaved
  let text: string
  try {
    text = readFileSync(absolutePath, 'utf8')
  } catch (cause) {
    throw fileUnreadable(shownPath, cause)
  }
  const strange = text.indexOf('\ufffd')
  if (strange >= 0 && !isUtf8(readFileSync(absolutePath))) throw notUtf8(shownPath, text, strange)
  return text
}
