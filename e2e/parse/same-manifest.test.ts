// `parse` writes the manifest a real dbt writes, key by key; skipped where there is none (SLUICE_DBT, or `dbt` on PATH).
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { manifestDifferences } from '../harness/manifest-diff.js'
import { projectAt, root } from '../harness/project.js'
import { execute, realDbt } from '../tickets/project.js'

const dbt = realDbt()
const tickets = ['dbt_project.yml', 'profiles.yml', 'selectors.yml', 'models', 'macros', 'seeds', 'snapshots', 'tests', 'analyses']

const projects: readonly (readonly [name: string, folder: string, parts: readonly string[]])[] = [
  ['tickets', root, tickets],
  ['every kind of resource', join(root, 'src/parse/testdata/projects/kinds'), ['.']],
  ['packages', join(root, 'src/parse/testdata/projects/packages'), ['.']],
  ['versions and the semantic layer', join(root, 'src/parse/testdata/projects/versions'), ['.']],
  ['selections', join(root, 'src/select/testdata/project'), ['.']],
]

describe.skipIf(dbt === undefined)('a real dbt', () => {
  it.each(projects)(
    'parses %s alike',
    async (_name, folder, parts) => {
      const copy = mkdtempSync(join(tmpdir(), 'sluice-manifest-'))
      for (const part of parts) cpSync(join(folder, part), join(copy, part), { recursive: true })
      const manifest = (): Record<string, unknown> => JSON.parse(readFileSync(join(copy, 'target/manifest.json'), 'utf8'))
      expect((await projectAt(copy).sluice(['parse'])).code).toBe(0)
      const ours = manifest()
      rmSync(join(copy, 'target'), { recursive: true })
      await execute(dbt as string, ['parse', '--profiles-dir', '.'], copy)
      const theirs = manifest()
      rmSync(copy, { recursive: true, force: true })
      expect(manifestDifferences(theirs, ours)).toEqual([])
    },
    120_000,
  )
})
