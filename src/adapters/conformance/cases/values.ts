/** Values arrive as they were written: nothing is rounded, cut or turned into something else. */
import { exact, only, rowTexts, same } from '../expect.js'
import type { Case, Needs } from '../types.js'

/** A template for one value, and what a template must print for it. */
interface Value {
  readonly id: string
  readonly sql: string
  readonly is: string
  readonly needs?: Needs
}

const quoted = (text: string) => `{{ dbt.string_literal(dbt.escape_single_quotes(${JSON.stringify(text)})) }}`
const cast = (literal: string, type: string) => `{{ dbt.cast(${JSON.stringify(literal)}, ${type}) }}`
const text = 'it\'s "quoted" – ünïcödé 日本 🎉\n  two\tlines; -- {# no comment #} %s $1 ?'
const exactDecimals: Needs = { exactDecimals: true }

const values: readonly Value[] = [
  { id: 'integer', sql: cast('42', 'dbt.type_int()'), is: '42' },
  { id: 'integer-beyond-2-to-53', sql: cast("'9007199254740993'", 'dbt.type_bigint()'), is: '9007199254740993' },
  { id: 'integer-largest', sql: cast("'9223372036854775807'", 'dbt.type_bigint()'), is: '9223372036854775807' },
  { id: 'integer-smallest', sql: cast("'-9223372036854775808'", 'dbt.type_bigint()'), is: '-9223372036854775808' },
  {
    id: 'decimal-long',
    sql: cast("'12345678901234567890.123456789'", "api.Column.numeric_type('numeric', 38, 9)"),
    is: '12345678901234567890.123456789',
    needs: exactDecimals,
  },
  { id: 'decimal-scale', sql: cast("'-1.10'", "api.Column.numeric_type('numeric', 10, 2)"), is: '-1.10', needs: exactDecimals },
  { id: 'float', sql: cast("'0.1'", "'float8'"), is: '0.1' },
  { id: 'float-small', sql: cast("'-1.5e-7'", "'float8'"), is: '-1.5e-07' },
  { id: 'text', sql: quoted(text), is: text },
  { id: 'text-empty', sql: "''", is: '' },
  { id: 'date', sql: cast("'2024-02-29'", "api.Column.translate_type('date')"), is: '2024-02-29' },
  { id: 'timestamp', sql: cast("'2024-02-29 12:34:56'", 'dbt.type_timestamp()'), is: '2024-02-29 12:34:56' },
  { id: 'timestamp-micros', sql: cast("'1969-12-31 23:59:59.000001'", 'dbt.type_timestamp()'), is: '1969-12-31 23:59:59.000001' },
]

const types = ['dbt.type_int()', 'dbt.type_bigint()', 'dbt.type_numeric()', 'dbt.type_float()', 'dbt.type_string()', 'dbt.type_timestamp()']

export const valueCases: readonly Case[] = [
  ...values.map(
    ({ id, sql, is, needs }): Case => ({
      id: `value.${id}`,
      ...(needs ? { needs } : {}),
      run: async (bench) => same(exact(only(await bench.query(`select ${sql} as found`))), is, 'the value'),
    }),
  ),
  {
    id: 'value.null',
    async run(bench) {
      const columns = types.map((type, index) => `${cast('null', type)} as c${index}`)
      same(rowTexts(await bench.query(`select ${columns.join(', ')}`)), [types.map(() => 'None').join('|')], 'a null of each type')
    },
  },
]
