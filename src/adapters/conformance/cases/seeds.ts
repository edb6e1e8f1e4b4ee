/** CSV files become tables, cell by cell. */
import { ended, exact, rowTexts, same } from '../expect.js'
import type { Bench, Case } from '../types.js'

const read = (name: string, columns = '*') => `select ${columns} from {{ ref('${name}') }}`

function loaded(bench: Bench, name: string): void {
  ended(bench.result(name, 1), 'success', `the seed ${name}`)
}

const typed = [
  'an_int,a_number,a_text,a_bool,a_date,a_time',
  '1,1.5,one,true,2024-02-29,2024-02-29 12:34:56',
  '-2,-0.25,two,false,1969-07-20,1969-07-20 20:17:40',
  ',,,,,',
]

const texts = [
  'id,value',
  '1,"say ""hi"", you"',
  '2,"two',
  'lines"',
  '3,日本 🎉',
  '4,back\\slash',
  "5,'; drop table x; --",
  '6,',
  '7,  kept  ',
]

export const seedCases: readonly Case[] = [
  {
    id: 'seed.types',
    files: () => ({ 'seeds/typed.csv': `${typed.join('\n')}\n` }),
    reads: { typed: read('typed') },
    async run(bench) {
      loaded(bench, 'typed')
      const expected = [
        '-2|-0.25|two|False|1969-07-20|1969-07-20 20:17:40',
        '1|1.5|one|True|2024-02-29|2024-02-29 12:34:56',
        'None|None|None|None|None|None',
      ]
      same(bench.rows('typed', 1), expected, 'rows')
    },
  },
  {
    id: 'seed.text',
    files: () => ({ 'seeds/texts.csv': `${texts.join('\n')}\n` }),
    async run(bench) {
      loaded(bench, 'texts')
      const found = rowTexts(await bench.query(`${read('texts', 'value')} order by id`), exact)
      same(found, ['say "hi", you', 'two\nlines', '日本 🎉', 'back\\slash', "'; drop table x; --", 'None', '  kept  '], 'values')
    },
  },
  {
    id: 'seed.large',
    files: () => ({
      'seeds/large.csv': `id,name\n${Array.from({ length: 10_000 }, (_, index) => `${index + 1},name ${index + 1}\n`).join('')}`,
    }),
    async run(bench) {
      loaded(bench, 'large')
      same(
        rowTexts(await bench.query(read('large', 'count(*), sum(id), min(name), max(name)'))),
        ['10000|50005000|name 1|name 9999'],
        'totals',
      )
    },
  },
  {
    id: 'seed.delimiter',
    files: () => ({
      'seeds/semicolons.csv': 'id;value\n1;a,b\n2;c\n',
      'seeds/semicolons.yml': "seeds:\n  - name: semicolons\n    config: {delimiter: ';'}\n",
    }),
    reads: { semicolons: read('semicolons') },
    async run(bench) {
      loaded(bench, 'semicolons')
      same(bench.rows('semicolons', 1), ['1|a,b', '2|c'], 'rows')
    },
  },
  {
    id: 'seed.column-types',
    files: () => ({
      'seeds/codes.csv': 'code,amount\n007,1\n042,2\n',
      'seeds/codes.yml': 'seeds:\n  - name: codes\n    config: {column_types: {code: text}}\n',
    }),
    reads: { codes: read('codes') },
    async run(bench) {
      loaded(bench, 'codes')
      same(bench.rows('codes', 1), ['007|1', '042|2'], 'rows with a column declared as text')
    },
  },
  {
    id: 'seed.again',
    files: (day) => ({ 'seeds/changing.csv': day === 1 ? 'id\n1\n2\n' : 'id\n2\n3\n4\n' }),
    reads: { changing: read('changing') },
    async run(bench) {
      loaded(bench, 'changing')
      same(bench.rows('changing', 2), ['2', '3', '4'], 'rows after the file has changed')
    },
  },
]
