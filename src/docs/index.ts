/** The docs site: data from the manifest, the SQL and the last results, put with the page's code into one file or a folder. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from '../artifacts/index.js'
import { shippedFolder } from '../core/package-root.js'
import { docsAppMissing } from './errors.js'
import { writeExports as exportsInto } from './exports/write.js'
import type { SiteInput } from './input.js'
import { packed } from './pack.js'
import { type AppAssets, pageChunks } from './page.js'
import { publishPages } from './publish.js'
import { shared } from './redact.js'
import { type SiteData, siteData } from './site-data.js'
import { type SiteMode, type SitePages, singleUpTo, sizeOf, type Written, writePages } from './write.js'

export type { PastRun, SiteGovernance, SiteInput, SiteOptions, SiteResult } from './input.js'
export { livePath, withLive } from './live.js'
export type { SiteLate, SiteProfile, SiteReport } from './model/index.js'
export { checkPublishable } from './publish.js'
export { statusOf } from './resources.js'
export type { SiteMode, Written } from './write.js'

/** Knows what must never leave this machine. */
export interface Secrets {
  inJson(text: string): boolean
  json(value: unknown): string
}

/** All of a site, not written yet. */
export interface MadeSite {
  readonly data: SiteData
  readonly pages: SitePages
}

export async function makeSite(input: SiteInput, secrets?: Secrets): Promise<MadeSite> {
  let data = shared(await siteData(input), input)
  let found = false
  let packs = await packed(data, (text) => {
    found ||= secrets?.inJson(text) === true
  })
  if (found && secrets) {
    data = JSON.parse(secrets.json(data)) as SiteData
    packs = await packed(data)
  }
  return { data, pages: { title: data.index.project, data: packs, app: appAssets() } }
}

/** Into a folder that others write to as well. Whole or not at all; `mode` is by size where it is not given. */
export async function writeSite({ pages }: MadeSite, folder: string, mode?: SiteMode): Promise<Written> {
  return await writePages(pages, folder, mode ?? (sizeOf(pages) > singleUpTo ? 'dir' : 'single'))
}

/** One file, whatever its size. */
export async function writeStatic({ pages }: MadeSite, file: string): Promise<void> {
  await writeAtomic(file, pageChunks(pages))
}

/** A folder with the site alone, exports included. */
export async function publishSite({ pages, data }: MadeSite, folder: string, mode?: SiteMode): Promise<Written> {
  return await publishPages(pages, data, folder, mode)
}

/** For other tools and agents, beside the page. Gives the paths below the folder. */
export async function writeExports({ data }: MadeSite, folder: string): Promise<readonly string[]> {
  return await exportsInto(data, folder)
}

function appAssets(): AppAssets {
  const folder = shippedFolder('docs-app')
  try {
    return { script: readFileSync(join(folder, 'main.iife.js'), 'utf8'), style: readFileSync(join(folder, 'style.css'), 'utf8') }
  } catch (cause) {
    throw docsAppMissing(folder, cause)
  }
}
