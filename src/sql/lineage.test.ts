import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Catalog, type Dialect, foldName, loadPolyglot, type PolyglotParser, type ResolvedQuery, resolveQuery } from './index.js'

interface Case {
  readonly name: string
  readonly dialect: Dialect
  readonly sql: string
  readonly expect: Readonly<Record<string, readonly string[]>>
}

const file = new URL('testdata/lineage.json', import.meta.url)
const { schema, cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly schema: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly cases: readonly Case[]
}

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
    ["select '🛢️' as oil, nope from orders", 'SQL_UNKNOWN_COLUMN', 'nope', undefined],
  ])('%s', (sql, code, at, meant) => {
    const found = resolved(sql).diagnostics
    expect(found.map((each) => [each.code, each.span && sql.slice(each.span.start, each.span.end), each.meant])).toEqual([
      [code, at, meant],
    ])
  })

  it('are none where nobody knows the columns', () => {
    const parsed = parse('select a, x.b, s.* from unknown s join other x using (k)', 'duckdb')
    const query = 'queries' in parsed ? parsed.queries[0] : undefined
    const found = query ? resolveQuery(query, 'duckdb', { relation: () => undefined }) : expect.unreachable()
    expect(found.diagnostics).toEqual([])
    expect([found.precision, found.relations]).toEqual(['table', ['other', 'unknown']])
  })
})
