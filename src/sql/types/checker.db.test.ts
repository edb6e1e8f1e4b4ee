import { expect, it } from 'vitest'
import { createTypeChecker, type TypeChecker } from '../index.js'

let checker: TypeChecker
const check = async (sql: string) => {
  const { columns, status, reason, findings } = await checker.check(sql)
  return {
    columns: columns?.map(({ name, type }) => `${name} ${type}`).join(', '),
    status,
    reason,
    findings: findings.map((each) => [each.code, each.message, each.span && sql.slice(each.span.start, each.span.end), each.meant]),
  }
}
const open = async (unknownFunctions?: 'ignore') => {
  checker = await createTypeChecker({ dialect: 'duckdb', database: 'dev', schema: 'main', ...(unknownFunctions && { unknownFunctions }) })
  checker.declare(
    ['dev', 'main', 'orders'],
    [
      ['id', 'integer'],
      ['amount', 'decimal(10,2)'],
      ['status', 'varchar'],
      ['made_at', 'timestamp'],
      ['items', 'json'],
      ['parts', 'struct(a int, b json)[]'],
    ].map(([name = '', type = null]) => ({ name, type })),
  )
  checker.declare(
    ['lake', 'Raw Data', 'loose'],
    [
      { name: 'n', type: null },
      { name: 'id', type: 'bigint' },
    ],
  )
  checker.declare(
    ['dev', 'main', 'odd'],
    [
      { name: 'id', type: 'integer' },
      { name: 'shape', type: 'nosuchtype' },
    ],
  )
}

it('types', async () => {
  await open()
  expect(await check('select *, amount * 2 as twice, parts[1].b as b from dev.main.orders')).toEqual({
    columns:
      'id INTEGER, amount DECIMAL(10,2), status VARCHAR, made_at TIMESTAMP, items JSON, parts STRUCT("a" INTEGER, "b" JSON)[], twice DECIMAL(18,2), b JSON',
    status: 'checked',
    reason: null,
    findings: [],
  })
  expect((await check('select upper(n) as u, id + 1 as i, n, max(n) over () as c from lake."Raw Data".loose')).columns).toBe(
    'u VARCHAR, i BIGINT, n null, c null',
  )
  expect((await check('select id, shape from odd')).columns).toBe('id INTEGER, shape null')
  checker.declare(['dev', 'main', 'odd'], [{ name: 'now_known', type: 'date' }])
  expect((await check('from odd')).columns).toBe('now_known DATE')
  checker.close()
})

it.each([
  ["select '🛢️ü', amout from orders", 'SQL_UNKNOWN_COLUMN', 'there is no column amout', 'amout', 'amount'],
  ['select made_at * 2 from orders', 'SQL_TYPE', 'timestamp * a whole number is not defined', '*', undefined],
  ['select sum(status) from orders', 'SQL_TYPE', 'sum does not take varchar', 'sum', undefined],
  ["select date_trunc('day')", 'SQL_UNKNOWN_FUNCTION', 'date_trunc does not take a text', 'date_trunc', undefined],
  ['select uppper(status) from orders', 'SQL_UNKNOWN_FUNCTION', 'there is no function uppper', 'uppper', 'upper'],
  ['select 1 from orders where made_at < id', 'SQL_TYPE', 'timestamp and integer cannot be compared', '<', undefined],
  ['select coalesce(made_at, 5) from orders', 'SQL_TYPE', 'timestamp and a whole number cannot be mixed in coalesce', undefined, undefined],
  [
    'select status, id from orders group by 1',
    'SQL_NOT_GROUPED',
    'column id is neither in the group by nor inside an aggregate',
    'id',
    undefined,
  ],
  ['select 1 from orders where sum(id) > 1', 'SQL_MISPLACED_AGGREGATE', 'where may contain no aggregate', 'sum', undefined],
  [
    'select id from orders union all select id, id from orders',
    'SQL_COLUMN_COUNT',
    'the queries of this union have different numbers of columns',
    undefined,
    undefined,
  ],
  ['selec 1', 'SQL_SYNTAX', 'syntax error at selec', 'selec', undefined],
])('%s', async (sql, ...finding) => {
  await open()
  expect(await check(sql)).toEqual({ columns: undefined, status: 'checked', reason: null, findings: [finding] })
  checker.close()
})

it('leaves unchecked what it cannot know', async () => {
  await open('ignore')
  const reasons: string[] = []
  for (const sql of [
    'select * from nosuch.x.y',
    'select * from elsewhere',
    "select * from read_csv('/etc/passwd')",
    "from 'x.parquet'",
    'select st_point(1, 2)',
    'select our_macro(id) from orders',
    'pivot orders on status using sum(amount)',
    'create table x (id int)',
    'select n + interval 1 day from lake."Raw Data".loose',
    `select ${'1 + ('.repeat(1200)}1${')'.repeat(1200)}`,
  ]) {
    const { status, reason, findings } = await check(sql)
    expect([status, findings], sql).toEqual(['unchecked', []])
    reasons.push(reason ?? '')
  }
  expect(reasons).toMatchInlineSnapshot(`
    [
      "nothing is known of the database nosuch",
      "the columns of elsewhere are not known",
      "it reads files",
      "it reads files",
      "it needs the extension spatial",
      "nobody knows the function our_macro",
      "its columns depend on the data, or it has several statements",
      "it is no query",
      "it depends on columns whose types are not known",
      "its expressions are nested too deeply",
    ]
  `)
  checker.close()
})
