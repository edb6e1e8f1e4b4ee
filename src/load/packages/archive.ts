/** Unpacking a package's .tar.gz: every entry is looked at first, and one that leaves the folder refuses the whole. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { extract, list, type ReadEntry } from 'tar'
import type { SourceLocation } from '../../core/error.js'
import { archiveInvalid, archiveUnsafe } from './errors.js'

export interface Unpacking {
  readonly bytes: Buffer
  /** For messages. */
  readonly what: string
  readonly at: SourceLocation
  /** An empty or missing folder. */
  readonly into: string
  /** Bytes it may hold unpacked. Absent: 1 GB. */
  readonly most?: number
}

/** @returns the one folder of the archive, below `into`. */
export async function unpack({ bytes, what, at, into, most = 2 ** 30 }: Unpacking): Promise<string> {
  mkdirSync(into, { recursive: true })
  const file = `${into}.tar.gz`
  writeFileSync(file, bytes)
  let unsafe: { readonly path: string; readonly why: string } | undefined
  let size = 0
  const look = (entry: ReadEntry): void => {
    size += entry.size
    unsafe ??= size > most ? { path: entry.path, why: `would make it larger than ${Math.round(most / 2 ** 20)} MB` } : dangerOf(entry)
  }
  try {
    await list({ file, strict: true, onReadEntry: look })
  } catch (cause) {
    throw archiveInvalid(what, 'it is not a whole .tar.gz', at, cause)
  }
  if (unsafe) throw archiveUnsafe(what, unsafe.path, unsafe.why, at)
  await extract({ file, cwd: into, strict: true, preserveOwner: false, noChmod: true })
  const [only, ...more] = readdirSync(into)
  if (only === undefined || more.length > 0 || !existsSync(join(into, only, 'dbt_project.yml')))
    throw archiveInvalid(what, 'it has no single folder with a dbt_project.yml', at)
  return join(into, only)
}

const kinds: ReadonlySet<string> = new Set(['File', 'OldFile', 'Directory', 'SymbolicLink', 'Link', 'ContiguousFile', 'GNUDumpDir'])

function dangerOf(entry: ReadEntry): { path: string; why: string } | undefined {
  const { path } = entry
  if (escapes(path)) return { path, why: 'would be written outside the folder' }
  if (!kinds.has(entry.type)) return { path, why: 'is neither a file nor a folder' }
  if (entry.type !== 'SymbolicLink' && entry.type !== 'Link') return undefined
  const to = String(entry.linkpath ?? '')
  const target = entry.type === 'Link' ? to : posix.join(posix.dirname(path), to)
  // Each package stands in the archive's first folder, which is its own root.
  const leaves = escapes(to.startsWith('/') ? to : target) || target.split('/')[0] !== path.split('/')[0]
  return leaves ? { path, why: `links to ${to}, outside the folder` } : undefined
}

function escapes(path: string): boolean {
  const plain = path.replaceAll('\\', '/')
  return plain.startsWith('/') || /^[A-Za-z]:/.test(plain) || posix.normalize(plain).split('/')[0] === '..' || plain.includes('\0')
}
