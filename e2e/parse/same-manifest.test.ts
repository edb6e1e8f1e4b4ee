// `parse` writes the manifest a real dbt writes, key by key; skipped where there is none (SLUICE_DBT, or `dbt` on PATH).
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbtCalls } from '../harness/dbt.js'
import { allowedDifferences, manifestDifferences } from '../harness/manifest-diff.js'
import { projectAt, root } from '../harness/project.js'
import { realDbt } from '../tickets/project.js'

const dbt = realDbt()
const tickets = ['dbt_project.yml', 'profiles.yml', 'selectors.yml', 'models', 'macros', 'seeds', 'snapshots', 'tests', 'analyses']

const projects: readonly (readonly [name: string, folder: string, parts: readonly string[]])[] = [
  ['tickets', root, tickets],
  ['every kind of resource', join(root, 'src/parse/testdata/projects/kinds'), ['.']],
  ['packages', join(root, 'src/parse/testdata/projects/packages'), ['.']],
  ['versions and the semantic layer', join(root, 'src/parse/testdata/projects/versions'), ['.']],
  ['every property and config', join(root, 'src/parse/testdata/projects/everything'), ['.']],
  ['selections', join(root, 'src/select/testdata/project'), ['.']],
]

function copyOf(folder: string, parts: readonly string[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'sluice-manifest-'))
  for (const part of parts) cpSync(join(folder, part), join(copy, part), { recursive: true })
  // Tests that stand in meta are none to dbt.
  writeFileSync(join(copy, 'sluice.yml'), 'version: 1\nmonitors: {enabled: false}\n')
  return copy
}

/** `- Name: 3 occurrences` of the summary. */
function deprecationsIn(output: string): string[] {
  return [...output.matchAll(/^\s*- (\w+: \d+ occurrences?)$/gm)].map(([, line = '']) => line).sort()
}

describe.skipIf(dbt === undefined)('a real dbt', () => {
  const copies: string[] = []
  let outcomes: Awaited<ReturnType<typeof dbtCalls>> = []
  beforeAll(async () => {
    copies.push(...projects.map(([, folder, parts]) => copyOf(folder, parts)))
    outcomes = await dbtCalls(
      dbt as string,
      copies.map((cwd) => ({ cwd, args: ['parse', '--profiles-dir', '.', '--target-path', 'theirs'] })),
    )
  }, 300_000)
  afterAll(() => {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true })
  })

  it.each(projects.map(([name], index) => [name, index] as const))('parses %s alike', async (_name, index) => {
    const copy = copies[index] as string
    const written = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(copy, file), 'utf8'))
    const ours = await projectAt(copy).sluice(['parse'])
    expect(ours.code).toBe(0)
    expect(deprecationsIn(ours.stderr + ours.stdout)).toEqual(deprecationsIn(outcomes[index]?.output ?? ''))
    const allowed = allowedDifferences()
    expect(allowed.length).toBeGreaterThan(5)
    expect(manifestDifferences(written('theirs/manifest.json'), written('target/manifest.json'), allowed)).toEqual([])
    expect(manifestDifferences(written('theirs/semantic_manifest.json'), written('target/semantic_manifest.json'), allowed)).toEqual([])
  })
})
