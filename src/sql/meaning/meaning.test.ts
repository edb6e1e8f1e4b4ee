import { beforeAll, describe, expect, it } from 'vitest'
import { type Dialect, foldName } from '../dialect.js'
import { loadPolyglot, type PolyglotParser } from '../polyglot/parse.js'
import { loadReader } from '../read.js'
import type { Catalog } from '../resolve/model.js'
import { type Meaning, meaningOf } from './meaning.js'

const tables: Readonly<Record<string, readonly string[]>> = {
  t: ['id', 'a', 'b', 'c'],
  u: ['id', 'd', 'e'],
}

const catalog = (dialect: Dialect): Catalog => ({
  relation: (path) => {
    const name = path.at(-1)
    const key = name ? foldName(name.text, name.quoted, dialect, 'table').toLowerCase() : ''
    const columns = tables[key]?.map((text) => ({ text, quoted: false }))
    return { key, columns }
  },
})

let parse: PolyglotParser
beforeAll(async () => {
  parse = await loadPolyglot()
})

function meaning(sql: string, dialect: Dialect = 'duckdb'): Meaning {
  const parsed = parse(sql, dialect)
  const query = 'queries' in parsed ? parsed.queries[0] : undefined
  return query ? meaningOf(query, dialect, catalog(dialect)) : expect.unreachable(`${sql}: ${JSON.stringify(parsed)}`)
}

function known(sql: string, dialect: Dialect = 'duckdb'): Meaning {
  const found = meaning(sql, dialect)
  expect(found.reason, sql).toBeUndefined()
  return found
}

describe('the same meaning', () => {
  it.each([
    ['select a from t', 'SELECT /* why */ T.A\nfrom t as t -- nothing'],
    ['select a, b from t', 'select x.a, x."b" from t x'],
    ['select a as x from t where a > 1 and b = 2', 'select (a) x from t where (2 = b) and ((1 < a))'],
    ['select * from t', 'select id, a, b, c from t'],
    ['with s as (select * from t) select a + 1 as y from s', 'select a + 1 as y from t'],
    ['with s as (select id, a as z from t), f as (select z, id from s) select id, z from f', 'select id, a as z from t'],
    ['with s as (select id, a from t where b > 1) select a from s where id = 2', 'select a from t where id = 2 and b > 1'],
    ['with s as (select a, sum(b) as n from t group by a), f as (select * from s) select * from f', 'select a, sum(b) n from t group by 1'],
    ['with s as (select a, sum(b) as n from t group by a) select a, n * 2 as m from s', 'select a, 2 * sum(b) as m from t group by all'],
    ['select t.a, u.d from t join u on t.id = u.id and t.a > 1', 'select a, d from t inner join u using (id) where a > 1'],
    ['select t.a, u.d from t, u where t.id = u.id', 'select x.a, y.d from t as x join u as y on y.id = x.id'],
    [
      'select t.a, s.d from t left join (select id, d, e from u) s on s.id = t.id',
      'select t.a, u.d from t left outer join u on t.id = u.id',
    ],
    [
      'with p as (select 1 as x), q as (select 2 as y) select x, y from p, q',
      'with q as (select 2 as y), p as (select 1 as x) select x, y from p cross join q',
    ],
    [
      'select a, row_number() over (partition by b order by c) as n from t',
      'select a, row_number() over w as n from t window w as (partition by b order by c asc)',
    ],
    ['select a from t order by b', 'select a from t'],
    ['select a from (select a, b from t order by b) s', 'select a from t'],
    ['select sum(a) as s from (select a from t order by a)', 'select sum(a) s from t'],
    ['select a from t where a in (1, 2, 3)', 'select a from t where a in (3, 1, 2)'],
    ['select a from t where 1 = 1 and b = 2', 'select a from t where true and b = 2'],
    ['select list_transform([a], x -> x + 1) as l from t', 'select list_transform([a], y -> 1 + y) as l from t'],
    ['select a::int as x from t', 'select cast(a as INT) as x from t'],
    [
      'select a from t where exists (select 1 from u where u.id = t.id)',
      'select a from t x where exists (select d from u y where x.id = y.id)',
    ],
    ['select a from t union all select d from u', '(select a from t) union all (select u.d as other from u)'],
    ['select x, x + 1 as y from (select a as x from t)', 'select a as x, x + 1 as y from t'],
    ['with s as (select a, md5(b::text) as unused from t where c > 1) select count(*) as n from s', 'select count(*) n from t where c > 1'],
    ['select raw.k as x from unknown raw', 'with src as (select * from unknown) select k as x from src'],
  ])('%s', (one, other) => {
    expect(known(other)).toEqual(known(one))
  })

  it.each<[Dialect, string, string]>([
    ['postgres', 'select A from T', 'select a from "t"'],
    ['snowflake', 'select a from t', 'select "A" from T'],
    ['snowflake', 'select s:Field.x::int as f from src s', 'SELECT S:Field.x::INT F FROM SRC AS S'],
    ['bigquery', 'select a from `t`', 'select A from t'],
  ])('%s: %s', (dialect, one, other) => {
    expect(known(other, dialect)).toEqual(known(one, dialect))
  })
})

const others: readonly [string, string][] = [
  ['select a from t', 'select b from t'],
  ['select a from t where a > 1', 'select a from t where a >= 1'],
  ['select a from t where a > 1', 'select a from t where a < 1'],
  ['select a - b as x from t', 'select b - a as x from t'],
  ['select a from t limit 5 offset 3', 'select a from t limit 3 offset 5'],
  ['select a from t limit 5', 'select a from t order by a limit 5'],
  ['select a from t order by a limit 5', 'select a from t order by a desc limit 5'],
  ['select a from t order by a limit 5', 'select a from t order by a nulls first limit 5'],
  ['select a from t order by a nulls last limit 5', 'select a from t order by a nulls first limit 5'],
  ['select count(a) as n from t', 'select count(*) as n from t'],
  ['select count(a) as n from t', 'select count(distinct a) as n from t'],
  ['select a from t', 'select distinct a from t'],
  ['select a from t union all select d from u', 'select a from t union select d from u'],
  ['select a from t except select d from u', 'select d from u except select a from t'],
  ['select t.a from t join u using (id)', 'select t.a from t left join u using (id)'],
  ['select t.a from t left join u on t.id = u.id', 'select t.a from t left join u on t.id = u.d'],
  ['select t.a from t left join u on t.id = u.id and u.d > 1', 'select t.a from t left join u on t.id = u.id where u.d > 1'],
  [
    'select t.a, s.x from t left join (select id, 0 as x from u) s on s.id = t.id',
    'select t.a, 0 as x from t left join u s on s.id = t.id',
  ],
  ['select x.a from t x join t y on x.id = y.b', 'select y.a from t x join t y on x.id = y.b'],
  ['select a::int as x from t', 'select a::bigint as x from t'],
  ['select a::decimal(10, 2) as x from t', 'select a::decimal(12, 2) as x from t'],
  ['select sum(a) over (order by b) as x from t', 'select sum(a) over (order by b desc) as x from t'],
  ['select sum(a) over (partition by b, c) as x from t', 'select sum(a) over (partition by b order by c) as x from t'],
  [
    'select sum(a) over (order by b rows between 1 preceding and current row) as x from t',
    'select sum(a) over (order by b range between 1 preceding and current row) as x from t',
  ],
  [
    'select sum(a) over (order by b rows between 1 preceding and current row) as x from t',
    'select sum(a) over (order by b rows between 2 preceding and current row) as x from t',
  ],
  ['select case a when 1 then 2 end as x from t', 'select case when a = 1 then 2 else 0 end as x from t'],
  ['select case a when 1 then 2 when 3 then 4 end as x from t', 'select case a when 1 then 2 else 3 end as x from t'],
  ['select string_agg(a, b) as x from t', 'select string_agg(a, b order by a) as x from t'],
  ['select list(a) as x from (select a from t order by b)', 'select list(a) as x from (select a from t order by c)'],
  ['select a from t group by rollup (a, b)', 'select a from t group by a, b'],
  ['select a from t group by rollup (a, b)', 'select a from t group by cube (a, b)'],
  ['select a from (select a, b from t limit 5) where b > 1', 'select a from t where b > 1 limit 5'],
  ['select count(*) over () as n from (select a from t limit 5)', 'select count(*) over () as n from t limit 5'],
  ['select sum(n) as s from (select sum(a) as n, a from t group by a)', 'select sum(a) as s from t group by a'],
  [
    'select n from (select a, b, sum(c) as n, c from t group by all) group by n, c',
    'select sum(c) as n from (select a, b, sum(c) as n, c from t group by all) group by n, c',
  ],
  ['select a from t where a not in (1, 2)', 'select a from t where a in (1, 2)'],
  ['select a from t where (a = 1 or b = 2) and c = 3', 'select a from t where a = 1 or b = 2 and c = 3'],
  ["select a from t where b like 'x%'", "select a from t where b ilike 'x%'"],
  ["select 'a  b' as x from t", "select 'a b' as x from t"],
  ["select a from t where b = 'X'", "select a from t where b = 'x'"],
  ['select a from t where exists (select 1 from u where u.id = t.id)', 'select a from t where exists (select 1 from u where u.id = t.a)'],
  ['select a, unnest([1, 2]) as x from t', 'select a, 1 as x from t'],
  ['with s as (select a, unnest([1, 2]) as x from t) select a from s', 'select a from t'],
  ['select k from raw1', 'select k from raw2'],
  ['select distinct on (a) a, b from t order by a, b', 'select distinct on (a) a, b from t order by a, c'],
  [
    'select a from t qualify row_number() over (partition by a order by b) = 1',
    'select a from t qualify row_number() over (partition by a order by c) = 1',
  ],
  ['select sum(a) filter (where b > 1) as x from t', 'select sum(a) filter (where b > 2) as x from t'],
  ['select first_value(a ignore nulls) over (order by b) as x from t', 'select first_value(a) over (order by b) as x from t'],
  ['select a from t having count(*) > 1', 'select a from t having count(*) > 2'],
  ["select {'p': a, 'q': b} as x from t", "select {'q': a, 'p': b} as x from t"],
]

describe('another meaning', () => {
  it.each(others)('%s', (one, other) => {
    expect(known(other)).not.toEqual(known(one))
  })
})

describe('nothing that is surely known', () => {
  it.each([
    'select random() as x from t',
    'select [x * 2 for x in [a]] as l from t',
    'select a from t tablesample 10 percent',
    'with recursive r as (select 1 as x union all select x + 1 from r where x < 5) select * from r',
    "select min(columns('a|b')) from t",
    'pivot t on a using sum(b)',
    'select nowhere from t',
    'select * exclude (a) from unknown',
  ])('%s', (sql) => {
    const parsed = parse(sql, 'duckdb')
    const query = 'queries' in parsed ? parsed.queries[0] : undefined
    if (query) expect(meaningOf(query, 'duckdb', catalog('duckdb'))).toMatchObject({ rows: null, columns: [] })
  })

  it('is told of a chain that doubles at each step, in time', () => {
    const steps = Array.from({ length: 60 }, (_, at) => `c${at + 1} as (select x.a + y.a as a from c${at} x join c${at} y on x.a = y.a)`)
    const started = performance.now()
    known(`with c0 as (select a from t), ${steps.join(', ')} select * from c60`)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

it("is told of a tree of PostgreSQL's own grammar as well", async () => {
  const reader = await loadReader('postgres')
  const told = async (sql: string) => {
    const read = await reader.read(sql)
    const [query] = 'queries' in read ? read.queries : []
    const found = query && meaningOf(query, 'postgres', catalog('postgres'))
    expect(found?.rows, sql).toEqual(expect.any(String))
    return found
  }
  const plain = await told('select a from t where b > 1 and c = 2')
  expect(await told('with s as (select * from T x where 2 = c) select A from s where s.b > (1)')).toEqual(plain)
  expect(await told('with s as (select a, jsonb_array_elements(id) from t where b > 1 and c = 2) select a from s')).not.toEqual(plain)
  expect(await told('select a from t where b > 1 and c = 2 limit 1')).not.toEqual(plain)
})
