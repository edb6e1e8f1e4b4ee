// `deps` from a hub, by git, from archives and folders: what is installed, what the lock says, and what is refused.
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Project, project, projectAt } from '../harness/project.js'
import { type HubServer, hostileArchive, hub, strayLink } from './hub-server.js'

let server: HubServer
let made: Project
const dbt = process.env.SLUICE_DBT

beforeAll(async () => {
  const early = { package: 'acme/tools', version: ['>=1.0.0', '<2.0.0'] }
  server = await hub({
    'acme/tools': { '0.9.0': {}, '1.0.0': {}, '1.2.0': {}, '1.3.0-rc1': {}, '2.0.0': {}, '2.1.0': { requires: ['>=3.0.0'] } },
    'acme/checks': { '1.0.0': { packages: [early] }, '2.0.0': { packages: [{ package: 'acme/tools', version: '2.0.0' }] } },
    'acme/forged': { '1.0.0': { tampered: true } },
    'acme/orphan': { '1.0.0': { packages: [{ package: 'acme/gone', version: '1.0.0' }] } },
    'acme/loop_a': { '1.0.0': { packages: [{ package: 'acme/loop_b', version: '1.0.0' }] } },
    'acme/loop_b': { '1.0.0': { packages: [{ package: 'acme/loop_a', version: '1.0.0' }] } },
  })
})
afterAll(async () => await server.close())
afterEach(() => made.remove())

const deps = async (...args: string[]) => await made.sluice(['deps', ...args], { DBT_PACKAGE_HUB_URL: server.url })
const installed = () => (made.exists('dbt_packages') ? readdirSync(join(made.folder, 'dbt_packages')).sort() : [])
const which = (name: string) => made.read(`dbt_packages/${name}/macros/which.sql`)

/** A repository with two commits, a tag on the first, a package in a subfolder. */
function repository(): { readonly folder: string; readonly url: string; git(...args: string[]): string } {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-repository-'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder, encoding: 'utf8' }).trim()
  const tree = projectAt(folder)
  tree.write({
    'dbt_project.yml': 'name: from_git\n',
    'macros/which.sql': '{% macro m() %}first{% endmacro %}\n',
    'sub/dbt_project.yml': 'name: from_sub\n',
  })
  git('init', '--quiet', '-b', 'main')
  git('add', '.')
  git('commit', '--quiet', '-m', 'first')
  git('tag', 'v1')
  tree.write({ 'macros/which.sql': '{% macro m() %}second{% endmacro %}\n' })
  git('commit', '--quiet', '-am', 'second')
  return { folder, url: `file://${folder}`, git }
}

describe('from a hub', () => {
  it('takes the newest that all ask for, transitively, and a model can call it', async () => {
    made = project({
      'packages.yml': 'packages:\n  - package: acme/checks\n    version: 1.0.0\n  - package: acme/tools\n    version: ">=0.9.0"\n',
      'models/a.sql': 'select {{ tools.which_tools() }} as who',
    })
    server.failing = 2
    const { code, text } = await deps()
    expect(code, text).toBe(0)
    expect(installed()).toEqual(['checks', 'tools'])
    expect(which('tools')).toContain('tools 1.2.0')
    expect(made.read('package-lock.yml')).toContain('version: 1.2.0')
    expect((await made.sluice(['run'])).code).toBe(0)
  })

  it('keeps to the lock until the list changes or --upgrade is given', async () => {
    made = project({ 'packages.yml': 'packages:\n  - package: acme/tools\n    version: ">=1.0.0"\n' })
    await deps('--lock')
    expect(installed()).toEqual([])
    made.write({ 'package-lock.yml': made.read('package-lock.yml').replace('2.0.0', '1.0.0') })
    const { text } = await deps()
    expect(which('tools')).toContain('tools 1.0.0')
    expect(text).toContain('Newer versions are there for tools')
    await deps('--upgrade')
    expect(which('tools')).toContain('tools 2.0.0')
  })

  it('adds a package, in the place of an older entry, and keeps comments', async () => {
    made = project({ 'packages.yml': '# ours\npackages:\n  - package: acme/tools\n    version: 1.0.0\n' })
    const { code, text } = await deps('--add-package', 'acme/tools@>=1.0.0,<2.0.0')
    expect(code, text).toBe(0)
    expect(made.read('packages.yml')).toContain('# ours')
    expect(made.read('packages.yml').match(/acme\/tools/g)).toHaveLength(1)
    expect(which('tools')).toContain('tools 1.2.0')
  })
})

describe('what is refused', () => {
  it.each([
    ['an unknown package', '{package: acme/tolls, version: 1.0.0}', 'PACKAGE_NOT_FOUND', 'did you mean acme/tools?'],
    ['a version that is not there', '{package: acme/tools, version: 7.0.0}', 'PACKAGE_VERSION_NOT_FOUND', 'one of: 2.0.0, 1.2.0'],
    ['no version', '{package: acme/tools}', 'PACKAGE_LIST_INVALID', 'needs a `version`'],
    ['a version that is none', '{package: acme/tools, version: newest}', 'PACKAGE_LIST_INVALID', '"newest" is not a version'],
    ['a stray key', '{package: acme/tools, versoin: 1.0.0}', 'PACKAGE_LIST_INVALID', '`versoin`'],
    [
      'a conflict',
      '{package: acme/checks, version: 2.0.0}\n  - {package: acme/tools, version: 1.2.0}',
      'PACKAGE_VERSION_CONFLICT',
      'the package checks',
    ],
    ['a dependency that is gone', '{package: acme/orphan, version: 1.0.0}', 'PACKAGE_NOT_FOUND', 'acme/gone'],
    ['a forged archive', '{package: acme/forged, version: 1.0.0}', 'PACKAGE_CHECKSUM', 'not the one the hub vouches for'],
  ])('refuses %s, and leaves what was installed', async (_name, entry, code, told) => {
    made = project({ 'packages.yml': `packages:\n  - ${entry}\n`, 'dbt_packages/before/dbt_project.yml': 'name: before\n' })
    const outcome = await deps()
    expect(outcome.code).toBe(2)
    expect(outcome.text).toContain(code)
    expect(outcome.text).toContain(told)
    expect(outcome.text).toMatch(/packages\.yml:\d+:\d+/)
    expect(outcome.text).not.toMatch(/^\s+at .*\.js/m)
    expect(installed()).toEqual(['before'])
  })

  it('installs packages that need each other', async () => {
    made = project({ 'packages.yml': 'packages:\n  - {package: acme/loop_a, version: 1.0.0}\n' })
    expect((await deps()).code).toBe(0)
    expect(installed()).toEqual(['loop_a', 'loop_b'])
  })

  it('says so when the hub is down', async () => {
    made = project({ 'packages.yml': 'packages:\n  - {package: acme/tools, version: 1.0.0}\n' })
    const { code, text } = await made.sluice(['deps'], { DBT_PACKAGE_HUB_URL: 'http://127.0.0.1:9/' })
    expect(code).toBe(2)
    expect(text).toContain('PACKAGE_DOWNLOAD_FAILED')
    expect(text).toContain('DBT_PACKAGE_HUB_URL')
  })
})

describe('by git', () => {
  it('takes a tag, a commit, a branch and a subdirectory, and locks the commit', async () => {
    const { url, git, folder } = repository()
    made = project({
      'packages.yml': `packages:\n  - {git: "${url}", revision: v1}\n  - {git: "${url}", revision: main, subdirectory: sub, warn-unpinned: false}\n`,
    })
    const first = await deps()
    expect(first.code, first.text).toBe(0)
    expect(made.read('dbt_packages/from_git/macros/which.sql')).toContain('first')
    expect(installed()).toEqual(['from_git', 'from_sub'])
    expect(existsSync(join(made.folder, 'dbt_packages/from_git/.git'))).toBe(false)
    expect(made.read('package-lock.yml')).toContain(git('rev-parse', 'v1'))
    for (const [revision, told] of [
      [git('rev-parse', 'HEAD'), 'second'],
      [git('rev-parse', '--short', 'v1'), 'first'],
    ] as const) {
      made.write({ 'packages.yml': `packages:\n  - {git: "${url}", revision: "${revision}"}\n` })
      expect((await deps()).code).toBe(0)
      expect(made.read('dbt_packages/from_git/macros/which.sql')).toContain(told)
    }
    rmSync(folder, { recursive: true })
  })

  it('warns where nothing is pinned, and says what git said of a revision that is not there', async () => {
    const { url, folder } = repository()
    made = project({ 'packages.yml': `packages:\n  - {git: "${url}"}\n` })
    expect((await deps()).text).toContain('is not pinned')
    made.write({ 'packages.yml': `packages:\n  - {git: "${url}", revision: v9}\n` })
    const { code, text } = await deps()
    expect(code).toBe(2)
    expect(text).toContain('PACKAGE_GIT_FAILED')
    expect(text).toContain('v9')
    rmSync(folder, { recursive: true })
  })

  it('refuses a repository whose link leads out of it, and addresses that run commands', async () => {
    const { url, git, folder } = repository()
    strayLink(folder)
    git('add', '.')
    git('commit', '--quiet', '-m', 'link')
    made = project({ 'packages.yml': `packages:\n  - {git: "${url}", revision: main}\n` })
    expect((await deps()).text).toContain('PACKAGE_ARCHIVE_UNSAFE')
    const trap = join(made.folder, 'trap')
    for (const address of [`ext::sh -c touch% ${trap}`, `--upload-pack=touch ${trap}`]) {
      made.write({ 'packages.yml': `packages:\n  - {git: "${address}", revision: main}\n` })
      expect((await deps()).text).toContain('PACKAGE_UNUSABLE')
    }
    expect(existsSync(trap)).toBe(false)
    rmSync(folder, { recursive: true })
  })
})

it('shows the login of no address, in no message, frame or log', async () => {
  const address = (kind: string) => `${kind}: "http://ada:sekret99@127.0.0.1:9/x.tar.gz"`
  for (const entry of [`{${address('git')}, revision: main}`, `{${address('tarball')}, name: x}`]) {
    made = project({ 'packages.yml': `packages:\n  - ${entry}\n` })
    const { code, text } = await deps()
    expect(code).toBe(2)
    expect(text + made.read('logs/dbt.log')).not.toContain('sekret99')
    expect(text).toContain('PACKAGE_')
  }
})

describe('from an archive', () => {
  const serve = async (bytes: Buffer) => {
    const web = createServer((_request, response) => response.end(bytes))
    await new Promise<void>((done) => web.listen(0, '127.0.0.1', done))
    return { url: `http://127.0.0.1:${(web.address() as AddressInfo).port}/a.tar.gz`, close: () => web.close() }
  }

  it.each([
    ['climbs out', hostileArchive('shop/../../../escaped')],
    ['names an absolute path', hostileArchive('/tmp/escaped')],
    ['links out', hostileArchive('shop/link', '../../outside')],
  ])('refuses one that %s, and writes nothing', async (_name, bytes) => {
    const web = await serve(bytes)
    made = project({ 'packages.yml': `packages:\n  - {tarball: "${web.url}", name: shop_tools}\n` })
    const { code, text } = await deps()
    expect(code).toBe(2)
    expect(text).toContain('PACKAGE_ARCHIVE_UNSAFE')
    expect(installed()).toEqual([])
    web.close()
  })

  it('installs a whole one, and tells a broken one', async () => {
    const [name, version] = ['acme/tools', '1.2.0']
    made = project({ 'packages.yml': `packages:\n  - {tarball: "${server.url}${name}/${version}", name: tools}\n` })
    expect((await deps()).code).toBe(0)
    expect(which('tools')).toContain('tools 1.2.0')
    const web = await serve(Buffer.from('no archive at all'))
    made.write({ 'packages.yml': `packages:\n  - {tarball: "${web.url}", name: tools}\n` })
    expect((await deps()).text).toContain('PACKAGE_ARCHIVE_INVALID')
    expect(which('tools')).toContain('tools 1.2.0')
    web.close()
  })
})

describe.skipIf(!dbt)('beside dbt', () => {
  it('writes the lock that dbt writes, and each takes the other’s', async () => {
    const { url, folder } = repository()
    const list = `packages:\n  - package: acme/checks\n    version: [">=1.0.0", "<2.0.0"]\n  - git: "${url}"\n    revision: v1\n  - local: ./mine\n`
    made = project({ 'packages.yml': list, 'mine/dbt_project.yml': 'name: mine\n' })
    expect((await deps()).code).toBe(0)
    const ours = made.read('package-lock.yml')
    rmSync(join(made.folder, 'package-lock.yml'))
    const environment = { ...process.env, DBT_PACKAGE_HUB_URL: server.url, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' }
    // N.B. not execFileSync: the hub it asks lives in this process.
    await promisify(execFile)(dbt as string, ['deps', '--profiles-dir', made.folder], { cwd: made.folder, env: environment })
    expect(ours).toBe(made.read('package-lock.yml'))
    expect(installed()).toEqual(['checks', 'from_git', 'mine', 'tools'])
    expect(readFileSync(join(made.folder, 'dbt_packages/tools/macros/which.sql'), 'utf8')).toContain('tools 1.2.0')
    rmSync(folder, { recursive: true })
  })
})
