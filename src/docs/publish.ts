/**
 * A folder for a web server: the site alone, with a list of its files. It is made beside and swapped in, and takes the place
 * of nothing but an earlier one.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { writeAtomic } from '../artifacts/index.js'
import { makeFolder } from '../core/make-folder.js'
import { publishFailed, publishRefused } from './errors.js'
import { writeExports } from './exports/write.js'
import type { SiteData } from './site-data.js'
import { type SiteMode, type SitePages, sizeOf, type Written, writePages } from './write.js'

/** Says that a folder is a site of ours, and what it consists of. */
export const marker = '.sluice-site.json'

/** In bytes: over a network only what is looked at should travel. */
const singleUpTo = 2_000_000

/** Throws PUBLISH_REFUSED where a folder holds something that is no site of ours. */
export function checkPublishable(folder: string): void {
  if (!existsSync(folder)) return
  if (!statSync(folder).isDirectory()) throw publishRefused(folder, 'it is a file')
  const entries = readdirSync(folder)
  if (entries.length === 0) return
  const own = listed(folder)
  if (!own) throw publishRefused(folder, `it is not empty and no published site: it holds ${named(entries)}`)
  const foreign = filesBelow(folder).filter((file) => !own.has(file))
  if (foreign.length > 0) throw publishRefused(folder, `it holds files that are not the site's: ${named(foreign)}`)
}

/** @param folder - absolute */
export async function publishPages(pages: SitePages, data: SiteData, folder: string, mode?: SiteMode): Promise<Written> {
  restore(folder)
  checkPublishable(folder)
  const place = existsSync(folder) ? realpathSync(folder) : folder
  makeFolder(dirname(place))
  const draft = `${place}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const written = await writePages(pages, draft, mode ?? (sizeOf(pages) > singleUpTo ? 'dir' : 'single'))
    const files = [...written.files, ...(await writeExports(data, draft))]
    await writeAtomic(join(draft, marker), [`${JSON.stringify({ made_by: 'sluice', format: 1, files }, null, 1)}\n`])
    swap(draft, place)
    return { ...written, files }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

function swap(draft: string, place: string): void {
  if (!existsSync(place)) {
    renameSync(draft, place)
    return
  }
  const old = `${draft.slice(0, -'.tmp'.length)}.old`
  try {
    // An empty one may be held open by whoever made it; nothing is lost with it.
    if (readdirSync(place).length === 0) rmdirSync(place)
    else renameSync(place, old)
    renameSync(draft, place)
  } catch (cause) {
    if (existsSync(old) && !existsSync(place)) renameSync(old, place)
    throw publishFailed(place, cause)
  }
  rmSync(old, { recursive: true, force: true })
}

/** A command that was killed in the middle of a swap left the earlier site under another name. */
function restore(folder: string): void {
  const parent = dirname(folder)
  if (existsSync(folder) || !existsSync(parent)) return
  const left = readdirSync(parent).find((name) => name.startsWith(`${basename(folder)}.`) && /\.[0-9a-f]{12}\.old$/.test(name))
  if (left) renameSync(join(parent, left), folder)
}

function listed(folder: string): ReadonlySet<string> | undefined {
  try {
    const { made_by: by, files } = JSON.parse(readFileSync(join(folder, marker), 'utf8')) as Record<string, unknown>
    return by === 'sluice' && Array.isArray(files) ? new Set([marker, ...files.map(String)]) : undefined
  } catch {
    return undefined
  }
}

/** With slashes; folders that hold nothing count for nothing. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)).map((file) => `${entry.name}/${file}`) : [entry.name],
  )
}

function named(files: readonly string[]): string {
  return files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ')
}
