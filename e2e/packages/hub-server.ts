// A package hub on loopback: hub.getdbt.com's API over archives made here.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create, Header } from 'tar'

export interface Release {
  readonly packages?: readonly unknown[]
  readonly requires?: readonly string[]
  /** Bytes other than the archive whose checksum the hub names. */
  readonly tampered?: boolean
}

export interface HubServer {
  readonly url: string
  /** Paths asked for, in order. */
  readonly asked: string[]
  /** Answers to come that are errors, then all is well again. */
  failing: number
  close(): Promise<void>
}

/** @param releases - `owner/name` → version → what it needs; `files` go into each archive. */
export async function hub(releases: Readonly<Record<string, Readonly<Record<string, Release>>>>): Promise<HubServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-hub-'))
  const archives = new Map<string, Buffer>()
  const asked: string[] = []
  const state = { failing: 0 }
  let base = ''
  const answers = new Map<string, () => unknown>([['/api/v1/index.json', () => Object.keys(releases)]])
  for (const [name, versions] of Object.entries(releases)) {
    const short = name.split('/')[1] as string
    for (const [version, release] of Object.entries(versions))
      archives.set(`/${name}/${version}`, await archive(folder, short, version, release))
    answers.set(`/api/v1/${name}.json`, () => ({
      name: short,
      namespace: name.split('/')[0],
      versions: Object.fromEntries(
        Object.entries(versions).map(([version, release]) => {
          const bytes = archives.get(`/${name}/${version}`) as Buffer
          const sha1 = createHash('sha1')
            .update(release.tampered ? 'other' : bytes)
            .digest('hex')
          const downloads = { tarball: `${base}/${name}/${version}`, format: 'tgz', sha1 }
          return [
            version,
            { name: short, version, packages: release.packages ?? [], require_dbt_version: release.requires ?? [], downloads },
          ]
        }),
      ),
    }))
  }
  const server: Server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (state.failing > 0) {
      state.failing--
      response.writeHead(503).end()
      return
    }
    const bytes = archives.get(path)
    const answer = answers.get(path)
    if (bytes) response.end(bytes)
    else if (answer) response.setHeader('content-type', 'application/json').end(JSON.stringify(answer()))
    else response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `${base}/`,
    asked,
    get failing() {
      return state.failing
    },
    set failing(count) {
      state.failing = count
    },
    close: () => new Promise((done) => void server.close(() => done())),
  }
}

async function archive(folder: string, name: string, version: string, { packages }: Release): Promise<Buffer> {
  const top = `${name}-${version}`
  const place = join(folder, version, name)
  write(join(place, top, 'dbt_project.yml'), `name: ${name}\nversion: '${version}'\n`)
  write(join(place, top, 'macros', 'which.sql'), `{% macro which_${name}() %}'${name} ${version}'{% endmacro %}\n`)
  if (packages && packages.length > 0) write(join(place, top, 'packages.yml'), JSON.stringify({ packages }))
  const file = join(place, 'archive.tar.gz')
  await create({ gzip: true, file, cwd: place, portable: true }, [top])
  return readFileSync(file)
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** An archive with one entry of this path, as no honest packer would write it; not gzipped. */
export function hostileArchive(path: string, link?: string): Buffer {
  const block = Buffer.alloc(512)
  const body = Buffer.from('pwned')
  const header = new Header({
    path,
    mode: 0o644,
    size: link === undefined ? body.length : 0,
    type: link === undefined ? 'File' : 'SymbolicLink',
    mtime: new Date(0),
  })
  if (link !== undefined) header.linkpath = link
  header.encode(block)
  const parts = [block]
  if (link === undefined) parts.push(Buffer.concat([body, Buffer.alloc(512 - body.length)]))
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** A link in a folder that leads out of it. */
export function strayLink(folder: string): void {
  symlinkSync('/etc/hostname', join(folder, 'macros', 'stray.sql'))
}
