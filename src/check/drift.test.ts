import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withParsed } from '../../e2e/harness/in-process.js'
import { understand } from '../commands/project-sql.js'
import { buildGraph } from '../graph/index.js'
import { targetFolder } from '../load/index.js'
import { driftOf } from './drift.js'
import { factsOf } from './facts.js'

const files = {
  'models/a.sql': "select id, total from {{ source('raw', 'sales') }}",
  'models/b.sql': "{% set names = run_query('select 1') %}select {{ names | length }} as n",
  'models/shop.yml': `sources:
  - name: raw
    tables:
      - name: sales
        loaded_at_field: loadd_at
        freshness: {warn_after: {count: 1, period: day}}
        columns: [{name: id, data_type: integer}, {name: total, data_type: integer}, {name: loaded_at, data_type: timestamp}]
      - name: other
        loaded_at_field: cast(day as timestamp)
        columns: [{name: id, data_type: integer}]
models:
  - name: a
    columns:
      - name: ID
      - name: totl
        description: Gone.
  - name: b
    columns: [{name: whatever}]
unit_tests:
  - name: sums
    model: a
    given:
      - input: source('raw', 'sales')
        rows: [{id: 1, total: 2}, {id: 2, totals: 3}]
    expect:
      format: csv
      rows: |
        id,total,gone
        1,2,3
`,
}

test('columns that files still speak of are told at their lines, and only where all columns of the node are known', async () => {
  const found = await withParsed(files, {}, async ({ project, manifest, invocation, folder }) => {
    const opened = { project, manifest, graph: buildGraph(manifest), targetDir: targetFolder(project) }
    const readFile = (file: string) => readFileSync(join(folder, file), 'utf8')
    const sql = await understand(opened, invocation)
    const now = new Date('2026-11-21T00:00:00Z')
    return driftOf(factsOf({ manifest, graph: opened.graph, sql, selectors: project.selectors, readFile, now }))
  })
  const lines = found.map(
    ({ severity, location: { file, line, column }, message, hint }) => `${severity} ${file}:${line}:${column} ${message} (${hint ?? ''})`,
  )
  expect(lines).toEqual([
    'warning models/shop.yml:15:9 column totl is described, and model a has none (did you mean total?)',
    'error models/shop.yml:20:5 expect of unit test sums names column gone, which model a has not ()',
    'warning models/shop.yml:4:9 loaded_at_field is loadd_at, which source raw.sales has not (did you mean loaded_at?)',
  ])
})
