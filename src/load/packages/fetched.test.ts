// What comes over the network may be slow, endless or much larger than it looks.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unpack } from './archive.js'
import { fetchBytes } from './web.js'

const at = { file: 'packages.yml', line: 2, column: 5 }
let server: Server
let asked = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    asked++
    if (request.url === '/endless') {
      const more = () => void (response.write(Buffer.alloc(2 ** 16)) ? setImmediate(more) : response.once('drain', more))
      response.on('close', () => response.removeAllListeners('drain'))
      more()
    } else if (request.url === '/whole') response.end('all of it')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = async (path: string, patience = 5000) =>
  await fetchBytes({
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`, what: 'the archive', at },
    signal: new AbortController().signal,
    limits: { tries: 2, pause: 1, patience, largest: 2 ** 20 },
  })

it('gives up on who sends more than it should, at once, and on who sends nothing, after the last try', async () => {
  expect(String(await get('whole'))).toBe('all of it')
  asked = 0
  await expect(get('endless')).rejects.toMatchObject({ code: 'PACKAGE_DOWNLOAD_FAILED', fields: { location: at } })
  await expect(get('endless')).rejects.toThrow('larger than 1 MB')
  expect(asked).toBe(2)
  await expect(get('silent', 100)).rejects.toMatchObject({ code: 'PACKAGE_DOWNLOAD_FAILED' })
  expect(asked).toBe(4)
})

it('unpacks nothing of an archive that grows beyond all measure', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-archive-'))
  const block = Buffer.alloc(512)
  const size = 2 * 2 ** 20
  new Header({ path: 'shop/much', mode: 0o644, size, type: 'File', mtime: new Date(0) }).encode(block)
  const bytes = gzipSync(Buffer.concat([block, randomBytes(size), Buffer.alloc(1024)]))
  const into = join(folder, 'into')
  await expect(unpack({ bytes, what: 'the archive', at, into, most: 2 ** 20 })).rejects.toMatchObject({ code: 'PACKAGE_ARCHIVE_UNSAFE' })
  expect(existsSync(join(into, 'shop')) || readdirSync(into).length > 0).toBe(false)
  rmSync(folder, { recursive: true })
})
