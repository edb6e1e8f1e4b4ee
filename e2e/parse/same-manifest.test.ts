// `parse` writes the manifest a real dbt writes, key by key; skipped where there is none (SLUICE_DBT, or `dbt` on PATH).
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbtCalls } from '../harness/dbt.js'
import { manifestDifferences } from '../harness/manifest-diff.js'
import { projectAt, root } from '../harness/project.js'
import { realDbt } from '../tickets/project.js'

const dbt = realDbt()
const tickets = ['dbt_project.yml', 'profiles.yml', 'selectors.yml', 'models', 'macros', 'seeds', 'snapshots', 'tests', 'analyses']

const projects: readonly (readonly [name: string, folder: string, parts: readonly string[]])[] = [
  ['tickets', root, tickets],
  ['every kind of resource', join(root, 'src/parse/testdata/projects/kinds'), ['.']],
  ['packages', join(root, 'src/parse/testdata/projects/packages'), ['.']],
  ['versions and the semantic layer', join(root, 'src/parse/testdata/projects/versions'), ['.']],
  ['selections', join(root, 'src/select/testdata/project'), ['.']],
]

function copyOf(folder: string, parts: readonly string[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'sluice-manifest-'))
  for (const part of parts) cpSync(join(folder, part), join(copy, part), { recursive: true })
  return copy
}

describe.skipIf(dbt === undefined)('a real dbt', () => {
  const copies: string[] = []
  beforeAll(async () => {
    copies.push(...projects.map(([, folder, parts]) => copyOf(folder, parts)))
    await dbtCalls(
      dbt as string,
      copies.map((cwd) => ({ cwd, args: ['parse', '--profiles-dir', '.', '--target-path', 'theirs'] })),
    )
  }, 300_000)
  afterAll(() => {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true })
  })

  it.each(projects.map(([name], index) => [name, index] as const))('parses %s alike', async (_name, index) => {
    const copy = copies[index] as string
    const manifest = (target: string): Record<string, unknown> => JSON.parse(readFileSync(join(copy, target, 'manifest.json'), 'utf8'))
    expect((await projectAt(copy).sluice(['parse'])).code).toBe(0)
    expect(manifestDifferences(manifest('theirs'), manifest('target'))).toEqual([])
  })
})
