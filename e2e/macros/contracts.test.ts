// Contracts are checked before anything is built, constraints by the database, and foreign keys survive rebuilding.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { rows } from './warehouse.js'

const contract = "{{ config(materialized='table', contract={'enforced': true}) }}\n"
const properties = `models:
  - name: parent
    columns:
      - {name: id, data_type: int, constraints: [{type: primary_key}]}
      - {name: label, data_type: varchar, constraints: [{type: not_null}]}
  - name: child
    constraints: [{type: foreign_key, columns: [parent_id], to: ref('parent'), to_columns: [id]}]
    columns: [{name: parent_id, data_type: int, constraints: [{type: unique}]}]
  - name: grandchild
    constraints: [{type: foreign_key, columns: [parent_id], to: ref('child'), to_columns: [parent_id]}]
    columns: [{name: parent_id, data_type: int}]
`
const family = {
  'models/parent.sql': `${contract}select 'x' as label, i::int as id from range(1, 3) t(i)`,
  'models/child.sql': `${contract}select id as parent_id from {{ ref('parent') }}`,
  'models/grandchild.sql': `${contract}select parent_id from {{ ref('child') }}`,
  'models/properties.yml': properties,
}

let made: Project
beforeAll(async () => {
  made = project(family)
  const { code, text } = await made.sluice(['build', '--no-docs'])
  expect(code, text).toBe(0)
})
afterAll(() => made.remove())

const constraints = (): Promise<string[]> =>
  rows(made.folder, "select table_name, constraint_text from duckdb_constraints() where constraint_type <> 'NOT NULL'")

const standing = [
  'child | FOREIGN KEY (parent_id) REFERENCES parent(id)',
  'child | UNIQUE(parent_id)',
  'grandchild | FOREIGN KEY (parent_id) REFERENCES child(parent_id)',
  'parent | PRIMARY KEY(id)',
]

it('builds constraints into the table', async () => {
  expect(await constraints()).toEqual(standing)
})

it('rebuilds a table that foreign keys refer to, its dependants too', async () => {
  const { code, text } = await made.sluice(['build', '--no-docs'])
  expect(code, text).toBe(0)
  expect(await constraints()).toEqual(standing)
  expect(await rows(made.folder, 'select * from child')).toEqual(['1', '2'])
})

it('refuses to rebuild it alone, and says what to do', async () => {
  const { code, text } = await made.sluice(['build', '--no-docs', '--select', 'parent'])
  expect(code).toBe(1)
  expect(text).toContain('child (model child is not selected)')
  expect(await constraints()).toEqual(standing)
  expect(await rows(made.folder, 'select * from child')).toEqual(['1', '2'])
})

it.each([
  ['a type', "select 'x' as label, 1.5 as id", /1\.5|DECIMAL|decimal/i],
  ['a column less', "select 'x' as label", /id: the contract says id INTEGER, missing in definition/],
  ['a column more', "select 'x' as label, 1 as id, 2 as more", /more/],
])('refuses %s that is not promised, before building', async (_name, sql, told) => {
  made.write({ 'models/parent.sql': contract + sql })
  const { code, text } = await made.sluice(['run', '--select', 'parent+'])
  expect(code).toBe(1)
  expect(text).toMatch(told)
  expect(await rows(made.folder, 'select id from parent')).toEqual(['1', '2'])
})

it('fails where rows break a constraint, and keeps the old rows', async () => {
  made.write({ 'models/parent.sql': `${contract}select null::varchar as label, 9 as id` })
  const { code, text } = await made.sluice(['run', '--select', 'parent+'])
  expect(code).toBe(1)
  expect(text).toMatch(/NOT NULL constraint failed/)
  expect(await rows(made.folder, 'select id from parent')).toEqual(['1', '2'])
  expect(await constraints()).toEqual(standing)
})

it('a column without a type is refused', async () => {
  made.write({ ...family, 'models/properties.yml': 'models: [{name: parent, columns: [{name: id}, {name: label, data_type: varchar}]}]' })
  const { code, text } = await made.sluice(['run', '--select', 'parent+'])
  expect(code).not.toBe(0)
  expect(text).toMatch(/data_type/)
})
