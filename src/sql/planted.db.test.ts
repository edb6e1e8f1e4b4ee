// Mistakes people make in models, each at a known line, on three dialects: the resolver and the type checker together.
import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import {
  type Catalog,
  createTypeChecker,
  type Dialect,
  foldName,
  loadReader,
  resolveQuery,
  type SqlReader,
  type TypeChecker,
} from './index.js'

interface Cases {
  readonly schema: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly cases: readonly { readonly name: string; readonly dialect: Dialect; readonly sql: string }[]
}

const file = new URL('./testdata/lineage.json', import.meta.url)
const { schema, cases } = JSON.parse(readFileSync(file, 'utf8')) as Cases

type Planted = readonly [name: string, line: number, sql: string, postgres?: string | undefined, snowflake?: string]

const planted: readonly Planted[] = [
  ['unknown_col', 2, 'select id,\n  amout\nfrom orders'],
  ['unknown_col_qual', 3, "select o.id\nfrom orders o\nwhere o.statsu = 'x'"],
  ['unknown_col_cte', 4, 'with a as (\n select id from orders\n)\nselect amount from a'],
  ['unknown_table', 2, 'select 1\nfrom orderz'],
  ['unknown_alias', 2, 'select o.id,\n x.id as b\nfrom orders o'],
  ['ambiguous', 1, 'select id\nfrom orders join customers on customer_id = customers.id'],
  [
    'ambiguous_cte',
    4,
    'with a as (select * from orders),\nb as (select * from payments)\nselect\n amount\nfrom a join b on a.id=b.order_id',
  ],
  ['type_cmp', 2, 'select * from orders\nwhere created_at > amount'],
  ['type_arith', 2, 'select id,\n created_at * 2 as x\nfrom orders'],
  ['type_sum_varchar', 2, 'select\n sum(status) from orders', undefined, 'select\n sum(created_at) from orders'],
  ['type_bool_where', 2, 'select id from orders\nwhere created_at'],
  ['union_arity', 2, 'select id, amount from orders\nunion all select id from payments'],
  ['union_types', 3, 'select id, created_at as t from orders\nunion all\nselect id, amount from payments'],
  ['group_by_missing', 2, 'select customer_id,\n status, sum(amount) from orders group by 1'],
  ['agg_in_where', 2, 'select id from orders\nwhere sum(amount) > 1'],
  ['window_in_where', 2, 'select id from orders\nwhere row_number() over () = 1'],
  ['unknown_func', 2, 'select\n uppper(status) from orders'],
  ['func_arity', 2, "select\n date_trunc('day') from orders"],
  ['bad_cast_lit', 2, "select\n cast('abc' as int) as x"],
  ['using_missing', 2, 'select * from orders\njoin payments using (order_id)'],
  ['star_qual_unknown', 2, 'select\n z.* from orders'],
  ['order_by_unknown', 2, 'select id from orders\norder by nope'],
  ['exclude_unknown', 2, 'select\n * exclude (nope) from orders', 'select\n orders.nope from orders'],
  ['subq_multi_col', 2, 'select\n (select id, amount from orders) as x'],
  ['join_on_types', 3, 'select 1\nfrom orders o join customers c\non o.created_at = c.id'],
  ['dup_cte', 2, 'with a as (select 1 as x),\na as (select 2 as x) select * from a'],
]

const typeNames: Readonly<Partial<Record<Dialect, Readonly<Record<string, string>>>>> = {
  duckdb: { VARIANT: 'JSON' },
  postgres: { VARIANT: 'jsonb', 'VARCHAR[]': 'text[]' },
  snowflake: { JSON: 'VARIANT', 'VARCHAR[]': 'ARRAY' },
}

const catalog = (dialect: Dialect): Catalog => ({
  relation: (path) => {
    const name = path.at(-1)
    const table = name ? foldName(name.text, name.quoted, dialect, 'table').toLowerCase() : ''
    const columns = schema[table]
    return columns ? { key: table, columns: Object.keys(columns).map((text) => ({ text, quoted: false })) } : 'missing'
  },
})

const readers = new Map<Dialect, SqlReader>()
const checkers = new Map<Dialect, TypeChecker>()
beforeAll(async () => {
  for (const dialect of ['duckdb', 'postgres', 'snowflake'] as const) {
    readers.set(dialect, await loadReader(dialect))
    const checker = await createTypeChecker({ dialect, database: 'db', schema: 'sch' })
    for (const [table, columns] of Object.entries(schema)) {
      const typed = Object.entries(columns).map(([name, type]) => ({ name, type: typeNames[dialect]?.[type] ?? type }))
      checker.declare(['db', 'sch', table], typed)
    }
    checkers.set(dialect, checker)
  }
  return () => {
    for (const checker of checkers.values()) checker.close()
  }
})

/** `line code message` of what is found: by the resolver, and where it finds nothing by the checker. */
async function found(sql: string, dialect: Dialect): Promise<string[]> {
  const read = await readers.get(dialect)?.read(sql)
  const query = read && 'queries' in read ? read.queries[0] : undefined
  const resolved = query ? resolveQuery(query, dialect, catalog(dialect)).diagnostics : []
  const checked = (await checkers.get(dialect)?.check(sql))?.findings ?? []
  const line = (at: number | undefined) => (at === undefined ? '?' : sql.slice(0, at).split('\n').length)
  return (resolved.length > 0 ? resolved : checked).map(({ code, message, span }) => `${line(span?.start)} ${code} ${message}`)
}

/** What no one can know here: keys that allow ungrouped columns, functions somebody made. */
const notFound = {
  duckdb: { union_types: 'nothing' },
  postgres: { union_types: 'nothing', group_by_missing: 'nothing' },
  snowflake: { union_types: 'nothing', unknown_func: 'nothing' },
}

it.each(['duckdb', 'postgres', 'snowflake'] as const)('%s: mistakes are found at their lines', async (dialect) => {
  const missed: Record<string, string> = {}
  for (const [name, line, sql, postgres, snowflake] of planted) {
    const text = { duckdb: sql, postgres: postgres ?? sql, snowflake: snowflake ?? sql }[dialect]
    const all = await found(text, dialect)
    if (!all.some((each) => each.startsWith(`${line} `))) missed[name] = all.join('; ') || 'nothing'
  }
  expect(missed).toEqual(notFound[dialect])
})

it('are none in valid queries', async () => {
  const wrong: string[] = []
  for (const { name, dialect, sql } of cases) {
    if (!checkers.has(dialect)) continue
    for (const each of await found(sql, dialect)) wrong.push(`${name} (${dialect}): ${each}`)
  }
  expect(wrong).toEqual([])
})
