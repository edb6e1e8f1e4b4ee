/** The docs site: data from the manifest, the SQL and the last results, put with the page's code into one file or a folder. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedFolder } from '../core/package-root.js'
import { docsAppMissing } from './errors.js'
import type { SiteInput } from './input.js'
import { packed, type ToText } from './pack.js'
import type { AppAssets } from './page.js'
import { siteData } from './site-data.js'
import { type SiteMode, type SitePages, singleUpTo, sizeOf, type Written, writePages } from './write.js'

export type { SiteGovernance, SiteInput, SiteOptions, SiteResult } from './input.js'
export type { SiteMode, Written } from './write.js'

/** All of a site, not written yet. */
export interface MadeSite {
  readonly pages: SitePages
}

/** @param toText - to JSON, without what must not leave this machine */
export async function makeSite(input: SiteInput, toText: ToText = JSON.stringify): Promise<MadeSite> {
  const data = await siteData(input)
  const { project } = JSON.parse(toText({ project: data.index.project })) as { readonly project: string }
  return { pages: { title: project, data: await packed(data, toText), app: appAssets() } }
}

/** Into a folder that others write to as well. Whole or not at all; `mode` is by size where it is not given. */
export async function writeSite({ pages }: MadeSite, folder: string, mode?: SiteMode): Promise<Written> {
  return await writePages(pages, folder, mode ?? (sizeOf(pages) > singleUpTo ? 'dir' : 'single'))
}

function appAssets(): AppAssets {
  const folder = shippedFolder('docs-app')
  try {
    return { script: readFileSync(join(folder, 'main.iife.js'), 'utf8'), style: readFileSync(join(folder, 'style.css'), 'utf8') }
  } catch (cause) {
    throw docsAppMissing(folder, cause)
  }
}
