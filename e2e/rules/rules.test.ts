// The example of rules on DuckDB and PostgreSQL; and random rules over random rows, counted by both and by JavaScript.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project, root } from '../harness/project.js'
import { randomRules, type Written } from './oracle.js'

let database: PostgresDatabase
let shop: Project
let counts: readonly Written[]

beforeAll(async () => {
  database = await postgresDatabase()
  shop = project()
  cpSync(join(root, 'examples', 'rules'), shop.folder, { recursive: true, filter: (path) => !/target|logs|\.duckdb|\.sluice/.test(path) })
  const { rules, csv, yaml } = randomRules(11)
  counts = rules
  rmSync(join(shop.folder, 'profiles.yml'))
  shop.write({
    'profiles.yml': `intake:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: intake.duckdb, threads: 2}\n    server: ${database.output()}\n`,
    'seeds/random_rows.csv': csv,
    'seeds/known.csv': 'code\na\nb\n',
    'seeds/random.yml': 'seeds:\n  - {name: random_rows, config: {column_types: {code: varchar(10), amount: "numeric(8,2)", day: date}}}\n',
    'random.yml': yaml,
    // An ephemeral model on top of another, with replaced values and a contract.
    'models/renamed.sql': "select fuel_type as fuel, ticket_id from {{ ref('raw_tickets') }} where ticket_id is not null -- all",
    'models/promised.sql': "select fuel, ticket_id from {{ ref('renamed') }}",
    'models/more.yml': `models:
  - name: renamed
    config: {materialized: ephemeral, meta: {data_quality_rules: [{type: replace, column: fuel, values: {BIOFUEL: Biofuel, Crude: null}}]}}
  - name: promised
    config:
      materialized: table
      contract: {enforced: true}
      meta: {data_quality_rules: [{type: replace, column: fuel, old_value: null, new_value: "it's other", where: "ticket_id like 'T%'"}]}
    columns: [{name: fuel, data_type: varchar}, {name: ticket_id, data_type: varchar}]
`,
  })
})

afterAll(async () => {
  shop.remove()
  await database.drop()
})

test.each(['dev', 'server'])('%s: rules are kept, told of and counted', async (target) => {
  const { code, text } = await shop.sluice(['build', '--target', target])
  expect(code, text).toBe(0)
  expect(text).toContain('Done. PASS=18 WARN=3 ERROR=0 SKIP=0 NO-OP=0 TOTAL=21')
  expect(text).toContain('Got 1 of 200 rows (0.5 %), configured to warn if > 0.1 %')
  const shown = await shop.sluice([
    'show',
    '--target',
    target,
    '--output',
    'json',
    '--quiet',
    '--inline',
    "select fuel, count(*) as n from {{ ref('promised') }} group by 1 order by lower(fuel) = 'it''s other', 1",
  ])
  expect(JSON.parse(shown.stdout).show).toEqual(['Biofuel', 'Diesel', 'LNG', "it's other"].map((fuel) => ({ fuel, n: 50 })))
  const asked = await shop.sluice(['check', '--rules', 'rules.yml', '--target', target])
  expect([asked.code, asked.text]).toEqual([1, expect.stringContaining('5 rules: 3 pass, 1 warn, 1 fail')])
  expect(asked.text).toMatch(/FAIL {3}known_carrier +carrier_id is known in carriers\n +1 of 200 rows \(0.5 %\)\n +ticket_id=T20260112-31/)
  const random = await shop.sluice(['check', '--rules', 'random.yml', '--target', target, '--output', 'json'])
  const answer = JSON.parse(random.stdout) as { readonly rules: readonly { readonly name: string; readonly failures: number }[] }
  expect(answer.rules.map(({ name, failures }) => [name, failures])).toEqual(counts.map(({ name, broken }) => [name, broken]))
})
