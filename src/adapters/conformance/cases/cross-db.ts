/** The functions that dbt spells alike for every warehouse, each by what it answers. */
import { loose, only, rowTexts, same } from '../expect.js'
import type { Case } from '../types.js'

/** Name, the expression as a template, and the answer; zeros behind a point and midnight count for nothing. */
type Function_ = readonly [id: string, expression: string, answer: string]

const at = (time: string) => `dbt.cast("'${time}'", dbt.type_timestamp())`
const day = (date: string) => `dbt.cast("'${date}'", api.Column.translate_type('date'))`
const text = (expression: string) => `{{ dbt.cast(${expression}, dbt.type_string()) }}`

const dates: readonly Function_[] = [
  ['date', `{{ dbt.date(2024, 2, 29) }}`, '2024-02-29'],
  ['dateadd-day', `{{ dbt.dateadd('day', 1, ${at('2024-02-28 10:00:00')}) }}`, '2024-02-29 10:00:00'],
  ['dateadd-month', `{{ dbt.dateadd('month', -1, ${at('2024-03-31 00:00:00')}) }}`, '2024-02-29'],
  ['dateadd-hour', `{{ dbt.dateadd('hour', 25, ${at('2023-12-31 00:30:00')}) }}`, '2024-01-01 01:30:00'],
  ['dateadd-column', `{{ dbt.dateadd('day', 'given.n', ${at('2024-01-01 00:00:00')}) }}`, '2024-01-04'],
  ['datediff-day', `{{ dbt.datediff(${at('2024-02-28 23:00:00')}, ${at('2024-03-01 01:00:00')}, 'day') }}`, '2'],
  ['datediff-month', `{{ dbt.datediff(${at('2023-12-31 00:00:00')}, ${at('2024-02-01 00:00:00')}, 'month') }}`, '2'],
  ['datediff-year', `{{ dbt.datediff(${at('2023-12-31 00:00:00')}, ${at('2024-01-01 00:00:00')}, 'year') }}`, '1'],
  ['datediff-hour', `{{ dbt.datediff(${at('2024-01-01 00:59:00')}, ${at('2024-01-01 02:01:00')}, 'hour') }}`, '2'],
  ['datediff-second', `{{ dbt.datediff(${at('2024-01-01 00:00:00')}, ${at('2024-01-01 00:01:30')}, 'second') }}`, '90'],
  ['datediff-back', `{{ dbt.datediff(${at('2024-01-03 00:00:00')}, ${at('2024-01-01 00:00:00')}, 'day') }}`, '-2'],
  ['date-trunc-month', `{{ dbt.date_trunc('month', ${at('2024-02-29 12:34:56')}) }}`, '2024-02-01'],
  ['date-trunc-hour', `{{ dbt.date_trunc('hour', ${at('2024-02-29 12:34:56')}) }}`, '2024-02-29 12:00:00'],
  ['date-trunc-year', `{{ dbt.date_trunc('year', ${at('2024-02-29 12:34:56')}) }}`, '2024-01-01'],
  ['last-day-month', `{{ dbt.last_day(${day('2024-02-10')}, 'month') }}`, '2024-02-29'],
  ['last-day-quarter', `{{ dbt.last_day(${day('2024-02-10')}, 'quarter') }}`, '2024-03-31'],
]

const texts: readonly Function_[] = [
  ['concat', `{{ dbt.concat(["'a'", "'b'", "'c'"]) }}`, 'abc'],
  ['length', `{{ dbt.length("'日本 x'") }}`, '4'],
  ['position', `{{ dbt.position("'na'", "'banana'") }}`, '3'],
  ['position-none', `{{ dbt.position("'x'", "'banana'") }}`, '0'],
  ['replace', `{{ dbt.replace("'banana'", "'an'", "'-'") }}`, 'b--a'],
  ['right', `{{ dbt.right("'banana'", 3) }}`, 'ana'],
  ['split-part', `{{ dbt.split_part("'a|b|c'", "'|'", 2) }}`, 'b'],
  ['split-part-last', `{{ dbt.split_part("'a|b|c'", "'|'", -1) }}`, 'c'],
  ['hash', `{{ dbt.hash("'abc'") }}`, '900150983cd24fb0d6963f7d28e17f72'],
  ['string-literal', `{{ dbt.string_literal(dbt.escape_single_quotes("it's")) }}`, "it's"],
]

const casts: readonly Function_[] = [
  ['cast', `{{ dbt.cast("'12'", dbt.type_int()) }} + 1`, '13'],
  ['safe-cast', `{{ dbt.safe_cast("'12'", dbt.type_int()) }} + 1`, '13'],
  ['safe-cast-text', `{{ dbt.safe_cast('12', dbt.type_string()) }}`, '12'],
  ['cast-bool-to-text', `lower(trim({{ dbt.cast_bool_to_text('1 = 1') }}))`, 'true'],
  ['type-string', text("'1'"), '1'],
  ['type-numeric', `{{ dbt.cast("'1.5'", dbt.type_numeric()) }} * 2`, '3'],
  ['equals', `case when {{ equals("'a'", "'a'") }} then 1 else 0 end`, '1'],
]

const aggregates: readonly Function_[] = [
  ['any-value', `{{ dbt.any_value('given.n') }}`, '3'],
  ['bool-or', `case when {{ dbt.bool_or('given.n = 3') }} then 1 else 0 end`, '1'],
]

const expressions = [...dates, ...texts, ...casts, ...aggregates].map(
  ([id, expression, answer]): Case => ({
    id: `function.${id}`,
    run: async (bench) =>
      same(loose(only(await bench.query(`select ${expression} as answer from (select 3 as n) as given`))), answer, 'the answer'),
  }),
)

const letters = "(select 1 as id, 'a' as letter union all select 2, 'b' union all select 3, 'c') as letters"

export const crossDbCases: readonly Case[] = [
  ...expressions,
  {
    id: 'function.listagg',
    async run(bench) {
      const listed = `{{ dbt.listagg('letter', "'-'", 'order by letter desc') }}`
      same(rowTexts(await bench.query(`select ${listed} as listed from ${letters}`)), ['c-b-a'], 'the list')
    },
  },
  {
    id: 'function.except-and-intersect',
    async run(bench) {
      const numbers = (list: readonly number[]) => list.map((n) => `select ${n} as n`).join(' union all ')
      const kept = (word: string) =>
        `select n from (${numbers([1, 1, 2, 3])}) as a {{ dbt.${word}() }} select n from (${numbers([2, 3, 4])}) as b`
      same(rowTexts(await bench.query(kept('except'))), ['1'], 'except')
      same(rowTexts(await bench.query(kept('intersect'))).sort(), ['2', '3'], 'intersect')
    },
  },
  {
    id: 'function.generate-series',
    async run(bench) {
      const found = await bench.query(
        'select count(*), min(generated_number), max(generated_number) from ({{ dbt.generate_series(100) }}) as s',
      )
      same(rowTexts(found), ['100|1|100'], 'count, least and greatest')
    },
  },
  {
    id: 'function.date-spine',
    async run(bench) {
      const spine = `{{ dbt.date_spine('day', ${day('2024-02-27')}, ${day('2024-03-02')}) }}`
      same(
        rowTexts(await bench.query(`select count(*), min(date_day), max(date_day) from (${spine}) as s`)),
        ['4|2024-02-27|2024-03-01'],
        'days, the last one left out',
      )
    },
  },
  {
    id: 'function.current-timestamp',
    async run(bench) {
      const [row = ''] = rowTexts(await bench.query('select {{ dbt.current_timestamp() }} as a, {{ snapshot_get_time() }} as b'))
      const near = row.split('|').map((moment) => /^\d{4}-\d\d-\d\d \d\d:\d\d/.test(moment))
      same(near, [true, true], `current_timestamp and snapshot_get_time look like times (${row})`)
    },
  },
  {
    id: 'function.limit',
    async run(bench) {
      same((await bench.query(`{{ get_limit_subquery_sql("select id from ${letters} order by id", 2) }}`)).rows.length, 2, 'rows')
    },
  },
]
