// The tarball that would be published, installed in an empty folder: the demo project builds from it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import './harness/with-page.js'
import { root } from './harness/project.js'
import { execute } from './tickets/project.js'

const minutes = 180_000

describe.skipIf(process.env.SLUICE_BIN !== undefined)('the packed tool', () => {
  let folder: string
  let bin: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-packed-'))
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root })
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
    execFileSync('tar', ['-xzf', tarball], { cwd: folder })
    const modules = join(folder, 'node_modules')
    mkdirSync(modules)
    renameSync(join(folder, 'package'), join(modules, 'sluice'))
    // Its dependencies as they are installed here: the test needs no registry.
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (name.startsWith('.') || name === 'sluice') continue
      symlinkSync(join(root, 'node_modules', name), join(modules, name))
    }
    bin = join(modules, 'sluice', 'dist', 'bin.js')
  }, minutes)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it(
    'makes the demo project and builds it',
    async () => {
      const work = join(folder, 'work')
      mkdirSync(work)
      expect(await execute(bin, ['init', 'demo', '--demo', 'tickets'], work)).toMatchObject({ code: 0 })
      const { code, output } = await execute(bin, ['build'], join(work, 'demo'))
      expect(output).toMatch(/Done\. PASS=\d+ WARN=2 ERROR=0 SKIP=0 NO-OP=\d+ TOTAL=\d+/)
      expect(output).toContain(join(work, 'demo', 'target', 'index.html'))
      expect(code).toBe(0)
    },
    minutes,
  )

  it('is a package that programs can import', async () => {
    const program = join(folder, 'program.mjs')
    const text = "import { list, version } from 'sluice'\nconsole.log(version, (await list({ projectDir: 'work/demo' })).length > 50)\n"
    writeFileSync(program, text)
    const { output } = await execute(program, [], folder)
    expect(output).toMatch(/^\d+\.\d+\.\d+ true\n$/)
  })
})
