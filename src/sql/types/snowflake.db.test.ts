// Types of Snowflake's expressions, as its documentation gives them: no such server runs on a desk.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTypeChecker, type TypeChecker } from '../index.js'

let checker: TypeChecker
beforeAll(async () => {
  checker = await createTypeChecker({ dialect: 'snowflake', database: 'ANALYTICS', schema: 'PUBLIC' })
  const columns = {
    ID: 'NUMBER(38,0)',
    AMOUNT: 'NUMBER(10,2)',
    STATUS: 'VARCHAR(20)',
    MADE_AT: 'TIMESTAMP_NTZ(9)',
    SEEN: 'TIMESTAMP_TZ(9)',
    PAID: 'DATE',
    SRC: 'VARIANT',
    SCORE: 'FLOAT',
  }
  const typed = Object.entries(columns).map(([name, type]) => ({ name, type }))
  checker.declare(['ANALYTICS', 'PUBLIC', 'ORDERS'], typed)
})
afterAll(() => checker.close())

const expected: Readonly<Record<string, string>> = {
  'number(38,0)': `id|id*2|-id|count(*)|sum(id)|sum(id) over (partition by status)|count(distinct status)|count_if(id > 1)|row_number() over (order by id)
    src:a.b::int|src['a']::number|datediff('day', made_at, current_timestamp())|datediff(hour, made_at, made_at)|length(status)|array_size(src:items)
    cast(status as number(38, 0))|to_number(status)|try_cast(status as int)|year(made_at)|extract(year from made_at)|date_part('dow', paid)|id % 2|round(id)
    decode(status, 'a', 1, 'b', 2, 3)|zeroifnull(id)|iff(id > 1, 1, 0)|paid - paid|hash(id, status)|charindex('a', status)|nvl2(status, 1, 2)|min(id)`,
  number: `amount|amount*2|amount+id|id/2|sum(amount)|avg(id)|amount::number(10,2)|amount + status|ratio_to_report(amount) over ()|coalesce(amount, 0)|max(amount)
    to_decimal(status, 10, 2)|1.5|lag(amount) over (order by id)|div0(amount, id)`,
  float: 'score|avg(score)|id::float|score/2|to_double(status)',
  varchar: `status|upper(status)|status || 'x'|src:a.b::string|f.value:name::varchar|to_varchar(paid, 'YYYY')|listagg(status, ',') within group (order by id)
    iff(id > 1, 'a', 'b')|nvl(status, 'x')|split_part(status, '-', 1)|regexp_substr(status, '[0-9]+')|regexp_replace(status, 'a')|md5(status)|left(status, 2)|typeof(src)
    coalesce(status, 'n/a')|initcap(status)|dayname(paid)|case when id > 1 then 'a' end|concat(status, 'x')|to_json(src)|sha2(status, 256)|f.key`,
  boolean: `id > 1|status ilike 'a%'|startswith(status, 'a')|contains(status, 'a')|equal_null(id, 1)|to_boolean(status)|array_contains('a'::variant, src:tags)
    src:flag::boolean|boolor_agg(id > 1)|not (id = 1)|is_null_value(src:a)|regexp_like(status, 'a')`,
  date: `paid|made_at::date|to_date(status)|dateadd(day, -1, paid)|dateadd('month', 1, made_at::date)|date_trunc('month', paid)|current_date()|current_date
    last_day(paid)|paid + 1|date_from_parts(2024, 1, 1)|cast(status as date)|add_months(paid, 1)`,
  timestamp_ntz: `made_at|dateadd(hour, 1, made_at)|dateadd(hour, 1, paid)|date_trunc('day', made_at)|to_timestamp(status)|status::timestamp_ntz|max(made_at)|sysdate()
    convert_timezone('UTC', 'America/New_York', made_at)|time_slice(made_at, 15, 'MINUTE')|made_at + interval '1 day'|f.value:at::timestamp`,
  timestamp_ltz: 'seen|current_timestamp()|current_timestamp|dateadd(day, 1, current_timestamp())',
  variant:
    "src|src:a|src:a.b[0]|parse_json(status)|object_construct('a', id)|array_construct(1, 2)|f.value|array_agg(status)|array_agg(id) within group (order by id)|get(src, 'a')|src[0]:s|to_variant(id)",
}

it.each(Object.entries(expected))('%s', async (type, list) => {
  const wrong: string[] = []
  for (const each of list.replaceAll('||', '\u0000').split(/[|\n]/)) {
    const expression = each.trim().replaceAll('\u0000', '||')
    const from = expression.includes('f.') ? 'orders, lateral flatten(input => src:items) f' : 'orders'
    const { columns, reason, findings } = await checker.check(`select ${expression} as v from ${from}`)
    if (columns?.[0]?.type !== type) wrong.push(`${expression}: ${columns?.[0]?.type ?? findings[0]?.message ?? reason}`)
  }
  expect(wrong).toEqual([])
})

it('reads what models are made of', async () => {
  const unread: string[] = []
  for (const sql of [
    "select f.index as i, f.value::int as v from table(flatten(input => parse_json('[7,8]'))) f order by 1",
    'select x from (values (1,2),(1,3)) v(x,y) qualify row_number() over (partition by x order by y desc) = 1',
    'select * exclude (id) rename (status as s) from orders',
    'select seq4() as s, row_number() over (order by seq4()) as n from table(generator(rowcount => 3))',
    "select * from (select id, status, amount from orders) pivot (sum(amount) for status in ('a','b')) as p (id, a, b)",
    'select a as b, b + 1 as c from (select 1 as a)',
    'with recursive t as (select 1 as n union all select n + 1 from t where n < 3) select * from t',
    "select o.id, c.value from orders o, lateral split_to_table(o.status, ',') c where o.made_at >= dateadd('day', -3, current_timestamp)",
    "select $$it's$$ as x, 'a' || null as y",
    'select date_trunc(month, made_at) as m, sum(amount) as total from analytics.public.orders group by all having total > 1',
  ]) {
    const { status, reason, findings } = await checker.check(sql)
    if (status === 'unchecked' || findings.length > 0) unread.push(`${sql}: ${findings[0]?.message ?? reason}`)
  }
  expect(unread).toEqual([])
})

it.each([
  ['select 1 from orders where made_at > id', 'timestamp_ntz and number(38,0) cannot be compared', '>'],
  ['select coalesce(paid, 5) as x from orders', 'date and a whole number cannot be mixed in coalesce', undefined],
  ['select made_at || paid as x, status + 1 from orders', undefined, undefined],
  ['select sum(made_at) from orders', 'sum does not take timestamp_ntz', 'sum'],
  ['select id * 2 as a, id * amount as b, made_at * 2 as c from orders', 'timestamp_ntz * a whole number is not defined', '*'],
])('%s', async (sql, message, at) => {
  const { findings } = await checker.check(sql)
  expect(findings.map((each) => [each.message, each.span && sql.slice(each.span.start, each.span.end), each.severity])).toEqual(
    message ? [[message, at, 'warning']] : [],
  )
})
