// What is kept of a project's SQL between commands, held against an answer made anew, through edits of every kind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
// The test goes through the commands, which open the project that this folder is handed.
import { openProject } from '../commands/open-project.js'
import { understand } from '../commands/project-sql.js'
import { createInvocation } from '../core/invocation.js'

const folder = mkdtempSync(join(tmpdir(), 'sluice-kept-sql-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start: Readonly<Record<string, string>> = {
  'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {factor: 1}\n',
  'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 1}\n',
  'seeds/people.csv': 'id,name\n1,Ann\n',
  'models/shop.yml':
    'sources:\n  - name: raw\n    tables:\n      - {name: orders, columns: [{name: id, data_type: integer}, {name: amount, data_type: double}]}\n' +
    'models:\n  - name: sales\n    columns:\n      - {name: amount, data_tests: [{accepted_values: {arguments: {values: [1]}}}]}\n',
  'models/eph.sql': "{{ config(materialized='ephemeral') }}select id, amount from {{ source('raw', 'orders') }}",
  'models/sales.sql':
    "select e.id, e.amount * {{ var('factor') }} as amount, p.name from {{ ref('eph') }} e join {{ ref('people') }} p using (id)",
  'models/top.sql': "select {{ wanted() }} from {{ ref('sales') }}",
  'models/listed.sql':
    "select {% for c in adapter.get_columns_in_relation(ref('sales')) %}{{ c.name }}, {% endfor %} 1 as one from {{ ref('sales') }}",
  'models/when.sql': "select '{{ run_started_at }}' as at, '{{ env_var('KEPT_SQL', 'x') }}' as env",
  'models/all.sql': 'select {{ graph.nodes.values() | list | length }} as nodes',
  'models/direct.sql': 'select * from main.top',
  'macros/wanted.sql': '{% macro wanted() %}id, amount{% endmacro %}',
}

let second = 0

async function ask(flags: Record<string, unknown>, env: Record<string, string>) {
  const base = { which: 'check', threads: undefined, target: undefined, profile: undefined, vars: {}, fullRefresh: undefined }
  const now = () => new Date(1_800_000_000_000 + second * 1000)
  const all = { ...base, failFast: false, warnError: false, empty: false, ...flags }
  const invocation = createInvocation({ cwd: folder, env, flags: all, now })
  const { nodes, findings, effort } = await understand(await openProject(invocation), invocation)
  return { nodes: Object.fromEntries([...nodes].sort(([a], [b]) => (a < b ? -1 : 1))), findings, cached: effort.cached }
}

/** The kept answer, after it was seen to be the one made anew. */
async function sure(
  what: string,
  files: Readonly<Record<string, string>>,
  flags: Record<string, unknown> = {},
  env: Record<string, string> = {},
) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  second++
  const kept = await ask(flags, env)
  const anew = await ask({ ...flags, partialParse: false }, env)
  const plain = (answer: typeof kept) => JSON.parse(JSON.stringify({ ...answer, cached: 0 }))
  expect(plain(kept), what).toEqual(plain(anew))
  expect(anew.cached).toBe(0)
  return kept.cached
}

it('is what would be found anew, whatever changes, and all of it where nothing does', async () => {
  expect(await sure('at first', start)).toBe(0)
  const all = await sure('again', {})
  // The two that ask for the clock and the graph are never kept, nor is what reads them.
  expect(all).toBe(9 - 2)
  expect(await sure('a comment', { 'models/top.sql': "-- so\nselect {{ wanted() }} from {{ ref('sales') }}" })).toBeGreaterThanOrEqual(
    all - 2,
  )
  await sure('a column fewer', { 'models/sales.sql': "select e.id, e.amount as amount from {{ ref('eph') }} e" })
  await sure('a mistake', { 'models/sales.sql': "select e.id, e.amont as amount from {{ ref('eph') }} e" })
  await sure('the mistake moved down', { 'models/sales.sql': "select e.id,\n\n e.amont as amount from {{ ref('eph') }} e" })
  await sure('mended', { 'models/sales.sql': start['models/sales.sql'] ?? '' })
  await sure('an ephemeral parent', {
    'models/eph.sql': "{{ config(materialized='ephemeral') }}select id, 1 as amount from {{ source('raw', 'orders') }}",
  })
  await sure('a macro', { 'macros/wanted.sql': '{% macro wanted() %}id, nothing{% endmacro %}' })
  await sure('lines above a macro', { 'macros/wanted.sql': '\n\n{% macro wanted() %}id, nothing{% endmacro %}' })
  await sure('a variable', {}, { vars: { factor: '2.0' } })
  await sure('a float that was whole', { 'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {factor: 1.0}\n' })
  await sure('the environment', {}, {}, { KEPT_SQL: 'y' })
  await sure('a seed', { 'seeds/people.csv': 'id,called\n1,Ann\n' })
  await sure('lines above a test', {
    'models/shop.yml': `# first\n\n${(start['models/shop.yml'] ?? '').replace('values: [1]', "values: ['x']")}`,
  })
  await sure('lines above its finding', {
    'models/shop.yml': `# first\n\n\n${(start['models/shop.yml'] ?? '').replace('values: [1]', "values: ['x']")}`,
  })
  await sure('types', { 'models/shop.yml': (start['models/shop.yml'] ?? '').replace('double', 'varchar') })
  await sure('another alias', { 'models/top.sql': "{{ config(alias='peak') }}select id from {{ ref('sales') }}" })
  writeFileSync(join(folder, 'target/.sluice/sql'), 'nonsense')
  expect(await sure('a damaged file', {})).toBe(0)
  expect(await sure('written anew', {})).toBeGreaterThan(0)
}, 120_000)
