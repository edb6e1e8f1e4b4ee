import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { makeFolder } from './make-folder.js'

const folder = mkdtempSync(join(tmpdir(), 'sluice-folder-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes a folder with its parents, and lets one that is there be', () => {
  const deep = join(folder, 'a', 'b', 'c')
  makeFolder(deep)
  makeFolder(deep)
  expect(statSync(deep).isDirectory()).toBe(true)
})

it('says what stands in the way, in place of trying for ever', () => {
  makeFolder(folder)
  writeFileSync(join(folder, 'file'), '')
  expect(() => makeFolder(join(folder, 'file', 'below'))).toThrow(/ENOTDIR/)
  expect(() => makeFolder(join(folder, 'file'))).toThrow(/EEXIST/)
})

it.runIf(process.platform === 'linux')('comes back where the system takes no folders', () => {
  expect(() => makeFolder('/proc/sluice/runs')).toThrow(/ENOENT|EACCES|EPERM/)
})
