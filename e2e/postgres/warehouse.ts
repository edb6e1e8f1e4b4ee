// What a PostgreSQL database holds, in words that do not change from run to run.
import pg from 'pg'
import type { PostgresDatabase } from '../harness/postgres.js'

export interface Held {
  readonly kind: string
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

const relationQuery = `
  select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relname as relation,
    case c.relkind when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized view' else c.relkind::text end
      || case c.relpersistence when 'u' then ' unlogged' else '' end as kind,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as names,
    array(select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'v', 'm', 'p', 'f') and n.nspname !~ '^(pg_|information_schema)' order by 1`

const schemas = `n.nspname !~ '^(pg_|information_schema)'`

/** What belongs to relations but their rows; index and constraint names made of the clock or of staged names are left out. */
const factQueries: Readonly<Record<string, string>> = {
  indexes: `select c.relname || ' ' || regexp_replace(pg_get_indexdef(i.indexrelid), 'INDEX \\S+ ON', 'INDEX ON') as fact
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${schemas}`,
  constraints: `select c.relname || ' ' || pg_get_constraintdef(k.oid) as fact
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${schemas} and k.contype <> 'n'`,
  comments: `select c.relname || coalesce('.' || a.attname, '') || ': ' || d.description as fact
    from pg_description d join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and a.attnum > 0 where ${schemas}
    union all select p.proname || '(): ' || d.description from pg_description d
    join pg_proc p on p.oid = d.objoid and d.classoid = 'pg_proc'::regclass join pg_namespace n on n.oid = p.pronamespace where ${schemas}`,
  grants: `select c.relname || ' ' || lower(e.privilege_type) || ' to ' || coalesce(r.rolname, 'public') as fact
    from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join aclexplode(c.relacl) e
    left join pg_roles r on r.oid = e.grantee where ${schemas} and e.grantee <> c.relowner`,
  functions: `select p.proname || '(' || pg_get_function_arguments(p.oid) || ') ' || pg_get_function_result(p.oid) || ' ' || p.provolatile::text as fact
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${schemas}`,
}

/** Relations with their rows, and all facts. */
export async function held(database: PostgresDatabase): Promise<Record<string, Held | readonly string[]>> {
  return await session(database, async (query) => {
    const found: Record<string, Held | readonly string[]> = {}
    for (const relation of (await query(relationQuery)) as unknown as Relation[]) found[relation.name] = await contents(query, relation)
    for (const [name, sql] of Object.entries(factQueries)) found[name] = await factsOf(query, sql)
    return found
  })
}

export async function facts(database: PostgresDatabase, kind: keyof typeof factQueries): Promise<string[]> {
  return await factsOf((sql) => database.query(sql), factQueries[kind] ?? '')
}

async function factsOf(query: Query, sql: string): Promise<string[]> {
  return (await query(sql)).map((row) => String(row.fact)).sort()
}

/** The rows of a query, each as one line, sorted. */
export async function lines(database: PostgresDatabase, sql: string): Promise<string[]> {
  const rows = await database.query(`select to_json(q) as row from (${sql}) q`)
  return rows
    .map((row) =>
      Object.values(row.row as object)
        .map((cell) => (cell === null ? 'null' : String(cell)))
        .join(' | '),
    )
    .sort()
}

export type Query = (sql: string) => Promise<Record<string, unknown>[]>

/** One connection for many statements. */
export async function session<T>(database: PostgresDatabase, body: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return await body(async (sql) => (await client.query(sql)).rows)
  } finally {
    await client.end()
  }
}

interface Relation {
  readonly name: string
  readonly schema: string
  readonly relation: string
  readonly kind: string
  readonly names: readonly string[]
  readonly columns: readonly string[]
}

async function contents(query: Query, { schema, relation, kind, names, columns }: Relation): Promise<Held> {
  const cells = names.map((name) => `"${name}"::text as "${name}"`).join(', ')
  const rows = await query(`select ${cells} from "${schema}"."${relation}"`)
  const shown = rows.map((row) => names.map((name) => cell(name, row as Cells)).join(' | '))
  return { kind, columns, rows: shown.sort() }
}

type Cells = Readonly<Record<string, string | null>>
const now = /^20(2[6-9]|[3-9]\d)-/
const stamps = ['dbt_updated_at', 'stand']

/** Values made of the clock differ from run to run. */
function cell(name: string, row: Cells): string {
  const value = row[name] ?? null
  if (value === null) return 'null'
  if (now.test(value)) return '<now>'
  const stamped = stamps.some((stamp) => now.test(row[stamp] ?? ''))
  return ['dbt_scd_id', 'kennung'].includes(name) && stamped ? '<hash>' : value
}
