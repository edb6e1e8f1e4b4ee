/**
 * The site on disk: one file, or `index.html` with its data in scripts beside it. Either way a page never meets data that are
 * not its own: the folder of the data is named by what it holds, and stands before the page that names it does.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from '../artifacts/index.js'
import { makeFolder } from '../core/make-folder.js'
import type { Packed } from './pack.js'
import { type AppAssets, pageChunks } from './page.js'

export type SiteMode = 'single' | 'dir'

export interface SitePages {
  readonly title: string
  /** The index first. */
  readonly data: readonly Packed[]
  readonly app: AppAssets
}

export interface Written {
  readonly mode: SiteMode
  /** Below the folder, with slashes; `index.html` first. */
  readonly files: readonly string[]
  readonly bytes: number
}

/** In bytes: one file of more takes long to open. */
export const singleUpTo = 20_000_000

export function sizeOf({ data, app }: SitePages): number {
  return data.reduce((sum, { text }) => sum + text.length + 60, app.script.length + app.style.length)
}

/** @param folder - absolute; its other files stay as they are */
export async function writePages(pages: SitePages, folder: string, mode: SiteMode): Promise<Written> {
  makeFolder(folder)
  const written = mode === 'single' ? await writeSingle(pages, folder) : await writeBeside(pages, folder)
  removeOthers(folder, written.files[1]?.split('/')[0])
  return written
}

async function writeSingle({ title, data, app }: SitePages, folder: string): Promise<Written> {
  const file = join(folder, 'index.html')
  await writeAtomic(file, pageChunks({ title, data, app }))
  return { mode: 'single', files: ['index.html'], bytes: statSync(file).size }
}

async function writeBeside({ title, data: [index, ...rest], app }: SitePages, folder: string): Promise<Written> {
  const scripts = rest.map(({ name, text }) => [`${name}.js`, `sluiceData(${JSON.stringify(name)},"${text}")\n`] as const)
  const beside = `data-${hashOf(rest)}`
  const place = join(folder, beside)
  if (!holds(place, scripts)) writeFolder(place, scripts)
  const file = join(folder, 'index.html')
  await writeAtomic(file, pageChunks({ title, data: index ? [index] : [], app, beside }))
  const bytes = scripts.reduce((sum, [, text]) => sum + text.length, statSync(file).size)
  return { mode: 'dir', files: ['index.html', ...scripts.map(([name]) => `${beside}/${name}`)], bytes }
}

type Scripts = readonly (readonly [name: string, text: string])[]

function hashOf(data: readonly Packed[]): string {
  const hash = createHash('sha256')
  for (const { name, text } of data) hash.update(`${name} ${text}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** The same data were written before. */
function holds(place: string, scripts: Scripts): boolean {
  return scripts.every(([name, text]) => statSync(join(place, name), { throwIfNoEntry: false })?.size === text.length)
}

function writeFolder(place: string, scripts: Scripts): void {
  const draft = `${place}.${randomBytes(6).toString('hex')}.tmp`
  try {
    makeFolder(draft)
    for (const [name, text] of scripts) writeFileSync(join(draft, name), text)
    rmSync(place, { recursive: true, force: true })
    renameSync(draft, place)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

const dataFolder = /^data-[0-9a-f]{16}$/
const draftFolder = /^data-[0-9a-f]{16}\.[0-9a-f]{12}\.tmp$/
/** Milliseconds: by then nobody is writing it any more. */
const abandoned = 3_600_000

/** Data of former pages; and drafts that a killed command has left. */
function removeOthers(folder: string, own: string | undefined): void {
  const now = statSync(join(folder, 'index.html')).mtimeMs
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const isOld = draftFolder.test(name) && now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) > abandoned
    if (isOld || (dataFolder.test(name) && name !== own)) rmSync(path, { recursive: true, force: true })
  }
}
