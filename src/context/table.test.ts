/** Query results in templates: what agate's tables answer, as dbt 1.11 printed it. */
import { expect, test } from 'vitest'
import { DateValue } from '../core/datetime.js'
import { Decimal } from '../core/decimal.js'
import { Table } from '../core/table.js'
import { define } from '../core/template-object.js'
import { compileTemplate } from '../jinja/index.js'

const written = new Map<string, string>()

function makeTable(): Table {
  const rows = [
    [1, 'b', new Decimal('1.50'), new DateValue(19_724), true],
    [2, 'a', new Decimal('2.25'), new DateValue(19_725), false],
    [3, 'a', null, null, null],
  ]
  const table = new Table(['id', 'name', 'num', 'day', 'flag'], ['INTEGER', 'VARCHAR', 'DECIMAL(3,2)', 'DATE', 'BOOLEAN'], rows)
  table.printer = () => undefined
  table.writer = (path, text) => void written.set(path, text)
  return table
}

function render(expression: string): string {
  const names: Readonly<Record<string, unknown>> = {
    t: define('t', [], makeTable),
    small: define('small', ['row'], (row) => (row.get('id') < 3 ? 'yes' : '')),
  }
  const scope = { undefinedMode: 'strict' as const, depth: 0, lookup: (name: string) => names[name], names: () => Object.keys(names) }
  return compileTemplate({ text: `{{ ${expression} }}`, file: 'x.sql' }).renderSync(scope as never)
}

test.each([
  [
    't()',
    '| column | data_type |\n| ------ | --------- |\n| id     | Integer   |\n| name   | Text      |\n| num    | Number    |\n| day    | Date      |\n| flag   | Boolean   |',
  ],
  ['t().rows[0]', "<agate.Row: (1, 'b', Decimal('1.50'), datetime.date(2024, 1, 2), True)>"],
  ["t().columns['num'].values_sorted()", "[Decimal('1.50'), Decimal('2.25'), None]"],
  ["t().rename({'id': 'key'}).column_names", "('key', 'name', 'num', 'day', 'flag')"],
  ["t().rename(['a', 'b', 'c', 'd', 'e']).column_names", "('a', 'b', 'c', 'd', 'e')"],
  ["t().limit(0, 3, 2).rows | map(attribute='id') | list", '[1, 3]'],
  ["t().limit(1, 3).rows | map(attribute='id') | list", '[2, 3]'],
  ["t().group_by('name').keys() | list", "['b', 'a']"],
  ["t().group_by('name')", '| table | rows |\n| ----- | ---- |\n| b     | 1    |\n| a     | 2    |'],
  ["t().group_by('name') | length", '2'],
  ["t().group_by('name')['a'].columns[0].values()", '(2, 3)'],
  ["t().group_by('name', key_name='k').aggregate([]).column_names", "('k',)"],
  ["t().group_by('name').items()[0][0]", 'b'],
  ["t().join(t().rename({'name': 'n2'}), 'id').column_names", "('id', 'name', 'num', 'day', 'flag', 'n2', 'num2', 'day2', 'flag2')"],
  ["t().join(t().select(['id','name']).limit(2), 'id').rows[2].values()", "(3, 'a', None, None, None, None)"],
  ["t().join(t().select(['id','name']).limit(2), 'id', inner=True).rows | length", '2'],
  ["t().join(t().select(['id','name']), 'id', 'id').rows[0].values()[-1]", 'b'],
  ['t().where(small).rows | length', '2'],
  ['t().print_structure()', 'None'],
  ["t().select(['id', 'num']).print_csv()", 'None'],
])('%s', (expression, shown) => {
  expect(render(expression)).toBe(shown)
})

test('is written where a template says', () => {
  expect(render("t().limit(2).to_csv('a.csv')")).toBe('None')
  expect(written.get('a.csv')).toBe('id,name,num,day,flag\n1,b,1.50,2024-01-02,True\n2,a,2.25,2024-01-03,False\n')
  render("t().select(['id', 'num', 'day']).limit(1).to_json('a.json')")
  expect(written.get('a.json')).toBe('[{"id": 1, "num": 1.5, "day": "2024-01-02"}]')
})
