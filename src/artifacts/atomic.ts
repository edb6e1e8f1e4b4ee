/**
 * Whole files or none: written beside under another name, flushed to disk, then renamed. Two runs in one folder never
 * mix; the last one wins whole.
 */
import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../core/make-folder.js'
import { writeFailed } from './errors.js'

/** Enough that a write call costs little, small enough that a large manifest is never held twice. */
const flushAt = 1 << 20

export async function writeAtomic(path: string, chunks: Iterable<string>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    makeFolder(dirname(path))
    await writeFlushed(temporary, chunks)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw writeFailed(path, error)
  }
}

async function writeFlushed(path: string, chunks: Iterable<string>): Promise<void> {
  const file = await open(path, 'w')
  try {
    let pending = ''
    for (const chunk of chunks) {
      pending += chunk
      if (pending.length < flushAt) continue
      await file.writeFile(pending)
      pending = ''
    }
    await file.writeFile(pending)
    await file.sync()
  } finally {
    await file.close()
  }
}
