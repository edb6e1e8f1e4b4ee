import { describe, expect, it } from 'vitest'
import type { Runtime } from '../context/index.js'
import { SluiceError } from '../core/error.js'
import type { ErrorCode } from '../core/error-codes.js'
import type { Resource } from '../core/node.js'
import { placeOfConfig } from './config-place.js'

const sql = `-- nope\n{{ config(materialized='table', indexes=[{'columns': ['nope']}], unique_key='nope') }}\nselect 1 as id\n`
const properties = `models:
  - name: orders
    config: {grants: {select: [stranger]}, indexes: [{columns: [a]}]}
    columns:
      - name: id
        constraints: [{type: not_null}]
      - name: day
        constraints:
          - type: check
            expression: day > gone
  - name: others
    config: {grants: {select: [someone]}}
`
const file = (path: string, text: string) => ({ path, shown: path, read: () => text })
const runtimeOf = (model: string) => {
  const root = {
    ...{ name: 'shop', root: '/nowhere', config: { location: { file: 'dbt_project.yml' } } },
    files: [file('models/orders.sql', model), file('models/all.yml', properties)],
  }
  return { project: { root, packages: [root] } } as unknown as Runtime
}
const node = {
  ...{ name: 'orders', package_name: 'shop', resource_type: 'model', language: 'sql', original_file_path: 'models/orders.sql' },
  patch_path: 'shop://models/all.yml',
  config: { indexes: [{ columns: ['nope'] }], unique_key: 'nope', grants: { select: ['stranger'] } },
  columns: { id: { constraints: [{ type: 'not_null' }] }, day: { constraints: [{ type: 'check', expression: 'day > gone' }] } },
} as unknown as Resource

function place(message: string, statement: string | undefined, code: ErrorCode = 'DB_QUERY_FAILED', model = sql): string | undefined {
  const at = placeOfConfig(new SluiceError(code, { message, detail: { sql: statement } }), node, runtimeOf(model))
  return at && `${at.file}:${at.line}:${at.column}`
}

describe('the config a failed statement came of', () => {
  it.each([
    ['an index', 'column "nope" does not exist', '/* who */ create  index if not exists "x" on t (nope)', 'models/orders.sql:2:56'],
    ['a key', 'column "nope" does not exist', 'delete from t using s where s.nope = t.nope', 'models/orders.sql:2:78'],
    ['a grant', 'role "stranger" does not exist', 'grant select on t to stranger', 'models/all.yml:3:32'],
    ['a grant that names nobody', 'permission denied', 'revoke all on t from x', 'models/all.yml:3:14'],
    ['a check', 'column "gone" does not exist', 'create table t (day date check (day > gone))', 'models/all.yml:10:31'],
  ])('is %s', (_what, message, statement, expected) => expect(place(message, statement)).toBe(expected))

  it('is the constraint that rows break', () => {
    const broken = (message: string) => place(message, 'insert into t values (null)', 'CONSTRAINT_VIOLATED')
    expect(broken('null value in column "id" violates not-null constraint')).toBe('models/all.yml:6:24')
    expect(broken('new row violates check constraint "orders_day_check"')).toBe('models/all.yml:9:13')
    expect(broken('duplicate key value violates unique constraint "orders_pkey"')).toBeUndefined()
  })

  it('is looked for among the properties of this model where its own text has none', () => {
    expect(place('column "a" does not exist', 'create unique index on t (a)', 'DB_QUERY_FAILED', 'select 1 as id')).toBe(
      'models/all.yml:3:44',
    )
  })

  it('is none where nothing was sent, or what failed is another matter', () => {
    expect(place('role "stranger" does not exist', undefined)).toBeUndefined()
    expect(place('column "elsewhere" does not exist', 'create table t as (select elsewhere)')).toBeUndefined()
  })
})
