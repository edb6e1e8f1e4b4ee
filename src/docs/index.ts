/** The docs site: data from the manifest, the SQL and the last results, put with the page's code into one file. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../core/make-folder.js'
import { shippedFolder } from '../core/package-root.js'
import { docsAppMissing } from './errors.js'
import type { SiteInput } from './input.js'
import { packed } from './pack.js'
import { type AppAssets, renderPage } from './page.js'
import { siteData } from './site-data.js'

export type { SiteInput } from './input.js'

/** Writes the site to `file` whole or not at all; gives its size in bytes. */
export async function buildSite(input: SiteInput, file: string, clean: <T>(value: T) => T = (value) => value): Promise<number> {
  const data = clean(await siteData(input))
  const page = renderPage({ title: data.index.project, data: [...packed(data)], app: appAssets() })
  makeFolder(dirname(file))
  const draft = `${file}.tmp`
  try {
    writeFileSync(draft, page)
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  return Buffer.byteLength(page)
}

function appAssets(): AppAssets {
  const folder = shippedFolder('docs-app')
  try {
    return { script: readFileSync(join(folder, 'main.iife.js'), 'utf8'), style: readFileSync(join(folder, 'style.css'), 'utf8') }
  } catch (cause) {
    throw docsAppMissing(folder, cause)
  }
}
