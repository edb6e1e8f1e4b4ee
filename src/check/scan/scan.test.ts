import { expect, test } from 'vitest'
import { hardCoded, openStars, structureOf } from './structure.js'
import { lineFinder, tokensOf } from './tokens.js'

const of = (sql: string) => structureOf(tokensOf(sql, 'duckdb'))
const tables = (sql: string) => hardCoded(of(sql)).map(({ parts }) => parts.join('.'))
const stars = (sql: string) => openStars(of(sql)).map(({ start }) => sql.slice(0, start).split('\n').length)

test.each([
  ["select a from {{ ref('x') }} join {{ source('s', 't') }} as t on t.a = x.a", []],
  ['select a from raw.orders', ['raw.orders']],
  ['select a from "Raw"."My Orders" o, lake.items i where a in (select b from c.d)', ['c.d', 'Raw.My Orders', 'lake.items']],
  ['with o as (select 1 as a), p (x) as materialized (select a from o) select * from p join o on true', []],
  ['with touched as (\n {{ touched_days() }}\n) select a from touched left join raw.x using (a)', ['raw.x']],
  ["with {% if is_incremental() -%} t as (select 1), {% endif -%} r as (select * from {{ ref('y') }}) select a from r", []],
  ['select extract(year from a), trim(both from b), a is distinct from b as c from {{ this }} -- from raw.no', []],
  ["select 'from raw.x' as a, $$ from raw.y $$ as b from {{ ref('z') }} /* from raw.w */", []],
  ['select * from range(10), unnest([1]) as u(x), t.items', ['t.items']],
  ["select * from {{ ref('x') }} as t, t.items, (select y from T.others)", []],
  ['select * from raw.x t join t.items i on i.x = t.x', ['raw.x']],
  ["select f.value from {{ ref('x') }} as x, lateral flatten(input => x.items) as f", []],
  ["select * from 'data/x.parquet' where a = 1", ["'data/x.parquet'"]],
  ['select * from {{ var("schema") }}.orders', ['{{ var("schema") }}.orders']],
  ['(select a from one.x) union all (select a from two.y)', ['one.x', 'two.y']],
  ['select a, (select max(b) from d.e) as m from {{ ref("q") }} cross join (values (1)) as v(x)', ['d.e']],
])('tables named in full: %s', (sql, expected) => {
  expect(tables(sql)).toEqual(expected)
})

test.each([
  ["select * from {{ ref('x') }}", [1]],
  ['with a as (select 1 as x) select * from a', []],
  ["with a as (\nselect * from {{ ref('x') }}), b as (select x from a) select * from b", []],
  ["with a as (\nselect * from {{ ref('x') }}), b as (select * from a) select b.* from b", [2]],
  ["with a as (select 1 as x) select a.*, b.y from a join {{ ref('b') }} b using (x)", [1]],
  ["select count(*) as n, a * 2 as b, sum(a) over (order by b) from {{ ref('x') }}", []],
  ["select a from {{ ref('x') }}\nunion all\nselect * from {{ ref('y') }}", [3]],
  ['with recursive t as (select 1 as n union all select * from t) select * from t', []],
  ["select distinct * exclude (a) from {{ ref('x') }}", [1]],
])('stars that name no columns: %s', (sql, expected) => {
  expect(stars(sql)).toEqual(expected)
})

test('a backslash keeps a quote in a string where the dialect says so', () => {
  const sql = String.raw`select 'it\'s' as a, 'from raw.x' as b from {{ ref('y') }}`
  const found = (dialect: 'snowflake' | 'postgres', text: string) => hardCoded(structureOf(tokensOf(text, dialect))).length
  expect(found('snowflake', sql)).toBe(0)
  expect(found('postgres', sql.replace("'it", "E'it"))).toBe(0)
  expect(found('postgres', String.raw`select '\' as a from raw.x as b, 'c'`)).toBe(2)
})

test('calls and joins, in templates that do not close', () => {
  const { calls, joins } = of("select now(), a.current_date, current_date as d, db.f (1), {{ g('}}') }} from x join y left join z on f2(1")
  expect(calls.map(({ name }) => name)).toEqual(['now', 'current_date', 'db.f', 'f2'])
  expect(joins).toBe(2)
  for (const text of ["{{ 'a", '{% if', '{# x', "select 'a", '"q', '/* c', ')', '((((', '$x$ a', '\u{1f600}'])
    expect(() => of(text)).not.toThrow()
  expect(lineFinder('ab\nc\n\nd')(6)).toEqual({ line: 4, column: 1 })
})
