// Texts that are too deep, too long, broken or no SQL at all: an answer as deep as it can be had, in bounded time, never an exception.
import { cpuUsage } from 'node:process'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Dialect, loadReader, type ReadSql, resolveQuery, type SqlReader } from './index.js'

/** Of processor time, which a busy machine does not stretch. */
const bound = 2

const readers = new Map<Dialect, SqlReader>()
beforeAll(async () => {
  for (const dialect of ['duckdb', 'postgres', 'snowflake'] as const) {
    const reader = await loadReader(dialect)
    readers.set(dialect, reader)
    // The parser compiles itself on its first texts.
    await reader.read('select 1')
  }
})

const catalog = { relation: () => ({ key: 't', columns: ['a', 'b'].map((text) => ({ text, quoted: false })) }) }

/** `a ← t.a, t.b` for each column, or why there are none. */
async function told(sql: string, dialect: Dialect): Promise<string> {
  const before = cpuUsage()
  const read = (await readers.get(dialect)?.read(sql)) as ReadSql
  const answer = 'queries' in read ? read.queries.map((query) => columns(resolveQuery(query, dialect, catalog))).join('; ') : tables(read)
  const { user, system } = cpuUsage(before)
  expect((user + system) / 1e6, 'seconds').toBeLessThan(bound)
  return answer
}

function columns({ columns: all, diagnostics }: ReturnType<typeof resolveQuery>): string {
  expect(diagnostics).toEqual([])
  return all.map(({ name, upstream }) => `${name.toLowerCase()} ← ${upstream.map((each) => each.column).join()}`).join('; ')
}

const tables = (read: Extract<ReadSql, { readonly failure: unknown }>) =>
  `reads ${[...new Set(read.tables.map(({ path }) => path.at(-1)?.text))].join()}`

const times = (count: number, text: string, between = '') => Array(count).fill(text).join(between)
const nested = (count: number, open: string, inside: string, close: string) => open.repeat(count) + inside + close.repeat(count)

const deep: readonly (readonly [string, string, string])[] = [
  ['10,000 terms of a sum', `select ${times(10_000, 'a', ' + ')} as s from t`, 's ← a'],
  ['10,000 terms added and taken away', `select ${times(5_000, 'a', ' + 1 - ')} + b as s from t`, 's ← a,b'],
  ['10,000 texts put together', `select ${times(10_000, 'a', ' || ')} as s from t`, 's ← a'],
  ['3,000 conditions', `select a from t where ${times(3_000, 'b = 1', ' or ')}`, 'a ← a'],
  ['10,000 values in a list', `select a from t where b in (${times(10_000, '1', ', ')})`, 'a ← a'],
  ['200 brackets', `select ${nested(200, '(', 'a', ')')} as s from t`, 's ← a'],
  ['200 queries in each other', nested(200, 'select * from (', 'select a from t', ') q'), 'a ← a'],
  ['100 functions in each other', `select ${nested(100, 'coalesce(', 'a', ', b)')} as s from t`, 's ← a,b'],
  ['100 cases in each other', `select ${nested(100, 'case when a > 1 then b else ', '1', ' end')} as s from t`, 's ← a,b'],
  ['1,000 selects in a union', times(1_000, 'select a, b from t', ' union all '), 'a ← a; b ← b'],
  ['a union in a subquery', `select x.a from (${times(400, 'select a, b from t', ' union all ')}) x`, 'a ← a'],
  ['100 CTEs', `with c0 as (select a from t)${chain(100)} select * from c100`, 'a ← a'],
  ['1,000 CTEs', `with c0 as (select a from t)${chain(1_000)} select * from c1000`, 'a ← a'],
  [
    '100 joins',
    `select t0.a from t t0 ${Array.from({ length: 100 }, (_, i) => `join t t${i + 1} on t${i}.a = t${i + 1}.a`).join(' ')}`,
    'a ← a',
  ],
]

function chain(length: number): string {
  return Array.from({ length }, (_, index) => `, c${index + 1} as (select a from c${index})`).join('')
}

describe.each(['duckdb', 'postgres'] as const)('columns through %s', (dialect) => {
  it.each(deep)('of %s', async (_name, sql, expected) => {
    expect(await told(sql, dialect)).toBe(expected)
  })
})

describe.each(['duckdb', 'postgres'] as const)('what no parser of %s reads', (dialect) => {
  it.each([
    ['10,000 terms taken away', `select ${times(10_000, 'a', ' - ')} as s from t`, /^reads t$/],
    ['brackets that never close', `select a from t where ${'('.repeat(5_000)}`, /^reads t$/],
    ['brackets that never opened', `select a from t ${')'.repeat(5_000)}`, /^reads t$/],
    ['cases without end', `select ${'case when '.repeat(5_000)} from t`, /^reads/],
    ['5,000 times not', `select ${'not '.repeat(5_000)} a from t`, /^(reads t|.*← a)$/],
    ['5,000 queries in each other', nested(5_000, 'select * from (', 'select a from t', ') q'), /^reads t$/],
    ["a vendor's own words", 'select a from t frobnicate (pattern (x+) define x as a > 1) wibble from u', /^reads t/],
    ['a string without end', "select a from t where b = 'x", /^reads t$/],
    ['a comment without end', 'select a from t /* x', /^(reads t|a ← a)$/],
    ['NUL', 'select a\0 from t', /^(reads t|a ← a)$/],
    ['half a character', "select '\ud800' as s, a from t", /s ← ; a ← a/],
    ['bytes that were no UTF-8', "select '\ufffd\ufffd' as s, a from t\ufffd", /← a|reads/],
    ['no text', '', /^$/],
    ['comments alone', '-- select a\n/* from t */', /^$/],
    ['several statements', 'select a from t; select b from t', /^a ← a; b ← b$/],
    ['a statement that asks nothing', 'delete from t', /^reads/],
    ['no SQL', '{"a": [1, 2, "\\u0000"]} ÿþ <html>', /^reads/],
    ['five megabytes', `select a${', b'.repeat(1_700_000)} from t`, /^reads/],
  ])('%s', async (_name, sql, expected) => {
    expect(await told(sql, dialect)).toMatch(expected)
  })
})

it('tells the places of the text as it is, however it was read', async () => {
  const sql = `select ${times(200, 'a', ' + ')} as s, "é🎉", b as x from (${nested(40, 'select a, b, 1 as "é🎉" from (', 'select * from t', ') q')}) z`
  for (const dialect of ['duckdb', 'snowflake'] as const) {
    const read = (await readers.get(dialect)?.read(sql)) as ReadSql
    const [query] = 'queries' in read ? read.queries : []
    const items = query?.kind === 'select' ? query.items : []
    expect(items.map((item) => (item.kind === 'expression' && item.span ? sql.slice(item.span.start, item.span.end) : ''))).toEqual([
      times(200, 'a', ' + '),
      '"é🎉"',
      'b',
    ])
  }
})
