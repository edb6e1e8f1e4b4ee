/** The answers of dbt itself (`scripts/manifest-oracle.py`) against ours: whole manifests and names of tests. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readYaml } from '../load/index.js'
import { synthesizeNames, testHash } from './test-name.js'
import { parsedFolder, testdata, written } from './testdata/projects.js'

describe.each(['kinds', 'packages', 'versions'])('project %s', (name) => {
  const answer = JSON.parse(readFileSync(`${testdata}/${name}.json`, 'utf8')) as Record<string, Record<string, unknown>>
  const ours = parsedFolder(`${testdata}/projects/${name}`).then(({ manifest }) => written(manifest))

  test.each(Object.keys(answer))('has the same %s', async (section) => {
    const mine = (await ours)[section] ?? {}
    expect(Object.keys(mine).sort()).toEqual(Object.keys(answer[section] ?? {}).sort())
    for (const [id, entry] of Object.entries(answer[section] ?? {})) expect(mine[id], id).toEqual(entry)
  })
})

test('generic tests have the names and hashes dbt gives them', () => {
  const rows = JSON.parse(readFileSync(`${testdata}/test-names.json`, 'utf8')) as Row[]
  for (const row of rows) {
    const kwargs = { ...(readYaml(row.arguments, 'row').value as object), model: "{{ get_where_subquery(ref('orders')) }}" }
    const names = synthesizeNames(row.kind, row.target, kwargs)
    expect({ ...names, hash: testHash(names.full, { namespace: null, name: row.kind, kwargs }) }, row.arguments).toEqual({
      short: row.short,
      full: row.full,
      hash: row.hash,
    })
  }
})

interface Row {
  readonly kind: string
  readonly target: string
  readonly arguments: string
  readonly short: string
  readonly full: string
  readonly hash: string
}
