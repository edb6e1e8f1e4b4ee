import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkPublishable, marker, publishPages } from './publish.js'
import type { SiteData } from './site-data.js'
import { type SitePages, writePages } from './write.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-site-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const pages = (text: string): SitePages => ({
  title: 'p',
  data: [
    { name: 'index', text: 'aW5kZXg' },
    { name: 'detail-0', text },
  ],
  app: { script: 'run()', style: 'a{}' },
})
const texts = { project: 'p', adapter: '', target: '', overview: '', generatedAt: '', toolVersion: '', noColumns: '', lastRun: null }
const nothing = { index: { ...texts, nodes: [], edges: [], owners: [], blocks: [] }, blocks: {}, shards: {} } as unknown as SiteData
/** What the page on disk loads. */
const loaded = () => {
  const beside = /name="sluice-data" content="([^"]+)"/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[1] ?? ''
  return readFileSync(join(folder, beside, 'detail-0.js'), 'utf8')
}

test('data stand beside the page that names them; those of the page before go, and so does what a killed command left', async () => {
  const first = await writePages(pages('b25l'), folder, 'dir')
  expect(loaded()).toBe('sluiceData("detail-0","b25l")\n')
  const abandoned = join(folder, 'data-0123456789abcdef.0123456789ab.tmp')
  mkdirSync(abandoned)
  utimesSync(abandoned, 0, 0)
  const busy = join(folder, 'data-0123456789abcdef.ba9876543210.tmp')
  mkdirSync(busy)
  writeFileSync(join(folder, 'manifest.json'), '{}')
  const second = await writePages(pages('dHdv'), folder, 'dir')
  expect(loaded()).toContain('dHdv')
  const left = readdirSync(folder).sort()
  expect(left).toEqual([second.files[1]?.split('/')[0], 'data-0123456789abcdef.ba9876543210.tmp', 'index.html', 'manifest.json'].sort())
  expect(first.files).not.toEqual(second.files)
  await writePages(pages('dHdv'), folder, 'single')
  expect(readdirSync(folder).filter((name) => /^data-\w+$/.test(name))).toEqual([])
})

test('a write that fails half way leaves the page with its own data, and the next one tidies up', async () => {
  await writePages(pages('b25l'), folder, 'dir')
  const failing = {
    ...pages('dHdv'),
    app: {
      style: '',
      get script(): string {
        throw new RangeError('disk full')
      },
    },
  }
  await expect(writePages(failing, folder, 'dir')).rejects.toThrow()
  expect(loaded()).toContain('b25l')
  await writePages(pages('dHJlZQ'), folder, 'dir')
  expect(loaded()).toContain('dHJlZQ')
  expect(readdirSync(folder)).toHaveLength(2)
})

test('data that were damaged since are written again', async () => {
  const { files } = await writePages(pages('b25l'), folder, 'dir')
  writeFileSync(join(folder, files[1] ?? ''), 'cut')
  await writePages(pages('b25l'), folder, 'dir')
  expect(loaded()).toContain('b25l')
})

test('publishing takes the place of its own sites only, and brings one back that was lost in the swap', async () => {
  const site = join(folder, 'site')
  mkdirSync(site)
  const { files } = await publishPages(pages('b25l'), nothing, site, 'dir')
  expect(files.every((file) => existsSync(join(site, file)))).toBe(true)
  await publishPages(pages('dHdv'), nothing, site, 'single')
  expect(readdirSync(site)).not.toContain(files[1]?.split('/')[0])
  expect(readdirSync(folder)).toEqual(['site'])

  renameSync(site, `${site}.0123456789ab.old`)
  await publishPages(pages('dHdv'), nothing, site, 'single')
  expect(readdirSync(folder)).toEqual(['site'])

  writeFileSync(join(site, 'CNAME'), 'docs.example')
  await expect(publishPages(pages('dHdv'), nothing, site, 'single')).rejects.toMatchObject({ code: 'PUBLISH_REFUSED' })
  expect(readFileSync(join(site, 'CNAME'), 'utf8')).toBe('docs.example')
  rmSync(join(site, marker))
  expect(() => checkPublishable(site)).toThrow(/no published site/)
  expect(() => checkPublishable(join(site, 'index.html'))).toThrow(/it is a file/)
})
