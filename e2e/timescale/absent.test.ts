// A PostgreSQL without TimescaleDB: models that need it say so before anything is built, all others run.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project } from '../harness/project.js'
import { exampleProject } from './example.js'

let database: PostgresDatabase
let plant: Project

beforeAll(async () => {
  database = await postgresDatabase()
  plant = project({
    'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${database.output()}\n`,
    'models/raw.sql': "{{ config(materialized='table') }}\nselect now() as ts, 1 as sensor",
    'models/readings.sql': "{{ config(\n    materialized='hypertable',\n    time_column='ts',\n) }}\nselect * from {{ ref('raw') }}",
    'models/added.sql': "{{ config(materialized='incremental', hypertable={'time_column': 'ts'}) }}\nselect * from {{ ref('raw') }}",
    'models/hourly.sql':
      "{{ config(materialized='continuous_aggregate') }}\nselect time_bucket('1 hour', ts) as hour from {{ ref('readings') }} group by 1",
    'models/plain.sql': "{{ config(materialized='incremental') }}\nselect * from {{ ref('raw') }}",
  })
})

afterAll(async () => {
  plant.remove()
  await database.drop()
})

test('models that need the extension fail by its name, the others are built', async () => {
  const { code, text } = await plant.sluice(['build'])
  expect(code).toBe(1)
  const problems = [...text.matchAll(/✗ (TIMESCALE_MISSING {2}\S+)[\s\S]*?\^+ ([^\n]*)[\s\S]*?hint +([^\n]*)/g)].map(
    ([, ...parts]) => parts,
  )
  const hint =
    'install TimescaleDB on the server, add timescaledb to shared_preload_libraries, restart, then run "create extension timescaledb"'
  const missing = (model: string, what: string) => `model ${model} is a ${what}, and database ${database.dbname} has no TimescaleDB`
  expect(problems.sort()).toEqual([
    ['TIMESCALE_MISSING  models/added.sql:1:39', missing('added', 'hypertable'), hint],
    ['TIMESCALE_MISSING  models/hourly.sql:1:25', missing('hourly', 'continuous aggregate'), hint],
    ['TIMESCALE_MISSING  models/readings.sql:2:19', missing('readings', 'hypertable'), hint],
  ])
  expect(text.indexOf('model public.readings')).toBeLessThan(text.indexOf('OK created sql table model public.raw'))
  const built = await database.query("select table_name from information_schema.tables where table_schema = 'public' order by 1")
  expect(built.map((row) => row.table_name)).toEqual(['plain', 'raw'])
})

test('the catalog is read without it, and its policies are not to be had', async () => {
  await plant.sluice(['docs', 'generate'])
  const { nodes, errors } = plant.json<{ nodes: Record<string, { metadata: { type: string } }>; errors: unknown }>('target/catalog.json')
  expect([errors, nodes['model.shop.raw']?.metadata.type]).toEqual([null, 'BASE TABLE'])
  const policies = await plant.sluice(['run-operation', 'timescale_policies'])
  expect([policies.code, policies.text]).toEqual([1, expect.stringContaining('this database has no TimescaleDB')])
})

test('the example is compiled without a server', async () => {
  const copy = exampleProject()
  const { code, text } = await copy.sluice(['compile', '--offline'])
  expect([code, text]).toEqual([0, expect.not.stringContaining('WARNING')])
  expect(copy.read('target/run/plant/models/readings_1h.sql')).toContain('add_retention_policy')
  expect(copy.read('target/compiled/plant/analyses/grafana_sensors.sql')).toContain('from "postgres"."plant"."readings_5m" as aggregate')
  copy.remove()
})
