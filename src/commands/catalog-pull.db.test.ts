// Columns of the warehouse, pulled once, decide what is wrong with a model that reads them.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresDatabase, postgresDatabase } from '../../e2e/harness/postgres.js'
import { createInvocation } from '../core/invocation.js'
import { catalogPull } from './catalog-pull.js'
import { openProject } from './open-project.js'
import { understand } from './project-sql.js'

let root: string
let database: PostgresDatabase

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sluice-pull-'))
  database = await postgresDatabase()
  const files = {
    'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
    'profiles.yml': `shop:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: ${JSON.stringify(join(root, 'shop.duckdb'))}, schema: main}
    postgres: ${database.output({ schema: 'main' })}
`,
    'models/shop.yml': 'sources:\n  - name: raw\n    tables:\n      - name: orders\n      - name: refunds\n',
    'models/sales.sql': "select id, amuont,\n  made_at * 2 as twice\nfrom {{ source('raw', 'orders') }}\n",
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const table = 'create schema raw; create table raw.orders (id integer, amount decimal(10,2), made_at timestamp)'
  await inDuckdb(table)
  await database.query(table)
})
afterAll(async () => {
  rmSync(root, { recursive: true, force: true })
  await database.drop()
})

async function inDuckdb(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(root, 'shop.duckdb'))
  const connection = await instance.connect()
  await connection.run(sql)
  connection.closeSync()
  instance.closeSync()
}

function invocationOf(target: string, flags: Readonly<Record<string, unknown>> = {}) {
  const base = { which: 'catalog-pull', target, vars: {}, threads: 1, failFast: false, warnError: false, empty: false, fullRefresh: false }
  return createInvocation({ cwd: root, env: { HOME: root }, flags: { ...base, ...flags } as never })
}

const pulled = () => readFileSync(join(root, 'sluice-catalog.json'), 'utf8')

it.each([
  ['duckdb', 'INTEGER', 'DECIMAL(10,2)', 'TIMESTAMP'],
  ['postgres', 'integer', 'numeric(10,2)', 'timestamp without time zone'],
])('%s: is what the warehouse says, and checks believe it', async (target, id, amount, at) => {
  const findings = async () => {
    const invocation = invocationOf(target)
    const { nodes } = await understand(await openProject(invocation), invocation)
    return nodes.get('model.shop.sales')?.findings.map(({ code, location }) => `${location.line} ${code}`)
  }
  expect(await findings()).toEqual([])
  expect(await catalogPull(invocationOf(target), [])).toMatchObject({
    success: true,
    value: { changes: ['source.shop.raw.orders: new'], missing: ['source.shop.raw.refunds'] },
  })
  expect(JSON.parse(pulled())[target]).toEqual({ 'source.shop.raw.orders': { id, amount, made_at: at } })
  expect(await findings()).toEqual(['1 SQL_UNKNOWN_COLUMN'])
  expect((await catalogPull(invocationOf(target, { check: true }), [])).success).toBe(true)
})

it('is stale when a column changes, and says so without writing', async () => {
  await inDuckdb(
    'alter table raw.orders alter id type bigint; alter table raw.orders add column note varchar; alter table raw.orders drop made_at',
  )
  const before = pulled()
  expect(await catalogPull(invocationOf('duckdb', { check: true }), [])).toMatchObject({
    success: false,
    value: {
      changes: ['id was INTEGER, is BIGINT', 'made_at is gone', 'note is new'].map((each) => `source.shop.raw.orders: column ${each}`),
    },
  })
  expect(pulled()).toBe(before)
  await catalogPull(invocationOf('duckdb'), [])
  expect(Object.keys(JSON.parse(pulled()))).toEqual(['duckdb', 'postgres'])
  writeFileSync(join(root, 'sluice-catalog.json'), '<<<<<<< HEAD\n')
  await expect(catalogPull(invocationOf('duckdb'), [])).rejects.toMatchObject({ code: 'CATALOG_FILE_INVALID' })
  expect(existsSync(join(root, 'target', 'catalog.json'))).toBe(false)
})
