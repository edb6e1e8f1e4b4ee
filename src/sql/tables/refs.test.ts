import { describe, expect, it } from 'vitest'
import type { Dialect } from '../dialect.js'
import { tableRefs } from './refs.js'

function refs(sql: string, dialect: Dialect = 'postgres'): string[] {
  return tableRefs(sql, dialect).map(({ path, span }) => {
    const written = path.map((name) => (name.quoted ? `"${name.text}"` : name.text)).join('.')
    if (dialect !== 'bigquery') expect(sql.slice(span.start, span.end).replaceAll('`', '"').replaceAll(' ', '')).toBe(written)
    return written
  })
}

describe('the relations of a text', () => {
  it.each<[string, string[], Dialect?]>([
    ['select * from a join b using (x), c as z left join lateral (select * from d) e on true', ['a', 'b', 'c', 'd']],
    ['select * from Raw."Orders" o, db.s.t where x in (select y from u)', ['Raw."Orders"', 'db.s.t', 'u']],
    ['with o as (select * from o), p (a, b) as not materialized (select * from o, q) select * from p, o', ['o', 'q']],
    ['with recursive t (n) as (select 1 union all select n + 1 from t join u on true) select * from t', ['u']],
    ['with a as (with b as (select * from x) select * from b) select * from a, b', ['x', 'b']],
    ['select extract(year from t), trim(both from u), substring(v from 2), a is not distinct from b from w', ['w']],
    ["select 'from x', $$ from y $$, $q$ from 'z $$ $q$ /* from a /* from b */ from c */ from d -- from e", ['d']],
    ['select * from (a join (b cross join c) on true) where e > (select max(f) from g)', ['a', 'b', 'c', 'g']],
    ['select * from generate_series(1, 2) n, rows from (f(1), g(2)) r, only h', ['h']],
    ["select E'it\\'s from x' from y", ['y']],
    ["select 'it\\'s from x' from y", ['y'], 'snowflake'],
    ['select * from a, lateral flatten(input => a.b) f, table(g(x)) h join @stage/x s // from z', ['a'], 'snowflake'],
    ['select "from x" from `y` lateral view explode(m) e as k, v join z', ['"y"', 'z'], 'spark'],
    ['select * from `my-proj.ds.t`, other-proj.ds.u # from z', ['"my-proj"."ds"."t"', 'other-proj.ds.u'], 'bigquery'],
    ['from a select b', ['a'], 'duckdb'],
    ['with x as (from y) from x join z using (k)', ['y', 'z'], 'duckdb'],
    ['pivot sales on year using sum(amount)', ['sales'], 'duckdb'],
    ['table t', ['t']],
    ['select a.from from b', ['b']],
    ['select 1 from t where x = 1 union all select 2 from u order by (select 1 from v), w', ['t', 'u', 'v']],
    ['select * from a where (', ['a']],
    ["select * from a where 'x from b", ['a']],
    ['select * from a /* from b', ['a']],
    ['))) from', []],
    ['', []],
  ])('%s', (sql, expected, dialect) => {
    expect(refs(sql, dialect)).toEqual(expected)
  })

  it('are found in long texts of anything in no time', () => {
    for (const part of ['/* ', "' ", '( ', 'from a, ', '"', '$a$ ', 'a + ', '\ud800', '\0', '1.', '/**/']) {
      const before = performance.now()
      tableRefs(part.repeat(100_000 / part.length), 'postgres')
      expect(performance.now() - before, part).toBeLessThan(2000)
    }
  })
})
