/** The exports on disk. Pages of nodes that are gone are gone too. */
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeAtomic } from '../../artifacts/index.js'
import { makeFolder } from '../../core/make-folder.js'
import { shownTypes } from '../making.js'
import type { SiteData } from '../site-data.js'
import { siteExports } from './index.js'

/** Gives the paths written, below `folder`, with slashes. Other files that lie there stay. */
export async function writeExports(data: SiteData, folder: string): Promise<string[]> {
  const made = new Set<string>()
  const paths: string[] = []
  for (const { path, text } of siteExports(data)) {
    const file = join(folder, path)
    const parent = dirname(file)
    if (!made.has(parent)) makeFolder(parent)
    made.add(parent)
    // Thousands of small pages: a rename for each would take as long as all the rest.
    if (path.startsWith(`${pages}/`)) writeFileSync(file, [...text].join(''))
    else await writeAtomic(file, text)
    paths.push(path)
  }
  removeOthers(folder, new Set(paths))
  return paths
}

const pages = 'docs'

function removeOthers(folder: string, own: ReadonlySet<string>): void {
  for (const kind of [...shownTypes, 'folder']) {
    const place = join(folder, pages, kind)
    if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) continue
    for (const name of readdirSync(place))
      if (name.endsWith('.md') && !own.has(`${pages}/${kind}/${name}`)) rmSync(join(place, name), { force: true })
  }
}
