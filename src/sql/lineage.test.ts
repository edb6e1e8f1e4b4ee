import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Catalog, type Dialect, foldName, loadPolyglot, type PolyglotParser, type ResolvedQuery, resolveQuery } from './index.js'

interface Case {
  readonly name: string
  readonly dialect: Dialect
  readonly sql: string
  /** Leaves by column; `kinds` says that each has its kind behind a colon. */
  readonly expect: Readonly<Record<string, readonly string[]>>
  readonly kinds?: boolean
  /** What shapes the rows. */
  readonly rows?: readonly string[]
  readonly precision?: ResolvedQuery['precision']
  /** The parser cannot read it, or it is no query alone: nothing is known. */
  readonly unread?: boolean
  /** Why sqlglot's answer is another one. */
  readonly why?: string
}

interface Cases {
  readonly schema: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly cases: readonly Case[]
}

const casesOf = (file: string) => JSON.parse(readFileSync(new URL(`testdata/${file}`, import.meta.url), 'utf8')) as Cases
const { cases } = casesOf('lineage.json')
const { schema, cases: dialectCases } = casesOf('lineage-dialects.json')

const catalog = (dialect: Dialect): Catalog => ({
  relation: (path) => {
    const name = path.at(-1)
    const table = name ? foldName(name.text, name.quoted, dialect, 'table').toLowerCase() : ''
    const columns = schema[table]
    return columns ? { key: table, columns: Object.keys(columns).map((text) => ({ text, quoted: false })) } : 'missing'
  },
})

let parse: PolyglotParser
beforeAll(async () => {
  parse = await loadPolyglot()
})

function resolved(sql: string, dialect: Dialect = 'duckdb'): ResolvedQuery {
  const parsed = parse(sql, dialect)
  const queries = 'queries' in parsed ? parsed.queries : []
  expect(queries, sql).toHaveLength(1)
  return queries[0] ? resolveQuery(queries[0], dialect, catalog(dialect)) : expect.unreachable()
}

const sources = ({ columns }: ResolvedQuery) =>
  Object.fromEntries(
    columns.map(({ name, upstream }) => [
      name.toLowerCase(),
      upstream.map((leaf) => `${leaf.relation}.${leaf.column}`.toLowerCase()).sort(),
    ]),
  )

describe('the columns a column is made of', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const found = resolved(each.sql, each.dialect)
    const wanted = Object.entries(each.expect).map(([name, leaves]) => [name.toLowerCase(), leaves])
    expect(sources(found)).toEqual(Object.fromEntries(wanted))
    expect(found.diagnostics).toEqual([])
    expect(found.precision).toBe('column')
  })
})

describe('in each dialect', () => {
  it.each(dialectCases.map((each) => [`${each.dialect}: ${each.name}`, each] as const))('%s', (_name, each) => {
    if (each.unread) {
      expect(parse(each.sql, each.dialect)).toHaveProperty('failure')
      return
    }
    const found = resolved(each.sql, each.dialect)
    const leaves = found.columns.map(({ name, upstream }) => [
      name,
      upstream.map((leaf) => `${leaf.relation}.${leaf.column}${each.kinds ? `:${leaf.kind}` : ''}`).sort(),
    ])
    expect(leaves).toEqual(Object.entries(each.expect).map(([name, wanted]) => [name, [...wanted].sort()]))
    const rows = found.indirect.map(({ relation, column, effects }) => `${relation}.${column} ${effects.join(' ')}`)
    if (each.rows) expect(rows.sort()).toEqual([...each.rows].sort())
    expect([found.diagnostics, found.precision]).toEqual([[], each.precision ?? 'column'])
  })
})

describe('edges', () => {
  it('tell how a value comes', () => {
    const sql = `with o as (select id, amount as a, upper(status) as s, customer_id from orders)
      select id, a, s, sum(a) as total, row_number() over (order by customer_id) as n from o group by all`
    const kinds = resolved(sql).columns.map(({ name, upstream }) => [name, upstream.map((each) => each.kind).join()])
    expect(kinds).toEqual([
      ['id', 'passthrough'],
      ['a', 'rename'],
      ['s', 'derive'],
      ['total', 'aggregate'],
      ['n', 'window'],
    ])
  })

  it('tell what shapes the rows', () => {
    const sql = `select o.id from orders o join customers c on o.customer_id = c.id
      where c.region in (select method from payments where amount > 1) group by o.id having count(o.status) > 1 order by max(o.created_at)`
    const effects = resolved(sql).indirect.map(({ relation, column, effects: all }) => `${relation}.${column} ${all.join(' ')}`)
    expect(effects.sort()).toEqual([
      'customers.id join',
      'customers.region filter',
      'orders.created_at order',
      'orders.customer_id join',
      'orders.id group',
      'orders.status filter',
      'payments.amount filter',
      'payments.method filter',
    ])
  })

  it('take a set operation after a compared query for one of the selects, whatever the parser makes of it', () => {
    const found = resolved('select id from orders where amount > (select max(amount) from payments) union all select id from customers')
    expect(sources(found)).toEqual({ id: ['customers.id', 'orders.id'] })
  })
})

describe('steps', () => {
  it('tell the items on the way, without those that pass a column on by its own name', () => {
    const sql = `with o as (select id, amount * 2 as a, upper(status) /* sic */ s, customer_id c from orders),
      t as (select o.*, (select max(a) from o) as mx from o join customers on c = customers.id)
      select id, a + 1 as a, coalesce(s, ', from') "s2", sum(mx) over (partition by c) mx, q.z from t, (select name z from customers) q`
    const steps = resolved(sql).columns.map((each) => each.steps.map(({ within, sql: text }) => `${within}: ${text}`))
    expect(steps).toEqual([
      [],
      ['null: a + 1', 'o: amount * 2'],
      ["null: coalesce(s, ', from')", 'o: upper(status)'],
      ['null: sum(mx) over (partition by c)', 't: (select max(a) from o)', 'o: amount * 2', 'o: customer_id'],
      ['q: name'],
    ])
  })

  it('go through stars and both sides of a set operation', () => {
    const sql = `select * replace (upper(name) || ',' as name) from customers union all
      select id, lower(method), null, order_id from payments`
    const steps = resolved(sql).columns.map((each) => each.steps.map((step) => step.sql))
    expect(steps).toEqual([[], ["upper(name) || ','", 'lower(method)'], ['null'], []])
  })
})

describe('references', () => {
  it('lead from each name to its definition or to the relation it comes from', () => {
    const sql =
      'with c as (select id, name as n from customers) select c.*, o.amount, n || 1 as m from c join orders as o using (id) order by m'
    const parsed = parse(sql, 'duckdb')
    const query = 'queries' in parsed ? parsed.queries[0] : undefined
    const found = query ? resolveQuery(query, 'duckdb', catalog('duckdb'), { references: true }) : expect.unreachable()
    const text = (span: { start: number; end: number }) => sql.slice(span.start, span.end)
    const told = found.references.map(({ span, kind, relation, column, columns, definition }) =>
      [text(span), kind, relation, column, columns?.join(' '), definition && `${text(definition)}@${definition.start}`].join(),
    )
    expect(told).toEqual([
      'id,column,customers,id,,',
      'name,column,customers,name,,',
      'customers,table,customers,,,',
      'c.*,star,,,id n,',
      'o.amount,column,orders,amount,,',
      'n,column,customers,name,,n@30',
      'c,cte,,,,c@5',
      'orders,table,orders,,,',
      'm,column,,m,,m@80',
    ])
  })
})

describe('findings', () => {
  it.each([
    ['select id, amout from orders', 'SQL_UNKNOWN_COLUMN', 'amout', 'amount'],
    ["select o.id from orders o where o.statsu = 'x'", 'SQL_UNKNOWN_COLUMN', 'statsu', 'status'],
    ['select 1 from orderz', 'SQL_UNKNOWN_TABLE', 'orderz', undefined],
    ['select o.id, x.id as b from orders o', 'SQL_UNKNOWN_ALIAS', 'x', undefined],
    ['select id from orders join customers on customer_id = customers.id', 'SQL_AMBIGUOUS_COLUMN', 'id', undefined],
    ['select id, amount from orders union all select id from payments', 'SQL_COLUMN_COUNT', 'id', undefined],
    ['select id from orders where sum(amount) > 1', 'SQL_MISPLACED_AGGREGATE', 'amount', undefined],
    ['select * exclude (nope) from orders', 'SQL_UNKNOWN_COLUMN', 'nope', undefined],
    ['select (select id, amount from orders) as x', 'SQL_COLUMN_COUNT', 'id', undefined],
    ['with a as (select 1 as x), a as (select 2 as x) select * from a', 'SQL_DUPLICATE_NAME', 'a', undefined],
    ['select id from orders where row_number() over () = 1', 'SQL_MISPLACED_AGGREGATE', 'row_number', undefined],
    ['select sum(max(amount)) as x from orders', 'SQL_MISPLACED_AGGREGATE', 'amount', undefined],
    ['select customer_id, status, sum(amount) from orders group by 1', 'SQL_NOT_GROUPED', 'status', undefined],
    ['select o.*, count(*) from orders o', 'SQL_NOT_GROUPED', 'o.*', undefined],
    ['select upper(status) || id as x from orders group by upper(status)', 'SQL_NOT_GROUPED', 'id', undefined],
    ['select status, sum(amount) over (partition by id) from orders group by status, amount', 'SQL_NOT_GROUPED', 'id', undefined],
    ['select status from orders group by status having amount > 1 order by count(*)', 'SQL_NOT_GROUPED', 'amount', undefined],
    ['select * from orders join payments using (order_id)', 'SQL_UNKNOWN_COLUMN', 'order_id', undefined],
    ['select z.* from orders', 'SQL_UNKNOWN_ALIAS', 'z', undefined],
    ['select id from orders order by nope', 'SQL_UNKNOWN_COLUMN', 'nope', undefined],
    ["select '🛢️' as oil, nope from orders", 'SQL_UNKNOWN_COLUMN', 'nope', undefined],
  ])('%s', (sql, code, at, meant) => {
    const found = resolved(sql).diagnostics
    expect(found.map((each) => [each.code, each.span && sql.slice(each.span.start, each.span.end), each.meant])).toEqual([
      [code, at, meant],
    ])
  })

  it.each<readonly [string, Dialect]>([
    ['select c.name, c.region, count(*) from customers c join orders o on o.customer_id = c.id group by c.id', 'postgres'],
    ['select s.id, n from (select id, count(*) as n from customers group by id) s group by grouping sets ((s.id, n), ())', 'postgres'],
    ["select date_trunc('month', created_at)::date as m, sum(amount) as total, total / count(*) from orders group by 1", 'snowflake'],
    ['select upper(status) as status, sum(sum(amount)) over (order by upper(orders.status)) from orders group by upper(status)', 'duckdb'],
    ['select id from orders join payments p using (id) group by p.id', 'duckdb'],
    ['select c.id from customers c group by c.id having exists (select 1 from orders o where o.amount > count(c.name))', 'postgres'],
    ['select (select sum(c.id)), (select max(o.id) from orders o where o.customer_id = c.id) from customers c', 'postgres'],
    ['select status, my_median(amount), array_agg(struct(id, amount)) from orders group by rollup(status)', 'bigquery'],
    ['select (select as struct id, name from customers limit 1) as c, array(select as struct id, amount from orders) as o', 'bigquery'],
    ['select id from orders where (id, amount) = (select id, max(amount) from payments group by id)', 'postgres'],
    ['select max(columns(*)) from orders', 'duckdb'],
    ['select p.label from ml.predict(model m, (select id, status from orders), struct(x as y)) p', 'bigquery'],
    ['select date_add(month, 1, created_at) as next, my_diff(day, created_at, created_at) as d from orders', 'databricks'],
    [
      'select status as s, id, count(*) from orders group by all having s > 1 qualify row_number() over (partition by s order by id) = 1',
      'duckdb',
    ],
  ])('are none in a valid query: %s', (sql, dialect) => {
    expect(resolved(sql, dialect).diagnostics).toEqual([])
  })

  it('are none where nobody knows the columns', () => {
    const parsed = parse('select a, x.b, s.* from unknown s join other x using (k)', 'duckdb')
    const query = 'queries' in parsed ? parsed.queries[0] : undefined
    const found = query ? resolveQuery(query, 'duckdb', { relation: () => undefined }) : expect.unreachable()
    expect(found.diagnostics).toEqual([])
    expect([found.precision, found.relations]).toEqual(['table', ['other', 'unknown']])
  })
})
