// The types of expressions, as a real PostgreSQL tells them and as the checker does without one.
import { expect, it } from 'vitest'
import { postgresDatabase } from '../../../e2e/harness/postgres.js'
import { createTypeChecker, type TypeChecker, type TypedColumn } from '../index.js'

const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orders: {
    id: 'integer',
    customer_id: 'bigint',
    amount: 'numeric(10,2)',
    status: 'varchar(20)',
    created_at: 'timestamp',
    items: 'jsonb',
    paid: 'date',
    score: 'double precision',
    seen: 'timestamptz',
    tags: 'text[]',
  },
  customers: { id: 'integer', name: 'text', region: 'text', parent_id: 'integer' },
}

/** The sixty of the study, in PostgreSQL's words. */
const asked = `id|amount|amount*2|amount+id|id/2|div(id,2)|sum(amount)|sum(id)|avg(amount)|count(*)|max(created_at)|min(status)|upper(status)
status || 'x'|coalesce(amount,0)|case when id>1 then amount else 0 end|case when id>1 then 'a' end|cast(id as varchar)|created_at::date
created_at - interval '1 day'|created_at::date + 1|date_trunc('month',created_at)|created_at::date - paid|extract(year from created_at)
created_at > now()|id in (1,2)|row_number() over (order by id)|sum(amount) over (partition by status)|lag(created_at) over (order by id)
array[id,2]|jsonb_build_object('a',id)|items->'a'|items->>'a'|array_agg(status)|string_agg(status, ',')|length(status)|round(amount,1)|abs(id)
nullif(id,0)|greatest(id,amount)|count(distinct id)|bool_or(id>1)|md5(status)|to_char(created_at,'YYYY')|current_date|1|1.5|'x'|null|true
status::int|extract(epoch from created_at)|split_part(status,'a',1)|id between 1 and 2|not (id=1)|-amount|id % 2
(select max(name) from customers)|exists(select 1)|regexp_replace(status,'a','b')`

/** And more, where PostgreSQL differs most from what judges it here. */
const more = `sum(customer_id)|avg(id)|avg(score)|sum(score)|sum(distinct id) filter (where id > 1)|sum(sum(id)) over ()|stddev(id)
customer_id/2|amount/2|score/2|7/2|7.0/2|id*1.5|id*customer_id|-id|id - customer_id|amount % 2|2^3|sum(id)/count(*)|sum(id)::numeric/count(*)
created_at - seen::timestamp|seen - interval '1 day'|paid - 3|paid - interval '1 day'|paid + interval '1 month'|date_trunc('day', paid)
date_trunc('day', seen)|date_part('year', paid)|age(created_at)|now()|current_timestamp|localtimestamp|seen at time zone 'UTC'
created_at at time zone 'UTC'|make_date(2024,1,1)|to_timestamp(1)|to_date('2024','YYYY')|ntile(4) over (order by id)|rank() over (order by id)
percentile_cont(0.5) within group (order by amount)|percentile_cont(0.5) within group (order by id)|mode() within group (order by id)
first_value(amount) over (order by id)|ceil(amount)|floor(score)|round(score)|sqrt(2)|power(2,3)|random()|position('a' in status)
substring(status from 1 for 2)|concat(id,'x')|replace(status,'a','b')|lpad(status,3,'0')|status ~* 'a'|status !~ 'a'|status ilike 'a%'
items #>> '{a}'|items #> '{a}'|items ? 'a'|(items->>'n')::int|jsonb_array_length(items)|jsonb_agg(id)|jsonb_typeof(items)|to_jsonb(id)
tags[1]|array_length(tags,1)|array_to_string(tags,',')|string_to_array(status,',')|id = any(array[1,2])|generate_series(1,3)|every(id>1)
coalesce(status,'n/a')|id::smallint|score::real|amount::double precision|interval '1 day' * 2|(seen - now())|id::bigint + 1|cardinality(tags)
(select x from generate_series(1,2) x limit 1)|(select d::date from generate_series(paid, paid, interval '1 day') d limit 1)
(select e->>'k' from jsonb_array_elements(items) e limit 1)|(select e.value from jsonb_array_elements_text(items) e limit 1)
(select t from unnest(tags) t limit 1)|(select u.ord from unnest(tags) with ordinality as u(v, ord) limit 1)|(select key from jsonb_each(items) limit 1)`

const list = (text: string) =>
  text
    .split(/[|\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
/** `|` separates the list, and is an operator too. */
const expressions = (text: string) => list(text.replaceAll('||', '\u0000')).map((each) => each.replaceAll('\u0000', '||'))

it('are those PostgreSQL gives', async () => {
  const checker = await createTypeChecker({ dialect: 'postgres', database: 'shop', schema: 'public' })
  const database = await postgresDatabase()
  try {
    for (const [name, columns] of Object.entries(tables)) {
      const typed: TypedColumn[] = Object.entries(columns).map(([column, type]) => ({ name: column, type }))
      checker.declare(['shop', 'public', name], typed)
      await database.query(`create table ${name} (${typed.map((each) => `${each.name} ${each.type}`).join(', ')})`)
    }
    const first = await compared(expressions(asked), database, checker)
    const second = await compared(expressions(more), database, checker)
    expect(first).toEqual({ right: 60, unknown: [], wrong: [] })
    expect(second).toEqual({ right: 87, unknown: [], wrong: [] })
  } finally {
    checker.close()
    await database.drop()
  }
})

type Database = Awaited<ReturnType<typeof postgresDatabase>>

async function compared(all: readonly string[], database: Database, checker: TypeChecker) {
  const queries = all.map((each) => `select ${each} as v from orders`)
  await database.query(queries.map((sql, index) => `create view v_${index} as ${sql}`).join(';\n'))
  const rows = await database.query(
    `select c.relname, format_type(a.atttypid, null) as type from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relname like 'v\\_%' and c.relkind = 'v'`,
  )
  await database.query(queries.map((_sql, index) => `drop view v_${index}`).join(';\n'))
  const truth = new Map(rows.map((row) => [String(row.relname), String(row.type)]))
  const answer = { right: 0, unknown: [] as string[], wrong: [] as string[] }
  for (const [index, sql] of queries.entries()) {
    const wanted = truth.get(`v_${index}`) ?? ''
    const { columns, reason, findings } = await checker.check(sql)
    const found = columns?.[0]?.type ?? null
    if (findings.length > 0) answer.wrong.push(`${all[index]}: ${findings[0]?.message}`)
    else if (found === null) answer.unknown.push(`${all[index]}: ${reason}`)
    else if (plain(found) === plain(wanted)) answer.right++
    else answer.wrong.push(`${all[index]}: ${found}, not ${wanted}`)
  }
  return answer
}

/** The driver of dbt, and with it a contract, takes all texts for one type. */
const plain = (type: string) => type.replace('character varying', 'text')
