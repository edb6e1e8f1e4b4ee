/** Query results in templates: rows, columns and the lists of both answer as agate's. */
import { expect, test } from 'vitest'
import { Table } from '../core/table.js'
import { compileTemplate } from './index.js'
import { testScope } from './testdata/scope.js'

const people = new Table(
  ['id', 'name'],
  ['Number', 'Text'],
  [
    [1, 'ann'],
    [2, null],
    [3, 'cat'],
  ],
)

test.each([
  ['{{ t.columns.keys() }}', "('id', 'name')"],
  ['{% for name, column in t.columns.items() %}{{ name }}={{ column.values() }};{% endfor %}', "id=(1, 2, 3);name=('ann', None, 'cat');"],
  ["{{ t.columns.dict()['name'].values()[0] }} {{ t.columns.get('other') }} {{ t.columns.get('other', 7) }}", 'ann None 7'],
  ['{{ t.columns.values() | length }} {{ t.columns["id"].name }} {{ t.columns[1].name }} {{ t.columns[-1].name }}', '2 id name name'],
  ['{{ t.rows.values() | length }} {{ t.rows | length }} {{ t.rows.keys() }} {{ t.rows[-1].name }}', '3 3 None cat'],
  ["{{ t.rows[1:] | map(attribute='id') | list }} {{ t.rows[0:1][0].values() }}", "[2, 3] (1, 'ann')"],
  [
    "{{ t.rows[0].items() }} {{ t.rows[0].dict() }} {{ t.rows[1].get('name', 'x') }}",
    "(('id', 1), ('name', 'ann')) {'id': 1, 'name': 'ann'} None",
  ],
  ["{{ t.rows[0][:1] }} {{ t.columns['name'][1:] }} {{ t.rows[0] }}", "(1,) (None, 'cat') <agate.Row: (1, 'ann')>"],
  ["{{ t.columns['name'].values_distinct() | list }} {{ t.columns[1].values_without_nulls() }}", "['ann', None, 'cat'] ('ann', 'cat')"],
  ['{{ t.rows is sequence }} {{ t.rows is mapping }} {{ t.columns[9] is defined }} {{ t.rows[5] is defined }}', 'True False False False'],
])('%s', (template, expected) => {
  expect(compileTemplate({ text: template, file: 't.sql' }).renderSync(testScope({ values: { t: people } }))).toBe(expected)
})
