// With PostgreSQL runs are kept in its tables: made once, written once, read by plain SQL; in files where that may not be.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../harness/postgres.js'
import { type Project, project, root } from '../harness/project.js'

let db: PostgresDatabase
let shop: Project
/** The place that the target decides. */
const usual = { SLUICE_HISTORY: '' }
const guest = 'sluice_history_guest'

const files = (output: string) => ({
  'profiles.yml': `shop:\n  target: dev\n  outputs:\n    dev: ${output}\n`,
  'sluice.yml': 'version: 1\nhistory: {samples: 2, retention: 30d}\n',
  'models/orders.sql': `{{ config(materialized='table') }}
select n as id, 'guest' || n || '@example.com' as email, case when n > 4 then 'x' end as code, current_timestamp as loaded_at
from generate_series(1, 6) as n`,
  'models/late.sql': "select * from {{ ref('orders') }} limit {{ env_var('SLUICE_E2E_ROWS', '1') }}",
  'models/schema.yml': `sources:
  - name: raw
    schema: public
    tables: [{name: orders, loaded_at_field: loaded_at, freshness: {warn_after: {count: 1, period: day}}}]
models:
  - name: orders
    columns:
      - {name: id, data_tests: [not_null]}
      - {name: email, meta: {pii: true}}
      - {name: code, data_tests: [{not_null: {config: {severity: warn}}}]}
      - {name: loaded_at}
`,
  'tests/no_email.sql': "select id, email, email as mail from {{ ref('orders') }}",
  'tests/tolerated.sql': "{{ config(error_if='> 9', warn_if='> 9') }} select id from {{ ref('orders') }}",
})

beforeAll(async () => {
  db = await postgresDatabase()
  shop = project(files(db.output()))
})
afterAll(async () => {
  shop?.remove()
  await db?.query(`drop owned by ${guest}`).catch(() => undefined)
  await db?.drop()
  await db?.query(`drop role if exists ${guest}`).catch(() => undefined)
})

const announced = /Runs are kept in schema public_sluice of the warehouse from now on/g

test('the first run makes the tables and says so in one line; two at once on an empty database both succeed', async () => {
  const both = await Promise.all([
    shop.sluice(['build', '--no-docs', '--target-path', 'one', '--select', 'orders'], usual),
    shop.sluice(['source', 'freshness', '--target-path', 'two'], usual),
  ])
  expect(both.map(({ text }) => text.match(announced)?.length ?? 0).reduce((sum, count) => sum + count)).toBe(1)
  expect(both.map(({ text }) => text).join()).not.toMatch(/history-waiting|is kept in \.sluice/)
  const again = await shop.sluice(['build', '--no-docs'], usual)
  await shop.sluice(['source', 'freshness'], usual)
  expect(again.text).not.toMatch(announced)
  expect(shop.exists('.sluice/history')).toBe(false)

  expect(await db.query('select command, count(*)::int as runs from public_sluice.runs group by 1 order by 1')).toEqual([
    { command: 'build', runs: 2 },
    { command: 'freshness', runs: 2 },
  ])
  const [run] = await db.query(`select r.*, age(now(), finished_at) < interval '1 hour' as is_new, started_at <= finished_at as in_order
    from public_sluice.runs as r where command = 'build' order by started_at desc limit 1`)
  expect(run).toMatchObject({ target: 'dev', adapter: 'postgres', nodes: '6', failed: '1', warned: '1', is_new: true, in_order: true })
  const nodes = await db.query(`select node_name, node_type, status, failures::int, row_count::int, tested_column, kind, samples
    from public_sluice.node_results where run_id = '${String(run?.run_id)}' order by node_name`)
  const plain = { tested_column: null, samples: null, failures: null, row_count: null }
  expect(nodes).toEqual([
    { ...plain, node_name: 'late', node_type: 'model', status: 'skipped', kind: 'view' },
    {
      ...{ node_name: 'no_email', node_type: 'test', status: 'fail', failures: 6, kind: 'singular', tested_column: null, row_count: null },
      // `mail` is declared nowhere: it may be anything.
      samples: JSON.stringify({
        columns: ['id', 'email', 'mail'],
        rows: [
          ['1', '***', '***'],
          ['2', '***', '***'],
        ],
      }),
    },
    {
      ...{ node_name: 'not_null_orders_code', node_type: 'test', status: 'warn', failures: 4, kind: 'not_null', tested_column: 'code' },
      row_count: null,
      samples: JSON.stringify({ columns: ['code'], rows: [[null], [null]] }),
    },
    { ...plain, node_name: 'not_null_orders_id', node_type: 'test', status: 'pass', failures: 0, kind: 'not_null', tested_column: 'id' },
    { ...plain, node_name: 'orders', node_type: 'model', status: 'success', kind: 'table', row_count: 6 },
    { ...plain, node_name: 'tolerated', node_type: 'test', status: 'pass', failures: 6, kind: 'singular' },
  ])
})

test('`history` reads the tables: runs, a node with the rows that failed it, what is promised', async () => {
  const node = await shop.sluice(['history', 'no_email'], usual)
  expect(node.stdout).toMatch(/\| fail /)
  expect(node.stdout).toContain('Rows it found on')
  expect(node.stdout).not.toContain('@example.com')
  const slo = await shop.sluice(['history', '--slo', '--fail-on-breach'], usual)
  expect(slo.code).toBe(1)
  expect(slo.stdout).toMatch(/success rate +\| >= 99\.5 % +\| 100 % +\| kept/)
  expect(slo.stdout).toMatch(/data-quality pass rate[^\n]*BROKEN/)
})

test('each query of the Grafana dashboard runs on these tables', async () => {
  const dashboard = JSON.parse(readFileSync(join(root, 'examples', 'grafana', 'runs.json'), 'utf8'))
  const queries = [
    ...dashboard.panels.map((panel: { title: string; targets: { rawSql: string }[] }) => [panel.title, panel.targets[0]?.rawSql]),
    ...dashboard.templating.list.flatMap(({ name, type, query }: Record<string, string>) => (type === 'query' ? [[name, query]] : [])),
  ]
  const answers: Record<string, number> = {}
  for (const [title, text] of queries) {
    const sql = String(text)
      .replaceAll(/\$__timeFilter\(([\w.]+)\)/g, "$1 between now() - interval '30 days' and now() + interval '1 minute'")
      .replaceAll(/\$\{schema\}/g, 'public_sluice')
      .replaceAll(/\$\{target\}/g, 'dev')
    expect(sql).not.toContain('$')
    answers[title] = (await db.query(sql)).length
  }
  expect(
    Object.values(answers).every((rows) => rows > 0),
    JSON.stringify(answers),
  ).toBe(true)
})

test('a role that may not make the schema keeps its runs in files, and they go to the tables once it may', async () => {
  await db.query(`create role ${guest} login password 'guest'`)
  await db.query(`create schema closed authorization ${guest}; revoke create on database ${db.dbname} from public`)
  const closed = project(files(db.output({ user: guest, password: 'guest', schema: 'closed' })))
  try {
    const first = await closed.sluice(['run'], usual)
    expect([first.code, first.text]).toEqual([
      0,
      expect.stringMatching(/kept in \.sluice\/history-waiting, not in the warehouse: [^\n]*permission denied/),
    ])
    expect(first.text.match(/not in the warehouse/g)).toHaveLength(1)
    expect((await closed.sluice(['history'], usual)).stdout).toMatch(/\| run /)

    await db.query(`create schema closed_sluice authorization ${guest}`)
    await closed.sluice(['run', '--select', 'orders'], usual)
    const kept = await db.query('select count(*)::int as nodes from closed_sluice.node_results')
    expect(kept).toEqual([{ nodes: 3 }])
    expect(
      readdirSync(join(closed.folder, '.sluice', 'history-waiting'), { recursive: true }).filter((name) =>
        String(name).endsWith('.ndjson'),
      ),
    ).toEqual([])
  } finally {
    closed.remove()
  }
})

test('old runs go by themselves once a day, and on request', async () => {
  await db.query("update public_sluice.runs set started_at = now() - interval '31 days' where command = 'freshness'")
  await db.query("update public_sluice.schema_version set pruned_at = now() - interval '25 hours'")
  await shop.sluice(['run', '--select', 'orders'], usual)
  expect(await db.query("select count(*)::int as runs from public_sluice.runs where command = 'freshness'")).toEqual([{ runs: 0 }])
  expect((await shop.sluice(['history', '--prune', '0'], usual)).stdout).toContain('3 runs older than 0 days removed.')
  expect(await db.query('select count(*)::int as left from public_sluice.node_results')).toEqual([{ left: 0 }])
})
