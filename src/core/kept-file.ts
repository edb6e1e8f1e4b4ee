/**
 * Files in which a command keeps for the next what it found out: written whole or not at all, checked when read, and
 * never a reason to fail. One that is damaged, cut off or of another version of the tool is as good as none.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { makeFolder } from './make-folder.js'

export interface KeptFile {
  readonly header: string
  /** Undefined where it is damaged. */
  body(): string | undefined
}

const magic = 'sluice-kept-1'

/** `stamp`: of whoever wrote it; without blanks. */
export function readKept(path: string, stamp: string): KeptFile | undefined {
  const bytes = bytesOf(path)
  const lineEnd = bytes?.indexOf(10) ?? -1
  if (!bytes || lineEnd < 0 || lineEnd > 1000) return undefined
  const [mark, by, headerLength, headerSum, bodyLength, bodySum] = bytes.toString('latin1', 0, lineEnd).split(' ')
  const middle = lineEnd + 1 + Number(headerLength)
  if (mark !== magic || by !== stamp || middle + Number(bodyLength) !== bytes.length) return undefined
  const part = (from: number, to: number, sum: string | undefined): string | undefined => {
    const found = bytes.subarray(from, to)
    return String(crc32(found)) === sum ? found.toString('utf8') : undefined
  }
  const header = part(lineEnd + 1, middle, headerSum)
  return header === undefined ? undefined : { header, body: () => part(middle, bytes.length, bodySum) }
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** False where it cannot be written: a folder that may only be read, a full disk. */
export function writeKept(path: string, stamp: string, header: string, body: string): boolean {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  const [head, rest] = [Buffer.from(header), Buffer.from(body)]
  const line = [magic, stamp, head.length, crc32(head), rest.length, crc32(rest)].join(' ')
  try {
    makeFolder(dirname(path))
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${line}\n`, 'latin1'), head, rest]))
    renameSync(temporary, path)
    return true
  } catch {
    discard(temporary)
    return false
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // A folder that may not be written to keeps what it holds.
  }
}
